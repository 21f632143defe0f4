//! The ledger of leads (双招双引): investments and talents that might come, from the first word of one to where it lands.
//! Who reported first holds it; only contracts are signed; an investment counts once.

pub mod api;
mod description;
mod effects;
mod fields;
mod moves;
mod numbers;
mod rules;
mod stored;
pub mod terms;

use chrono::NaiveDate;
use serde_json::json;

use crate::base::Result;
use crate::base::db::Conn;
use crate::calendar::rules::Calendar;
use crate::directory::rules::credit_code;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Field, Text, field, words};
use crate::entries::ledger::{Attempt, Fields, Turns, typed};
use crate::entries::rules::body::Reader;
use crate::entries::rules::common::{COMPLETE, EDIT, PROGRESS};
use crate::entries::rules::numbers::{Asked, OwnNumbers};
use crate::entries::rules::paper::Told;
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::said::{is_told, number, word};
use crate::entries::{Compiled, Ledger};
use crate::vocabulary::leads as say;
pub use fields::{Lead, LeadKind, LeadPatch};
use rules::{holds_until, passed, sentence};
use terms::InForce;

/// The moves that say something new of a lead: its silence begins anew, and its report goes on to hold.
const ACTIVE: &[Text] = &[
    "register",
    "assess",
    "rule",
    "sign_framework",
    "sign",
    "land",
    "revive",
    PROGRESS,
    COMPLETE,
];

/// How long nobody has heard of a lead, for its list.
const FACTS: &[Field] = &[field(
    "stale",
    "静默超期",
    "An open lead of which nobody has heard for long, by the last limit of silence that has passed at the end of the day before.",
    words(say::SILENCE),
)];

/// The ledger.
pub struct Leads;

pub static LEDGER: Compiled<Leads> = Compiled::new();

impl Ledger for Leads {
    type Fields = Lead;
    type Patch = LeadPatch;

    fn description() -> &'static Description {
        &description::LEADS
    }

    fn apply(patch: LeadPatch, lead: &mut Lead) {
        patch.apply(lead);
    }

    fn letters(fields: &Fields) -> Text {
        match word(fields, "kind") == Some(LeadKind::Talent.as_str()) {
            true => "YC",
            false => Self::description().letters,
        }
    }

    /// Who doesn't work on a lead is told of how many there are.
    fn counts_for_all() -> bool {
        true
    }

    fn check(attempt: &Attempt, lead: &Lead, reader: &mut Reader) {
        match attempt.name {
            "register" | EDIT => check_fields(attempt, lead, reader),
            "assess" => check_ground(attempt.body, reader),
            "sign_framework" | "sign" => check_amount(attempt, lead, reader),
            "correct_contract"
                if word(attempt.body, "contract_no") == lead.contract_no.as_deref() =>
            {
                reader.wrong(
                    "/contract_no",
                    "unchanged",
                    "与现合同编号相同",
                    "is its number already",
                );
            }
            "land" => check_places(attempt.body, lead, reader),
            _ => {}
        }
    }

    fn check_stored(
        context: &mut WriteContext,
        attempt: &Attempt,
        lead: &Lead,
        reader: &mut Reader,
    ) -> Result<()> {
        stored::check(context, attempt, lead, reader)
    }

    fn guard(attempt: &Attempt, lead: &Lead) -> std::result::Result<(), Refusal> {
        match (attempt.name, lead.is_contested()) {
            ("assess", true) => Err((
                "lead.contested",
                "其他单位在先登记过同类线索，待活动办裁定后再研判".to_owned(),
                "Another unit reported a like lead before; the coordinator rules first.".to_owned(),
            )),
            ("rule", false) => Err((
                "lead.not_contested",
                "该线索没有首报争议".to_owned(),
                "Nobody contests it.".to_owned(),
            )),
            _ => Ok(()),
        }
    }

    fn guard_stored(
        context: &mut WriteContext,
        attempt: &Attempt,
        lead: &Lead,
    ) -> Result<std::result::Result<(), Refusal>> {
        stored::guard(context, attempt, lead)
    }

    fn effect(
        name: Text,
        context: &mut WriteContext,
        entry: &mut Entry,
        lead: &mut Lead,
        body: &Fields,
    ) -> Result<()> {
        effects::effect(name, context, entry, lead, body)
    }

    fn after(
        name: Text,
        on: NaiveDate,
        context: &mut WriteContext,
        entry: &mut Entry,
    ) -> Result<()> {
        let mut lead: Lead = typed(&entry.fields)?;
        if name == EDIT && entry.row.status == "contact" && !lead.is_contested() {
            effects::contest(context, entry, &mut lead)?;
            for (field, value) in [
                ("contested", json!(lead.contested)),
                ("contested_unit", json!(lead.contested_unit)),
                ("contested_on", json!(lead.contested_on)),
                ("contested_number", json!(lead.contested_number)),
            ] {
                entry.fields.insert(field.to_owned(), value);
            }
        }
        if !ACTIVE.contains(&name) {
            return Ok(());
        }
        let terms = InForce::on(context.conn, context.today)?;
        let later =
            |kept: Option<NaiveDate>, day: NaiveDate| kept.map_or(day, |kept| kept.max(day));
        let until = holds_until(on, terms.first_report_days);
        let until = later(lead.first_report_until, until);
        let active = later(lead.active_on, on);
        for (field, value) in [
            ("active_on", json!(active)),
            ("first_report_until", json!(until)),
            ("silence", json!(terms.silence)),
        ] {
            entry.fields.insert(field.to_owned(), value);
        }
        Ok(())
    }

    /// It is yellow once the first limit of silence has passed, and red once the last has.
    fn turns(entry: &Entry, lead: &Lead, calendar: &Calendar) -> Turns {
        let ends = ends(entry, lead, calendar);
        let day_after =
            |end: Option<&(rules::Stale, NaiveDate)>| end.and_then(|(_, day)| day.succ_opt());
        Turns {
            yellow_from: day_after(ends.first()),
            red_from: day_after(ends.last()),
            due_on: ends.last().map(|(_, day)| *day),
        }
    }

    fn facts() -> &'static [Field] {
        FACTS
    }

    fn fact(
        _name: Text,
        entry: &Entry,
        lead: &Lead,
        on: NaiveDate,
        calendar: &Calendar,
    ) -> Option<Text> {
        passed(&ends(entry, lead, calendar), on).map(rules::Stale::as_str)
    }

    fn clocks(entry: &Entry, lead: &Lead, on: NaiveDate, calendar: &Calendar) -> Fields {
        let ends = ends(entry, lead, calendar);
        if ends.is_empty() {
            return Fields::new();
        }
        let limits: Fields = ends
            .iter()
            .map(|(stale, end)| (stale.as_str().to_owned(), json!(end)))
            .collect();
        let told = json!({"since": lead.active_on, "stale": passed(&ends, on), "limits": limits});
        Fields::from_iter([("silence".to_owned(), told)])
    }

    fn numbers_of_none(_asked: &Asked, _calendar: &Calendar) -> Fields {
        numbers::of_none()
    }

    fn numbers(conn: &mut Conn, asked: &Asked, calendar: &Calendar) -> Result<OwnNumbers> {
        numbers::numbers(conn, asked, calendar)
    }

    fn told(row: &Fields, this: Text) -> Told {
        Told {
            sentence: Some(sentence(row, this)),
            ..Told::default()
        }
    }
}

/// The limits of silence of a lead that is worked on.
fn ends(entry: &Entry, lead: &Lead, calendar: &Calendar) -> Vec<(rules::Stale, NaiveDate)> {
    let is_open = effects::is_open(&entry.row.status);
    let active_on = lead.active_on.filter(|_| is_open);
    let is_new = entry.row.status == "contact";
    match (active_on, lead.silence) {
        (Some(active_on), Some(silence)) => silence.ends(active_on, is_new, calendar),
        _ => vec![],
    }
}

fn check_fields(attempt: &Attempt, lead: &Lead, reader: &mut Reader) {
    let was = word(&attempt.entry.fields, "kind");
    let says = word(attempt.body, "kind");
    if attempt.name == EDIT && says.is_some() && says != was {
        reader.wrong(
            "/kind",
            "not_applicable",
            "类别登记后不再改动，请移出后重新登记",
            "stays as it was filed",
        );
    }
    let of_others: &[&str] = match lead.kind {
        LeadKind::Investment => &["person", "people", "flexible"],
        LeadKind::Talent => &["planned_yuan", "increase_of"],
    };
    for name in of_others.iter().filter(|name| is_told(attempt.body, name)) {
        reader.wrong(
            &format!("/{name}"),
            "not_applicable",
            "人数、柔性引进、人才姓名在引才时填，拟投资、增资在招商时填",
            "belongs to the other kind",
        );
    }
    if lead.is_investment() && lead.investor.is_none() {
        reader.missing("/investor");
    }
    if let Some(code) = word(attempt.body, "credit_code") {
        credit_code("/credit_code", code, &mut reader.errors);
    }
}

/// A ground belongs to what isn't followed.
fn check_ground(body: &Fields, reader: &mut Reader) {
    let has_ground = is_told(body, "ground");
    match word(body, "follow") {
        Some("no") if !has_ground => reader.missing("/ground"),
        Some("yes") if has_ground => reader.wrong(
            "/ground",
            "not_applicable",
            "不跟进的才填终止原因",
            "belongs to what isn't followed",
        ),
        _ => {}
    }
}

/// A contract of an investment comes to something; a framework needn't.
fn check_amount(attempt: &Attempt, lead: &Lead, reader: &mut Reader) {
    match number(attempt.body, "amount_yuan") {
        Some(0) => reader.wrong(
            "/amount_yuan",
            "out_of_range",
            "金额应大于零",
            "must be more than nothing",
        ),
        None if attempt.name == "sign" && lead.is_investment() => reader.missing("/amount_yuan"),
        _ => {}
    }
}

/// An investment lands on something, which is there already or is filed with it.
fn check_places(body: &Fields, lead: &Lead, reader: &mut Reader) {
    for (known, new) in [("project_id", "project"), ("enterprise_id", "enterprise")] {
        if is_told(body, known) && is_told(body, new) {
            reader.wrong(
                &format!("/{new}"),
                "not_applicable",
                "已选择现有的，不再新建",
                "is given only where the known one isn't",
            );
        }
    }
    let places = ["project_id", "project", "enterprise_id", "enterprise"];
    let lands = places.into_iter().any(|name| is_told(body, name));
    if lead.is_investment() && lead.increase_of.is_none() && !lands {
        reader.missing("/project_id");
    }
}
