//! What of a lead is refused by what else is stored: who reported first, which contract was signed already, and what there is
//! to land on.

use chrono::NaiveDate;

use super::LEDGER;
use super::effects::is_open;
use super::fields::Lead;
use super::moves::CONTRACTED;
use super::rules::{are_alike, are_one, is_same_number};
use super::terms::InForce;
use crate::access::Scope;
use crate::base::Result;
use crate::base::db::{Conn, names};
use crate::directory::store::enterprises;
use crate::entries::AnyLedger;
use crate::entries::actions::{Entry, WriteContext, unit_of};
use crate::entries::description::Class;
use crate::entries::ledger::{Attempt, typed};
use crate::entries::rules::body::Reader;
use crate::entries::rules::common::{EDIT, REINSTATE};
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::said::{is_told, number, word};
use crate::entries::store::{self, EntryFilter, EntryRow, Sort, ValueFilter};
use crate::projects::rules::screening::Blocked;
use crate::projects::{self, Project};

type Told = std::result::Result<(), Refusal>;

/// What is held while leads are compared, so that of two that come at once the second sees the first.
const HELD: &str = "leads";

/// The leads of some states.
fn in_states(conn: &mut Conn, states: &[&str]) -> Result<Vec<(EntryRow, Lead)>> {
    let ids = store::ids_in(conn, LEDGER.code(), states)?;
    let rows = store::rows_of(conn, &ids)?.into_iter();
    rows.map(read).collect()
}

fn read(row: EntryRow) -> Result<(EntryRow, Lead)> {
    let entry = Entry::of(&LEDGER, row, vec![], vec![])?;
    let lead = typed(&entry.fields)?;
    Ok((entry.row, lead))
}

/// Whose a lead is: a department's, else a park's, else the office's.
fn whose(row: &EntryRow) -> (Option<i64>, Option<i64>) {
    (
        row.department_id,
        row.park_id.filter(|_| row.department_id.is_none()),
    )
}

/// The leads that somebody holds: those that are worked on, and those that landed.
fn held(conn: &mut Conn) -> Result<Vec<(EntryRow, Lead)>> {
    let of = LEDGER.description();
    let held = of.of_class(Class::Open).chain(of.of_class(Class::Settled));
    in_states(conn, &held.collect::<Vec<_>>())
}

/// Whether a lead is held for good: it has a contract.
fn has_contract(row: &EntryRow) -> bool {
    CONTRACTED.contains(&row.status.as_str())
}

/// The like lead of another unit that nobody contests: the one that was reported first. Of a day that is given only where
/// its report still holds then, or a contract was signed. What has landed is like the same project alone.
///
/// # Errors
/// Those of the database.
pub fn first(
    conn: &mut Conn,
    own: &EntryRow,
    lead: &Lead,
    on: Option<NaiveDate>,
) -> Result<Option<(EntryRow, Lead)>> {
    Ok(held(conn)?.into_iter().find(|(row, other)| {
        let until = other.first_report_until;
        let holds = |on: NaiveDate| has_contract(row) || until.is_none_or(|until| on <= until);
        let is_like = match is_open(&row.status) {
            true => are_alike(lead, other),
            false => are_one(lead, other),
        };
        row.id != own.id
            && whose(row) != whose(own)
            && !other.is_contested()
            && lead.increase_of != Some(row.id)
            && on.is_none_or(holds)
            && is_like
    }))
}

pub fn check(
    context: &mut WriteContext,
    attempt: &Attempt,
    lead: &Lead,
    reader: &mut Reader,
) -> Result<()> {
    let entry = attempt.entry;
    if ["register", EDIT].contains(&attempt.name) {
        let nobody = entry.row.department_id.is_none() && entry.row.park_id.is_none();
        if attempt.name == "register" && nobody {
            reader.missing("/department_id");
        }
        let enterprise = number(attempt.body, "enterprise_id").or(entry.row.enterprise_id);
        let existing = lead.source.as_deref() == Some("existing");
        if existing && enterprise.is_none() && lead.source_name.is_none() {
            reader.missing("/source_name");
        }
        if is_told(attempt.body, "industry") {
            check_industry(context, lead, reader)?;
        }
        if is_told(attempt.body, "increase_of") {
            check_increase(context, entry, lead, reader)?;
        }
    }
    if attempt.name == "land" {
        check_places(context, attempt, reader)?;
    }
    Ok(())
}

fn check_industry(context: &mut WriteContext, lead: &Lead, reader: &mut Reader) -> Result<()> {
    let leading = InForce::on(context.conn, context.today)?.industries;
    let named = lead.industry.as_ref();
    if !leading.is_empty() && named.is_some_and(|named| !leading.contains(named)) {
        reader.wrong(
            "/industry",
            "unknown_value",
            format!("不在主导产业之列：{}", leading.join("、")),
            "is none of the leading industries",
        );
    }
    Ok(())
}

/// More money is for what has a contract, and is no increase itself.
fn check_increase(
    context: &mut WriteContext,
    entry: &Entry,
    lead: &Lead,
    reader: &mut Reader,
) -> Result<()> {
    let Some(base) = lead.increase_of else {
        return Ok(());
    };
    let found = store::find(context.conn, Scope::All, LEDGER.code(), base)?;
    let found = found.filter(|row| row.id != entry.row.id && has_contract(row));
    let found = found.map(read).transpose()?;
    let is_base = found.is_some_and(|(_, of)| of.is_investment() && of.increase_of.is_none());
    if !is_base {
        reader.wrong(
            "/increase_of",
            "not_applicable",
            "增资的对象须为已签约、已落地的招商线索，且本身不是增资",
            "isn't an investment that was signed and is no increase itself",
        );
    }
    Ok(())
}

/// What it lands on is in one park, and isn't given up.
fn check_places(context: &mut WriteContext, attempt: &Attempt, reader: &mut Reader) -> Result<()> {
    let mut parks = vec![];
    if let Some(project) = number(attempt.body, "project_id") {
        let found = store::find(context.conn, Scope::All, projects::LEDGER.code(), project)?;
        if let Some(row) = found {
            if row.status == projects::LEDGER.description().excluded {
                reader.wrong(
                    "/project_id",
                    "not_applicable",
                    "该项目已取消",
                    "was cancelled",
                );
            }
            parks.push(("/project_id", row.park_id));
        }
    }
    if let Some(enterprise) = number(attempt.body, "enterprise_id") {
        let found = enterprises::find(context.conn, enterprise)?;
        parks.extend(found.map(|found| ("/enterprise_id", Some(found.park_id))));
    }
    for (name, at) in [("project", "/project"), ("enterprise", "/enterprise")] {
        let Some(new) = attempt.body.get(name).filter(|new| new.is_object()) else {
            continue;
        };
        let park = new["park_id"].as_i64().or(attempt.entry.row.park_id);
        match park {
            Some(park) => parks.push((at, Some(park))),
            None => reader.missing(&format!("{at}/park_id")),
        }
    }
    if let [(_, one), (at, other)] = parks[..]
        && one != other
    {
        reader.wrong(
            at,
            "not_of_the_enterprise",
            "项目与企业不在同一园区",
            "isn't in the park of the project",
        );
    }
    Ok(())
}

/// The moves before which a lead is compared with others.
const COMPARED: &[&str] = &[
    "register",
    EDIT,
    "rule",
    "sign",
    "correct_contract",
    "revive",
    REINSTATE,
];

pub fn guard(context: &mut WriteContext, attempt: &Attempt, lead: &Lead) -> Result<Told> {
    if COMPARED.contains(&attempt.name) {
        names::hold(context.conn, HELD)?;
    }
    match attempt.name {
        "register" => is_new(context.conn, &attempt.entry.row, lead),
        EDIT => stays_apart(context, attempt, lead),
        "rule" => may_rule(context.conn, attempt, lead),
        "sign" | "correct_contract" => {
            let number = word(attempt.body, "contract_no").unwrap_or_default();
            is_unsigned(context.conn, attempt.entry, number)
        }
        "revive" | REINSTATE => match &lead.contract_no {
            Some(number) => is_unsigned(context.conn, attempt.entry, number),
            None => Ok(Ok(())),
        },
        "land" => match number(attempt.body, "project_id") {
            Some(project) => may_land(context.conn, (attempt.entry, lead), project),
            None => Ok(Ok(())),
        },
        _ => Ok(Ok(())),
    }
}

/// A unit registers each of its leads once.
fn is_new(conn: &mut Conn, own: &EntryRow, lead: &Lead) -> Result<Told> {
    let found = held(conn)?.into_iter().find(|(row, other)| {
        whose(row) == whose(own) && lead.increase_of != Some(row.id) && are_one(lead, other)
    });
    Ok(match found {
        None => Ok(()),
        Some((row, _)) => Err((
            "lead.already_registered",
            format!("本单位已登记该线索（{}），请在其上继续", row.number),
            format!("The unit has registered it as {}.", row.number),
        )),
    })
}

/// The words by which leads are alike.
const ALIKE: [&str; 4] = ["name", "investor", "credit_code", "person"];

/// What is in talks isn't corrected into what another unit holds; before that it becomes contested.
fn stays_apart(context: &mut WriteContext, attempt: &Attempt, lead: &Lead) -> Result<Told> {
    let own = &attempt.entry.row;
    let says = ALIKE.iter().any(|name| attempt.body.contains_key(*name));
    if own.status == "contact" || !says {
        return Ok(Ok(()));
    }
    let mut fields = attempt.entry.fields.clone();
    fields.extend(attempt.body.clone());
    let after: Lead = typed(&fields)?;
    let today = Some(context.today);
    let was = first(context.conn, own, lead, today)?.is_some();
    let other = first(context.conn, own, &after, today)?.filter(|_| !was);
    Ok(match other {
        None => Ok(()),
        Some(_) => Err((
            "lead.contested",
            "更正后与其他单位在先登记的线索相同，请与活动办联系".to_owned(),
            "It would be what another unit has reported before.".to_owned(),
        )),
    })
}

/// Nothing is taken from who has signed, and nobody holds what isn't there any more.
fn may_rule(conn: &mut Conn, attempt: &Attempt, lead: &Lead) -> Result<Told> {
    let first = first(conn, &attempt.entry.row, lead, None)?;
    let to_first = word(attempt.body, "holder") == Some("first");
    Ok(match (to_first, first) {
        (true, None) => Err((
            "lead.first_gone",
            "在先登记的线索已终止或移出，不能裁定给首报单位".to_owned(),
            "The lead that was reported first isn't open any more.".to_owned(),
        )),
        (false, Some((row, _))) if has_contract(&row) => Err((
            "lead.first_signed",
            "在先单位已签约，不能裁定给其他单位".to_owned(),
            "The unit that reported first has signed.".to_owned(),
        )),
        _ => Ok(()),
    })
}

/// A contract is signed once.
fn is_unsigned(conn: &mut Conn, entry: &Entry, number: &str) -> Result<Told> {
    let signed = in_states(conn, CONTRACTED)?;
    let found = signed.into_iter().find(|(row, other)| {
        let theirs = other.contract_no.as_deref();
        row.id != entry.row.id && theirs.is_some_and(|theirs| is_same_number(theirs, number))
    });
    Ok(match found {
        None => Ok(()),
        Some((row, _)) => {
            let unit = unit_of(conn, &row)?;
            Err((
                "lead.contract_taken",
                format!("该合同编号已由{unit}登记签约；追加投资请另行登记为增资"),
                format!("The contract was registered as signed by {unit}."),
            ))
        }
    })
}

/// A project that was stopped takes nobody, and each takes one lead and what is more money for it.
fn may_land(conn: &mut Conn, (entry, lead): (&Entry, &Lead), project: i64) -> Result<Told> {
    let ledger = &projects::LEDGER;
    let Some(row) = store::find(conn, Scope::All, ledger.code(), project)? else {
        return Ok(Ok(()));
    };
    let on = Entry::of(ledger, row, vec![], vec![])?;
    let of: Project = typed(&on.fields)?;
    let verdict = of
        .screening
        .and_then(|verdict| verdict.blocks("land", None));
    if on.row.status == "banned" || verdict == Some(Blocked::Banned) {
        return Ok(Err((
            Blocked::Banned.code(),
            "该项目已列入两高一危或被叫停，不能落地".to_owned(),
            "The project is on the negative list, or was stopped.".to_owned(),
        )));
    }
    if lead.increase_of.is_some() {
        return Ok(Ok(()));
    }
    let filter = EntryFilter {
        values: vec![("project_id", ValueFilter::Number(project))],
        status: vec!["landed".to_owned()],
        ..EntryFilter::default()
    };
    let ids = store::ids(conn, Scope::All, LEDGER.code(), &filter, Sort::Newest)?;
    for row in store::rows_of(conn, &ids)? {
        let (row, other) = read(row)?;
        if row.id != entry.row.id && other.increase_of.is_none() {
            return Ok(Err((
                "lead.project_taken",
                "已有线索落地到该项目；追加投资请登记为增资".to_owned(),
                "Another lead has landed on the project.".to_owned(),
            )));
        }
    }
    Ok(Ok(()))
}
