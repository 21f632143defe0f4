//! What entries keep of persons: whom somebody talks with, and what a talent is called.
//!
//! It stands in the entry's own fields and nowhere else: events, letters, files and the audit trail are for good, and what
//! is known of a person isn't. Who doesn't hold the entry reads it masked; when its time is over it is erased.

use chrono::{Months, NaiveDate};
use serde_json::{Map, Value};

use super::body::Reader;
use crate::directory::rules::masked_phone;
use crate::entries::description::{Description, Field, Hat, Kind, Text};
use crate::problems::rules::number::plain_title;

/// How long it is kept of an entry that doesn't count any more.
pub const MONTHS_KEPT: u32 = 24;
/// The fewest characters of a name, and digits of a number, by which a text is held to tell of somebody.
const NAME_LEAST: usize = 2;
const PHONE_LEAST: usize = 7;

/// Who reads it as it is: those who work with the person, and the office.
pub const HOLDERS: &[Hat] = &[Hat::Owner, Hat::Coordinator];

/// The fields of a ledger that tell of persons.
pub fn fields(of: &Description) -> impl Iterator<Item = &'static Field> + use<> {
    of.fields.iter().filter(|field| field.personal)
}

/// The day from which it isn't kept any more of an entry that was excluded on a day.
pub fn erased_from(excluded_on: NaiveDate) -> NaiveDate {
    let day = excluded_on.checked_add_months(Months::new(MONTHS_KEPT));
    day.unwrap_or(NaiveDate::MAX)
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// A phone number as 138****1234, a name as 王**.
fn masked_text(text: &str) -> String {
    if digits(text) >= PHONE_LEAST {
        return masked_phone(text);
    }
    let mut chars = text.chars();
    let first: String = chars.by_ref().take(1).collect();
    first + &"*".repeat(chars.count().max(1))
}

/// The value of a personal field as those read it who don't hold the entry.
pub fn masked(field: &Field, value: &Value) -> Value {
    let group = |fields: &[Field], group: &Value| {
        let mut shown = group.clone();
        for field in fields.iter().filter(|field| field.personal) {
            if let Some(value) = shown.get_mut(field.name) {
                *value = masked(field, value);
            }
        }
        shown
    };
    match (field.kind, value) {
        (_, Value::Null) => Value::Null,
        (Kind::Records { fields, .. }, Value::Array(records)) => {
            records.iter().map(|record| group(fields, record)).collect()
        }
        (Kind::Group { fields }, value) => group(fields, value),
        (_, Value::String(text)) => masked_text(text).into(),
        (_, _) => Value::Null,
    }
}

/// What was shown masked and comes back unchanged is what is kept.
pub fn unmask(of: &Description, kept: &Map<String, Value>, body: &mut Map<String, Value>) {
    for field in fields(of) {
        let (Some(old), Some(new)) = (kept.get(field.name), body.get_mut(field.name)) else {
            continue;
        };
        if *new == masked(field, old) {
            *new = old.clone();
            continue;
        }
        let (Kind::Records { fields, .. }, Value::Array(old)) = (field.kind, old) else {
            continue;
        };
        let one = Field {
            kind: Kind::Group { fields },
            ..*field
        };
        for record in new.as_array_mut().into_iter().flatten() {
            let same = old.iter().find(|old| is_alike(record, &masked(&one, old)));
            if let Some(same) = same {
                *record = same.clone();
            }
        }
    }
}

/// Whether two records say the same: what is null and what isn't there are alike.
fn is_alike(one: &Value, other: &Value) -> bool {
    let told = |value: &Value| -> Vec<(String, Value)> {
        let all = value.as_object().into_iter().flatten();
        let all = all.filter(|(_, value)| !value.is_null());
        let mut all: Vec<_> = all
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all
    };
    told(one) == told(other)
}

/// A text that tells of somebody, with its pointer.
type Told = (String, String);

fn told(at: &str, field: &Field, value: &Value, found: &mut Vec<Told>) {
    let inside = |at: &str, fields: &[Field], group: &Value, found: &mut Vec<Told>| {
        for field in fields.iter().filter(|field| field.personal) {
            if let Some(value) = group.get(field.name) {
                told(&format!("{at}/{}", field.name), field, value, found);
            }
        }
    };
    match (field.kind, value) {
        (Kind::Records { fields, .. }, Value::Array(records)) => {
            for (index, record) in records.iter().enumerate() {
                inside(&format!("{at}/{index}"), fields, record, found);
            }
        }
        (Kind::Group { fields }, group) => inside(at, fields, group, found),
        (_, Value::String(text)) => found.push((at.to_owned(), text.clone())),
        _ => {}
    }
}

/// Every text below a value, with its pointer.
fn texts(at: &str, value: &Value, found: &mut Vec<Told>) {
    match value {
        Value::String(text) => found.push((at.to_owned(), text.clone())),
        Value::Array(all) => {
            for (index, value) in all.iter().enumerate() {
                texts(&format!("{at}/{index}"), value, found);
            }
        }
        Value::Object(all) => {
            for (name, value) in all {
                texts(&format!("{at}/{name}"), value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a text holds a name or a number, whatever its punctuation, spaces, width and case.
fn holds(text: &str, word: &str) -> bool {
    let word = plain_title(word);
    let least = match digits(&word) == word.chars().count() {
        true => PHONE_LEAST,
        false => NAME_LEAST,
    };
    word.chars().count() >= least && plain_title(text).contains(&word)
}

/// Tells what of a body, and of the fields as they will be after it, says in the open what is known of a person, and what
/// of a person is masked and nobody's.
pub fn check(
    of: &Description,
    after: &Map<String, Value>,
    body: &Map<String, Value>,
    reader: &mut Reader,
) {
    let mut persons = vec![];
    for field in fields(of) {
        if let Some(value) = after.get(field.name) {
            told(&format!("/{}", field.name), field, value, &mut persons);
        }
    }
    for (at, _) in persons.iter().filter(|(_, word)| word.contains('*')) {
        reader.wrong(
            at,
            "masked",
            "是隐去部分内容后的姓名或号码，请填写完整",
            "is a masked name or number that isn't the kept one's",
        );
    }
    // Who answers for an entry is named in the open.
    let is_open = |name: &str| {
        let is_owner = of.owners().iter().any(|field| field.name == name);
        !is_owner && !of.field(name).is_some_and(|field| field.personal)
    };
    let mut open = vec![];
    for (name, value) in body.iter().chain(after).filter(|(name, _)| is_open(name)) {
        texts(&format!("/{name}"), value, &mut open);
    }
    open.sort();
    open.dedup();
    for (at, text) in &open {
        if persons.iter().any(|(_, word)| holds(text, word)) {
            reader.wrong(
                at,
                "personal",
                "不能写出联系人、人才的姓名或电话，请改写为单位、职务",
                "says the name or number of a person; say the post or the organisation",
            );
        }
    }
}

/// Takes out of a body what mustn't stand in its event.
pub fn strip(personal: &[Text], body: &mut Map<String, Value>) {
    body.retain(|name, _| !personal.contains(&name.as_str()));
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::entries::description::{field, line};

    const CONTACT: &[Field] = &[
        field("name", "姓名", "A name.", line(10)).personal(),
        field("post", "职务", "A post.", line(10)),
        field("phone", "电话", "A number.", line(20)).personal(),
    ];
    const CONTACTS: Field = field(
        "contacts",
        "联系人",
        "Some people.",
        Kind::Records {
            fields: CONTACT,
            most: 3,
        },
    )
    .personal();

    #[test]
    fn names_and_numbers_are_masked_and_posts_are_not() {
        let shown = masked(
            &CONTACTS,
            &json!([{"name": "王建国", "post": "总经理", "phone": "13812341234"}, {"name": "李", "phone": null}]),
        );
        assert_eq!(
            shown,
            json!([{"name": "王**", "post": "总经理", "phone": "138****1234"}, {"name": "李*", "phone": null}])
        );
        assert_eq!(masked(&CONTACTS, &Value::Null), Value::Null);
    }

    #[test]
    fn a_text_holds_a_name_however_it_is_spelled_and_a_syllable_is_none() {
        for (text, word, is_held) in [
            ("与王 建国（电话）洽谈", "王建国", true),
            ("电话 138-1234-1234", "13812341234", true),
            ("电话１３８１２３４１２３４", "13812341234", true),
            ("李子园项目", "李", false),
            ("共123456万元", "123456", false),
            ("与总经理洽谈", "王建国", false),
        ] {
            assert_eq!(holds(text, word), is_held, "{text}");
        }
    }

    #[test]
    fn it_is_kept_for_two_years() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(erased_from(day("2021-08-06")), day("2023-08-06"));
        assert_eq!(erased_from(day("2022-02-28")), day("2024-02-28"));
    }

    #[test]
    fn what_comes_back_masked_is_what_was_kept() {
        let of = Description {
            fields: const { &[CONTACTS] },
            ..crate::entries::description::REGISTER
        };
        let kept = json!({"contacts": [{"name": "王建国", "post": null, "phone": "13812341234"}]});
        let mut body = json!({"contacts": [{"name": "李伟", "post": "经理"}, {"name": "王**", "phone": "138****1234"}]});
        unmask(
            &of,
            kept.as_object().unwrap(),
            body.as_object_mut().unwrap(),
        );
        assert_eq!(body["contacts"][0]["name"], "李伟");
        assert_eq!(body["contacts"][1]["name"], "王建国");
    }
}
