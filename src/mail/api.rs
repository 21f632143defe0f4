//! The outbox over REST: what left, what waits, what was given up.

use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::rules::State;
use super::rules::table::Kind;
use super::store::{self, Filter, Mail};
use crate::access::api::Call;
use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::http::{Items, Page, PathId, Query, Reply, Routes};

pub fn routes(routes: &mut Routes) {
    routes.service(list).service(resend);
}

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OutboxQuery {
    pub state: Option<State>,
    pub problem_id: Option<i64>,
    /// The whole number of a problem.
    pub number: Option<String>,
    /// 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count the whole list.
    pub count: Option<bool>,
}

/// One mail to one recipient.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailOut {
    pub id: i64,
    pub kind: Kind,
    pub problem_id: Option<i64>,
    pub recipient: String,
    pub recipient_name: Option<String>,
    pub subject: String,
    /// Whether a paper goes along, as with the weekly report.
    pub has_attachment: bool,
    pub message_id: String,
    pub state: State,
    /// Since it was queued or sent again; of a long outage not every one is counted.
    pub attempts: i64,
    /// Null unless it waits.
    #[schema(format = DateTime)]
    pub next_attempt_at: Option<String>,
    /// What the mail server said last.
    pub last_answer: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub sent_at: Option<String>,
}

fn out(clock: &Clock, mail: Mail) -> MailOut {
    let waits = mail.state == State::Waiting;
    MailOut {
        id: mail.id,
        kind: mail.kind,
        problem_id: mail.problem_id,
        recipient: mail.recipient,
        recipient_name: mail.recipient_name,
        subject: mail.subject,
        has_attachment: mail.attachment_id.is_some(),
        message_id: mail.message_id,
        state: mail.state,
        attempts: mail.attempts,
        next_attempt_at: waits.then(|| clock.show(mail.next_attempt_at.and_utc())),
        last_answer: mail.last_answer,
        created_at: clock.show(mail.created_at.and_utc()),
        sent_at: mail.sent_at.map(|at| clock.show(at.and_utc())),
    }
}

/// The outbox, newest first.
#[utoipa::path(tag = "mail", params(OutboxQuery), responses((status = 200, body = Items<MailOut>)))]
#[get("/outbox")]
pub async fn list(call: Call, query: Query<OutboxQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), query.count)?;
        let filter = Filter {
            state: query.state,
            problem_id: query.problem_id,
            number: query.number,
        };
        let rows = store::list(conn, &filter, page.after, page.limit + 1)?;
        let total = if page.count {
            Some(store::count(conn, &filter)?)
        } else {
            None
        };
        let clock = &call.ground.clock;
        let items = rows.into_iter().map(|mail| out(clock, mail)).collect();
        Reply::ok(&Items::new(items, page.limit, |mail| mail.id, total)?)
    })
    .await
}

/// Sends a mail again that was sent or given up (409 for others). It keeps its `Message-ID`.
#[utoipa::path(tag = "mail", params(("id" = i64, Path)), responses((status = 200, body = MailOut)))]
#[post("/outbox/{id}/resend")]
pub async fn resend(call: Call, id: PathId) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let mail = actions::resend(conn, &call.who, call.now(), id.0)?;
        Reply::ok(&out(&call.ground.clock, mail))
    })
    .await
}
