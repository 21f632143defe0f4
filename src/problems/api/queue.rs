//! What waits for me.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::out::{QueueItem, QueueOut};
use super::view::View;
use crate::access::api::Call;
use crate::access::{Actor, Role};
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::http::Reply;
use crate::problems::actions::{self, Seen};
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{RequestKind, Status};
use crate::problems::store::{self, Own, Waiting};

/// Items shown of each kind; the counts tell of all.
const SHOWN: i64 = 50;

/// The step handed down by the house above: what waits there, beside the moves of problems.
pub trait AlsoWaiting: Send + Sync {
    /// How many wait for this person, by kind.
    ///
    /// # Errors
    /// Those of the database.
    fn counts(&self, conn: &mut Conn, who: &Actor) -> Result<Vec<(&'static str, i64)>>;
}

/// What waits for me, by kind, with counts; what is due first stands first.
#[utoipa::path(tag = "me", responses((status = 200, body = QueueOut)))]
#[get("/me/queue")]
pub async fn queue(call: Call, request: HttpRequest) -> Result<HttpResponse> {
    let above = request.app_data::<web::Data<dyn AlsoWaiting>>().cloned();
    call.read(move |conn, call| {
        let view = View::of(conn, call)?;
        let (mut counts, mut items) = (BTreeMap::new(), vec![]);
        for (action, waiting) in kinds(call) {
            let count = store::count_waiting(conn, call.who.cases(), &waiting)?;
            if count == 0 {
                continue;
            }
            counts.insert(action.as_str().to_owned(), count);
            let rows = store::waiting(conn, call.who.cases(), &waiting, SHOWN)?;
            let seen = actions::seen_by(conn, call.who.cases(), rows)?;
            items.extend(seen.into_iter().map(|Seen { row, .. }| QueueItem {
                kind: action.as_str().to_owned(),
                problem_id: row.id,
                light: view.light(&row),
                number: row.number,
                title: row.title,
                status: row.status,
                due_on: row.due_on,
            }));
        }
        for (kind, count) in above
            .as_ref()
            .map_or(Ok(vec![]), |above| above.counts(conn, &call.who))?
        {
            counts.insert(kind.to_owned(), count);
        }
        Reply::ok(&QueueOut {
            counts,
            items,
            missing_notice: view.missing_notice(),
        })
    })
    .await
}

/// What a role's work consists of, and where it waits.
fn kinds(call: &Call) -> Vec<(Action, Waiting)> {
    const ANYWHERE: Waiting = Waiting {
        status: &[],
        request: None,
        lead: None,
        support: None,
        not_of: None,
    };
    let at = |status| Waiting { status, ..ANYWHERE };
    let dispatch = (Action::Dispatch, at(&[Status::Reported]));
    let resolved = Waiting {
        not_of: Some(Own::Resolved(call.who.id)),
        ..at(&[Status::Resolved])
    };
    let follow_up = (Action::FollowUp, resolved);
    match (call.who.role, call.who.department_id) {
        (Role::Coordinator, _) => {
            let asked = |status, kind| Waiting {
                request: Some(kind),
                ..at(status)
            };
            let extension = asked(
                &[Status::InProgress, Status::Tracking],
                RequestKind::Extension,
            );
            let returned = Waiting {
                not_of: Some(Own::Asked(call.who.id)),
                ..at(&[Status::Returned])
            };
            let suspension = asked(&[Status::InProgress], RequestKind::Suspension);
            vec![
                dispatch,
                (Action::DecideReturn, returned),
                (Action::DecideExtension, extension),
                (Action::DecideSuspension, suspension),
                follow_up,
            ]
        }
        (Role::ParkStaff, _) => vec![dispatch, follow_up],
        (Role::DepartmentStaff, Some(department)) => {
            let lead = |status| Waiting {
                lead: Some(department),
                ..at(status)
            };
            let part = Waiting {
                support: Some(department),
                ..at(SUPPORTED)
            };
            vec![
                (Action::Accept, lead(&[Status::Dispatched])),
                (
                    Action::Resolve,
                    lead(&[Status::InProgress, Status::Tracking]),
                ),
                (Action::Reply, part),
            ]
        }
        _ => vec![],
    }
}

/// Where a supporting department can reply.
const SUPPORTED: &[Status] = &[
    Status::Dispatched,
    Status::InProgress,
    Status::Suspended,
    Status::Tracking,
];
