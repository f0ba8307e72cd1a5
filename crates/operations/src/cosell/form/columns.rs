//! The programs' own questions as columns of a table.

use super::definition::{FieldKind, FormDefinition, FormField};
use crate::Ctx;
use crate::access::scope::registrations_in_scope;
use crate::connect::export::{Cell, Row};
use kernel::id::{ProgramId, RegistrationId};
use kernel::{Currency, Date, Failure, Locale, Money, Outcome};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use storage::Sql;

/// A column for each question, called as the form last called it. Programs that ask the same share one.
#[derive(Debug, Clone)]
pub(crate) struct AnswerColumns {
    locale: Locale,
    /// What the columns are called, in order.
    pub(crate) headings: Vec<String>,
    asked: BTreeMap<(ProgramId, String), (usize, FormField)>,
}

#[derive(FromQueryResult)]
struct Version {
    program_id: ProgramId,
    program: String,
    definition: String,
}

#[derive(FromQueryResult)]
struct Said {
    registration_id: RegistrationId,
    program_id: ProgramId,
    field: String,
    value_text: String,
    value_number: Option<i64>,
    value_currency: Option<Currency>,
    value_on: Option<Date>,
}

impl AnswerColumns {
    /// The questions of every version of the forms that registrations within the actor's scope were made with, those of one program where it is
    /// given.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn of(cx: &Ctx, program: Option<ProgramId>) -> Outcome<Self> {
        let sql = Sql::new(
            "SELECT v.program_id, p.name AS program, v.definition FROM form_version v JOIN program p ON p.id = v.program_id WHERE EXISTS (SELECT 1 FROM registration r WHERE r.program_id = v.program_id",
        );
        let mut sql = registrations_in_scope(sql, &cx.actor).push(")");
        if let Some(program) = program {
            sql = sql.push(" AND v.program_id = ").bind(program);
        }
        let versions = sql.push(" ORDER BY p.name, p.id, v.form_version DESC").all::<Version>(cx.read()).await?;
        let mut columns = Self { locale: cx.locale, headings: Vec::new(), asked: BTreeMap::new() };
        for version in versions {
            let form: FormDefinition = serde_json::from_str(&version.definition).map_err(Failure::internal)?;
            for field in form.fields {
                columns.ask(version.program_id, &version.program, field);
            }
        }
        Ok(columns)
    }

    fn ask(&mut self, program: ProgramId, name: &str, field: FormField) {
        let key = (program, field.key.clone());
        if self.asked.contains_key(&key) {
            return;
        }
        let label = field.label.text(self.locale).to_owned();
        let same = self.asked.iter().find(|((other, asked), (_, known))| {
            *other != program && *asked == field.key && known.kind == field.kind && known.label == field.label
        });
        let column = match same {
            Some((_, (column, _))) => *column,
            None => {
                let mut heading = label.clone();
                if self.headings.contains(&heading) {
                    heading = format!("{label} ({name})");
                }
                if self.headings.contains(&heading) {
                    heading = format!("{label} ({name}, {})", field.key);
                }
                self.headings.push(heading);
                self.headings.len() - 1
            }
        };
        self.asked.insert(key, (column, field));
    }

    /// The cells of these registrations.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn cells(&self, cx: &Ctx, ids: &[RegistrationId]) -> Outcome<BTreeMap<RegistrationId, Row>> {
        let mut rows = BTreeMap::new();
        if self.headings.is_empty() {
            return Ok(rows);
        }
        let said = Sql::new("SELECT registration_id, program_id, field, value_text, value_number, value_currency, value_on FROM registration_answer WHERE registration_id IN ")
            .bind_list(ids.iter().copied())
            .push(" ORDER BY registration_id, field, position")
            .all::<Said>(cx.read())
            .await?;
        for said in said {
            let Some((column, field)) = self.asked.get(&(said.program_id, said.field.clone())) else { continue };
            let row: &mut Row = rows.entry(said.registration_id).or_insert_with(|| self.nothing());
            if let Some(cell) = row.get_mut(*column) {
                let next = self.cell(field, said);
                *cell = match (std::mem::replace(cell, Cell::Empty), next) {
                    (Cell::Text(one), Cell::Text(other)) => Cell::Text(format!("{one}, {other}")),
                    (_, next) => next,
                };
            }
        }
        Ok(rows)
    }

    /// The cells of a registration that answers none.
    pub(crate) fn nothing(&self) -> Row {
        vec![Cell::Empty; self.headings.len()]
    }

    fn cell(&self, field: &FormField, said: Said) -> Cell {
        match (field.kind, said.value_number, said.value_currency, said.value_on) {
            (FieldKind::Money, Some(amount), Some(currency), _) => Cell::Money(Money::new(amount, currency)),
            (FieldKind::Number, Some(number), ..) => Cell::Decimal(number),
            (FieldKind::Date, _, _, Some(on)) => Cell::Date(on),
            _ => match field.option(&said.value_text) {
                Some(option) => Cell::Text(option.label.text(self.locale).to_owned()),
                None => Cell::Text(said.value_text),
            },
        }
    }
}
