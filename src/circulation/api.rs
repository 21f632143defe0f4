//! How one wants the week by mail.

use actix_web::{HttpResponse, get, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rules::Wish;
use super::{actions, store};
use crate::access::api::Call;
use crate::base::http::{Body, Reply, Routes};
use crate::base::{Error, FieldError, Result};

/// The week by mail: leaders get the report of all, park staff their park's, with the report as a
/// Word file, as soon as the week is issued or closed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeeklyMail {
    pub wanted: bool,
    /// 0–23, local: it leaves at the next such hour after closing; at once where null.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 23, example = 8)]
    pub hour: Option<i64>,
}

impl From<Wish> for WeeklyMail {
    fn from(wish: Wish) -> Self {
        Self {
            wanted: wish.wanted,
            hour: wish.hour,
        }
    }
}

/// Whether and when one gets the week by mail.
#[utoipa::path(tag = "me", responses((status = 200, body = WeeklyMail)))]
#[get("/me/weekly_mail")]
pub async fn get(call: Call) -> Result<HttpResponse> {
    call.read(|conn, call| Reply::ok(&WeeklyMail::from(store::wish(conn, call.who.id)?)))
        .await
}

/// Sets it. What is in the outbox already leaves as it was to.
#[utoipa::path(tag = "me", request_body = WeeklyMail, responses((status = 200, body = WeeklyMail)))]
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
        let wish = Wish {
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
