//! The register of the rules of leads (招商规则): how long nobody may hear of one, how long a first report holds, and which
//! industries lead. Of several in use the last one that was set holds.

use chrono::NaiveDate;

use super::fields::LIMIT;
use super::rules::{FIRST_REPORT_DAYS, Silence};
use crate::base::Result;
use crate::base::db::Conn;
use crate::entries::actions::in_use;
use crate::entries::description::{
    Class, Description, Hat, Kind, MoveRow, REGISTER, StatusRow, To, line, status, step, text,
};
use crate::entries::ledger::Attempt;
use crate::entries::rules::body::Reader;
use crate::entries::{Compiled, Ledger};
use crate::vocabulary::bounds::{NAME, TEXT};

/// The most days that a first report holds without progress.
const FIRST_REPORT_MOST: i64 = 730;

pub struct Terms;

pub static LEDGER: Compiled<Terms> = Compiled::new();

crate::entry_fields! {
    /// The rules that hold for leads.
    pub struct Term, TermPatch, FIELDS {
        name: String = ("规则名称", "What they are called.", line(NAME)).required().in_file(),
        answer_days: Option<i64> = ("答复时限(工作日)", "The working days within which the unit answers who told of a lead.", LIMIT).required().in_file(),
        assess_days: Option<i64> = ("研判时限(工作日)", "Those within which it is assessed; not fewer.", LIMIT).required().in_file(),
        feedback_days: Option<i64> = ("反馈时限(工作日)", "Those within which the result is told; not fewer.", LIMIT).required().in_file(),
        progress_days: Option<i64> = ("进展时限(工作日)", "Those within which there is progress; not fewer.", LIMIT).required().in_file(),
        first_report_days: Option<i64> = ("首报有效期(日)", "The calendar days for which a first report holds after the last progress.", Kind::Integer { least: 1, most: FIRST_REPORT_MOST }).required().in_file(),
        industries: Option<String> = ("主导产业", "The leading industries, one a line; any where there is none.", text(TEXT)).in_file(),
        basis: Option<String> = ("依据", "The document they come from.", text(TEXT)).in_file(),
    }
}

const STATUSES: &[StatusRow] = &[
    status("in_force", "执行中", Class::Open),
    status("retired", "已停用", Class::Excluded),
];

const MOVES: &[MoveRow] = &[step(
    "set",
    "设定规则",
    "Set the rules of leads.",
    &[],
    To::One("in_force"),
    &[Hat::Coordinator],
)];

static DESCRIPTION: Description = Description {
    code: "lead_terms",
    letters: "GZ",
    zh: "招商规则",
    entry_zh: "规则",
    one: "lead term",
    many: "lead terms",
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    ..REGISTER
};

impl Ledger for Terms {
    type Fields = Term;
    type Patch = TermPatch;

    fn description() -> &'static Description {
        &DESCRIPTION
    }

    fn apply(patch: TermPatch, term: &mut Term) {
        patch.apply(term);
    }

    fn check(_attempt: &Attempt, term: &Term, reader: &mut Reader) {
        let limits = [
            ("/answer_days", term.answer_days),
            ("/assess_days", term.assess_days),
            ("/feedback_days", term.feedback_days),
            ("/progress_days", term.progress_days),
        ];
        for pair in limits.windows(2) {
            if let ((_, Some(before)), (at, Some(days))) = (pair[0], pair[1])
                && days < before
            {
                reader.wrong(
                    at,
                    "out_of_order",
                    "答复、研判、反馈、进展的时限应依次不减",
                    "is shorter than the limit before it",
                );
            }
        }
    }
}

/// The rules in force on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    pub silence: Silence,
    pub first_report_days: i64,
    pub industries: Vec<String>,
}

impl InForce {
    /// Those that the coordinator set last, else the usual ones.
    ///
    /// # Errors
    /// Those of the database.
    pub fn on(conn: &mut Conn, day: NaiveDate) -> Result<Self> {
        let all = in_use::<Term>(conn, &LEDGER, day)?;
        let last = all.into_iter().max_by_key(|(id, _)| *id);
        let term = last.map(|(_, term)| term).unwrap_or_default();
        Ok(Self::of(&term))
    }

    fn of(term: &Term) -> Self {
        let usual = Silence::default();
        let industries = term.industries.iter().flat_map(|all| all.lines());
        let industries = industries.map(str::trim).filter(|one| !one.is_empty());
        Self {
            silence: Silence {
                answer_days: term.answer_days.unwrap_or(usual.answer_days),
                assess_days: term.assess_days.unwrap_or(usual.assess_days),
                feedback_days: term.feedback_days.unwrap_or(usual.feedback_days),
                progress_days: term.progress_days.unwrap_or(usual.progress_days),
            },
            first_report_days: term.first_report_days.unwrap_or(FIRST_REPORT_DAYS),
            industries: industries.map(str::to_owned).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn industries_stand_one_a_line() {
        let term = Term {
            industries: Some("电气装备\n\n 尼龙新材料 ".into()),
            answer_days: Some(2),
            ..Term::default()
        };
        let told = InForce::of(&term);
        assert_eq!(told.industries, ["电气装备", "尼龙新材料"]);
        assert_eq!((told.silence.answer_days, told.silence.assess_days), (2, 3));
        assert_eq!(told.first_report_days, 90);
    }
}
