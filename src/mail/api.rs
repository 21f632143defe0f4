//! The outbox over REST: what left, what waits, what was given up.

use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::letter::without_title;
use super::rules::State;
use super::rules::table::Kind;
use super::store::{self, Mail, MailFilter};
use crate::access::Role;
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::{Items, Page, PathId, Query, Reply, Routes};
use crate::base::{Error, FieldError, Result};

pub fn routes(routes: &mut Routes) {
    routes.service(list).service(resend_parked).service(resend);
}

/// Which mails are wanted: those for which everything holds that is given.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OutboxQuery {
    /// Standing like this.
    pub state: Option<State>,
    /// About the problem with this id.
    pub problem_id: Option<i64>,
    /// About the entry of a ledger with this id.
    pub entry_id: Option<i64>,
    /// About the problem or entry with this number, given whole.
    #[param(example = "SH-2021-016")]
    pub number: Option<String>,
    /// 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count the whole list.
    pub count: Option<bool>,
}

/// A mail to one recipient.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailOut {
    pub id: i64,
    /// What it tells of.
    pub kind: Kind,
    /// The problem it is about; null where it is about none, as the weekly report.
    pub problem_id: Option<i64>,
    /// The entry of a ledger (台账条目) it is about; null where it is about none.
    pub entry_id: Option<i64>,
    /// The code of that entry's ledger; null as `entry_id`.
    #[schema(example = "projects")]
    pub ledger: Option<String>,
    /// The number of that entry; null as `entry_id`.
    #[schema(example = "SH-XM-2021-003")]
    pub entry_number: Option<String>,
    /// The address it went to last, or goes to next.
    #[schema(example = "diaodu@huachen.example")]
    pub recipient: String,
    /// The address it was queued for, where the account has another one by now; else null.
    #[schema(example = json!(null))]
    pub queued_for: Option<String>,
    /// The name of the person or department that it goes to.
    #[schema(example = "华辰电力公司")]
    pub recipient_name: Option<String>,
    /// Its subject line; without the title of the problem or entry for the administrator, who looks after mail and not
    /// after cases.
    #[schema(example = "[SH-2021-016] 派单：担心后续用电得不到保障")]
    pub subject: String,
    /// Whether a paper goes along, as with the weekly report.
    pub has_attachment: bool,
    /// Its `Message-ID`, the same however often it is sent.
    pub message_id: String,
    /// Where it stands.
    pub state: State,
    /// How often sending it was tried since it was queued or sent again; of a long outage not every
    /// attempt is counted.
    pub attempts: i64,
    /// When sending it is tried next; null unless it waits.
    #[schema(format = DateTime)]
    pub next_attempt_at: Option<String>,
    /// What the mail server said last, or why the mail went to nobody; null where it was never tried.
    #[schema(example = "250 2.0.0 Ok: queued as 4F2B81")]
    pub last_answer: Option<String>,
    /// When it was queued.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When the mail server took it; null where it hasn't yet.
    #[schema(format = DateTime)]
    pub sent_at: Option<String>,
}

fn out(conn: &mut Conn, call: &Call, mails: Vec<Mail>) -> Result<Vec<MailOut>> {
    let entries: Vec<i64> = mails.iter().filter_map(|mail| mail.entry_id).collect();
    let entries = store::ledgers_of(conn, &entries)?;
    let show = |mail: Mail| {
        let of = mail.entry_id.and_then(|id| entries.get(&id).cloned());
        one(call, mail, of)
    };
    Ok(mails.into_iter().map(show).collect())
}

/// A mail; `of` are ledger and number of the entry it is about.
fn one(call: &Call, mail: Mail, of: Option<(String, String)>) -> MailOut {
    let clock = &call.state.clock;
    let (ledger, entry_number) = of.unzip();
    let waits = mail.state == State::Waiting;
    // A paper's subject has no title; its name may hold any character.
    let hides = call.who.role == Role::Admin && mail.kind != Kind::WeeklyReport;
    let subject = if hides {
        without_title(&mail.subject).to_owned()
    } else {
        mail.subject
    };
    MailOut {
        id: mail.id,
        kind: mail.kind,
        problem_id: mail.problem_id,
        entry_id: mail.entry_id,
        ledger,
        entry_number,
        recipient: mail.recipient,
        queued_for: mail.queued_for,
        recipient_name: mail.recipient_name,
        subject,
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

/// List the mails of the outbox (发件箱), newest first.
#[utoipa::path(tag = "mail", operation_id = "list_mails", params(OutboxQuery), responses(
    (status = 200, description = "A page of mails.", body = Items<MailOut>)))]
#[get("/outbox")]
pub async fn list(call: Call, query: Query<OutboxQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), query.count)?;
        if let Some(id) = query.problem_id
            && !store::knows_problem(conn, id)?
        {
            return Err(Error::invalid(FieldError::unknown_id("/problem_id")));
        }
        if let Some(id) = query.entry_id
            && !store::knows_entry(conn, id)?
        {
            return Err(Error::invalid(FieldError::unknown_id("/entry_id")));
        }
        let filter = MailFilter {
            state: query.state,
            problem_id: query.problem_id,
            entry_id: query.entry_id,
            number: query.number,
        };
        let rows = store::list(conn, &filter, page.after, page.limit + 1)?;
        let total = if page.count {
            Some(store::count(conn, &filter)?)
        } else {
            None
        };
        let items = out(conn, call, rows)?;
        Reply::ok(&Items::new(items, page.limit, |mail| mail.id, total)?)
    })
    .await
}

/// What became of the mails that were given up.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResentOut {
    /// How many wait to be sent again.
    pub mails: i64,
}

/// Send every mail again that was given up.
///
/// Each keeps its `Message-ID`, and goes to the address that its account has by then.
#[utoipa::path(tag = "mail", operation_id = "resend_parked_mail",
    responses((status = 200, description = "How many wait to be sent.", body = ResentOut)))]
#[post("/outbox/resend_parked")]
pub async fn resend_parked(call: Call) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let mails = actions::resend_parked(conn, &call.who, call.now())?;
        Reply::ok(&ResentOut { mails })
    })
    .await
}

/// Send a mail again that was sent or given up.
///
/// It keeps its `Message-ID`. One that waits or is being sent is refused (409).
#[utoipa::path(tag = "mail", operation_id = "resend_mail", params(("id" = i64, Path)), responses(
    (status = 200, description = "The mail, which waits to be sent.", body = MailOut)))]
#[post("/outbox/{id}/resend")]
pub async fn resend(call: Call, id: PathId) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let mail = actions::resend(conn, &call.who, call.now(), id.0)?;
        let mut of = store::ledgers_of(conn, mail.entry_id.as_slice())?;
        let of = mail.entry_id.and_then(|id| of.remove(&id));
        Reply::ok(&one(call, mail, of))
    })
    .await
}
