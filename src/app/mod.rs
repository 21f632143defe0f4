//! Puts the parts together: the URL map, what stands around every request, health and metrics.

pub mod background;
mod filing;
pub mod health;
pub mod instance;
pub mod ledgers;
pub mod limits;
pub mod numbers;
pub mod openapi;
pub mod page;
pub mod start;
pub mod waiting;

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse};

use crate::access::api::{AppState, guard::guard};
use crate::base::Error;
use crate::base::http::compact::text_alone;
use crate::base::http::observe::observe;
use crate::base::http::{Branches, Patterns, Routes};
use crate::calendar::RunningLimits;
use crate::problems::actions::ProjectLinks;
use crate::problems::api::{CountOf, ExtraQueueCounts};
use crate::{
    access, attachments, calendar, circulation, deadlines, directory, doors, ledger, mail,
    problems, reports, search, statistics, visits,
};

/// Where the API lies.
const BASE: &str = "/api/v1";

/// The URL map below [`BASE`], one line a feature. Fixed paths stand before `{id}` ones inside
/// each feature.
fn routes(routes: &mut Routes) {
    routes
        .configure(access::api::routes)
        // `/calendar/due` stands before `/calendar/{year}`.
        .configure(deadlines::api::routes)
        .configure(calendar::api::routes)
        .configure(directory::api::routes)
        .configure(mail::api::routes)
        .configure(problems::api::routes)
        .configure(doors::api::routes)
        .configure(visits::api::routes)
        .configure(attachments::api::routes)
        .configure(search::api::routes)
        .configure(ledgers::routes)
        .configure(statistics::api::routes)
        .configure(reports::api::routes)
        .configure(ledger::api::routes)
        .configure(ledger::import::api::routes)
        .configure(circulation::api::routes);
}

/// The whole application over a database and a clock.
pub fn app(
    state: AppState,
    metrics: health::Metrics,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    ledgers::serve();
    let mut branches = Branches::new(BASE);
    routes(&mut Routes::served(&mut branches));
    let mut patterns = Patterns::default();
    let api = web::scope(BASE)
        .wrap(from_fn(guard))
        .configure(|config| patterns = branches.register(config))
        .default_service(web::to(nothing_here));
    let running: Arc<dyn RunningLimits> = Arc::new(limits::Running(state.clock.clone()));
    let numbers: Arc<dyn CountOf> = Arc::new(numbers::Numbers);
    let waiting: Arc<dyn ExtraQueueCounts> = Arc::new(waiting::BesideProblems);
    let filing: Arc<dyn ProjectLinks> = Arc::new(filing::OfProjects);
    App::new()
        .service(api)
        .app_data(Data::from(numbers))
        .app_data(Data::from(waiting))
        .app_data(Data::from(filing))
        .app_data(Data::new(state))
        .app_data(Data::new(patterns))
        .app_data(Data::from(running))
        .app_data(Data::new(metrics))
        .configure(openapi::serve)
        .configure(health::routes)
        .configure(page::routes)
        .default_service(web::to(page::page_or_nothing))
        .wrap(from_fn(text_alone))
        .wrap(Compress::default())
        .wrap(from_fn(observe))
}

/// What isn't there, in the same format as everything else.
async fn nothing_here() -> Result<HttpResponse, Error> {
    Err(Error::NotFound)
}
