//! `GET /audit`: the auditor reads the trail. It stands here because the trail itself lies below
//! sign-in and rights.

use std::collections::HashMap;

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::Call;
use crate::audit::store::{self, AuditFilter};
use crate::base::given::{Date, days_later};
use crate::base::http::{Items, Page, Query, Reply};
use crate::base::{Error, Result};

/// Which records are wanted: those for which everything holds that is given.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Recorded on this local day or later.
    #[param(example = "2021-08-02")]
    pub from: Option<Date>,
    /// Recorded on this local day or earlier.
    #[param(example = "2021-08-08")]
    pub to: Option<Date>,
    /// Done by the account with this id.
    pub actor_id: Option<i64>,
    /// Done by somebody with this part in the name, in capital and small letters alike.
    #[param(example = "张专员")]
    pub actor: Option<String>,
    /// Done to this kind of thing.
    #[param(example = "problem")]
    pub target: Option<String>,
    /// Done to the thing with this id; mostly asked for together with `target`.
    pub target_id: Option<i64>,
    /// Exactly this action, out of `GET /audit/actions`.
    #[param(example = "problem.accept")]
    pub action: Option<String>,
    /// 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count the whole list.
    pub count: Option<bool>,
}

/// A record of the audit trail (审计日志): who did what, when, from where. Within a second of being
/// written it is sealed: its hash covers the record and the hash of the one before it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditOut {
    pub id: i64,
    /// When it was recorded.
    #[schema(format = DateTime)]
    pub recorded_at: String,
    /// The account that acted; null for the system, the command line, an enterprise's link, and a
    /// sign-in under a name that nobody has.
    pub actor_id: Option<i64>,
    /// The account's name at that time; null where `actor_id` is.
    #[schema(example = "沙河产业园区 张专员")]
    pub actor_name: Option<String>,
    /// The account's role at that time; null where `actor_id` is.
    #[schema(example = "park_staff")]
    pub actor_role: Option<String>,
    /// What was done.
    #[schema(example = "problem.accept")]
    pub action: String,
    /// The kind of thing it was done to.
    #[schema(example = "problem")]
    pub target: String,
    /// The id of the thing it was done to; null where it has none.
    pub target_id: Option<i64>,
    /// The id of the request, as in the header `X-Request-Id` and in the server's log; null where
    /// there was no request.
    pub request_id: Option<String>,
    /// The address that the request came from; null where there was no request.
    #[schema(example = "10.20.30.40")]
    pub address: Option<String>,
    /// What else is recorded, by kind of action: mostly the values before and after.
    #[schema(value_type = Object)]
    pub data: Value,
    /// The record's place in the chain, from 1; null until it is sealed.
    pub sequence: Option<i64>,
    /// SHA-256, in hex, of this record and the hash before it; null until it is sealed.
    pub hash: Option<String>,
}

/// List the audit trail (审计日志), newest first.
#[utoipa::path(tag = "audit", operation_id = "list_audit_records", params(AuditQuery), responses(
    (status = 200, description = "A page of records.", body = Items<AuditOut>)))]
#[get("/audit")]
pub async fn audit_trail(call: Call, query: Query<AuditQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), query.count)?;
        let start = |day: NaiveDate| call.state.clock.start_of(day).naive_utc();
        let filter = AuditFilter {
            from: query.from.map(|day| start(day.into())),
            until: query.to.map(|day| start(days_later(day.into(), 1))),
            actor_id: query.actor_id,
            actor: query.actor,
            target: query.target,
            target_id: query.target_id,
            action: query.action,
        };
        let rows = store::list(conn, &filter, page.after, page.limit + 1)?;
        let total = if page.count {
            Some(store::count(conn, &filter)?)
        } else {
            None
        };
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let seals: HashMap<i64, (i64, String)> = store::seals_of(conn, &ids)?
            .into_iter()
            .map(|(record, sequence, hash)| (record, (sequence, hash)))
            .collect();
        let items = rows
            .into_iter()
            .map(|row| {
                let seal = seals.get(&row.id);
                Ok(AuditOut {
                    id: row.id,
                    recorded_at: call.state.clock.show(row.recorded_at.and_utc()),
                    actor_id: row.actor_id,
                    actor_name: row.actor_name,
                    actor_role: row.actor_role,
                    action: row.action,
                    target: row.target,
                    target_id: row.target_id,
                    request_id: row.request_id,
                    address: row.address,
                    data: serde_json::from_str(&row.data).map_err(Error::internal)?,
                    sequence: seal.map(|(sequence, _)| *sequence),
                    hash: seal.map(|(_, hash)| hash.clone()),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Reply::ok(&Items::new(items, page.limit, |row| row.id, total)?)
    })
    .await
}

/// The names of actions that the trail holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditActions {
    /// Each name once, in alphabetical order.
    #[schema(example = json!(["problem.accept", "session.open"]))]
    pub items: Vec<String>,
}

/// List the actions that the audit trail can be asked for.
#[utoipa::path(tag = "audit", operation_id = "list_audit_actions", responses(
    (status = 200, description = "The names.", body = AuditActions)))]
#[get("/audit/actions")]
pub async fn audit_actions(call: Call) -> Result<HttpResponse> {
    call.read(|conn, _| {
        Reply::ok(&AuditActions {
            items: store::actions(conn)?,
        })
    })
    .await
}
