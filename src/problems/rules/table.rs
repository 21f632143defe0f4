//! The state table: which move leads from where to where, who may make it, and what must hold.
//!
//! The API's refusals, `allowed_actions`, `docs/state-table.md` and the tests are all read off this
//! one constant; a new action is a row here and a function in `actions`.

use super::words::{RequestKind, Status};
use crate::access::Role;

crate::text_enum! {
    /// What can be done with a problem. Each is a route of its own, `POST /problems/{id}/` and its name,
    /// save `report` (`POST /problems`) and `edit` (`PATCH /problems/{id}`). The order is that of the
    /// state table.
    pub enum Action {
        Report = "report",
        Edit = "edit",
        Dispatch = "dispatch",
        Redispatch = "redispatch",
        AddSupport = "add_support",
        Accept = "accept",
        OnSite = "on_site",
        AssignHandler = "assign_handler",
        Return = "return",
        DecideReturn = "decide_return",
        Progress = "progress",
        Reply = "reply",
        RequestExtension = "request_extension",
        DecideExtension = "decide_extension",
        RequestSuspension = "request_suspension",
        DecideSuspension = "decide_suspension",
        Resume = "resume",
        Resolve = "resolve",
        ResolveOnSite = "resolve_on_site",
        FollowUp = "follow_up",
        Track = "track",
        Close = "close",
        Reopen = "reopen",
        Supervise = "supervise",
        Escalate = "escalate",
        TransferPark = "transfer_park",
        Withdraw = "withdraw",
        Reject = "reject",
        Merge = "merge",
        Reinstate = "reinstate",
        Comment = "comment",
    }
}

crate::in_words!(Action, crate::vocabulary::problem::ACTION);

/// The event of the system itself that moves limits; nobody makes it.
pub const RECOMPUTE: &str = "recompute";

/// What somebody is to one problem. A person can be several things to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Staff of the park that the problem is filed in.
    Park,
    Coordinator,
    /// Staff of the lead department.
    Lead,
    /// Staff of a supporting department.
    Support,
    /// Staff of a department that had it once and keeps reading it.
    Former,
    Leader,
}

impl Relation {
    pub const ALL: &'static [Self] = &[
        Self::Park,
        Self::Coordinator,
        Self::Lead,
        Self::Support,
        Self::Former,
        Self::Leader,
    ];

    /// The only role that can wear it.
    pub const fn role(self) -> Role {
        match self {
            Self::Park => Role::ParkStaff,
            Self::Coordinator => Role::Coordinator,
            Self::Lead | Self::Support | Self::Former => Role::DepartmentStaff,
            Self::Leader => Role::Leader,
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Park => "the park",
            Self::Coordinator => "coordinator",
            Self::Lead => "lead",
            Self::Support => "supporting",
            Self::Former => "a department that had it",
            Self::Leader => "leader",
        }
    }
}

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    Same,
    /// One of these; the action decides which.
    One(&'static [Status]),
}

/// What must hold beyond the state. Those about the person are refused with 403, the others with
/// 409; [`super::guards`] decides each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    /// 403: not the user or department that resolved it.
    NotWhoResolved,
    /// 403: another person than the one who asked.
    NotWhoAsked(RequestKind),
    /// No earlier return was refused.
    NotFinal,
    WithinReturnLimit,
    Pending(RequestKind),
    NoPending(RequestKind),
    /// There is a limit, it hasn't run out, the policy's notice is kept and allows one more.
    Extendable,
    /// The supporting department hasn't replied yet.
    PartUnfinished,
    /// Partly solved or planned.
    RestLeft,
    /// A follow-up that confirms it, or three that found nobody.
    Confirmed,
}

impl Need {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::NotWhoResolved => "not who resolved",
            Self::NotWhoAsked(_) => "not who asked",
            Self::NotFinal => "not final",
            Self::WithinReturnLimit => "within the return limit",
            Self::Pending(_) => "a request to rule on",
            Self::NoPending(_) => "no such request pending",
            Self::Extendable => "before the limit with the policy's notice, extensions left",
            Self::PartUnfinished => "not replied yet",
            Self::RestLeft => "outcome partly_solved or planned",
            Self::Confirmed => {
                "a follow-up says solved, or explained and answered, or nobody found on three days"
            }
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    pub action: Action,
    pub from: &'static [Status],
    pub to: To,
    pub who: &'static [Relation],
    pub needs: &'static [Need],
    /// The coordinator and the filing park may do it for a department, and the record says so.
    pub on_behalf: bool,
}

use Action as A;
use Need as N;
use Relation::{Coordinator, Lead, Leader, Park, Support};
use RequestKind as R;
use Status::{
    Closed, Dispatched, InProgress, Merged, Rejected, Reported, Resolved, Returned, Suspended,
    Tracking, Withdrawn,
};

const fn row(
    action: Action,
    from: &'static [Status],
    to: To,
    who: &'static [Relation],
    needs: &'static [Need],
) -> Move {
    Move {
        action,
        from,
        to,
        who,
        needs,
        on_behalf: false,
    }
}

const fn behalf(row: Move) -> Move {
    Move {
        on_behalf: true,
        ..row
    }
}

/// The moves, row by row; kept one to a line, as a table is read.
#[rustfmt::skip]
pub const TABLE: &[Move] = &[
    row(A::Report, &[], To::One(&[Reported]), &[Park, Coordinator], &[]),
    row(A::Edit, &[Reported], To::Same, &[Park, Coordinator], &[]),
    row(A::Edit, &[Dispatched, Returned, InProgress, Suspended, Tracking], To::Same, &[Coordinator], &[]),
    row(A::Dispatch, &[Reported], To::One(&[Dispatched]), &[Park, Coordinator], &[]),
    row(A::Redispatch, &[Dispatched, InProgress, Tracking], To::One(&[Dispatched]), &[Coordinator], &[]),
    row(A::AddSupport, &[Dispatched, InProgress, Tracking], To::Same, &[Park, Coordinator], &[]),
    behalf(row(A::Accept, &[Dispatched], To::One(&[InProgress]), &[Lead], &[])),
    behalf(row(A::OnSite, &[Dispatched, InProgress, Tracking], To::Same, &[Lead, Support], &[])),
    row(A::AssignHandler, &[Dispatched, InProgress, Suspended, Tracking], To::Same, &[Lead, Support], &[]),
    behalf(row(A::Return, &[Dispatched, InProgress], To::One(&[Returned]), &[Lead], &[N::NotFinal, N::WithinReturnLimit])),
    row(A::DecideReturn, &[Returned], To::One(&[Dispatched, Reported, InProgress]), &[Coordinator], &[N::NotWhoAsked(R::Return), N::Pending(R::Return)]),
    behalf(row(A::Progress, &[InProgress, Suspended, Tracking], To::Same, &[Lead, Support, Park], &[])),
    behalf(row(A::Reply, &[Dispatched, InProgress, Suspended, Tracking], To::Same, &[Support], &[N::PartUnfinished])),
    row(A::RequestExtension, &[InProgress, Tracking], To::Same, &[Lead], &[N::NoPending(R::Extension), N::Extendable]),
    row(A::DecideExtension, &[InProgress, Tracking], To::Same, &[Coordinator], &[N::NotWhoAsked(R::Extension), N::Pending(R::Extension)]),
    row(A::RequestSuspension, &[InProgress], To::Same, &[Lead], &[N::NoPending(R::Suspension)]),
    row(A::DecideSuspension, &[InProgress], To::One(&[InProgress, Suspended]), &[Coordinator], &[N::NotWhoAsked(R::Suspension), N::Pending(R::Suspension)]),
    row(A::Resume, &[Suspended], To::One(&[InProgress]), &[Coordinator], &[]),
    behalf(row(A::Resolve, &[InProgress, Suspended, Tracking], To::One(&[Resolved]), &[Lead], &[])),
    row(A::ResolveOnSite, &[Reported], To::One(&[Resolved]), &[Park, Coordinator], &[]),
    row(A::FollowUp, &[Resolved, Closed], To::Same, &[Park, Coordinator], &[N::NotWhoResolved]),
    row(A::Track, &[Resolved], To::One(&[Tracking]), &[Park, Coordinator], &[N::NotWhoResolved, N::RestLeft]),
    row(A::Close, &[Resolved], To::One(&[Closed]), &[Park, Coordinator], &[N::NotWhoResolved, N::Confirmed]),
    row(A::Reopen, &[Resolved, Closed], To::One(&[InProgress, Reported]), &[Park, Coordinator], &[N::NotWhoResolved]),
    row(A::Supervise, &[Reported, Dispatched, Returned, InProgress, Suspended, Tracking, Resolved], To::Same, &[Coordinator, Leader], &[]),
    row(A::Escalate, Status::OPEN, To::Same, &[Coordinator], &[]),
    row(A::TransferPark, Status::OPEN, To::Same, &[Coordinator], &[]),
    row(A::Withdraw, &[Reported, Returned, Dispatched, InProgress], To::One(&[Withdrawn]), &[Park, Coordinator], &[]),
    row(A::Reject, &[Reported, Returned, Dispatched], To::One(&[Rejected]), &[Coordinator], &[]),
    row(A::Merge, &[Reported, Returned, Dispatched, InProgress], To::One(&[Merged]), &[Coordinator], &[]),
    row(A::Reinstate, Status::EXCLUDED, To::One(&[Reported]), &[Coordinator], &[]),
    row(A::Comment, Status::ALL, To::Same, Relation::ALL, &[]),
];

impl Action {
    /// Its rows; only `edit` has two.
    pub fn moves(self) -> impl Iterator<Item = &'static Move> {
        TABLE.iter().filter(move |row| row.action == self)
    }

    /// Whether a body of this action may carry `on_behalf_of`.
    pub fn may_be_on_behalf(self) -> bool {
        self.moves().any(|row| row.on_behalf)
    }

    /// The roles that can ever make this move; all others are refused whether or not the id exists.
    pub fn roles(self) -> Vec<Role> {
        let mut roles: Vec<Role> = self
            .moves()
            .flat_map(|row| row.who.iter().map(|hat| hat.role()))
            .collect();
        if self.may_be_on_behalf() {
            roles.extend([Role::Coordinator, Role::ParkStaff]);
        }
        roles.sort_unstable();
        roles.dedup();
        roles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_row_and_only_edit_has_two() {
        for action in Action::ALL {
            let rows = action.moves().count();
            assert_eq!(
                rows,
                if *action == Action::Edit { 2 } else { 1 },
                "{action}"
            );
        }
    }

    #[test]
    fn rows_stand_in_the_order_of_the_actions() {
        let order: Vec<_> = TABLE.iter().map(|row| row.action).collect();
        assert!(order.is_sorted());
    }

    #[test]
    fn every_state_but_the_first_can_be_reached_and_every_state_can_be_left() {
        for state in Status::ALL {
            let reached = TABLE
                .iter()
                .any(|row| matches!(row.to, To::One(to) if to.contains(state)));
            let left = TABLE.iter().any(|row| {
                row.from.contains(state) && matches!(row.to, To::One(to) if !to.contains(state))
            });
            assert!(reached && left, "{state}");
        }
    }
}
