//! What a list of entries can be asked for, by the description of its ledger.

use chrono::NaiveDate;

use super::facts;
use super::whose::{mine, whose_turn};
use crate::access::{Actor, Role};
use crate::base::db::Conn;
use crate::base::given::Date;
use crate::base::http::Page;
use crate::base::{Error, FieldError, Result};
use crate::deadlines::rules::Light;
use crate::directory::store::{departments, enterprises, parks};
use crate::entries::actions::{self, Linked};
use crate::entries::description::{Class, Field, Kept, Kind, Text};
use crate::entries::ledger::AnyLedger;
use crate::entries::rules::numbers;
use crate::entries::store::{self, EntryFilter, ListCursor, Sort, ValueFilter};
use crate::vocabulary::faults;

/// The parameters of a query as they came.
pub type Pairs = Vec<(String, String)>;

/// The parameters that every ledger's list has.
pub const SHARED: &[Text] = &[
    "park_id",
    "department_id",
    "enterprise_id",
    "problem_id",
    "status",
    "light",
    "overdue",
    "listed_from",
    "listed_to",
    "number",
    "q",
    "mine",
    "waiting",
    "sort",
    "count_of",
];
/// Those that belong to `count_of`.
pub const OF_COUNT: &[Text] = &["from", "to", "as_of"];
const PAGING: &[Text] = &["limit", "cursor", "count"];

/// What was asked for.
pub struct AskedList {
    pub filter: EntryFilter,
    pub sort: Sort,
}

/// The fields of a ledger that a list can be narrowed by, for somebody.
pub fn fields(ledger: &dyn AnyLedger, role: Role) -> impl Iterator<Item = &'static Field> + use<> {
    let kept = ledger
        .description()
        .fields
        .iter()
        .filter(|field| field.kept != Kept::Plain);
    kept.filter(move |field| !field.hidden_from.contains(&role))
}

/// Collects what is wrong with the parameters.
struct Reader<'q> {
    pairs: &'q [(String, String)],
    errors: Vec<FieldError>,
}

impl<'q> Reader<'q> {
    fn wrong(
        &mut self,
        name: &str,
        code: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.errors
            .push(FieldError::new(format!("/{name}"), code, zh, en));
    }

    fn get(&self, name: &str) -> Option<&'q str> {
        let found = self.pairs.iter().find(|(one, _)| one == name);
        found.map(|(_, value)| value.as_str())
    }

    fn id(&mut self, name: &str) -> Option<i64> {
        let text = self.get(name)?;
        let id = text.parse().ok();
        if id.is_none() {
            self.wrong(name, "malformed", "应为编号", "is no id");
        }
        id
    }

    fn flag(&mut self, name: &str) -> Option<bool> {
        let read = match self.get(name)? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        if read.is_none() {
            self.wrong(
                name,
                "malformed",
                "应为 true 或 false",
                "is neither true nor false",
            );
        }
        read
    }

    fn day(&mut self, name: &str) -> Option<NaiveDate> {
        match Date::parse(self.get(name)?) {
            Ok(day) => Some(day.into()),
            Err(crate::base::given::Fault::Malformed) => {
                self.wrong(name, "malformed", "格式不正确", "is malformed");
                None
            }
            Err(crate::base::given::Fault::Outside) => {
                self.wrong(
                    name,
                    "out_of_range",
                    "日期应在1970-01-01至2199-12-31之间",
                    "has to lie within 1970-01-01 to 2199-12-31",
                );
                None
            }
        }
    }

    fn word<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let read = parse(self.get(name)?);
        if read.is_none() {
            self.unknown_value(name);
        }
        read
    }

    fn unknown_value(&mut self, name: &str) {
        self.wrong(
            name,
            "unknown_value",
            "不是可选的取值",
            "is none of the known values",
        );
    }
}

/// A list that is wanted page by page.
///
/// # Errors
/// 422 with everything that is wrong.
pub fn page(
    conn: &mut Conn,
    ledger: &dyn AnyLedger,
    reader: (&Actor, NaiveDate),
    pairs: &[(String, String)],
) -> Result<(AskedList, Page<ListCursor>)> {
    let (paging, rest): (Pairs, Pairs) = pairs
        .iter()
        .cloned()
        .partition(|(name, _)| PAGING.contains(&name.as_str()));
    let mut read = Reader {
        pairs: &paging,
        errors: vec![],
    };
    once(&mut read, &[]);
    let limit = read.id("limit");
    let count = read.flag("count");
    if !read.errors.is_empty() {
        return Err(Error::Invalid(read.errors));
    }
    let page = Page::new(limit, read.get("cursor"), count)?;
    Ok((whole(conn, ledger, reader, &rest)?, page))
}

fn once(read: &mut Reader, repeatable: &[&str]) {
    for (at, (name, _)) in read.pairs.iter().enumerate() {
        if read.pairs[..at].iter().any(|(one, _)| one == name)
            && !repeatable.contains(&name.as_str())
        {
            read.wrong(
                name,
                "duplicate",
                format!("{name} 重复"),
                format!("{name} is given twice"),
            );
        }
    }
}

/// A list that is wanted whole.
///
/// # Errors
/// 422 with everything that is wrong, the parameters of a page among it.
pub fn whole(
    conn: &mut Conn,
    ledger: &dyn AnyLedger,
    (who, today): (&Actor, NaiveDate),
    pairs: &[(String, String)],
) -> Result<AskedList> {
    let description = ledger.description();
    let own: Vec<&'static Field> = fields(ledger, who.role).collect();
    let mut read = Reader {
        pairs,
        errors: vec![],
    };
    let counts = read.get("count_of").is_some();
    unknown(&mut read, (&own, ledger.facts()), counts);
    let words = own
        .iter()
        .filter(|field| matches!(field.kind, Kind::Word { .. }) && !counts)
        .map(|field| field.name);
    let facts = ledger.facts().iter().map(|fact| fact.name);
    let repeatable: Vec<&str> = words.chain(facts).chain(["status"]).collect();
    once(&mut read, &repeatable);
    let mut filter = EntryFilter {
        open: description.of_class(Class::Open).collect(),
        ..EntryFilter::default()
    };
    let statuses = pairs.iter().filter(|(name, _)| name == "status");
    for (_, code) in statuses {
        match description.status(code) {
            Some(status) => filter.status.push(status.code.to_owned()),
            None => read.unknown_value("status"),
        }
    }
    filter.light = read.word("light", Light::parse).map(|light| (light, today));
    filter.overdue = read.flag("overdue").map(|overdue| (overdue, today));
    filter.listed_from = read.day("listed_from");
    filter.listed_to = read.day("listed_to");
    if filter
        .listed_from
        .zip(filter.listed_to)
        .is_some_and(|(from, to)| from > to)
    {
        read.wrong(
            "listed_from",
            "after_to",
            faults::AFTER_LAST_DAY,
            "must not be after the last day",
        );
    }
    filter.problem_id = read.id("problem_id");
    if let Some(id) = filter.problem_id
        && !Linked::with_problem(id).is_told(conn, who.cases())?
    {
        read.errors.push(FieldError::unknown_id("/problem_id"));
    }
    filter.number = read.get("number").map(str::to_owned);
    filter.q = read.get("q").map(str::to_owned);
    filter.mine = read.flag("mine").filter(|mine| *mine).map(|_| mine(who));
    let waits = read.flag("waiting").filter(|waits| *waits);
    filter.waiting = waits.map(|_| (whose_turn(who), today));
    let sort = read.word("sort", Sort::parse).unwrap_or(Sort::Newest);
    let count_of = read.get("count_of").map(str::to_owned);
    match count_of {
        // The ids and the counted words then speak of the ledger as it was, not of the present row.
        Some(count_of) => {
            let asked = numbers::parameters(description);
            let asked: Pairs = pairs
                .iter()
                .filter(|(name, _)| asked.contains(&name.as_str()))
                .cloned()
                .collect();
            match actions::among(conn, ledger, &count_of, &asked, (who, today)) {
                Ok(among) => filter.among.push(among),
                Err(Error::Invalid(errors)) => read.errors.extend(errors),
                Err(other) => return Err(other),
            }
            let counted = numbers::parameters(description);
            own.iter()
                .filter(|field| !counted.contains(&field.name))
                .for_each(|field| narrowed(&mut read, &mut filter, field));
        }
        None => {
            filter.park_id = read.id("park_id");
            filter.department_id = read.id("department_id");
            filter.enterprise_id = read.id("enterprise_id");
            known(conn, who, &filter, &mut read)?;
            own.iter()
                .for_each(|field| narrowed(&mut read, &mut filter, field));
        }
    }
    for fact in ledger.facts() {
        let words = said(&mut read, fact);
        if !words.is_empty() && read.errors.is_empty() {
            let ids = facts::holding(conn, ledger, (who, today), (fact.name, &words))?;
            filter.among.push(store::one_of(&ids));
        }
    }
    match read.errors.is_empty() {
        true => Ok(AskedList { filter, sort }),
        false => Err(Error::Invalid(read.errors)),
    }
}

/// # Errors
/// 422 with the parameters that a list of this ledger doesn't have.
pub fn refuse_unknown(
    ledger: &dyn AnyLedger,
    role: Role,
    pairs: &[(String, String)],
) -> Result<()> {
    let own: Vec<&'static Field> = fields(ledger, role).collect();
    let mut read = Reader {
        pairs,
        errors: vec![],
    };
    let counts = read.get("count_of").is_some();
    unknown(&mut read, (&own, ledger.facts()), counts);
    if read.errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(read.errors))
    }
}

fn unknown(read: &mut Reader, (own, facts): (&[&'static Field], &[Field]), counts: bool) {
    for (name, _) in read.pairs {
        let known = SHARED.contains(&name.as_str())
            || own.iter().any(|field| field.name == name)
            || facts.iter().any(|fact| fact.name == name)
            || (counts && OF_COUNT.contains(&name.as_str()));
        if !known {
            let said = name.replace('`', "");
            read.wrong(
                name,
                "unknown_field",
                format!("未知的参数 {said}"),
                format!("unknown field {said}"),
            );
        }
    }
}

/// The words that a parameter asks for, of those that a field may have.
fn said(read: &mut Reader, field: &Field) -> Vec<String> {
    let pairs = read.pairs.iter().filter(|(name, _)| name == field.name);
    let given: Vec<String> = pairs.map(|(_, word)| word.clone()).collect();
    let known = match field.kind {
        Kind::Word { words } => words,
        _ => &[],
    };
    if given
        .iter()
        .any(|given| !known.iter().any(|word| word.key == given))
    {
        read.unknown_value(field.name);
    }
    given
}

/// A filter by a field of the ledger.
fn narrowed(read: &mut Reader, filter: &mut EntryFilter, field: &'static Field) {
    if read.get(field.name).is_none() {
        return;
    }
    let value = match field.kind {
        Kind::Word { .. } => Some(ValueFilter::Words(said(read, field))),
        Kind::Flag => read
            .flag(field.name)
            .map(|flag| ValueFilter::Number(i64::from(flag))),
        Kind::Day => read.day(field.name).map(ValueFilter::Day),
        _ => read.id(field.name).map(ValueFilter::Number),
    };
    filter.values.extend(value.map(|value| (field.name, value)));
}

/// Ids that name nothing that the caller may know; unknown and foreign ones alike.
fn known(conn: &mut Conn, who: &Actor, filter: &EntryFilter, read: &mut Reader) -> Result<()> {
    if let Some(id) = filter.park_id {
        let own = who.role != Role::ParkStaff || who.park_id == Some(id);
        if !own || parks::find(conn, id)?.is_none() {
            read.errors.push(FieldError::unknown_id("/park_id"));
        }
    }
    if let Some(id) = filter.department_id
        && departments::find(conn, id)?.is_none()
    {
        read.errors.push(FieldError::unknown_id("/department_id"));
    }
    if let Some(id) = filter.enterprise_id {
        let found = enterprises::find(conn, id)?;
        let known = found.is_some_and(|found| match who.role {
            Role::ParkStaff => who.park_id == Some(found.park_id),
            Role::DepartmentStaff => false,
            _ => true,
        });
        if !known {
            read.errors.push(FieldError::unknown_id("/enterprise_id"));
        }
    }
    Ok(())
}
