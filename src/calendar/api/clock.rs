//! Whether the server's clock is believed, and a person's word that it is right.

use actix_web::{HttpResponse, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::api::Call;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::http::Reply;
use crate::calendar::checked_clock;

/// The server's clock. Where it is more than 8 days past the newest record, no week closes and nothing
/// else happens by itself that can't be taken back, until the administrator confirms it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServerClockOut {
    /// What it shows.
    #[schema(format = DateTime)]
    pub now: String,
    /// Whether it is believed.
    pub believed: bool,
    /// The newest record before the clock went ahead; null where it is believed.
    #[schema(format = DateTime)]
    pub newest_record: Option<String>,
}

fn shown(conn: &mut Conn, call: &Call) -> Result<Reply> {
    let clock = &call.state.clock;
    let held = checked_clock::held(conn)?;
    Reply::ok(&ServerClockOut {
        now: clock.show(call.at),
        believed: held.is_none(),
        newest_record: held.map(|at| clock.show(at)),
    })
}

/// Get the server's clock, and whether it is believed (服务器时钟).
#[utoipa::path(tag = "calendar", operation_id = "get_clock", responses(
    (status = 200, description = "The clock.", body = ServerClockOut)))]
#[get("/settings/clock")]
pub async fn get(call: Call) -> Result<HttpResponse> {
    call.read(shown).await
}

/// Confirm that the server's clock is right: what waited for it goes on (确认时钟).
#[utoipa::path(tag = "calendar", operation_id = "accept_clock", responses(
    (status = 200, description = "The clock, which is believed.", body = ServerClockOut)))]
#[post("/settings/clock/accept")]
pub async fn accept(call: Call) -> Result<HttpResponse> {
    call.write(|conn, call| {
        checked_clock::accept(conn, call.now(), Some(&call.who))?;
        shown(conn, call)
    })
    .await
}
