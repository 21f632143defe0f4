//! What of an entry is written as values beside its JSON, so that queries find it.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::body::{day_of, hundredths};
use super::facts::Facts;
use crate::entries::description::{Description, Field, Kept, Kind};

/// The field of values that name each department of an entry but its owner.
pub const CONCERNED: &str = "concerned_department_id";
/// That of the ones that support it.
pub const SUPPORTING: &str = "supporting_department_id";
/// That of the leader's account.
pub const LEADER: &str = "leader_user_id";

/// One value: a word, a number or a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scalar {
    Word(String),
    Number(i64),
    Day(NaiveDate),
}

/// A field's value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldValue {
    pub field: String,
    pub value: Scalar,
}

/// The value of a field, where it has one.
pub fn value_of(field: &Field, fields: &Map<String, Value>) -> Option<Scalar> {
    let value = fields.get(field.name).filter(|value| !value.is_null())?;
    match field.kind {
        Kind::Word { .. } => value.as_str().map(|word| Scalar::Word(word.to_owned())),
        Kind::Day => day_of(value).map(Scalar::Day),
        Kind::Yuan { .. }
        | Kind::Integer { .. }
        | Kind::Park
        | Kind::Enterprise
        | Kind::Department
        | Kind::Entry { .. } => value.as_i64().map(Scalar::Number),
        Kind::Flag => value.as_bool().map(|flag| Scalar::Number(i64::from(flag))),
        Kind::Mu => value.as_str().and_then(hundredths).map(Scalar::Number),
        Kind::Line { .. }
        | Kind::Text { .. }
        | Kind::Departments { .. }
        | Kind::Entries { .. }
        | Kind::Records { .. }
        | Kind::Group { .. } => None,
    }
}

/// All values of an entry, in order and each once; `milestones` are the departments of its milestones.
pub fn values(
    of: &Description,
    facts: &Facts,
    fields: &Map<String, Value>,
    milestones: &[i64],
) -> Vec<FieldValue> {
    let kept = of.fields.iter().filter(|field| field.kept != Kept::Plain);
    let one = |field: &Field| {
        let value = value_of(field, fields)?;
        Some(FieldValue {
            field: field.name.to_owned(),
            value,
        })
    };
    let mut all: Vec<FieldValue> = kept.filter_map(one).collect();
    let number = |field: &str, id: i64| FieldValue {
        field: field.to_owned(),
        value: Scalar::Number(id),
    };
    all.extend(
        facts
            .supporting_department_ids
            .iter()
            .map(|id| number(SUPPORTING, *id)),
    );
    let mut concerned: Vec<i64> = facts.supporting_department_ids.clone();
    concerned.extend(milestones);
    of.fields
        .iter()
        .for_each(|field| named(field.kind, fields.get(field.name), &mut concerned));
    all.extend(concerned.into_iter().map(|id| number(CONCERNED, id)));
    all.extend(
        facts
            .leader
            .iter()
            .filter_map(|leader| leader.user_id)
            .map(|id| number(LEADER, id)),
    );
    all.sort_unstable();
    all.dedup();
    all
}

/// The value of each counted field, none where it isn't set.
pub fn counted(
    of: &Description,
    fields: &Map<String, Value>,
) -> Vec<(&'static str, Option<Scalar>)> {
    let counted = of.fields.iter().filter(|field| field.kept == Kept::Counted);
    counted
        .map(|field| (field.name, value_of(field, fields)))
        .collect()
}

/// The departments that a value names.
fn named(kind: Kind, value: Option<&Value>, found: &mut Vec<i64>) {
    let Some(value) = value else { return };
    match kind {
        Kind::Department => found.extend(value.as_i64()),
        Kind::Departments { .. } => found.extend(
            value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_i64),
        ),
        Kind::Group { fields } => fields
            .iter()
            .for_each(|field| named(field.kind, value.get(field.name), found)),
        Kind::Records { fields, .. } => {
            for record in value.as_array().into_iter().flatten() {
                fields
                    .iter()
                    .for_each(|field| named(field.kind, record.get(field.name), found));
            }
        }
        _ => {}
    }
}
