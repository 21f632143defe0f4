//! The ledger over REST.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::SizedStream;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse, get};
use futures_core::Stream;
use serde::Deserialize;
use tokio::task::JoinHandle;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::export::{self, ENTERPRISES, ExportedFile, Format, Layout, PROBLEMS, Reader, VISITS};
use super::record;
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::query::{Extended, Named};
use crate::base::http::{FileBytes, Query, Routes};
use crate::base::{Error, Result};
use crate::directory::api::enterprises::EnterpriseQuery;
use crate::entries::api::{Pairs, Served, list};
use crate::problems::api::{CountOf, ListQuery, whole};
use crate::problems::rules::words::Sort;
use crate::visits::api::{VisitsQuery, filter as visits_asked_for};

/// What is read from the disk at once.
const PIECE: usize = 64 * 1024;

pub fn routes(routes: &mut Routes) {
    routes
        .service(problems)
        .service(visits)
        .service(enterprises);
}

/// How the file is wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// The kind of file: Excel (`xlsx`), or text (`csv`).
    #[param(inline)]
    pub format: Format,
    /// Keys of columns, each once, in the order they are wanted in, separated by commas; all where absent.
    #[param(example = "number,enterprise,title,lead,due_on,status")]
    pub columns: Option<String>,
}

impl Named for ExportQuery {
    const NAMES: &'static [&'static str] = &["format", "columns"];
}

/// A list's parameters without those of a page.
pub struct Unpaged<Q>(std::marker::PhantomData<Q>);

pub type ProblemParams = Unpaged<ListQuery>;
pub type VisitParams = Unpaged<VisitsQuery>;
pub type EnterpriseParams = Unpaged<EnterpriseQuery>;

impl<Q: IntoParams> IntoParams for Unpaged<Q> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let paging = ["limit", "cursor", "count"];
        let all = Q::into_params(|| Some(ParameterIn::Query)).into_iter();
        all.filter(|one| !paging.contains(&one.name.as_str()))
            .collect()
    }
}

/// Export the problems as a file (导出台账).
///
/// It holds all problems that `GET /problems` lists for the same parameters, in one snapshot; by
/// `raised_on` where no `sort` is given. An import takes the file back without change. Each export is in
/// the audit trail.
#[utoipa::path(
    tag = "ledger",
    operation_id = "export_problems",
    params(ExportQuery, ProblemParams),
    responses((status = 200, description = "The file, its length known beforehand.",
        headers(("Content-Disposition" = String)),
        content(
            (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (FileBytes = "text/csv")
        )
    ))
)]
#[get("/exports/problems")]
pub async fn problems(
    call: Call,
    query: Extended<ExportQuery, ListQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let numbers = request.app_data::<web::Data<dyn CountOf>>();
    let numbers = numbers.map(|data| data.clone().into_inner());
    let (own, list) = query.check()?;
    let layout = Layout::new(PROBLEMS, own.format, own.columns.as_deref())?;
    sent(call, &request, layout, move |conn, call, layout, folder| {
        let Call { who, state, at, .. } = call;
        let filter = whole(conn, (who, &state.clock, *at), &list, numbers.as_deref())?;
        let sort = list.sort.unwrap_or(Sort::FirstRaised);
        let reader = Reader {
            who,
            clock: &state.clock,
            now: *at,
        };
        export::make(conn, &reader, (&filter, sort), layout, folder, |_, _| {})
    })
    .await
}

/// Export the visits as a file (导出走访).
///
/// It holds those that `GET /visits` lists for the same parameters and that weren't voided, by the days on
/// which they were made. An import takes the file back without change.
#[utoipa::path(
    tag = "ledger",
    operation_id = "export_visits",
    params(ExportQuery, VisitParams),
    responses((status = 200, description = "The file, its length known beforehand.",
        headers(("Content-Disposition" = String)),
        content(
            (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (FileBytes = "text/csv")
        )
    ))
)]
#[get("/exports/visits")]
pub async fn visits(
    call: Call,
    query: Extended<ExportQuery, VisitsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (own, list) = query.check()?;
    let layout = Layout::new(VISITS, own.format, own.columns.as_deref())?;
    sent(call, &request, layout, move |conn, call, layout, folder| {
        let filter = visits_asked_for(conn, call.who.cases(), &list)?;
        export::visits(conn, (&call.who, &filter), layout, folder, |_, _| {})
    })
    .await
}

/// Export the enterprises as a file (导出企业).
///
/// It holds those in use that `GET /enterprises` lists for the same parameters, or those out of use where
/// `active` is false. Phone numbers are whole for the coordinator and the park's staff. An import
/// takes the file back without change.
#[utoipa::path(
    tag = "ledger",
    operation_id = "export_enterprises",
    params(ExportQuery, EnterpriseParams),
    responses((status = 200, description = "The file, its length known beforehand.",
        headers(("Content-Disposition" = String)),
        content(
            (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (FileBytes = "text/csv")
        )
    ))
)]
#[get("/exports/enterprises")]
pub async fn enterprises(
    call: Call,
    query: Extended<ExportQuery, EnterpriseQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (own, list) = query.check()?;
    let layout = Layout::new(ENTERPRISES, own.format, own.columns.as_deref())?;
    sent(call, &request, layout, move |conn, call, layout, folder| {
        let mut filter = list.clone().filter(conn, &call.who)?;
        filter.active.get_or_insert(true);
        export::enterprises(conn, (&call.who, &filter), layout, folder, |_, _| {})
    })
    .await
}

/// The exports of ledgers that a description stands behind.
pub fn of_ledgers(routes: &mut Routes, ledgers: &'static [Served]) {
    for ledger in ledgers {
        let ledger: Served = *ledger;
        let handler = move |call: Call, query: Query<Pairs>, request: HttpRequest| {
            entries(call, ledger, query, request)
        };
        routes.route(
            &format!("/exports/{}", ledger.code()),
            web::get().to(handler),
        );
    }
}

async fn entries(
    call: Call,
    ledger: Served,
    query: Query<Pairs>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (own, list): (Pairs, Pairs) = query
        .check()?
        .into_iter()
        .partition(|(name, _)| ExportQuery::NAMES.contains(&name.as_str()));
    // What nobody knows stands among the list's.
    list::refuse_unknown(ledger, call.who.role, &list)?;
    let own = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(own)
        .finish();
    let own: ExportQuery = Query::parse(&own).check()?;
    let layout = Layout::new(
        export::of_ledger(ledger),
        own.format,
        own.columns.as_deref(),
    )?;
    sent(call, &request, layout, move |conn, call, layout, folder| {
        let asked = list::whole(conn, ledger, (&call.who, call.today()), &list)?;
        export::entries(
            conn,
            (ledger, &call.who),
            (&asked.filter, asked.sort),
            layout,
            folder,
        )
    })
    .await
}

/// Makes a file, notes who got it, and sends it.
async fn sent(
    call: Call,
    request: &HttpRequest,
    layout: Layout,
    mut make: impl FnMut(&mut Conn, &Call, &Layout, &Path) -> Result<ExportedFile> + Send + 'static,
) -> Result<HttpResponse> {
    let asked = record::asked(request.query_string());
    let (who, state, now) = (call.who.clone(), call.state.clone(), call.at);
    let (ledger, format) = (layout.ledger, layout.format);
    let made = state.db.read_long(move |conn| {
        let folder = call.state.data_dir.clone();
        make(conn, &call, &layout, &folder)
    });
    let ExportedFile { file, rows } = made.await?;
    // Before the first byte leaves.
    let entry = record::exported(&who, ledger, &asked, rows);
    let recorded = move |conn: &mut _| crate::audit::record(conn, now.naive_utc(), &entry);
    state.db.write(recorded).await?;
    let length = file.metadata().map_err(Error::internal)?.len();
    let day = state.clock.day_of(now).format("%Y%m%d");
    let extension = format.as_str();
    let name = format!("{}-{day}.{extension}", ledger.name);
    let titled =
        percent_encoding::utf8_percent_encode(ledger.title, percent_encoding::NON_ALPHANUMERIC);
    let disposition =
        format!("attachment; filename=\"{name}\"; filename*=UTF-8''{titled}{day}.{extension}");
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, format.content_type()))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(SizedStream::new(length, Pieces::of(file))))
}

/// A file, piece by piece, read off the async threads. A fault cuts the answer off, which its length
/// betrays.
struct Pieces {
    file: Option<File>,
    reading: Option<JoinHandle<std::io::Result<(File, Bytes)>>>,
}

impl Pieces {
    fn of(file: File) -> Self {
        Self {
            file: Some(file),
            reading: None,
        }
    }
}

fn read(mut file: File) -> std::io::Result<(File, Bytes)> {
    let mut piece = Vec::with_capacity(PIECE);
    file.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
    Ok((file, piece.into()))
}

impl Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(file) = self.file.take() {
            self.reading = Some(tokio::task::spawn_blocking(move || read(file)));
        }
        let Some(reading) = &mut self.reading else {
            return Poll::Ready(None);
        };
        let done = match Pin::new(reading).poll(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(done) => done,
        };
        self.reading = None;
        Poll::Ready(match done.map_err(std::io::Error::other).flatten() {
            Ok((_, piece)) if piece.is_empty() => None,
            Ok((file, piece)) => {
                self.file = Some(file);
                Some(Ok(piece))
            }
            Err(error) => Some(Err(error)),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::future::poll_fn;
    use std::io::{Seek, Write};

    use super::*;

    async fn pieces(file: File) -> Vec<std::io::Result<Bytes>> {
        let mut pieces = Pieces::of(file);
        let mut all = vec![];
        while let Some(piece) = poll_fn(|cx| Pin::new(&mut pieces).poll_next(cx)).await {
            all.push(piece);
        }
        all
    }

    #[tokio::test]
    async fn a_file_comes_in_pieces_and_whole() {
        let mut file = tempfile::tempfile().unwrap();
        let bytes: Vec<u8> = (0..PIECE * 2 + 1).map(|n| (n % 251) as u8).collect();
        file.write_all(&bytes).unwrap();
        file.rewind().unwrap();
        let all = pieces(file).await;
        assert_eq!(all.len(), 3);
        let all: Vec<u8> = all.into_iter().flat_map(|piece| piece.unwrap()).collect();
        assert!(all == bytes);
    }

    #[tokio::test]
    async fn a_fault_of_the_disk_is_an_error_and_no_short_file() {
        // A folder opens like a file and can't be read like one.
        let folder = File::open(std::env::temp_dir()).unwrap();
        let all = pieces(folder).await;
        assert!(matches!(all.as_slice(), [Err(_)]), "{all:?}");
    }
}
