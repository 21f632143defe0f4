//! `/healthz` (the process lives), `/readyz` (the database answers), `/metrics` (Prometheus).

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use metrics_exporter_prometheus::PrometheusHandle;

use crate::access::api::Ground;
use crate::base::Error;
use crate::base::db::settings;

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

/// Ready means that the database answers; mail may be down.
async fn ready(ground: Data<Ground>) -> Result<HttpResponse, Error> {
    ground
        .db
        .read(|conn| settings::find(conn, "ready").map(|_| ()))
        .await
        .map_err(|_| Error::overloaded())?;
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
