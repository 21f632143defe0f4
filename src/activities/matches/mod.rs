//! Matches (对接): what an enterprise looks for and whom it was brought together with, at an activity or at none; what
//! comes of it; and the problem or lead that one makes of it in one step.

mod description;
mod make;

use super::LEDGER as ACTIVITIES;
use crate::access::Scope;
use crate::base::Result;
use crate::directory::store::enterprises;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Text};
use crate::entries::ledger::{AnyLedger, Attempt, Fields, Place, no_effect};
use crate::entries::rules::body::Reader;
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::said::{number, word};
use crate::entries::store;
use crate::entries::{Compiled, Ledger};
use description::DESCRIPTION;
pub use description::{Match, MatchKind, MatchPatch};

/// The ledger.
pub struct Matches;

pub static LEDGER: Compiled<Matches> = Compiled::new();

impl Ledger for Matches {
    type Fields = Match;
    type Patch = MatchPatch;

    fn description() -> &'static Description {
        &DESCRIPTION
    }

    fn apply(patch: MatchPatch, of: &mut Match) {
        patch.apply(of);
    }

    /// In the park of its enterprise, else of its activity, else of who records it; whose the activity is.
    fn place_stored(
        context: &mut WriteContext,
        parent: Option<&Entry>,
        body: &Fields,
        _reader: &mut Reader,
    ) -> Result<Option<Place>> {
        let enterprise = number(body, "enterprise_id");
        let found = match enterprise {
            Some(id) => enterprises::find(context.conn, id)?,
            None => None,
        };
        let own = match context.scope() {
            Scope::Park(own) => Some(own),
            Scope::All | Scope::Department(_) | Scope::Nothing => None,
        };
        let of_activity = parent.and_then(|of| of.row.park_id);
        Ok(Some(Place {
            park: found.map(|found| found.park_id).or(of_activity).or(own),
            enterprise,
            department: parent.and_then(|of| of.row.department_id),
        }))
    }

    fn check(attempt: &Attempt, _of: &Match, reader: &mut Reader) {
        if attempt.name == "record" {
            let is_known = number(attempt.body, "enterprise_id").is_some();
            match (is_known, word(attempt.body, "company").is_some()) {
                (false, false) => reader.missing("/enterprise_id"),
                (true, true) => reader.wrong(
                    "/company",
                    "not_applicable",
                    "已选择企业的，不再填写企业名称",
                    "is given only where no enterprise is",
                ),
                _ => {}
            }
        }
    }

    fn guard(attempt: &Attempt, of: &Match) -> std::result::Result<(), Refusal> {
        let refused = |code, zh: &str, en: &str| Err((code, zh.to_owned(), en.to_owned()));
        if let Some(activity) = attempt.parent
            && activity.row.status == ACTIVITIES.description().excluded
        {
            return refused(
                "activity.cancelled",
                "该活动已取消，不能登记对接",
                "The activity was cancelled.",
            );
        }
        match attempt.name {
            "make_problem" if of.problem.is_some() => refused(
                "match.made_already",
                "该对接已转为问题",
                "A problem was made of it already.",
            ),
            "make_lead" if of.lead.is_some() => refused(
                "match.made_already",
                "该对接已转为招商线索",
                "A lead was made of it already.",
            ),
            _ => Ok(()),
        }
    }

    fn effect(
        name: Text,
        context: &mut WriteContext,
        entry: &mut Entry,
        of: &mut Match,
        body: &Fields,
    ) -> Result<()> {
        match name {
            "record" => {
                if let Some(id) = entry.row.enterprise_id {
                    let named = enterprises::names(context.conn, &[id])?.pop();
                    of.company = named.map(|(_, name)| name);
                }
                if let Some(id) = of.activity_id {
                    let row = store::rows_of(context.conn, &[id])?.pop();
                    of.activity = row.map(|row| row.title);
                }
                Ok(())
            }
            "make_problem" => make::problem(context, entry, of, body),
            "make_lead" => make::lead(context, entry, of, body),
            other => Err(no_effect(other)),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_match_may_stand_by_itself_and_is_voided_for_good() {
        let (field, ledger) = LEDGER.description().parent().unwrap();
        assert_eq!((field.name, ledger), ("activity_id", "activities"));
        let names = LEDGER.table().names();
        assert!(names.contains(&"exclude") && !names.contains(&"reinstate"));
    }
}
