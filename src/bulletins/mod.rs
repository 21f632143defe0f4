//! The ledger of bulletins (简报): what the campaign office tells of a period, composed out of its activities and case
//! studies; issued once, and the same from then on.

pub mod api;
mod compose;
mod description;
mod fields;
mod paper;

use crate::activities::{self, cases};
use crate::base::Result;
use crate::base::db::names;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Text};
use crate::entries::ledger::{Attempt, Fields, no_effect};
use crate::entries::rules::body::Reader;
use crate::entries::rules::common::EDIT;
use crate::entries::rules::permit::Refusal;
use crate::entries::{AnyLedger, Compiled, Ledger, store};
use crate::problems::rules::number::plain_title;
pub use fields::{Bulletin, BulletinPatch, STUDIES};

/// What is held while one is issued, so that of two under one number the second sees the first.
const HELD: &str = "bulletins";

/// The ledger.
pub struct Bulletins;

pub static LEDGER: Compiled<Bulletins> = Compiled::new();

impl Ledger for Bulletins {
    type Fields = Bulletin;
    type Patch = BulletinPatch;

    fn description() -> &'static Description {
        &description::BULLETINS
    }

    fn apply(patch: BulletinPatch, bulletin: &mut Bulletin) {
        patch.apply(bulletin);
    }

    /// It is composed here.
    fn comes_in() -> bool {
        false
    }

    fn check(attempt: &Attempt, bulletin: &Bulletin, reader: &mut Reader) {
        if ["compose", EDIT].contains(&attempt.name)
            && let (Some(from), Some(to)) = (bulletin.from_on, bulletin.to_on)
            && to < from
        {
            reader.wrong(
                "/to_on",
                "too_early",
                format!("不能早于起始日期{from}"),
                format!("lies before {from}"),
            );
        }
    }

    fn guard_stored(
        context: &mut WriteContext,
        attempt: &Attempt,
        bulletin: &Bulletin,
    ) -> Result<std::result::Result<(), Refusal>> {
        match attempt.name {
            "issue" => may_issue(context, attempt.entry.row.id, bulletin),
            _ => Ok(Ok(())),
        }
    }

    fn effect(
        name: Text,
        context: &mut WriteContext,
        _entry: &mut Entry,
        bulletin: &mut Bulletin,
        _body: &Fields,
    ) -> Result<()> {
        if name != "issue" {
            return Err(no_effect(name));
        }
        bulletin.content = Some(compose::compose(context.conn, bulletin, context.today)?);
        bulletin.issued_on = Some(context.today);
        Ok(())
    }
}

/// Its period is over, what it tells of may be told, and its number is its own.
fn may_issue(
    context: &mut WriteContext,
    id: i64,
    bulletin: &Bulletin,
) -> Result<std::result::Result<(), Refusal>> {
    let refused = |code, zh: String, en: &str| Ok(Err((code, zh, en.to_owned())));
    if bulletin.to_on.is_none_or(|to| to >= context.today) {
        return refused(
            "bulletin.period_not_over",
            "简报期间尚未结束，结束次日起可以签发".to_owned(),
            "Its period isn't over; it is issued from the day after on.",
        );
    }
    let studies = compose::named(
        context.conn,
        &cases::LEDGER,
        bulletin.case_study_ids.as_ref(),
    )?;
    if let Some(row) = studies.iter().find(|row| row.status != "published") {
        return refused(
            "bulletin.case_not_published",
            format!("典型案例{}尚未发布或已撤下", row.number),
            "A case study of it isn't published.",
        );
    }
    let held = compose::named(
        context.conn,
        &activities::LEDGER,
        bulletin.activity_ids.as_ref(),
    )?;
    let took_place = |status: &str| ["held", "closed"].contains(&status);
    if let Some(row) = held.iter().find(|row| !took_place(&row.status)) {
        return refused(
            "bulletin.activity_not_held",
            format!("活动{}尚未举办或已取消", row.number),
            "An activity of it wasn't held.",
        );
    }
    names::hold(context.conn, HELD)?;
    let issued = store::ids_in(context.conn, LEDGER.code(), &["issued"])?;
    let issued = store::rows_of(context.conn, &issued)?;
    let own = plain_title(&bulletin.issue_number);
    if issued
        .iter()
        .any(|row| row.id != id && plain_title(&row.title) == own)
    {
        return refused(
            "bulletin.number_taken",
            format!("期号“{}”已用于签发的简报", bulletin.issue_number),
            "Another bulletin was issued under its number.",
        );
    }
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_issued_once_and_by_the_office() {
        let rows: Vec<_> = LEDGER.table().rows("issue").collect();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].from, ["draft"]);
        assert_eq!(LEDGER.table().roles("issue").len(), 1);
    }
}
