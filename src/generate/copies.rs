//! Stories told once and copied to other parks, enterprises and departments: under new ids, numbers and titles,
//! with every reference between them and every name put right, in columns and in what is kept as JSON.

use std::collections::BTreeMap;

use serde_json::Value;

use super::units::Units;
use super::words;
use crate::access::Actor;
use crate::base::db::bulk::{Cell, Rows};
use crate::base::db::scratch::Scratch;
use crate::base::{Error, Result};
use crate::problems::rules::number::{number, parts, plain_title};

/// The tables that a story writes, each after those that its rows refer to.
pub const TABLES: [&str; 10] = [
    "visits",
    "visit_events",
    "visit_states",
    "problems",
    "assignments",
    "clocks",
    "problem_events",
    "problem_states",
    "support_states",
    "problem_waits",
];

/// What a value stands for, and so what becomes of it in a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// The id of a row of the story, in the table at this place of [`TABLES`].
    Id(usize),
    Park,
    Department,
    Enterprise,
    User,
    Title,
    Other,
}

fn place(table: &str) -> usize {
    TABLES.iter().position(|one| *one == table).unwrap_or(0)
}

/// By the name of a column, or of a field in JSON.
fn meaning(name: &str) -> Meaning {
    match name {
        "visit_id" => Meaning::Id(place("visits")),
        "problem_id" => Meaning::Id(place("problems")),
        "assignment_id" | "over_through" => Meaning::Id(place("assignments")),
        "park_id" => Meaning::Park,
        "enterprise_id" => Meaning::Enterprise,
        "title" => Meaning::Title,
        "user_id" | "not_user_id" | "actor_id" => Meaning::User,
        // A list of them is mapped one by one.
        _ if name.ends_with("department_id") || name.ends_with("department_ids") => {
            Meaning::Department
        }
        _ if name.ends_with("_by") => Meaning::User,
        _ => Meaning::Other,
    }
}

/// A column of a story's row.
#[derive(Debug, Clone)]
enum Part {
    Fixed(Cell),
    Mapped(Meaning, i64),
    Name(usize),
    Json(Value),
    Number(i32),
    Title,
    PlainTitle,
    Description,
}

/// The rows of one story in one table.
#[derive(Debug, Clone, Default)]
struct StoryRows {
    ids: Vec<i64>,
    rows: Vec<Vec<Part>>,
}

/// A visit, a problem, or both.
#[derive(Debug, Clone)]
pub struct Story {
    tables: Vec<StoryRows>,
    /// The name of the problem's category.
    category: String,
    began: String,
}

impl Story {
    pub fn has_problem(&self) -> bool {
        !self.tables[place("problems")].rows.is_empty()
    }
}

/// All stories told in a scratch database, the earliest first.
pub struct Stories {
    pub stories: Vec<Story>,
    columns: Vec<Vec<String>>,
    /// Who acts in them, by place: the coordinator, the park's staff, the departments' staff.
    people: Vec<Actor>,
    departments: Vec<i64>,
}

impl Stories {
    /// # Errors
    /// Those of the database, and a row that belongs to nothing.
    pub fn read(
        scratch: &mut Scratch,
        units: &Units,
        categories: &[(String, i64)],
    ) -> Result<Self> {
        let staff = units.parks.iter().map(|park| &park.staff);
        let leads = units.departments.iter().map(|one| &one.staff);
        let people = std::iter::once(&units.coordinator)
            .chain(staff)
            .chain(leads);
        let mut read = Self {
            stories: vec![],
            columns: vec![],
            people: people.cloned().collect(),
            departments: units.departments.iter().map(|one| one.id).collect(),
        };
        // A problem belongs to the story of its visit, everything else to that of its visit or problem.
        let mut of_visit = BTreeMap::new();
        let mut of_problem = BTreeMap::new();
        for (at, table) in TABLES.into_iter().enumerate() {
            let found = scratch.rows(table)?;
            let column = |name: &str| found.columns.iter().position(|one| one == name);
            for row in &found.rows {
                let integer = |name: &str| match row.get(column(name)?)? {
                    Cell::Integer(number) => Some(*number),
                    _ => None,
                };
                let id = integer("id").ok_or_else(|| stray(table))?;
                let of = match table {
                    "visits" => None,
                    "problems" => integer("visit_id").and_then(|visit| of_visit.get(&visit)),
                    _ if table.starts_with("visit") => {
                        integer("visit_id").and_then(|visit| of_visit.get(&visit))
                    }
                    _ => integer("problem_id").and_then(|problem| of_problem.get(&problem)),
                };
                let story = match (of, table) {
                    (Some(story), _) => *story,
                    (None, "visits" | "problems") => {
                        read.stories.push(Story {
                            tables: vec![StoryRows::default(); TABLES.len()],
                            category: String::new(),
                            began: match row.get(column("created_at").unwrap_or(0)) {
                                Some(Cell::Text(began)) => began.clone(),
                                _ => String::new(),
                            },
                        });
                        read.stories.len() - 1
                    }
                    (None, _) => return Err(stray(table)),
                };
                match table {
                    "visits" => drop(of_visit.insert(id, story)),
                    "problems" => {
                        of_problem.insert(id, story);
                        let category = integer("category_id");
                        let known = categories.iter().find(|(_, id)| Some(*id) == category);
                        read.stories[story].category =
                            known.map_or_else(String::new, |(name, _)| name.clone());
                    }
                    _ => {}
                }
                let parts = read.parts(table, &found.columns, row)?;
                let into = &mut read.stories[story].tables[at];
                into.ids.push(id);
                into.rows.push(parts);
            }
            read.columns.push(found.columns);
        }
        read.stories
            .sort_by(|one, other| one.began.cmp(&other.began));
        Ok(read)
    }

    /// The tables without rows, to be filled.
    pub fn no_rows(&self) -> Vec<Rows> {
        let columns = self.columns.iter().cloned();
        columns
            .map(|columns| Rows {
                columns,
                rows: vec![],
            })
            .collect()
    }

    fn parts(&self, table: &str, columns: &[String], row: &[Cell]) -> Result<Vec<Part>> {
        let part = |(name, cell): (&String, &Cell)| {
            Ok(match (table, name.as_str(), cell) {
                (_, _, Cell::Null) => Part::Fixed(Cell::Null),
                (_, "id", Cell::Integer(id)) => Part::Mapped(Meaning::Id(place(table)), *id),
                ("problems", "number", Cell::Text(given)) => {
                    let (_, year, _) = parts(given).ok_or_else(|| stray(table))?;
                    Part::Number(i32::try_from(year).map_err(Error::internal)?)
                }
                ("problems", "title", _) => Part::Title,
                ("problems", "title_key", _) => Part::PlainTitle,
                ("problems", "description", _) => Part::Description,
                (_, name, Cell::Integer(value)) => match meaning(name) {
                    Meaning::Other => Part::Fixed(cell.clone()),
                    meaning => Part::Mapped(meaning, *value),
                },
                (_, _, Cell::Text(text)) => match self.person_named(text) {
                    Some(person) => Part::Name(person),
                    None if text.starts_with('{') => {
                        let json: Value = serde_json::from_str(text).map_err(Error::internal)?;
                        match self.is_fixed("", &json) {
                            true => Part::Fixed(cell.clone()),
                            false => Part::Json(json),
                        }
                    }
                    None => Part::Fixed(cell.clone()),
                },
            })
        };
        columns.iter().zip(row).map(part).collect()
    }

    fn person_named(&self, name: &str) -> Option<usize> {
        self.people.iter().position(|person| person.name == name)
    }

    /// Whether a copy has the same.
    fn is_fixed(&self, name: &str, json: &Value) -> bool {
        match json {
            Value::Object(fields) => fields
                .iter()
                .all(|(name, value)| self.is_fixed(name, value)),
            Value::Array(values) => values.iter().all(|value| self.is_fixed(name, value)),
            Value::Number(_) => matches!(meaning(name), Meaning::Other | Meaning::Title),
            Value::String(text) => {
                meaning(name) != Meaning::Title && self.person_named(text).is_none()
            }
            Value::Null | Value::Bool(_) => true,
        }
    }
}

fn stray(table: &str) -> Error {
    Error::Internal(format!("a row of {table} that belongs to no story"))
}

/// Where a copy takes place.
pub struct Stage<'a> {
    pub park: &'a super::units::Park,
    pub enterprise: i64,
    /// For each department of the stories, whose part it plays.
    pub departments: Vec<&'a super::units::Department>,
    /// Any two numbers, which choose the words.
    pub picks: (usize, usize),
}

/// Writes copies into rows, and gives ids and numbers.
pub struct Copier<'a> {
    stories: &'a Stories,
    coordinator: &'a Actor,
    pub next_ids: Vec<i64>,
    /// The last running number, by park code and year.
    pub last_numbers: BTreeMap<(String, i32), i64>,
}

/// One copy of one story.
struct Copy<'a> {
    stories: &'a Stories,
    /// For each table the old ids with the first new one.
    ids: Vec<(&'a [i64], i64)>,
    stage: &'a Stage<'a>,
    people: Vec<&'a Actor>,
    title: String,
}

impl<'a> Copier<'a> {
    pub fn of(stories: &'a Stories, coordinator: &'a Actor) -> Self {
        Self {
            stories,
            coordinator,
            next_ids: vec![1; TABLES.len()],
            last_numbers: BTreeMap::new(),
        }
    }

    /// Adds a copy of a story to the rows of each table.
    ///
    /// # Errors
    /// A reference to something that isn't the story's.
    pub fn copy(&mut self, story: &Story, stage: &Stage, into: &mut [Rows]) -> Result<()> {
        let mut ids = vec![];
        for (rows, next) in story.tables.iter().zip(&mut self.next_ids) {
            ids.push((rows.ids.as_slice(), *next));
            *next += i64::try_from(rows.ids.len()).unwrap_or(0);
        }
        let staff = stage.departments.iter().map(|one| &one.staff);
        let people = [self.coordinator, &stage.park.staff]
            .into_iter()
            .chain(staff);
        let copy = Copy {
            stories: self.stories,
            ids,
            stage,
            people: people.collect(),
            title: words::title(&story.category, stage.picks),
        };
        for (rows, into) in story.tables.iter().zip(into) {
            for row in &rows.rows {
                let cells = row.iter().map(|part| self.cell(part, &copy));
                into.rows.push(cells.collect::<Result<_>>()?);
            }
        }
        Ok(())
    }

    fn cell(&mut self, part: &Part, copy: &Copy) -> Result<Cell> {
        Ok(match part {
            Part::Fixed(cell) => cell.clone(),
            Part::Mapped(meaning, value) => Cell::Integer(copy.mapped(*meaning, *value)?),
            Part::Name(person) => Cell::Text(copy.name(*person)?),
            Part::Json(json) => Cell::Text(copy.json("", json)?.to_string()),
            Part::Number(year) => {
                let code = &copy.stage.park.code;
                let last = self.last_numbers.entry((code.clone(), *year)).or_default();
                *last += 1;
                Cell::Text(number(code, *year, *last))
            }
            Part::Title => Cell::Text(copy.title.clone()),
            Part::PlainTitle => Cell::Text(plain_title(&copy.title)),
            Part::Description => Cell::Text(words::description(&copy.title, copy.stage.picks)),
        })
    }
}

impl Copy<'_> {
    fn mapped(&self, meaning: Meaning, value: i64) -> Result<i64> {
        let unknown = || Error::Internal(format!("a story refers to {meaning:?} {value}"));
        let at = |ids: &[i64]| ids.iter().position(|id| *id == value);
        match meaning {
            Meaning::Id(table) => {
                let (old, first) = self.ids.get(table).ok_or_else(unknown)?;
                let place = at(old).ok_or_else(unknown)?;
                Ok(first + i64::try_from(place).unwrap_or(0))
            }
            Meaning::Park => Ok(self.stage.park.id),
            Meaning::Enterprise => Ok(self.stage.enterprise),
            Meaning::Department => {
                let place = at(&self.stories.departments).ok_or_else(unknown)?;
                Ok(self.stage.departments.get(place).ok_or_else(unknown)?.id)
            }
            Meaning::User => {
                let people = self.stories.people.iter();
                let place = people.map(|one| one.id).position(|id| id == value);
                let person = place.and_then(|at| self.people.get(at));
                Ok(person.ok_or_else(unknown)?.id)
            }
            Meaning::Title | Meaning::Other => Ok(value),
        }
    }

    fn name(&self, person: usize) -> Result<String> {
        let person = self.people.get(person);
        let person = person.ok_or_else(|| Error::internal("a story with somebody else"))?;
        Ok(person.name.clone())
    }

    fn json(&self, name: &str, json: &Value) -> Result<Value> {
        Ok(match json {
            Value::Object(fields) => {
                let fields = fields.iter();
                let fields =
                    fields.map(|(name, value)| Ok((name.clone(), self.json(name, value)?)));
                Value::Object(fields.collect::<Result<_>>()?)
            }
            Value::Array(values) => {
                let values = values.iter().map(|value| self.json(name, value));
                Value::Array(values.collect::<Result<_>>()?)
            }
            Value::Number(number) => match number.as_i64() {
                Some(value) => self.mapped(meaning(name), value)?.into(),
                None => json.clone(),
            },
            Value::String(text) => match (meaning(name), self.stories.person_named(text)) {
                (Meaning::Title, _) => self.title.clone().into(),
                (_, Some(person)) => self.name(person)?.into(),
                _ => json.clone(),
            },
            Value::Null | Value::Bool(_) => json.clone(),
        })
    }
}
