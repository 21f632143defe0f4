//! Holds what comes in against the fields that say what it may be: once for every ledger and every move.

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value};

use crate::base::characters::{self, Lines, tidy};
use crate::base::given::{Date, FIRST_RECORDED, Fault};
use crate::base::{Error, FieldError, Result};
use crate::entries::description::{Field, Kind, MU_MOST, ON, Text, YUAN_MOST};
use crate::vocabulary::faults;

/// What an id in a body names; whether the caller may use it is asked of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    Park,
    Enterprise,
    Department,
    /// An entry of this ledger.
    Entry(Text),
}

/// An id that a body names, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub pointer: String,
    pub what: Names,
    pub id: i64,
}

/// Whether everything that is required has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Whole,
    /// A correction: what is absent stays.
    Part,
}

/// Collects what is wrong with a body, and which ids it names.
#[derive(Debug)]
pub struct Reader {
    today: NaiveDate,
    pub errors: Vec<FieldError>,
    pub named: Vec<Named>,
}

impl Reader {
    pub fn on(today: NaiveDate) -> Self {
        Self {
            today,
            errors: vec![],
            named: vec![],
        }
    }

    pub fn wrong(
        &mut self,
        at: &str,
        code: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.errors.push(FieldError::new(at, code, zh, en));
    }

    pub fn missing(&mut self, at: &str) {
        self.wrong(at, "required", faults::EMPTY, "is required");
    }

    /// # Errors
    /// 422 with everything that was found.
    pub fn done(self) -> Result<()> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.errors))
        }
    }

    /// Checks an object whose pointer is `at`; its texts are tidied in place.
    pub fn object<'f>(
        &mut self,
        at: &str,
        fields: impl Iterator<Item = &'f Field> + Clone,
        body: &mut Map<String, Value>,
        extent: Extent,
    ) {
        for name in body.keys() {
            if !fields.clone().any(|field| field.name == name) {
                let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                let said = name.replace('`', "");
                self.wrong(
                    &pointer,
                    "unknown_field",
                    format!("未知的字段 {said}"),
                    format!("unknown field {said}"),
                );
            }
        }
        for field in fields {
            let pointer = format!("{at}/{}", field.name);
            match body.get_mut(field.name) {
                None if field.required && extent == Extent::Whole => self.missing(&pointer),
                None => {}
                Some(value) => {
                    self.value(&pointer, field.kind, value);
                    if value.is_null() && field.required {
                        self.missing(&pointer);
                    }
                    if let (ON, Some(day)) = (field.name, day_of(value)) {
                        self.past_or_today(&pointer, day);
                    }
                }
            }
        }
    }

    fn past_or_today(&mut self, at: &str, day: NaiveDate) {
        if day > self.today {
            self.wrong(at, "future_day", faults::FUTURE_DAY, "lies in the future");
        }
        if day < FIRST_RECORDED {
            let year = FIRST_RECORDED.year();
            self.wrong(
                at,
                "too_early",
                faults::before_year(year),
                format!("lies before {year}"),
            );
        }
    }

    fn value(&mut self, at: &str, kind: Kind, value: &mut Value) {
        if value.is_null() {
            return;
        }
        match kind {
            Kind::Word { words } => match value.as_str() {
                None => self.mistyped(at),
                Some(word) if words.iter().any(|one| one.key == word) => {}
                Some(_) => self.wrong(
                    at,
                    "unknown_value",
                    "不是可选的取值",
                    "is none of the known values",
                ),
            },
            Kind::Line { most } => self.text(at, value, most, Lines::One),
            Kind::Text { most } => self.text(at, value, most, Lines::Several),
            Kind::Day => match value.as_str().map(Date::parse) {
                None => self.mistyped(at),
                Some(Ok(_)) => {}
                Some(Err(Fault::Malformed)) => {
                    self.wrong(at, "malformed", "格式不正确", "is malformed")
                }
                Some(Err(Fault::Outside)) => self.wrong(
                    at,
                    "out_of_range",
                    "日期应在1970-01-01至2199-12-31之间",
                    "has to lie within 1970-01-01 to 2199-12-31",
                ),
            },
            Kind::Yuan { signed } => {
                let least = if signed { -YUAN_MOST } else { 0 };
                self.number(at, value, (least, YUAN_MOST));
            }
            Kind::Integer { least, most } => self.number(at, value, (least, most)),
            Kind::Mu => match value.as_str().map(hundredths) {
                None => self.mistyped(at),
                Some(Some(area)) if area <= MU_MOST => {}
                Some(Some(_)) => self.wrong(at, "out_of_range", "面积超出范围", "is too large"),
                Some(None) => self.wrong(
                    at,
                    "malformed",
                    "应为至多两位小数的亩数，如 100.25",
                    "is no area in 亩 with at most two decimals",
                ),
            },
            Kind::Flag if !value.is_boolean() => self.mistyped(at),
            Kind::Flag => {}
            Kind::Park => self.id(at, Names::Park, value),
            Kind::Enterprise => self.id(at, Names::Enterprise, value),
            Kind::Department => self.id(at, Names::Department, value),
            Kind::Entry { ledger } => self.id(at, Names::Entry(ledger), value),
            Kind::Departments { most } => self.ids(at, Names::Department, value, most),
            Kind::Entries { ledger, most } => self.ids(at, Names::Entry(ledger), value, most),
            Kind::Group { fields } => match value.as_object_mut() {
                None => self.mistyped(at),
                Some(group) => self.object(at, fields.iter(), group, Extent::Whole),
            },
            Kind::Records { fields, most } => match value.as_array_mut() {
                None => self.mistyped(at),
                Some(records) if records.len() > most => self.too_many(at, most),
                Some(records) => {
                    for (index, record) in records.iter_mut().enumerate() {
                        let at = format!("{at}/{index}");
                        match record.as_object_mut() {
                            None => self.mistyped(&at),
                            Some(record) => self.object(&at, fields.iter(), record, Extent::Whole),
                        }
                    }
                }
            },
        }
    }

    fn ids(&mut self, at: &str, what: Names, value: &Value, most: usize) {
        let Some(ids) = value.as_array() else {
            return self.mistyped(at);
        };
        if ids.len() > most {
            return self.too_many(at, most);
        }
        for index in 0..ids.len() {
            let pointer = format!("{at}/{index}");
            if ids[..index].contains(&ids[index]) {
                let (zh, en) = match what {
                    Names::Department => ("单位重复", "names a department twice"),
                    _ => ("重复", "is named twice"),
                };
                self.wrong(&pointer, "duplicate", zh, en);
            }
            self.id(&pointer, what, &ids[index]);
        }
    }

    fn id(&mut self, at: &str, what: Names, value: &Value) {
        match value.as_i64() {
            Some(id) => self.named.push(Named {
                pointer: at.to_owned(),
                what,
                id,
            }),
            None => self.mistyped(at),
        }
    }

    fn text(&mut self, at: &str, value: &mut Value, most: usize, lines: Lines) {
        let Some(given) = value.as_str() else {
            return self.mistyped(at);
        };
        let text = tidy(given).into_owned();
        if text.chars().count() > most {
            self.wrong(
                at,
                "too_long",
                faults::too_long(most),
                format!("has more than {most} characters"),
            );
        }
        self.errors.extend(characters::fault(at, &text, lines));
        // An empty text is none.
        *value = if text.is_empty() {
            Value::Null
        } else {
            text.into()
        };
    }

    fn number(&mut self, at: &str, value: &Value, (least, most): (i64, i64)) {
        match value.as_i64() {
            None if value.is_number() => self.out_of_range(at, least, most),
            None => self.mistyped(at),
            Some(number) if (least..=most).contains(&number) => {}
            Some(_) => self.out_of_range(at, least, most),
        }
    }

    fn out_of_range(&mut self, at: &str, least: i64, most: i64) {
        self.wrong(
            at,
            "out_of_range",
            format!("应为{least}至{most}的整数"),
            format!("has to be a whole number from {least} to {most}"),
        );
    }

    fn too_many(&mut self, at: &str, most: usize) {
        self.wrong(
            at,
            "too_many",
            format!("不能超过{most}项"),
            format!("has more than {most} items"),
        );
    }

    fn mistyped(&mut self, at: &str) {
        self.wrong(at, "wrong_type", "类型不正确", "has the wrong type");
    }
}

/// The day that a checked value holds.
pub fn day_of(value: &Value) -> Option<NaiveDate> {
    value
        .as_str()
        .and_then(|text| Date::parse(text).ok())
        .map(NaiveDate::from)
}

/// An area in hundredths of a 亩.
pub fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(part) || whole.len() > 9 || part.len() > 2 {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entries::description::{YUAN, field, line};
    use serde_json::json;

    const ENTRIES: Kind = Kind::Entries {
        ledger: "projects",
        most: 2,
    };

    fn found(kind: Kind, value: Value) -> Vec<&'static str> {
        let fields = [field("it", "它", "It.", kind).required()];
        let mut reader = Reader::on(NaiveDate::from_ymd_opt(2021, 8, 16).unwrap_or_default());
        let mut body = Map::from_iter([("it".to_owned(), value)]);
        reader.object("", fields.iter(), &mut body, Extent::Whole);
        reader.errors.into_iter().map(|error| error.code).collect()
    }

    #[test]
    fn each_kind_holds_its_edges_and_nothing_past_them() {
        let none: Vec<&str> = vec![];
        for (kind, right, wrong, code) in [
            (YUAN, json!(YUAN_MOST), json!(YUAN_MOST + 1), "out_of_range"),
            (YUAN, json!(0), json!(-1), "out_of_range"),
            (
                Kind::Yuan { signed: true },
                json!(-YUAN_MOST),
                json!(-YUAN_MOST - 1),
                "out_of_range",
            ),
            (line(2), json!("二字"), json!("三个字"), "too_long"),
            (line(2), json!(" 一 "), json!("  "), "required"),
            (Kind::Mu, json!("100.25"), json!("100.255"), "malformed"),
            (
                Kind::Mu,
                json!("100000000"),
                json!("100000000.01"),
                "out_of_range",
            ),
            (
                Kind::Day,
                json!("2021-02-28"),
                json!("2021-02-29"),
                "malformed",
            ),
            (
                Kind::Day,
                json!("2199-12-31"),
                json!("2200-01-01"),
                "out_of_range",
            ),
            (Kind::Flag, json!(true), json!(1), "wrong_type"),
            (
                Kind::Integer { least: 1, most: 3 },
                json!(3),
                json!(3.5),
                "out_of_range",
            ),
            (
                Kind::Departments { most: 2 },
                json!([1, 2]),
                json!([1, 2, 3]),
                "too_many",
            ),
            (
                Kind::Departments { most: 2 },
                json!([]),
                json!([1, 1]),
                "duplicate",
            ),
            (ENTRIES, json!([1, 2]), json!([1, 2, 3]), "too_many"),
            (ENTRIES, json!([2]), json!([2, 2]), "duplicate"),
        ] {
            assert_eq!(found(kind, right.clone()), none, "{right}");
            assert_eq!(found(kind, wrong.clone()), [code], "{wrong}");
        }
    }

    #[test]
    fn land_is_read_in_hundredths() {
        for (text, area) in [("0", 0), ("1.5", 150), ("1.05", 105), ("100", 10_000)] {
            assert_eq!(hundredths(text), Some(area), "{text}");
        }
        for text in ["", ".5", "1.", "-1", "1,5", "1.234", "１"] {
            assert_eq!(hundredths(text), None, "{text}");
        }
    }
}
