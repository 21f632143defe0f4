//! `/healthz` (the process lives), `/readyz` (the database answers and is written to), `/metrics`
//! (Prometheus, for whom the settings allow).

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use metrics::gauge;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::access::api::AppState;
use crate::base::Error;
use crate::base::db::Conn;
use crate::base::error::text;
use crate::base::http::address::of_client;
use crate::base::network::Networks;
use crate::calendar::checked_clock;
use crate::mail::rules::State;
use crate::mail::store::{MailFilter, count};
use crate::reports::actions::waiting_weeks;

/// The metrics; by default nobody's.
#[derive(Clone, Default)]
pub struct Metrics {
    /// Renders them; None where another recorder was installed first (tests).
    pub recorded: Option<PrometheusHandle>,
    /// Who may read them: they tell how much is done when, and how full the server is.
    pub from: Networks,
}

pub fn routes(config: &mut ServiceConfig) {
    // Some load balancers ask with HEAD.
    config
        .route("/healthz", web::get().to(alive))
        .route("/healthz", web::head().to(alive))
        .route("/readyz", web::get().to(ready))
        .route("/readyz", web::head().to(ready))
        .route("/metrics", web::get().to(metrics));
}

async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// Ready means that the database answers and takes writes; mail may be down.
async fn ready(state: Data<AppState>) -> Result<HttpResponse, Error> {
    if let Err(why) = state.db.ready().await {
        tracing::warn!(%why, "not ready");
        return Err(Error::Busy {
            code: "not_ready",
            detail: text(
                "数据库暂时不可用或不能写入",
                "The database can't be reached or written to.",
            ),
            retry_after: 5,
            too_many: false,
        });
    }
    // Requests are served all the same.
    let look = |conn: &mut Conn| Ok((checked_clock::held(conn)?, waiting_weeks(conn)?));
    let (held, waiting) = state.db.check(look).await?;
    let mut text = "ready\n".to_owned();
    if let Some(newest) = held {
        text += &format!(
            "no week closes: the clock is more than 8 days past the newest record ({}); the \
             administrator confirms it, or `zhuqi serve --accept-clock`\n",
            state.clock.show(newest)
        );
    }
    if waiting > 0 {
        text += &format!("closed weeks whose reports are still to be composed: {waiting}\n");
    }
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(text))
}

/// To others it isn't there, as everything else that is none of theirs.
async fn metrics(
    request: HttpRequest,
    metrics: Data<Metrics>,
    state: Data<AppState>,
) -> Result<HttpResponse, Error> {
    let client = of_client(request.head());
    if !client.ip.is_some_and(|ip| metrics.from.hold(ip)) {
        tracing::info!(%client, "no metrics for this address: see metrics_from");
        return Err(Error::NotFound);
    }
    measure(&state).await;
    let text = metrics.recorded.as_ref().map(PrometheusHandle::render);
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(text.unwrap_or_default()))
}

/// What is told as it stands now, not as it was counted.
async fn measure(state: &AppState) {
    let load = state.db.load();
    gauge!("zhuqi_db_connections", "state" => "idle").set(load.idle);
    gauge!("zhuqi_db_connections", "state" => "used")
        .set(load.connections.saturating_sub(load.idle));
    if let Some(waiting) = load.waiting_writes {
        #[expect(clippy::cast_precision_loss, reason = "a queue of at most 1,024")]
        gauge!("zhuqi_writes_waiting").set(waiting as f64);
    }
    let counted = state.db.check(|conn| {
        // Not those that were sent: there are ever more of them.
        [State::Waiting, State::Sending, State::Parked]
            .into_iter()
            .map(|state| {
                let filter = MailFilter {
                    state: Some(state),
                    ..MailFilter::default()
                };
                Ok((state, count(conn, &filter)?))
            })
            .collect::<crate::base::Result<Vec<_>>>()
    });
    // While the database doesn't answer, the other figures are all the more wanted.
    if let Ok(states) = counted.await {
        for (state, mails) in states {
            #[expect(clippy::cast_precision_loss, reason = "fewer mails than 2^52")]
            gauge!("zhuqi_outbox_mails", "state" => state.as_str()).set(mails as f64);
        }
    }
}
