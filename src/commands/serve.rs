//! `serve`: the HTTP server and what runs by itself beside it.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::signal::unix::{SignalKind, signal};

use crate::access::actions::{first_administrator, keys};
use crate::access::api::AppState;
use crate::access::api::admission::Admission;
use crate::access::passwords::Passwords;
use crate::app::{self, health::Metrics, instance, start};
use crate::base::answers::Answers;
use crate::base::clock::Clock;
use crate::base::db::{Db, only_server};
use crate::calendar::checked_clock;
use crate::config::Settings;
use crate::jobs::store::watch_clock;

use super::terminal::{Log, say};

/// Requests in flight get this long to finish after SIGTERM; the jobs get their part of the ten
/// seconds afterwards (`jobs::STOP_WAIT`).
const GRACE_SECONDS: u64 = 5;
/// A client has this long to send its request's head.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Connections a worker holds at once; more wait in the kernel's queue.
const CONNECTIONS: usize = 4096;
/// Threads for work that blocks, of each worker and of the jobs. What may be many, such as requests that
/// wait for the database, waits for its turn before it has a thread.
const BLOCKING_THREADS: usize = 16;
/// Upper bounds of the buckets that durations are counted in.
const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// How often measured durations are put into their buckets.
const UPKEEP: Duration = Duration::from_secs(5);

/// How far the clock is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// As far as it agrees with what was recorded.
    Checked,
    /// Whatever it says: a person looked at it.
    Accepted,
}

/// Whether the address can be had: asked before anything is made that is shown or told only once.
pub(crate) fn is_free(listen: SocketAddr) -> Result<(), String> {
    std::net::TcpListener::bind(listen)
        .map(|_| ())
        .map_err(|e| format!("cannot listen on {listen}: {e}"))
}

/// Where a browser on this machine finds the page.
pub(crate) fn page_address(listen: SocketAddr) -> String {
    match listen.ip() {
        ip if ip.is_unspecified() => format!("http://127.0.0.1:{}", listen.port()),
        _ => format!("http://{listen}"),
    }
}

/// Serves until SIGTERM or SIGINT, then finishes what it accepted.
///
/// # Errors
/// A sentence for the terminal: settings, database or address.
pub fn serve(settings: Settings, trust: Trust) -> Result<(), String> {
    let _log = Log::start(settings.log_format, "info");
    super::check_config(&settings)?;
    is_free(settings.listen)?;
    let clock = Clock::system(settings.time_zone);
    let _alone = only_server(&settings.database_url)?;
    let db = instance::open_for_server(&settings)?;
    let now = clock.now().naive_utc();
    db.write_blocking(move |conn| {
        watch_clock(conn, now)?;
        match trust {
            Trust::Accepted => checked_clock::accept(conn, now, None),
            Trust::Checked => Ok(()),
        }
    })
    .map_err(|e| e.to_string())?;
    let state = prepared(&settings, db, clock)?;
    let first = first_administrator(&state.db, &state.clock).map_err(|e| e.to_string())?;
    if let Some(password) = first {
        say(format_args!(
            "管理员账号 admin 的一次性密码（仅显示一次，首次登录须修改）: {password}"
        ));
    }
    // What fell due while nothing ran, weeks to be closed above all, is done before the first answer.
    app::background::catch_up(&state).map_err(|e| e.to_string())?;
    let page = page_address(settings.listen);
    run(&settings, state, || {
        say(format_args!(
            "zhuqi 已启动: {page}  接口文档: {page}/api/docs/"
        ));
    })
}

/// What requests need, over a database that was prepared for a server.
pub(crate) fn prepared(settings: &Settings, db: Db, clock: Clock) -> Result<AppState, String> {
    start::prepare(&db, &clock, settings, super::limits(&clock))?;
    let keys = keys(&db, settings.jwt_key.as_ref()).map_err(|e| e.to_string())?;
    Ok(AppState {
        db,
        clock,
        keys,
        passwords: Passwords::new(settings.password_profile),
        admission: Admission::default(),
        answers: Answers::default(),
        files: settings.attachments_folder(),
        public_url: settings.public_url.clone(),
        data_dir: settings.data_dir.clone(),
        fonts_dir: settings.fonts_dir.clone(),
    })
}

/// Durations in buckets, which can be added up over several nodes.
fn recorder() -> Option<PrometheusHandle> {
    let builder = PrometheusBuilder::new().set_buckets(&SECONDS).ok()?;
    builder.install_recorder().ok()
}

/// Serves a prepared database; `greet` speaks once the server answers.
pub(crate) fn run(
    settings: &Settings,
    state: AppState,
    greet: impl FnOnce(),
) -> Result<(), String> {
    let metrics = Metrics {
        recorded: recorder(),
        from: settings.metrics_from.clone(),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(BLOCKING_THREADS)
        .enable_all()
        .build()
        .map_err(|e| format!("cannot start: {e}"))?;
    let jobs = app::background::start(runtime.handle(), settings, &state)?;
    if let Some(recorded) = metrics.recorded.clone() {
        runtime.spawn(async move {
            // What was measured piles up until somebody reads it or this puts it into its buckets.
            loop {
                tokio::time::sleep(UPKEEP).await;
                recorded.run_upkeep();
            }
        });
    }
    let listen = settings.listen;
    let served = actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || app::app(state.clone(), metrics.clone()))
            .client_request_timeout(HEAD_TIME)
            .max_connections(CONNECTIONS)
            // A short answer isn't held back until the one before it is acknowledged.
            .tcp_nodelay(true)
            .worker_max_blocking_threads(BLOCKING_THREADS)
            // A client that closed is gone: what it waits for is dropped before it begins.
            .h1_allow_half_closed(false)
            .shutdown_timeout(GRACE_SECONDS)
            .disable_signals()
            .bind(listen)
            .map_err(|e| format!("cannot listen on {listen}: {e}"))?
            .run();
        // Before the first word: who reads it may end the server at once.
        stop_when_told(server.handle()).map_err(|e| format!("cannot start: {e}"))?;
        greet();
        server.await.map_err(|e| format!("the server stopped: {e}"))
    });
    jobs.stop();
    runtime.shutdown_timeout(Duration::from_millis(500));
    served
}

/// SIGTERM lets the requests in flight end; SIGINT, somebody at the terminal, doesn't wait for them.
fn stop_when_told(server: ServerHandle) -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    actix_web::rt::spawn(async move {
        let graceful = tokio::select! {
            _ = terminate.recv() => true,
            _ = interrupt.recv() => false,
        };
        server.stop(graceful).await;
    });
    Ok(())
}
