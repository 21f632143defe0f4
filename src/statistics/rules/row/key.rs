//! What a row is about, and what it is called.

use serde::{Deserialize, Deserializer, Serialize};

use crate::problems::rules::words::{Level, Severity, Source};
use crate::statistics::rules::asked::{CountScope, GroupBy};
use crate::vocabulary::{Word, Words, problem};

/// A park, department, word, week … that a grouping has a row for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// What rows of the ledger are grouped by, as text.
    pub key: String,
    pub name: String,
    /// Departments are compared within their group alone.
    pub peer_group: Option<String>,
    /// Out of use: listed only where it has something.
    pub active: bool,
}

impl Member {
    pub fn new(key: String, name: String, active: bool) -> Self {
        Self {
            key,
            name,
            peer_group: None,
            active,
        }
    }
}

/// What a row is about: the property that the table is grouped by, and its name. The other properties
/// are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!({"park_id": 3, "name": "沙河产业园区"}))]
pub struct Key {
    /// The park, where the table is grouped by it.
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub park_id: Option<Option<i64>>,
    /// The lead department, where the table is grouped by it; null for what was never dispatched or was
    /// settled on the spot.
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub department_id: Option<Option<i64>>,
    /// The category, where the table is grouped by it; null for what has none.
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub category_id: Option<Option<i64>>,
    /// The enterprise, where the table is grouped by it; null for what has none.
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub enterprise_id: Option<Option<i64>>,
    /// The level, where the table is grouped by it.
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub level: Option<Option<Level>>,
    /// The source, where the table is grouped by it.
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub source: Option<Option<Source>>,
    /// The severity, where the table is grouped by it.
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub severity: Option<Option<Severity>>,
    /// The ISO week, where the table is grouped by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2021-W31")]
    pub week: Option<String>,
    /// The month, where the table is grouped by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2021-08")]
    pub month: Option<String>,
    /// What the row is called: the name of today, a word, a week, or what “none of these” is called.
    pub name: String,
}

/// Tells a property that is there and null from one that isn't there.
fn named<'de, T, D>(reader: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(reader).map(Some)
}

impl Key {
    /// The key of a group, or of what belongs to none.
    pub fn of(group_by: GroupBy, key: Option<&str>, name: &str) -> Self {
        let id = key.and_then(|text| text.parse().ok());
        let mut made = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        match group_by {
            GroupBy::Nothing => {}
            GroupBy::Park => made.park_id = Some(id),
            GroupBy::Department => made.department_id = Some(id),
            GroupBy::Category => made.category_id = Some(id),
            GroupBy::Enterprise => made.enterprise_id = Some(id),
            GroupBy::Level => made.level = Some(key.and_then(Level::parse)),
            GroupBy::Source => made.source = Some(key.and_then(Source::parse)),
            GroupBy::Severity => made.severity = Some(key.and_then(Severity::parse)),
            GroupBy::Week => made.week = key.map(str::to_owned),
            GroupBy::Month => made.month = key.map(str::to_owned),
        }
        made
    }
}

/// The words of a grouping that has words for members.
pub fn words(group_by: GroupBy) -> Vec<Member> {
    let words: Words = match group_by {
        GroupBy::Level => problem::LEVEL,
        GroupBy::Source => problem::SOURCE,
        GroupBy::Severity => problem::SEVERITY,
        _ => &[],
    };
    let member = |word: &Word| Member::new(word.key.to_owned(), word.zh.to_owned(), true);
    words.iter().map(member).collect()
}

/// What the row of "none of these" is called.
pub fn none_of_these(group_by: GroupBy, reach: CountScope) -> &'static str {
    match group_by {
        GroupBy::Department => "未派单或现场办结",
        GroupBy::Category => "未分类",
        GroupBy::Enterprise if matches!(reach, CountScope::Department(_)) => {
            "无企业（项目现场）或保密"
        }
        GroupBy::Enterprise => "无企业（项目现场）",
        GroupBy::Nothing => "合计",
        _ => "其他",
    }
}
