//! Imports over REST: upload, preview, commit, and what couldn't be taken.

mod named;
mod upload;

use actix_multipart::Multipart;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, failed_rows};
use super::rules::columns::Kind;
use super::rules::header::FileColumn;
use super::rules::plan::Making;
use super::rules::table::FileSeen;
use super::rules::write::template;
use super::state::{Mode, State};
use super::store::{self, ImportRow};
use crate::access::api::Call;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::base::{Error, Result};
use named::Named;
use upload::{Upload, read};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An import: what its file says, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportOut {
    pub id: i64,
    #[schema(inline)]
    pub kind: Kind,
    #[schema(inline)]
    pub state: State,
    /// Nothing is written unless it is asked for.
    pub dry_run: bool,
    #[schema(inline)]
    pub mode: Mode,
    #[schema(example = "问题台账.xlsx")]
    pub file_name: String,
    /// The sheet that was asked for, or else the one that is read; null of a csv, and until it is known.
    #[schema(example = "问题台账")]
    pub sheet: Option<String>,
    /// The sheets that can be read instead; none of a csv.
    pub sheets: Vec<String>,
    /// The columns of the file, and what each is taken for.
    pub columns: Vec<FileColumn>,
    /// The first rows of a file in which no header was found, cell by cell, to match columns by hand.
    pub first_rows: Vec<Vec<String>>,
    /// Rows below the header in which something stands that isn't data: titles, sums, repeated headers.
    pub skipped: SkippedRows,
    /// Headings that this kind knows, by key.
    pub known_columns: Vec<KnownColumn>,
    pub progress: ImportProgress,
    pub counts: ImportCounts,
    /// What is made in the directory with it.
    pub making: Making,
    /// Why nothing could be taken; null where it could.
    pub fault: Option<ImportFault>,
    pub created_at: String,
    pub finished_at: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct KnownColumn {
    pub key: &'static str,
    pub heading: &'static str,
}

/// Rows that aren't data.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkippedRows {
    /// How many there are.
    pub count: u32,
    /// The numbers of the first 20, as Excel numbers them.
    #[schema(example = json!([5, 31]))]
    pub rows: Vec<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ImportProgress {
    /// Rows that were checked.
    pub done: i64,
    /// Null until the file is read to its end.
    pub total: Option<i64>,
    /// New rows that are worked out and only wait to be published, all at once.
    pub prepared: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ImportCounts {
    /// 新增.
    pub new: i64,
    /// 已存在, just so.
    pub matched: i64,
    /// 有差异: there already with other values, which stay.
    pub different: i64,
    /// 有误.
    pub wrong: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ImportFault {
    pub code: String,
    pub detail: String,
}

/// An import with a page of what is said about its rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportDetail {
    #[serde(flatten)]
    pub import: ImportOut,
    pub errors: Items<RowError>,
}

/// Something about a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowError {
    /// As Excel numbers it.
    pub row: i64,
    /// The column's key; null where it is about the whole row.
    pub column: Option<String>,
    /// Its heading.
    pub heading: Option<&'static str>,
    #[schema(example = "invalid_day")]
    pub code: String,
    pub detail: String,
    /// Only told: the row is taken nevertheless.
    pub note: bool,
    #[serde(skip)]
    id: i64,
}

/// Which page of the rows' errors.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ErrorsQuery {
    /// 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// What is told about rows that are taken, instead of what is wrong.
    pub notes: Option<bool>,
}

/// Confirms what was previewed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitIn {
    /// The import's own where absent.
    #[schema(inline)]
    pub mode: Option<Mode>,
}

fn shown(row: ImportRow, clock: &Clock) -> Result<ImportOut> {
    let columns = row.kind.columns().iter();
    let seen = FileSeen::read(&row.header).map_err(Error::internal)?;
    Ok(ImportOut {
        known_columns: columns
            .map(|column| KnownColumn {
                key: column.key,
                heading: column.heading,
            })
            .collect(),
        id: row.id,
        kind: row.kind,
        state: row.state,
        dry_run: row.dry_run,
        mode: row.mode,
        file_name: row.file_name,
        sheet: row.sheet.or(seen.sheet),
        sheets: seen.sheets,
        columns: seen.columns,
        first_rows: seen.first_rows,
        skipped: SkippedRows {
            count: seen.skipped,
            rows: seen.skipped_rows,
        },
        progress: ImportProgress {
            done: row.rows_done,
            total: row.rows_total,
            prepared: row.prepared_count,
        },
        counts: ImportCounts {
            new: row.new_count,
            matched: row.same_count,
            different: row.different_count,
            wrong: row.wrong_count,
        },
        making: serde_json::from_str(&row.making).unwrap_or_default(),
        fault: row.fault_code.map(|code| ImportFault {
            code,
            detail: row.fault_zh.unwrap_or_default(),
        }),
        created_at: clock.show(row.created_at.and_utc()),
        finished_at: row.finished_at.map(|at| clock.show(at.and_utc())),
    })
}

/// Uploads a file. It is read in the background; nothing of it is written before it is confirmed,
/// unless `dry_run` is false.
#[utoipa::path(tag = "imports", request_body(content = Upload, content_type = "multipart/form-data"), responses(
    (status = 201, body = ImportOut, headers(("Location" = String))),
    (status = 409, description = "This person keeps too many imports.", content_type = "application/problem+json",
        body = crate::base::http::problem::Problem),
    (status = 413, description = "The file has more than 20 MiB.", content_type = "application/problem+json",
        body = crate::base::http::problem::Problem),
    (status = 507, description = "All imports together keep too much.", content_type = "application/problem+json",
        body = crate::base::http::problem::Problem)))]
#[post("/imports")]
pub async fn create(call: Call, request: HttpRequest, body: web::Payload) -> Result<HttpResponse> {
    let body = Named::of(request.headers(), body);
    let upload = read(Multipart::new(request.headers(), body)).await;
    // Inflating a file takes a while, and no transaction should wait for it.
    let upload = web::block(move || {
        let upload = upload?;
        actions::inspect(&upload.1, upload.0.sheet.as_deref())?;
        Ok::<_, Error>(upload)
    })
    .await
    .map_err(Error::internal)?;
    call.write(move |conn, call| {
        let (asked, content) = match &upload {
            Ok(upload) => upload,
            Err(error) => return Err(error.clone()),
        };
        let row = actions::begin(conn, (&call.who, call.at), asked, content)?;
        let import = shown(row, &call.ground.clock)?;
        Reply::created(&format!("/imports/{}", import.id), &import)
    })
    .await
}

/// Imports, the newest first.
#[utoipa::path(tag = "imports", params(PageQuery), responses((status = 200, body = Items<ImportOut>)))]
#[get("/imports")]
pub async fn list(call: Call, query: Query<PageQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let page: Page<i64> = query.check()?.page()?;
        let scope = call.who.cases();
        let rows = store::list(conn, scope, page.after, page.limit + 1)?;
        let total = match page.count {
            true => Some(store::count(conn, scope)?),
            false => None,
        };
        let rows = rows.into_iter().map(|row| shown(row, &call.ground.clock));
        let rows = rows.collect::<Result<Vec<_>>>()?;
        Reply::ok(&Items::new(rows, page.limit, |import| import.id, total)?)
    })
    .await
}

/// One import: its state, its counts, and a page of what is wrong with its rows.
#[utoipa::path(tag = "imports", params(("id" = i64, Path), ErrorsQuery), responses(
    (status = 200, body = ImportDetail)))]
#[get("/imports/{id}")]
pub async fn get(call: Call, id: PathId, query: Query<ErrorsQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let row = actions::get(conn, &call.who, id.0)?;
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), None)?;
        let errors = errors(conn, &row, query.notes.unwrap_or(false), &page)?;
        let import = shown(row, &call.ground.clock)?;
        Reply::ok(&ImportDetail { import, errors })
    })
    .await
}

fn errors(
    conn: &mut Conn,
    row: &ImportRow,
    notes: bool,
    page: &Page<i64>,
) -> Result<Items<RowError>> {
    let issues = store::issues(
        conn,
        (row.id, Some(notes)),
        page.after.unwrap_or(0),
        page.limit + 1,
    )?;
    let errors = issues.into_iter().map(|(id, issue)| RowError {
        row: issue.row_number,
        heading: issue
            .column_key
            .as_deref()
            .and_then(|key| row.kind.by_key(key))
            .map(|column| column.heading),
        column: issue.column_key,
        code: issue.code,
        detail: issue.detail_zh,
        note: issue.is_note,
        id,
    });
    Items::new(errors.collect(), page.limit, |error| error.id, None)
}

/// Writes what was previewed. It is checked once more; where something changed since, nothing is
/// written and the new preview stands.
#[utoipa::path(tag = "imports", params(("id" = i64, Path)), request_body = CommitIn, responses(
    (status = 200, body = ImportOut)))]
#[post("/imports/{id}/commit")]
pub async fn commit(call: Call, id: PathId, body: Body<CommitIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let row = actions::get(conn, &call.who, id.0)?;
        let body = body.check()?;
        let row = actions::commit(conn, (&call.who, call.at), &row, body.mode)?;
        Reply::ok(&shown(row, &call.ground.clock)?)
    })
    .await
}

/// Discards one's own import that isn't written yet: its file and its preview are forgotten.
#[utoipa::path(tag = "imports", operation_id = "discard_import", params(("id" = i64, Path)), responses(
    (status = 204, description = "It is discarded; nothing of it was taken."),
    (status = 403, description = "Somebody else uploaded it.", content_type = "application/problem+json",
        body = crate::base::http::problem::Problem),
    (status = 409, description = "It is being written, or was.", content_type = "application/problem+json",
        body = crate::base::http::problem::Problem)))]
#[delete("/imports/{id}")]
pub async fn discard(call: Call, id: PathId) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        actions::discard(conn, (&call.who, call.at), id.0)?;
        Ok(Reply::empty())
    })
    .await
}

/// The rows that couldn't be taken, as they stood, with a column of reasons.
#[utoipa::path(tag = "imports", params(("id" = i64, Path)), responses(
    (status = 200, description = "An xlsx", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
    (status = 409, description = "There are no failed rows.", content_type = "application/problem+json",
        body = crate::base::http::problem::Problem)))]
#[get("/imports/{id}/failed_rows")]
pub async fn failed(call: Call, id: PathId) -> Result<HttpResponse> {
    let db = call.ground.db.clone();
    let job = move |conn: &mut Conn| {
        let row = actions::get(conn, &call.who, id.0)?;
        call.no_query()?;
        failed_rows(conn, &row)
    };
    let file = db.read(job).await?;
    Ok(attached(file, "failed_rows.xlsx"))
}

/// An empty file to fill in.
#[utoipa::path(tag = "imports", params(("kind" = inline(Kind), Path)), responses(
    (status = 200, description = "An xlsx", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
#[get("/imports/templates/{kind}")]
pub async fn templates(call: Call, kind: web::Path<String>) -> Result<HttpResponse> {
    let kind = Kind::parse(&kind).ok_or(Error::NotFound)?;
    call.no_query()?;
    let file = web::block(move || template(kind))
        .await
        .map_err(Error::internal)??;
    Ok(attached(file, &format!("{kind}.xlsx")))
}

fn attached(file: Vec<u8>, name: &str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, XLSX))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .insert_header(("X-Content-Type-Options", "nosniff"))
        .body(file)
}

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(create)
        .service(list)
        .service(templates)
        .service(get)
        .service(commit)
        .service(discard)
        .service(failed);
}
