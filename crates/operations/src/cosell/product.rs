//! The vendor's products: what registrations and deals are about. Aliases are other spellings an import or a form may bring.

use crate::Ctx;
use crate::access::policy::Action;
use crate::program::segment::key_from;
use crate::record::{Event, EventKind, record};
use kernel::fold::fold;
use kernel::id::ProductId;
use kernel::{Failure, FieldErrors, Outcome, Patch};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use storage::{Sql, Tx};

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Product {
    /// The product.
    #[schema(value_type = String)]
    pub id: ProductId,
    /// Stable; made from the first name unless given.
    pub key: String,
    /// Shown to everybody, partners included.
    pub name: String,
    /// Products of one category are counted together.
    pub category: Option<String>,
    /// Offered in forms.
    pub active: bool,
    /// Counts changes; send it back with a change.
    pub version: i64,
}

/// A product with its other spellings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProductListed {
    /// The product.
    #[serde(flatten)]
    pub product: Product,
    /// Other spellings, folded (small letters, no accents).
    pub aliases: Vec<String>,
}

/// A new product.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateProduct {
    /// Stable key; made from the name when absent.
    pub key: Option<String>,
    /// Shown to everybody, partners included.
    pub name: String,
    /// Products of one category are counted together.
    pub category: Option<String>,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A change of a product; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeProduct {
    /// Shown to everybody, partners included.
    pub name: Option<String>,
    /// Products of one category are counted together; null: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub category: Patch<String>,
    /// Offered in forms.
    pub active: Option<bool>,
    /// All other spellings.
    pub aliases: Option<Vec<String>>,
    /// The version the change was made on.
    pub version: Option<i64>,
}

const SELECT: &str = "SELECT id, key, name, category, active, version FROM product";

#[derive(FromQueryResult)]
struct Alias {
    alias_folded: String,
    product_id: ProductId,
}

/// All products by name with their aliases. `all`: inactive ones included.
///
/// # Errors
/// `Forbidden`.
pub async fn list(cx: &Ctx, all: bool) -> Outcome<Vec<ProductListed>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new(SELECT).push(if all { "" } else { " WHERE active" });
    let products: Vec<Product> = sql.push(" ORDER BY active DESC, name_folded, id").all(cx.read()).await?;
    let aliases: Vec<Alias> =
        Sql::new("SELECT alias_folded, product_id FROM product_alias ORDER BY alias_folded").all(cx.read()).await?;
    Ok(products
        .into_iter()
        .map(|product| ProductListed {
            aliases: aliases.iter().filter(|a| a.product_id == product.id).map(|a| a.alias_folded.clone()).collect(),
            product,
        })
        .collect())
}

/// The products offered in forms, by name, whoever asks.
///
/// # Errors
/// The database's.
pub async fn offered(db: &impl ConnectionTrait) -> Outcome<Vec<Product>> {
    Ok(Sql::new(SELECT).push(" WHERE active ORDER BY name_folded, id").all(db).await?)
}

/// The product a text means: its name, key or an alias, whatever case and accents.
///
/// # Errors
/// The database's.
pub async fn find(db: &impl ConnectionTrait, text: &str) -> Outcome<Option<Product>> {
    let folded = fold(text);
    if folded.is_empty() {
        return Ok(None);
    }
    let sql = Sql::new(SELECT)
        .push(" WHERE name_folded = ")
        .bind(folded.clone())
        .push(" OR key = ")
        .bind(text.trim())
        .push(" OR id IN (SELECT product_id FROM product_alias WHERE alias_folded = ")
        .bind(folded)
        .push(") ORDER BY active DESC, id LIMIT 1");
    Ok(sql.one(db).await?)
}

/// A product with its aliases.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn get(cx: &Ctx, id: ProductId) -> Outcome<ProductListed> {
    cx.allow(Action::Read)?;
    load(cx.read(), id).await
}

async fn load(db: &impl ConnectionTrait, id: ProductId) -> Outcome<ProductListed> {
    let product: Product = Sql::new(SELECT).push(" WHERE id = ").bind(id).one(db).await?.ok_or(Failure::NotFound)?;
    let aliases =
        Sql::new("SELECT alias_folded FROM product_alias WHERE product_id = ").bind(id).push(" ORDER BY alias_folded");
    Ok(ProductListed { product, aliases: aliases.column(db).await? })
}

fn checked_aliases(errors: &mut FieldErrors, aliases: &[String]) -> Vec<String> {
    if aliases.len() > 50 {
        errors.add_with("aliases", "too_many", [("max", "50".to_owned())]);
    }
    let mut folded: Vec<String> =
        aliases.iter().filter_map(|a| errors.optional("aliases", Some(a), 160)).map(|a| fold(&a)).collect();
    folded.retain(|a| !a.is_empty());
    folded.sort();
    folded.dedup();
    folded
}

async fn save_aliases(tx: &Tx, id: ProductId, aliases: &[String]) -> Outcome<()> {
    Sql::new("DELETE FROM product_alias WHERE product_id = ").bind(id).execute(tx).await?;
    for alias in aliases {
        let inserted = Sql::new("INSERT INTO product_alias (alias_folded, product_id) VALUES (")
            .push_with("?, ?) ON CONFLICT (alias_folded) DO NOTHING", [alias.clone().into(), id.into()])
            .execute(tx)
            .await?;
        if inserted == 0 {
            return Err(Failure::field("aliases", "taken"));
        }
    }
    Ok(())
}

/// Makes a product.
///
/// # Errors
/// `Forbidden`; `Invalid` at `name`, `key` (`taken`), `category`, `aliases` (`taken`: another product has one of them).
pub async fn create(cx: &Ctx, input: CreateProduct) -> Outcome<ProductId> {
    cx.allow(Action::ManagePrograms)?;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, 120);
    let given_key = errors.optional("key", input.key.as_deref(), 80);
    let category = errors.optional("category", input.category.as_deref(), 80);
    let aliases = checked_aliases(&mut errors, &input.aliases);
    errors.into_result(())?;

    let id = ProductId::new();
    let key_field = if given_key.is_some() { "key" } else { "name" };
    let tx = cx.begin().await?;
    let inserted =
        Sql::new("INSERT INTO product (id, key, name, name_folded, category, active, created_at, version) VALUES (")
            .push_with(
                "?, ?, ?, ?, ?, TRUE, ?, 1) ON CONFLICT (key) DO NOTHING",
                [
                    id.into(),
                    given_key.unwrap_or_else(|| key_from(&name)).into(),
                    name.clone().into(),
                    fold(&name).into(),
                    category.clone().into(),
                    cx.now().into(),
                ],
            )
            .execute(&tx)
            .await?;
    if inserted == 0 {
        return Err(Failure::field(key_field, "taken"));
    }
    save_aliases(&tx, id, &aliases).await?;
    let payload =
        serde_json::json!({ "product": id, "name": name, "after": { "category": category, "aliases": aliases } });
    record(&tx, cx, Event::new(EventKind::ProductChanged).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// Changes a product. An inactive product stays on the deals that have it and is offered no more.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `name`, `category`, `aliases`; `stale_version`.
pub async fn change(cx: &Ctx, id: ProductId, input: ChangeProduct) -> Outcome<ProductListed> {
    cx.allow(Action::ManagePrograms)?;
    let mut errors = FieldErrors::default();
    let name = input.name.as_deref().map(|name| errors.required("name", name, 120));
    let category = match input.category {
        Patch::Set(text) => match errors.optional("category", Some(&text), 80) {
            Some(text) => Patch::Set(text),
            None => Patch::Clear,
        },
        other => other,
    };
    let aliases = input.aliases.as_deref().map(|a| checked_aliases(&mut errors, a));
    errors.into_result(())?;

    let tx = cx.begin().await?;
    let before = load(&tx, id).await?;
    let mut after = before.clone();
    after.product.name = name.unwrap_or(after.product.name);
    category.apply(&mut after.product.category);
    after.product.active = input.active.unwrap_or(after.product.active);
    after.product.version += 1;
    after.aliases = aliases.unwrap_or(after.aliases);
    let changed = Sql::new("UPDATE product SET name = ")
        .push_with(
            "?, name_folded = ?, category = ?, active = ?, version = version + 1 WHERE id = ? AND version = ?",
            [
                after.product.name.clone().into(),
                fold(&after.product.name).into(),
                after.product.category.clone().into(),
                after.product.active.into(),
                id.into(),
                input.version.unwrap_or(before.product.version).into(),
            ],
        )
        .execute(&tx)
        .await?;
    if changed == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    if after.aliases != before.aliases {
        save_aliases(&tx, id, &after.aliases).await?;
    }
    let payload = serde_json::json!({ "product": id, "name": after.product.name, "before": before, "after": after });
    record(&tx, cx, Event::new(EventKind::ProductChanged).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(after)
}
