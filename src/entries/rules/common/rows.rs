//! The rows of the moves that every ledger has.

use super::*;
use crate::entries::description::{Class, MoveRow, To, Told, step};
use crate::vocabulary::entries as say;

const ABOUT_EDIT: Text = "Correct it; what is absent stays, what is null is cleared.";

/// The moves of a ledger that aren't its own.
pub fn rows(of: &Description) -> Vec<MoveRow> {
    let among = |classes: &[Class]| -> &'static [Text] {
        let all = of
            .statuses
            .iter()
            .filter(|status| classes.contains(&status.class));
        Vec::leak(all.map(|status| status.code).collect())
    };
    let open = among(&[Class::Open]);
    if of.is_register() {
        return register(open, Vec::leak(vec![of.excluded]));
    }
    let counted = among(&[Class::Open, Class::Settled]);
    let all = among(Class::ALL);
    if of.is_child() {
        return child(of.excluded, open, counted, all);
    }
    let first: Vec<Text> = of
        .first_move()
        .iter()
        .flat_map(|row| row.to.states())
        .collect();
    let (first, later): (Vec<Text>, Vec<Text>) = open.iter().partition(|code| first.contains(code));
    let (first, later): (&'static [Text], &'static [Text]) = (Vec::leak(first), Vec::leak(later));
    let excluded: &'static [Text] = Vec::leak(vec![of.excluded]);
    let mut rows = vec![
        step(EDIT, say::EDIT, ABOUT_EDIT, open, To::Same, WORKERS),
        step(
            ASSIGN,
            say::ASSIGN,
            "Say who answers for it; what is absent stays.",
            open,
            To::Same,
            &[Hat::Park, Hat::Coordinator],
        )
        .body(OWNERS)
        .mails(&[Told::Assigned]),
        progress(open),
        step(
            PLAN,
            say::PLAN,
            "Set the plan, where no milestone is open.",
            open,
            To::Same,
            WORKERS,
        )
        .body(PLAN_BODY)
        .puts("milestones"),
        step(
            COMPLETE,
            say::COMPLETE,
            "Record that a milestone is done.",
            open,
            To::Same,
            REPORTERS,
        )
        .body(COMPLETE_BODY),
        step(
            MOVE,
            say::MOVE,
            "Give a milestone another day.",
            open,
            To::Same,
            WORKERS,
        )
        .body(MOVE_BODY),
        supervise(open),
        link(counted, WORKERS),
        unlink(counted, WORKERS),
        step(
            EXCLUDE,
            say::EXCLUDE,
            "Take it out of the counts; it is kept.",
            first,
            To::One(of.excluded),
            &[Hat::Park, Hat::Coordinator],
        )
        .body(EXCLUDE_BODY),
        step(
            REINSTATE,
            say::REINSTATE,
            "Put it back to the state it had.",
            excluded,
            To::Back,
            &[Hat::Coordinator],
        )
        .body(REINSTATE_BODY),
        comment(all),
    ];
    if !later.is_empty() {
        let row = step(
            EXCLUDE,
            say::EXCLUDE,
            "Take it out of the counts; it is kept.",
            later,
            To::One(of.excluded),
            &[Hat::Coordinator],
        );
        rows.insert(10, row.body(EXCLUDE_BODY));
    }
    if let Some(rule) = of.months {
        let about =
            "Report what a month came to; another report of the same month takes its place.";
        rows.insert(
            5,
            step(MONTH, say::MONTH, about, rule.from, To::Same, rule.who).body(rule.figures),
        );
    }
    rows
}

/// Those of a register: its entries are corrected, and taken out of use and back.
fn register(open: &'static [Text], excluded: &'static [Text]) -> Vec<MoveRow> {
    let office = &[Hat::Coordinator];
    let to = excluded.first().copied().map_or(To::Same, To::One);
    vec![
        step(EDIT, say::EDIT, ABOUT_EDIT, open, To::Same, office),
        step(
            EXCLUDE,
            say::RETIRE,
            "Take it out of use; it is kept.",
            open,
            to,
            office,
        )
        .body(EXCLUDE_BODY),
        step(
            REINSTATE,
            say::RESTORE,
            "Put it back into use.",
            excluded,
            To::Back,
            office,
        )
        .body(REINSTATE_BODY),
    ]
}

/// Those of a child: what was recorded amiss is voided for good, and what is still to be done is corrected and
/// reported on.
fn child(
    excluded: Text,
    open: &'static [Text],
    counted: &'static [Text],
    all: &'static [Text],
) -> Vec<MoveRow> {
    let keepers = &[Hat::Owner, Hat::Concerned, Hat::Coordinator];
    let rows = [
        step(EDIT, say::EDIT, ABOUT_EDIT, open, To::Same, keepers),
        progress(open),
        supervise(open),
        link(counted, REPORTERS),
        unlink(counted, REPORTERS),
        step(
            EXCLUDE,
            say::VOID,
            "Void it; it is kept, and doesn't count.",
            counted,
            To::One(excluded),
            keepers,
        )
        .body(EXCLUDE_BODY),
        comment(all),
    ];
    // A row that starts from nowhere would list an entry.
    rows.into_iter().filter(|row| !row.creates()).collect()
}

fn progress(open: &'static [Text]) -> MoveRow {
    step(
        PROGRESS,
        say::PROGRESS,
        "Report progress.",
        open,
        To::Same,
        REPORTERS,
    )
    .body(PROGRESS_BODY)
}

fn supervise(open: &'static [Text]) -> MoveRow {
    step(
        SUPERVISE,
        say::SUPERVISE,
        "Urge it on, or record a leader's instruction.",
        open,
        To::Same,
        &[Hat::Coordinator, Hat::Leader],
    )
    .body(SUPERVISE_BODY)
    .mails(&[Told::Owner])
}

fn link(counted: &'static [Text], who: &'static [Hat]) -> MoveRow {
    step(
        LINK,
        say::LINK,
        "Link it with a problem, a visit, an enterprise or another entry.",
        counted,
        To::Same,
        who,
    )
    .body(LINK_BODY)
}

fn unlink(counted: &'static [Text], who: &'static [Hat]) -> MoveRow {
    step(
        UNLINK,
        say::UNLINK,
        "Take a link away.",
        counted,
        To::Same,
        who,
    )
    .body(UNLINK_BODY)
}

fn comment(all: &'static [Text]) -> MoveRow {
    step(
        COMMENT,
        say::COMMENT,
        "Comment on it.",
        all,
        To::Same,
        EVERYBODY,
    )
    .body(COMMENT_BODY)
}
