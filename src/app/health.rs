//! `/healthz` (the process lives), `/readyz` (the database answers), `/metrics` (Prometheus).

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use metrics_exporter_prometheus::PrometheusHandle;

use crate::access::api::Ground;
use crate::base::Error;
use crate::base::error::text;

/// Renders the metrics; None where another recorder was installed first (tests).
#[derive(Clone, Default)]
pub struct Metrics(pub Option<PrometheusHandle>);

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/healthz", web::get().to(alive))
        .route("/readyz", web::get().to(ready))
        .route("/metrics", web::get().to(metrics));
}

async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// Ready means that the database answers and takes writes; mail may be down.
async fn ready(ground: Data<Ground>) -> Result<HttpResponse, Error> {
    if let Err(why) = ground.db.ready().await {
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
    Ok(HttpResponse::Ok()
        .content_type("text/plain")
        .body("ready\n"))
}

async fn metrics(metrics: Data<Metrics>) -> HttpResponse {
    let text = metrics.0.as_ref().map(PrometheusHandle::render);
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(text.unwrap_or_default())
}
