//! What the statistics of a ledger can be asked, and how a table is laid out.

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value};

use super::{common, month};
use crate::access::Scope;
use crate::base::given::Date;
use crate::base::{Error, FieldError, Result};
use crate::calendar::rules::Calendar;
use crate::entries::description::{Description, Field, Kept, Kind, Text};

/// What entries are grouped by, besides words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Park,
    Department,
    Enterprise,
}

impl Unit {
    pub const ALL: [Self; 3] = [Self::Park, Self::Department, Self::Enterprise];

    pub const fn word(self) -> Text {
        match self {
            Self::Park => "park",
            Self::Department => "department",
            Self::Enterprise => "enterprise",
        }
    }

    pub const fn key(self) -> Text {
        match self {
            Self::Park => "park_id",
            Self::Department => "department_id",
            Self::Enterprise => "enterprise_id",
        }
    }

    /// What the row of "none of these" is called.
    pub const fn none(self) -> Text {
        match self {
            Self::Park => "区级",
            Self::Department => "园区自办",
            Self::Enterprise => "无企业",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GroupBy {
    Nothing,
    Unit(Unit),
    /// A counted field of words.
    Word(&'static Field),
}

impl GroupBy {
    pub const fn word(self) -> Text {
        match self {
            Self::Nothing => "none",
            Self::Unit(unit) => unit.word(),
            Self::Word(field) => field.name,
        }
    }
}

/// Whether a number is about a day or about the days of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    AsOf,
    Period,
}

/// Numbers of a ledger's own: of all, and of each group by its key.
#[derive(Default)]
pub struct OwnNumbers {
    pub total: Map<String, Value>,
    pub groups: Vec<(Option<String>, Map<String, Value>)>,
}

/// A checked question.
#[derive(Debug, Clone)]
pub struct Asked {
    pub ledger: &'static Description,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub as_of: NaiveDate,
    /// The last month whose figures are told; the last one that was due by the day, where it is none or a later one.
    pub month: Option<NaiveDate>,
    pub group_by: GroupBy,
    /// Only what is of this unit; None in it: of none.
    pub units: Vec<(Unit, Option<i64>)>,
    pub words: Vec<(&'static Field, Text)>,
    pub reach: Scope,
}

impl Asked {
    /// About all entries of a ledger on a day.
    pub fn of_all(ledger: &'static Description, day: NaiveDate) -> Self {
        Self {
            ledger,
            from: NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day),
            to: day,
            as_of: day,
            month: None,
            group_by: GroupBy::Nothing,
            units: vec![],
            words: vec![],
            reach: Scope::All,
        }
    }

    /// The last day before the period.
    pub fn day_before(&self) -> NaiveDate {
        self.from.pred_opt().unwrap_or(self.from)
    }

    /// The same question about the end of another day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Self {
        Self {
            from: day,
            to: day,
            as_of: day,
            ..self.clone()
        }
    }

    /// The question in writing: two that are alike are one.
    pub fn written(&self) -> String {
        let words: Vec<_> = self
            .words
            .iter()
            .map(|(field, word)| (field.name, word))
            .collect();
        format!(
            "{} {} {} {} {:?} {} {:?} {words:?} {:?}",
            self.ledger.code,
            self.from,
            self.to,
            self.as_of,
            self.month,
            self.group_by.word(),
            self.units,
            self.reach
        )
    }

    /// The month up to which figures are told, of a ledger whose entries report them.
    pub fn through(&self, calendar: &Calendar) -> Option<NaiveDate> {
        let due = month::through(self.ledger.months.as_ref()?, self.as_of, calendar);
        Some(self.month.map_or(due, |month| month.min(due)))
    }
}

/// The counted fields that have words: what tables are grouped and narrowed by.
pub fn word_fields(of: &Description) -> impl Iterator<Item = &'static Field> + use<> {
    let counted = of.fields.iter().filter(|field| field.kept == Kept::Counted);
    counted.filter(|field| matches!(field.kind, Kind::Word { .. }))
}

/// The parameters of a question.
pub fn parameters(of: &Description) -> Vec<Text> {
    let fixed = [
        "as_of",
        "to",
        "from",
        "group_by",
        "park_id",
        "department_id",
        "enterprise_id",
    ];
    fixed
        .into_iter()
        .chain(word_fields(of).map(|field| field.name))
        .collect()
}

/// Reads a question from the parameters of a query.
///
/// # Errors
/// 422 with every wrong value.
pub fn read(
    of: &'static Description,
    query: &[(String, String)],
    reach: Scope,
    today: NaiveDate,
) -> Result<Asked> {
    let mut errors: Vec<FieldError> = vec![];
    let known = parameters(of);
    let mut seen: Vec<&str> = vec![];
    for (name, _) in query {
        let pointer = format!("/{name}");
        if !known.contains(&name.as_str()) {
            errors.push(FieldError::new(
                pointer,
                "unknown_field",
                format!("未知的参数 {name}"),
                format!("unknown field {name}"),
            ));
        } else if seen.contains(&name.as_str()) {
            errors.push(FieldError::new(
                pointer,
                "duplicate",
                format!("{name} 重复"),
                format!("{name} is given twice"),
            ));
        }
        seen.push(name);
    }
    let given = |name: &str| {
        query
            .iter()
            .find(|(one, _)| one == name)
            .map(|(_, value)| value.as_str())
    };
    let mut day = |name: &str, default: NaiveDate| match given(name).map(Date::parse) {
        None => default,
        Some(Ok(day)) => day.into(),
        Some(Err(_)) => {
            errors.push(FieldError::invalid_day(format!("/{name}")));
            default
        }
    };
    let as_of = day("as_of", today);
    let to = day("to", as_of);
    let new_year = NaiveDate::from_ymd_opt(to.year(), 1, 1).unwrap_or(to);
    let from = day("from", new_year);
    if as_of > today {
        errors.push(FieldError::future_day("/as_of"));
    }
    if to > as_of {
        errors.push(FieldError::new(
            "/to",
            "after_as_of",
            "不能晚于截止日期 as_of",
            "must not be after as_of",
        ));
    }
    if from > to {
        errors.push(FieldError::new(
            "/from",
            "after_to",
            "不能晚于 to",
            "must not be after to",
        ));
    }
    let unallowed = |name: &str| {
        FieldError::new(
            format!("/{name}"),
            "invalid",
            "不是允许的取值",
            "is none of the allowed values",
        )
    };
    let group_by = match given("group_by") {
        None | Some("none") => GroupBy::Nothing,
        Some(word) => {
            let unit = Unit::ALL
                .into_iter()
                .find(|unit| unit.word() == word)
                .map(GroupBy::Unit);
            let field = word_fields(of)
                .find(|field| field.name == word)
                .map(GroupBy::Word);
            unit.or(field).unwrap_or_else(|| {
                errors.push(unallowed("group_by"));
                GroupBy::Nothing
            })
        }
    };
    let mut units = vec![];
    for unit in Unit::ALL {
        match given(unit.key()) {
            None => {}
            Some("null") => units.push((unit, None)),
            Some(text) => match text
                .parse::<i64>()
                .ok()
                .filter(|id| *id > 0 && id.to_string() == text)
            {
                Some(id) => units.push((unit, Some(id))),
                None => errors.push(unallowed(unit.key())),
            },
        }
    }
    let mut words = vec![];
    for field in word_fields(of) {
        let Some(text) = given(field.name) else {
            continue;
        };
        let Kind::Word { words: all } = field.kind else {
            continue;
        };
        match all.iter().find(|word| word.key == text) {
            Some(word) => words.push((field, word.key)),
            None => errors.push(unallowed(field.name)),
        }
    }
    match errors.is_empty() {
        true => Ok(Asked {
            ledger: of,
            from,
            to,
            as_of,
            month: None,
            group_by,
            units,
            words,
            reach,
        }),
        false => Err(Error::Invalid(errors)),
    }
}

/// The counts that have no meaning but within a period.
pub const OF_A_PERIOD: &[Text] = &["carried_in", "reported", "put_back", "carried_out"];

/// All counts of a ledger by their names.
pub fn counts(of: &Description) -> Vec<Text> {
    common::COUNTS
        .iter()
        .copied()
        .chain(of.counts.iter().map(|count| count.name))
        .collect()
}

/// Reads `started` and `period.started`.
pub fn parse_count_of(of: &Description, text: &str) -> Option<(Text, Span)> {
    let (name, span) = match text.strip_prefix("period.") {
        Some(name) => (name, Span::Period),
        None => (text, Span::AsOf),
    };
    let found = counts(of).into_iter().find(|count| *count == name)?;
    (span == Span::Period || !OF_A_PERIOD.contains(&found)).then_some((found, span))
}
