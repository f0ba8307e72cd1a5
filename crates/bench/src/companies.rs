//! Made-up companies, as many as are wanted, the same ones every time. Most names are rare, some are common, as in any register: of the common
//! ones a larger database holds more namesakes.

use crate::filling::{self, Rows};
use anyhow::Result;
use kernel::company_name::name_key;
use kernel::fold::{fold, search_text};
use kernel::id::CompanyId;
use kernel::matching::kept_keys;
use kernel::{Clock, SystemClock};
use operations::cosell::conflict::score::Identity;
use sea_orm::ConnectionTrait;
use storage::{Db, Tx};

const HEADS: &[&str] = &[
    "Nord", "Süd", "Ost", "West", "Rhein", "Elb", "Alpen", "Hanse", "Iller", "Saale", "Brand", "Kolb", "Vels", "Mor",
    "Tarn", "Quel", "Lind", "Buch", "Eich", "Stein", "Sand", "Berg", "Tal", "Wald", "Feld", "Hoch", "Tief", "Neu",
    "Alt", "Grün", "Blau", "Rot", "Weiß", "Silber", "Gold", "Kupfer", "Eisen", "Salz", "Korn", "Mühl",
];
const MIDDLES: &[&str] = &[
    "a", "er", "en", "o", "i", "ar", "el", "an", "or", "un", "ama", "ero", "ino", "ola", "ura", "eta", "ilo", "ane",
    "ori", "usa", "iva", "emo", "ado", "ura", "ent", "ist", "ond", "art", "olm", "erk",
];
const TAILS: &[&str] = &[
    "tec", "mar", "dorf", "hagen", "wick", "ring", "gard", "stett", "vent", "lux", "bau", "form", "line", "trans",
    "plan", "soft", "werk", "haus", "zent", "brück", "furt", "born", "holm", "kamp", "ried", "rode", "see", "stadt",
    "tal", "thal", "wald", "weiler", "winkel", "zell", "nau", "moor", "lund", "land", "heim", "gau",
];
const SURNAMES: &[&str] = &[
    "Müller",
    "Schmidt",
    "Schneider",
    "Fischer",
    "Weber",
    "Meyer",
    "Wagner",
    "Becker",
    "Schulz",
    "Hoffmann",
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Martin",
    "Bernard",
    "Rossi",
    "García",
    "Novák",
    "Jensen",
];
const BRANCHES: &[&str] = &[
    "Maschinenbau",
    "Logistik",
    "Systems",
    "Consulting",
    "Software",
    "Elektrotechnik",
    "Medizintechnik",
    "Foods",
    "Energie",
    "Immobilien",
    "Verlag",
    "Textil",
    "Anlagenbau",
    "Werkzeuge",
    "Automotive",
    "Pharma",
    "Services",
    "Trading",
    "Kunststoff",
    "Metallbau",
    "Optik",
    "Bau",
    "Holztechnik",
    "Druck",
    "Media",
    "Spedition",
    "Chemie",
    "Garten",
    "Sanitär",
    "Engineering",
];
const FORMS: &[(&str, &str)] = &[
    ("GmbH", "DE"),
    ("AG", "DE"),
    ("GmbH & Co. KG", "DE"),
    ("KG", "DE"),
    ("e.K.", "DE"),
    ("GmbH", "AT"),
    ("AG", "CH"),
    ("Ltd", "GB"),
    ("Inc.", "US"),
    ("S.A.R.L.", "FR"),
];
const CITIES: &[&str] =
    &["Hamburg", "Köln", "Ulm", "Kassel", "Wien", "Graz", "Zürich", "Leeds", "Boston", "Lyon", "Jena", "Bonn"];

/// One company, as it is written.
#[derive(Debug, Clone)]
pub struct Made {
    pub name: String,
    pub domain: Option<String>,
    pub country: String,
    pub city: String,
    pub phone: String,
}

impl Made {
    /// As the conflict check compares it.
    pub fn identity(&self) -> Identity {
        Identity {
            name: self.name.clone(),
            domain: self.domain.clone(),
            country: Some(self.country.clone()),
            city: Some(self.city.clone()),
            phone: Some(self.phone.clone()),
            ..Identity::default()
        }
    }
}

fn pick<T: Copy>(from: &[T], number: u64) -> Option<T> {
    let at = usize::try_from(number % from.len() as u64).unwrap_or_default();
    from.get(at).copied()
}

/// Scatters the number, so that neighbours have nothing in common (the finalizer of SplitMix64).
fn scattered(number: u64) -> u64 {
    let mut x = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// The company of that number.
pub fn company(number: u64) -> Made {
    let dice = scattered(number);
    let word = |from: &[&'static str], shift: u32| pick(from, dice >> shift).unwrap_or_default();
    let branch = word(BRANCHES, 8);
    let (form, country) = pick(FORMS, dice >> 16).unwrap_or_default();
    // One of twenty is called after a person, and so are others.
    let core = if number % 20 == 7 {
        format!("{} {branch}", word(SURNAMES, 24))
    } else {
        format!("{}{}{} {branch}", word(HEADS, 24), word(MIDDLES, 34), word(TAILS, 44))
    };
    let domain = (number % 4 != 3).then(|| format!("{}-{number}.example", fold(&core).replace(' ', "-")));
    Made {
        name: format!("{core} {form}"),
        domain,
        country: country.to_owned(),
        city: word(CITIES, 52).to_owned(),
        phone: format!("+49 30 {:07}", number % 10_000_000),
    }
}

/// Companies in one transaction.
const TOGETHER: u64 = 100_000;

/// Writes the companies `from..to` with their match keys. Keys are written in their own order, as a file lies after it was rewritten (VACUUM, or a
/// restore): in the order of companies each key would be put somewhere else on the disk.
pub async fn fill(db: &Db, from: u64, to: u64) -> Result<()> {
    let again = filling::without_indexes(db, &["company", "match_key"]).await?;
    let waiting = "CREATE TABLE waiting_key (kind TEXT NOT NULL, value TEXT NOT NULL, company_id UUID NOT NULL)";
    db.writer().execute_unprepared(waiting).await?;
    let mut number = from;
    while number < to {
        let end = (number + TOGETHER).min(to);
        let tx = filling::begin(db).await?;
        write(&tx, number..end).await?;
        tx.commit().await?;
        number = end;
    }
    let sorted = "INSERT INTO match_key (kind, value, company_id, shown) SELECT kind, value, company_id, '' FROM waiting_key ORDER BY kind, value, company_id";
    let tx = filling::begin(db).await?;
    tx.execute_unprepared(sorted).await?;
    tx.commit().await?;
    db.writer().execute_unprepared("DROP TABLE waiting_key").await?;
    filling::with_indexes(db, again).await
}

async fn write(tx: &Tx, numbers: std::ops::Range<u64>) -> Result<()> {
    let now = SystemClock.now();
    let mut companies = Rows::into(
        "company (id, name, name_folded, name_key, domain, country, city, phone, attributes, search_text, created_at, version)",
    );
    let mut keys = Rows::into("waiting_key (kind, value, company_id)");
    for made in numbers.map(company) {
        let id = CompanyId::new();
        let key = name_key(&made.name);
        let searched = search_text(&[&made.name, made.domain.as_deref().unwrap_or_default()]);
        let row = [
            id.into(),
            made.name.as_str().into(),
            fold(&made.name).into(),
            key.as_str().into(),
            made.domain.clone().into(),
            made.country.as_str().into(),
            made.city.as_str().into(),
            made.phone.as_str().into(),
            "{}".into(),
            searched.into(),
            now.into(),
            1_i64.into(),
        ];
        companies.push(tx, row).await?;
        for key in kept_keys(&made.identity().record()) {
            keys.push(tx, [key.kind.as_str().into(), key.value.into(), id.into()]).await?;
        }
    }
    companies.write(tx).await?;
    keys.write(tx).await
}
