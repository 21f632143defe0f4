//! The rows of a description besides its fields: states, moves, counts and months.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Class, Field, Text, kept};
use crate::access::Role;

/// A state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusRow {
    #[serde(deserialize_with = "kept::text")]
    pub code: Text,
    #[serde(deserialize_with = "kept::text")]
    pub zh: Text,
    pub class: Class,
}

pub const fn status(code: Text, zh: Text, class: Class) -> StatusRow {
    StatusRow { code, zh, class }
}

crate::text_enum! {
    /// What somebody is to one entry; a person can be several things to it.
    pub enum Hat {
        /// Staff of the park it belongs to.
        Park = "park",
        /// Staff of the department that owns it, or of the park where none does.
        Owner = "owner",
        /// Staff of a supporting department.
        Supporting = "supporting",
        /// Staff of a department that a field or milestone names.
        Concerned = "concerned",
        /// The campaign office.
        Coordinator = "coordinator",
        Leader = "leader",
        /// The enterprise that it is about, at its door (企业直通); nobody with an account.
        Enterprise = "enterprise",
    }
}

impl Hat {
    /// The roles that can ever wear it.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Park => &[Role::ParkStaff],
            Self::Owner => &[Role::DepartmentStaff, Role::ParkStaff],
            Self::Supporting | Self::Concerned => &[Role::DepartmentStaff],
            Self::Coordinator => &[Role::Coordinator],
            Self::Leader => &[Role::Leader],
            Self::Enterprise => &[],
        }
    }
}

crate::text_enum! {
    /// Who is told of a move by mail; who made it isn't.
    pub enum Told {
        /// Units that it made owner or supporting departments, but for the one that made it.
        Assigned = "assigned",
        /// The unit that owns the entry.
        Owner = "owner",
        /// The departments that support it.
        Supporting = "supporting",
        /// Staff of the park it belongs to.
        Park = "park",
        /// The unit that concluded it.
        WhoConcluded = "who_concluded",
        /// Who may confirm what was concluded; the campaign office where nobody else may.
        Confirmers = "confirmers",
        /// The departments that its fields and milestones name.
        Concerned = "concerned",
        /// The campaign office.
        Coordinators = "coordinators",
    }
}

/// Where a move leads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    #[default]
    Same,
    One(#[serde(deserialize_with = "kept::text")] Text),
    /// A word of the body or of the entry decides: its value, and the state.
    By {
        #[serde(deserialize_with = "kept::text")]
        field: Text,
        #[serde(deserialize_with = "kept::pairs")]
        to: &'static [(Text, Text)],
    },
    /// The state it had before it was excluded.
    Back,
}

impl To {
    /// The states that it names.
    pub fn states(self) -> impl Iterator<Item = Text> {
        let (one, several): (Option<Text>, &'static [(Text, Text)]) = match self {
            Self::One(code) => (Some(code), &[]),
            Self::By { to, .. } => (None, to),
            Self::Same | Self::Back => (None, &[]),
        };
        one.into_iter().chain(several.iter().map(|(_, code)| *code))
    }
}

/// What must hold beyond the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    /// 403: another unit than the one that concluded it.
    NotWhoConcluded,
    /// 403: another person than who excluded it.
    NotWhoExcluded,
    /// 409: a department owns it.
    HasOwner,
    /// 409: it is planned.
    HasMilestone,
}

/// A move: one line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveRow {
    #[serde(deserialize_with = "kept::text")]
    pub name: Text,
    #[serde(deserialize_with = "kept::text")]
    pub zh: Text,
    /// What it is for, in English, for the API's document.
    #[serde(deserialize_with = "kept::text")]
    pub about: Text,
    /// The states it starts from; none for what lists an entry.
    #[serde(default, deserialize_with = "kept::texts")]
    pub from: &'static [Text],
    #[serde(default)]
    pub to: To,
    #[serde(deserialize_with = "kept::list")]
    pub who: &'static [Hat],
    #[serde(default, deserialize_with = "kept::list")]
    pub body: &'static [Field],
    /// Fields of the entry that take what a field of the body says: entry's, body's.
    #[serde(default, deserialize_with = "kept::pairs")]
    pub sets: &'static [(Text, Text)],
    #[serde(default, deserialize_with = "kept::list")]
    pub guards: &'static [Guard],
    /// Whether it is what another unit confirms afterwards.
    #[serde(default)]
    pub concludes: bool,
    /// Who is told of it by mail; where absent, those that [`MoveRow::told`] says.
    #[serde(default, deserialize_with = "kept::optional_list")]
    pub mails: Option<&'static [Told]>,
    /// The function of the ledger that does the rest.
    #[serde(default, deserialize_with = "kept::optional_text")]
    pub effect: Option<Text>,
    /// What it puts another of in its place, such as a list: its route is `PUT /{ledger}/{id}/{this}`.
    #[serde(default, deserialize_with = "kept::optional_text")]
    pub puts: Option<Text>,
}

/// A move of some name from some states to another, by whom.
pub const fn step(
    name: Text,
    zh: Text,
    about: Text,
    from: &'static [Text],
    to: To,
    who: &'static [Hat],
) -> MoveRow {
    MoveRow {
        name,
        zh,
        about,
        from,
        to,
        who,
        body: &[],
        sets: &[],
        guards: &[],
        concludes: false,
        mails: None,
        effect: None,
        puts: None,
    }
}

/// The field of a body that tells the day a move occurred on.
pub const ON: Text = "on";

impl MoveRow {
    pub const fn body(self, body: &'static [Field]) -> Self {
        Self { body, ..self }
    }

    pub const fn sets(self, sets: &'static [(Text, Text)]) -> Self {
        Self { sets, ..self }
    }

    pub const fn guards(self, guards: &'static [Guard]) -> Self {
        Self { guards, ..self }
    }

    pub const fn concludes(self) -> Self {
        Self {
            concludes: true,
            ..self
        }
    }

    pub const fn mails(self, mails: &'static [Told]) -> Self {
        Self {
            mails: Some(mails),
            ..self
        }
    }

    pub const fn effect(self, effect: Text) -> Self {
        Self {
            effect: Some(effect),
            ..self
        }
    }

    pub const fn puts(self, puts: Text) -> Self {
        Self {
            puts: Some(puts),
            ..self
        }
    }

    /// Whether it lists a new entry.
    pub fn creates(&self) -> bool {
        self.from.is_empty()
    }

    /// Who is told of it: whom its row names, else whoever has to know or to go on.
    pub fn told(&self) -> &'static [Told] {
        let rules = self.guards.contains(&Guard::NotWhoConcluded);
        match self.mails {
            Some(named) => named,
            None if self.creates() => &[Told::Assigned],
            None if self.concludes => &[Told::Confirmers],
            None if rules => &[Told::Owner],
            None => &[],
        }
    }

    /// Whether its body tells the day it occurred on.
    pub fn is_dated(&self) -> bool {
        self.body.iter().any(|field| field.name == ON)
    }

    pub fn roles(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = self
            .who
            .iter()
            .flat_map(|hat| hat.roles())
            .copied()
            .collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }
}

/// What a count holds for, in a grammar that is closed: no SQL comes from a description.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    Status(#[serde(deserialize_with = "kept::texts")] &'static [Text]),
    Class(Class),
    /// It was in this state at least once.
    Ever(#[serde(deserialize_with = "kept::text")] Text),
    /// The field is set.
    Set(#[serde(deserialize_with = "kept::text")] Text),
    Is(#[serde(deserialize_with = "kept::text")] Text, Value),
    /// Both ends belong to it.
    Between(#[serde(deserialize_with = "kept::text")] Text, Value, Value),
    All(#[serde(deserialize_with = "kept::list")] &'static [Predicate]),
    Any(#[serde(deserialize_with = "kept::list")] &'static [Predicate]),
    Not(#[serde(deserialize_with = "kept::one")] &'static Predicate),
}

/// What a field is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Word(#[serde(deserialize_with = "kept::text")] Text),
    Number(i64),
    Day(NaiveDate),
    /// 1 January of the year of the day asked about.
    FirstOfYear,
    /// 31 December of it.
    LastOfYear,
    /// The year of the day asked about, as a number.
    Year,
    /// The day asked about.
    AsOf,
}

/// A number of the statistics, and of `count_of`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountRow {
    #[serde(deserialize_with = "kept::text")]
    pub name: Text,
    #[serde(deserialize_with = "kept::text")]
    pub zh: Text,
    #[serde(deserialize_with = "kept::text")]
    pub about: Text,
    pub holds: Predicate,
}

pub const fn count(name: Text, zh: Text, about: Text, holds: Predicate) -> CountRow {
    CountRow {
        name,
        zh,
        about,
        holds,
    }
}

/// One count over another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateRow {
    #[serde(deserialize_with = "kept::text")]
    pub name: Text,
    #[serde(deserialize_with = "kept::text")]
    pub zh: Text,
    #[serde(deserialize_with = "kept::text")]
    pub numerator: Text,
    #[serde(deserialize_with = "kept::text")]
    pub denominator: Text,
}

pub const fn rate(name: Text, zh: Text, numerator: Text, denominator: Text) -> RateRow {
    RateRow {
        name,
        zh,
        numerator,
        denominator,
    }
}

/// What is reported of a month, by whom and in which states. A month's text and 本月无变化 are everybody's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthRule {
    #[serde(deserialize_with = "kept::list")]
    pub figures: &'static [Field],
    #[serde(deserialize_with = "kept::texts")]
    pub from: &'static [Text],
    #[serde(deserialize_with = "kept::list")]
    pub who: &'static [Hat],
    /// The day of the month by which it is reported, moved to the working day before.
    pub due_day: u32,
}

/// Whether a field is a column of files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    #[default]
    Absent,
    /// Goes out and comes in.
    InOut,
    /// Goes out, and is passed over in what comes in.
    OutOnly,
}
