//! How one wants the week by mail.

use actix_web::{HttpResponse, get, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rules::MailPreference;
use super::{actions, store};
use crate::access::api::Call;
use crate::base::http::{Body, Reply, Routes};
use crate::base::{Error, FieldError, Result};

/// How one wants the weekly report by mail (周报邮件). Leaders get the report of all, park staff their
/// park's, each time a week is issued or closed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"wanted": true, "hour": 8}))]
pub struct WeeklyMail {
    /// Whether one wants it; true where nothing was ever set.
    pub wanted: bool,
    /// The local hour, 0 to 23, at which it leaves next after the week is closed; null: at once.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 23, example = 8)]
    pub hour: Option<i64>,
}

impl From<MailPreference> for WeeklyMail {
    fn from(wish: MailPreference) -> Self {
        Self {
            wanted: wish.wanted,
            hour: wish.hour,
        }
    }
}

/// Get whether and when one gets the weekly report by mail.
#[utoipa::path(tag = "me", operation_id = "get_weekly_mail", responses(
    (status = 200, description = "How it is wanted.", body = WeeklyMail)))]
#[get("/me/weekly_mail")]
pub async fn get(call: Call) -> Result<HttpResponse> {
    call.read(|conn, call| Reply::ok(&WeeklyMail::from(store::wish(conn, call.who.id)?)))
        .await
}

/// Set whether and when one gets the weekly report by mail.
///
/// A mail that is in the outbox already leaves as it was to.
#[utoipa::path(tag = "me", operation_id = "set_weekly_mail", request_body = WeeklyMail, responses(
    (status = 200, description = "How it is wanted from now on.", body = WeeklyMail)))]
#[put("/me/weekly_mail")]
pub async fn put(call: Call, body: Body<WeeklyMail>) -> Result<HttpResponse> {
    let given = body.check()?;
    if given.hour.is_some_and(|hour| !(0..24).contains(&hour)) {
        return Err(Error::invalid(FieldError::new(
            "/hour",
            "out_of_range",
            "发送时间应为 0–23 点",
            "must be an hour from 0 to 23",
        )));
    }
    call.write(move |conn, call| {
        let wish = MailPreference {
            wanted: given.wanted,
            hour: given.hour,
        };
        let kept = actions::wish(conn, &call.who, call.now(), wish)?;
        Reply::ok(&WeeklyMail::from(kept))
    })
    .await
}

pub fn routes(routes: &mut Routes) {
    routes.service(get).service(put);
}
