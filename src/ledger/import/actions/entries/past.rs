//! What a row tells of an entry's past.

use serde_json::{Map, Value, json};

use crate::base::FieldError;
use crate::entries::api::Served;
use crate::entries::description::Text;
use crate::entries::rules::history::{NoWay, Past, moves, way};
use crate::ledger::import::rules::entry::EntryDraft;
use crate::ledger::import::rules::fault::Issue;
use crate::ledger::import::rules::names::{note, wrong};
use crate::ledger::import::rules::row::RowIssue;

/// What a row tells of an entry's past; None where it can't be so, which is told.
pub(super) fn past(
    ledger: Served,
    draft: &EntryDraft,
    number: Option<String>,
    issues: &mut Vec<RowIssue>,
) -> Option<Past> {
    let of = ledger.description();
    let heading = |name: Text| of.field(name).map_or(name, |field| field.heading);
    let first = of.first_move().and_then(|row| row.to.states().next())?;
    let ends = (first, draft.status);
    let steps = match way(of, ends, &draft.fields) {
        Ok(steps) => steps,
        Err(why) => {
            let state = draft
                .status
                .map_or(of.status_zh(first), |code| of.status_zh(code));
            issues.push(match why {
                NoWay::Missing(name) => wrong(
                    name,
                    Issue::new(
                        "required",
                        format!("状态为“{state}”的，请填写{}", heading(name)),
                        format!("is required for the state {:?}", draft.status),
                    ),
                ),
                NoWay::OutOfOrder(later, earlier) => wrong(
                    later,
                    Issue::new(
                        "out_of_order",
                        format!("{}早于{}", heading(later), heading(earlier)),
                        format!("lies before {earlier}"),
                    ),
                ),
                NoWay::Contradiction => wrong(
                    "status",
                    Issue::new(
                        "contradiction",
                        format!("状态“{state}”与其他列不一致，请核对"),
                        "doesn't go with the other columns",
                    ),
                ),
            });
            return None;
        }
    };
    for step in &steps {
        if let Some((other, name)) = step.passed_over {
            let zh = format!(
                "没有{}，按未{}直接{}登记",
                heading(name),
                other.zh,
                step.row.zh
            );
            issues.push(note(
                name,
                zh,
                "isn't told, so it is taken as not having been",
            ));
        }
    }
    let moves = moves(of, &draft.fields, &steps);
    for (told, step) in moves.iter().zip(&steps) {
        if told.on.is_none() {
            let zh = format!("表中没有{}的日期，按今天计", step.row.zh);
            issues.push(note(
                "status",
                zh,
                "happened on a day that isn't told, taken as today",
            ));
        }
    }
    let given = draft.fields.iter().filter(|(name, _)| {
        let field = of.field(name);
        field.is_some_and(|field| !field.by_moves)
    });
    let mut body: Map<String, Value> = given
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if let Some(leader) = &draft.leader {
        body.insert("leader".to_owned(), json!({"name": leader}));
    }
    if let Some(handler) = &draft.handler {
        body.insert("handler".to_owned(), json!(handler));
    }
    Some(Past {
        number,
        body,
        listed_on: moves.iter().filter_map(|one| one.on).min(),
        moves,
        progress: draft.progress.clone(),
    })
}

/// What the ledger's own rules say, by the column of the field.
pub(super) fn of_fault(ledger: Served, fault: FieldError) -> RowIssue {
    let name = fault
        .pointer
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default();
    let mut columns = ledger.table().given.iter();
    let column = columns.find(|column| column.key == name);
    RowIssue {
        column: column.map(|column| column.key),
        is_note: false,
        issue: Issue {
            code: fault.code,
            detail: fault.detail,
        },
    }
}
