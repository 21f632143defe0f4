//! Imports over REST: upload, preview, commit, and what couldn't be taken.

mod named;
mod out;
mod upload;

use actix_multipart::Multipart;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, failed_rows};
use super::rules::columns::Kind;
use super::rules::write::template;
use super::state::Mode;
use super::store::{self, ImportRow};
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::form::{in_time, is_form, off_thread};
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, FileBytes, Items, Page, PathId, Query, Reply, Routes};
use crate::base::{Error, Result};
use named::Named;
use out::{ImportOut, shown};
use upload::{Upload, read};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An import with a page of what is said about its rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportDetail {
    #[serde(flatten)]
    pub import: ImportOut,
    /// What is wrong with its rows; with `notes=true` what is told of rows that are taken.
    pub errors: Items<RowError>,
}

/// Something that is said about a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowError {
    /// The row's number, as Excel has it.
    #[schema(example = 7)]
    pub row: i64,
    /// The key of the column that it is about; null where it is about the whole row.
    #[schema(example = "raised_on")]
    pub column: Option<String>,
    /// The heading of that column in the template; null where it is about the whole row.
    #[schema(example = "提出日期")]
    pub heading: Option<&'static str>,
    /// What is said, as a word that stays the same over versions.
    #[schema(example = "invalid_day")]
    pub code: String,
    /// What is said, for people, in Chinese.
    #[schema(example = "日期无法识别，请写成 2021-8-2 的样式")]
    pub detail: String,
    /// Whether it is only told, and the row is taken nevertheless.
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
    /// Whether to list what is told about rows that are taken, instead of what is wrong; false where
    /// absent.
    pub notes: Option<bool>,
}

/// Confirms what was previewed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"mode": "good_rows"}))]
pub struct CommitIn {
    /// What becomes of the file where rows are wrong; as it was said at the upload where absent or null.
    #[schema(inline)]
    pub mode: Option<Mode>,
}

/// Upload a file of enterprises, visits, problems, or the entries of a ledger (导入台账).
///
/// It is read and checked in the background: `GET /imports/{id}` tells how far that is. Nothing of it is
/// written before it is confirmed, unless `dry_run` is false.
#[utoipa::path(
    tag = "imports",
    operation_id = "create_import",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The import, which waits to be read.", body = ImportOut,
            headers(("Location" = String))),
        (status = 409, description = "This person keeps too many imports.",
            content_type = "application/problem+json",
            body = crate::base::http::problem::Problem),
        (status = 413, description = "The file has more than 20 MiB.",
            content_type = "application/problem+json",
            body = crate::base::http::problem::Problem),
        (status = 507, description = "All imports together keep too much.",
            content_type = "application/problem+json",
            body = crate::base::http::problem::Problem)
    )
)]
#[post("/imports")]
pub async fn create(call: Call, request: HttpRequest, body: web::Payload) -> Result<HttpResponse> {
    call.no_query()?;
    let _place = call.place_for_upload()?;
    if !is_form(&request) {
        return Err(Error::UnsupportedMediaType);
    }
    let form = Multipart::new(request.headers(), Named::of(request.headers(), body));
    let (asked, mut file) = in_time(read(form, call.state.data_dir.clone())).await?;
    let call = call.with_body(file.said(&asked).as_bytes())?;
    let turn = call.state.admission.imports.next().await?;
    // Inflating a file takes a while, and no transaction should wait for it.
    let inspected = off_thread(move || {
        let content = file.content()?;
        actions::inspect(&content, asked.sheet.as_deref())?;
        Ok((asked, content, turn))
    });
    let (asked, content, turn) = inspected.await?;
    call.write(move |conn, call| {
        // As long as the file is in memory, whether or not somebody waits for the answer.
        let _turn = &turn;
        let row = actions::begin(conn, (&call.who, call.at), &asked, &content)?;
        let import = shown(row, &call.state.clock)?;
        Reply::created(&format!("/imports/{}", import.id), &import)
    })
    .await
}

/// List the imports (导入) that one sees, newest first.
///
/// Park staff see those of their park, department staff those of their department, the coordinator all.
#[utoipa::path(tag = "imports", operation_id = "list_imports", params(PageQuery), responses(
    (status = 200, description = "A page of imports.", body = Items<ImportOut>)))]
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
        let rows = rows.into_iter().map(|row| shown(row, &call.state.clock));
        let rows = rows.collect::<Result<Vec<_>>>()?;
        Reply::ok(&Items::new(rows, page.limit, |import| import.id, total)?)
    })
    .await
}

/// Get an import: its state, its counts, and a page of what is wrong with its rows.
#[utoipa::path(
    tag = "imports",
    operation_id = "get_import",
    params(("id" = i64, Path), ErrorsQuery),
    responses((status = 200, description = "The import.", body = ImportDetail))
)]
#[get("/imports/{id}")]
pub async fn get(call: Call, id: PathId, query: Query<ErrorsQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let row = actions::get(conn, &call.who, id.0)?;
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), None)?;
        let errors = errors(conn, &row, query.notes.unwrap_or(false), &page)?;
        let import = shown(row, &call.state.clock)?;
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

/// Write what was previewed (确认导入).
///
/// That happens in the background. The file is checked once more; where something changed since, nothing
/// is written and the new preview stands.
#[utoipa::path(
    tag = "imports",
    operation_id = "commit_import",
    params(("id" = i64, Path)),
    request_body = CommitIn,
    responses((status = 200, description = "The import, which waits to be written.",
        body = ImportOut))
)]
#[post("/imports/{id}/commit")]
pub async fn commit(call: Call, id: PathId, body: Body<CommitIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let row = actions::get(conn, &call.who, id.0)?;
        let body = body.check()?;
        let row = actions::commit(conn, (&call.who, call.at), &row, body.mode)?;
        Reply::ok(&shown(row, &call.state.clock)?)
    })
    .await
}

/// Discard one's own import that isn't written yet (放弃导入).
///
/// Its file and its preview are forgotten.
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

/// Download the rows that couldn't be taken, as they stood, with a column of reasons.
#[utoipa::path(
    tag = "imports",
    operation_id = "download_failed_rows",
    params(("id" = i64, Path)),
    responses(
        (status = 200, description = "An xlsx.", headers(("Content-Disposition" = String)),
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            body = FileBytes),
        (status = 409, description = "There are no failed rows.",
            content_type = "application/problem+json",
            body = crate::base::http::problem::Problem)
    )
)]
#[get("/imports/{id}/failed_rows")]
pub async fn failed(call: Call, id: PathId) -> Result<HttpResponse> {
    let db = call.state.db.clone();
    let job = move |conn: &mut Conn| {
        let row = actions::get(conn, &call.who, id.0)?;
        call.no_query()?;
        failed_rows(conn, &row)
    };
    let file = db.read(job).await?;
    Ok(attached(file, "failed_rows.xlsx"))
}

/// Download an empty file to fill in (导入模板).
///
/// Its second sheet tells what each column holds and what else it may be called.
#[utoipa::path(
    tag = "imports",
    operation_id = "download_import_template",
    params(("kind" = String, Path, description = "What the file is to hold: `enterprises`, `visits`, \
        `problems`, or the code of a ledger.", example = "problems")),
    responses((status = 200, description = "An xlsx.", headers(("Content-Disposition" = String)),
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body = FileBytes))
)]
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

pub fn routes(routes: &mut Routes) {
    routes
        .service(create)
        .service(list)
        .service(templates)
        .service(get)
        .service(commit)
        .service(discard)
        .service(failed);
}
