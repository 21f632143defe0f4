//! Files on their way in.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, HttpResponse, post};
use futures_core::Stream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use utoipa::ToSchema;

use super::{AttachmentsOut, off_thread, outs};
use crate::access::api::Call;
use crate::attachments::actions::{self, By, Receiving};
use crate::attachments::rules::{FILES_MAX, Owner};
use crate::base::error::text;
use crate::base::files::Folder;
use crate::base::http::{BODY_TIME, PathId, Reply};
use crate::base::{Error, FieldError, Result};

/// How long a request with files may take to arrive: 180 MiB over a slow line.
const UPLOAD_TIME: Duration = Duration::from_secs(10 * 60);
/// Bytes collected before they are written.
const BUFFER: usize = 256 * 1024;
/// Bytes of a text part; it holds an id.
const TEXT_MAX: usize = 32;

/// Requests with files at once; the next one is told to come back.
static UPLOADS: Semaphore = Semaphore::const_new(32);
/// Files looked into at once: a large picture takes much memory.
static JUDGES: Semaphore = Semaphore::const_new(2);

/// The parts of an upload.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "what the document says of a form that is read as a stream"
)]
pub struct AttachmentForm {
    /// 1 to 9 files of at most 20 MiB each: JPEG, PNG, WebP, HEIC, PDF, DOCX, XLSX, OFD.
    #[schema(value_type = Vec<String>, format = Binary)]
    pub file: Vec<Vec<u8>>,
    /// The problem's event that the files belong to.
    pub event_id: Option<i64>,
}

/// Adds files to a problem, all of one request or none. Its state and version stay.
#[utoipa::path(tag = "attachments", params(("id" = i64, Path)),
    request_body(content = AttachmentForm, content_type = "multipart/form-data"),
    responses((status = 201, body = AttachmentsOut, headers(("Location" = String)))))]
#[post("/problems/{id}/attachments")]
pub async fn to_problem(
    call: Call,
    id: PathId,
    request: HttpRequest,
    body: Multipart,
) -> Result<HttpResponse> {
    add(call, Owner::Problem(id.0), &request, body).await
}

/// Adds files to a visit, all of one request or none.
#[utoipa::path(tag = "attachments", params(("id" = i64, Path)),
    request_body(content = AttachmentForm, content_type = "multipart/form-data"),
    responses((status = 201, body = AttachmentsOut, headers(("Location" = String)))))]
#[post("/visits/{id}/attachments")]
pub async fn to_visit(
    call: Call,
    id: PathId,
    request: HttpRequest,
    body: Multipart,
) -> Result<HttpResponse> {
    add(call, Owner::Visit(id.0), &request, body).await
}

async fn add(
    call: Call,
    owner: Owner,
    request: &HttpRequest,
    body: Multipart,
) -> Result<HttpResponse> {
    let _place = UPLOADS.try_acquire().map_err(|_| Error::overloaded())?;
    // Before anything is received: who may not add here doesn't fill the disk.
    call.clone()
        .look(move |conn, call| actions::addable(conn, &call.who, owner))
        .await?;
    if !is_form(request) {
        return Err(Error::UnsupportedMediaType);
    }
    let files = call.ground.files.clone();
    let form = timeout(UPLOAD_TIME, receive(body, &files)).await;
    let form = form.map_err(|_| Error::TooSlow)??;
    let judge = JUDGES.acquire().await.map_err(Error::internal)?;
    let folder = files.clone();
    let judged = off_thread(move || actions::judge(&folder, form.files)).await?;
    drop(judge);

    let event_id = form.event_id;
    let said = actions::said(event_id, &judged);
    let folder = files.clone();
    let kept = off_thread(move || actions::keep(&folder, judged)).await?;
    let names: Vec<String> = kept.iter().flat_map(|one| one.names().cloned()).collect();
    let call = call.with_body(said.as_bytes())?;
    let db = call.ground.db.clone();
    let done = call
        .write(move |conn, call| {
            let by = By {
                who: &call.who,
                at: call.at,
            };
            let rows = actions::add(conn, &by, owner, event_id, &kept)?;
            Reply::created(&owner.path(), &outs(conn, call, owner, rows)?)
        })
        .await;
    actions::tidy(&db, files, names).await;
    done
}

fn is_form(request: &HttpRequest) -> bool {
    let given = request.headers().get(CONTENT_TYPE);
    given
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart/form-data"))
}

/// What came.
struct Form {
    files: Vec<Receiving>,
    event_id: Option<i64>,
}

async fn receive(mut body: Multipart, folder: &Folder) -> Result<Form> {
    let (mut files, mut event_id) = (Vec::new(), None);
    while let Some(mut field) = next(&mut body).await? {
        match field.name().unwrap_or_default() {
            "file" if files.len() == FILES_MAX => {
                return Err(Error::invalid(FieldError::new(
                    "/file",
                    "too_many",
                    format!("一次最多上传{FILES_MAX}个文件"),
                    format!("takes at most {FILES_MAX} files at once"),
                )));
            }
            "file" => files.push(receive_file(&mut field, folder).await?),
            "event_id" if event_id.is_some() => {
                return Err(Error::invalid(FieldError::new(
                    "/event_id",
                    "duplicate",
                    "event_id 重复",
                    "is given twice",
                )));
            }
            "event_id" => event_id = Some(receive_id(&mut field).await?),
            other => {
                return Err(Error::invalid(FieldError::new(
                    format!("/{}", other.replace('~', "~0").replace('/', "~1")),
                    "unknown_field",
                    "未知的字段",
                    "unknown field",
                )));
            }
        }
    }
    if files.is_empty() {
        return Err(Error::invalid(FieldError::new(
            "/file",
            "required",
            "请选择要上传的文件",
            "is required",
        )));
    }
    Ok(Form { files, event_id })
}

async fn receive_file(field: &mut Field, folder: &Folder) -> Result<Receiving> {
    let name = field.content_disposition().and_then(|told| {
        let extended = told.get_filename_ext();
        let extended = extended.and_then(|name| String::from_utf8(name.value.clone()).ok());
        extended.or_else(|| told.get_filename().map(str::to_owned))
    });
    let (name, folder) = (name.unwrap_or_default(), folder.clone());
    let mut file = off_thread(move || Receiving::begin(&folder, &name)).await?;
    let mut buffer = Vec::with_capacity(BUFFER);
    loop {
        let chunk = next(field).await?;
        if let Some(chunk) = &chunk {
            buffer.extend_from_slice(chunk);
        }
        if buffer.len() >= BUFFER || (chunk.is_none() && !buffer.is_empty()) {
            (file, buffer) = off_thread(move || {
                file.write(&buffer)?;
                buffer.clear();
                Ok((file, buffer))
            })
            .await?;
        }
        if chunk.is_none() {
            return Ok(file);
        }
    }
}

async fn receive_id(field: &mut Field) -> Result<i64> {
    let mut digits = Vec::new();
    while let Some(chunk) = next(field).await? {
        digits.extend_from_slice(&chunk);
        if digits.len() > TEXT_MAX {
            break;
        }
    }
    let number = std::str::from_utf8(&digits).ok();
    number
        .and_then(|text| text.trim().parse().ok())
        .ok_or_else(|| {
            Error::invalid(FieldError::new(
                "/event_id",
                "wrong_type",
                "类型不正确",
                "has the wrong type",
            ))
        })
}

/// The next part, or the next piece of one. Who sends nothing for long holds nothing.
async fn next<S, T>(stream: &mut S) -> Result<Option<T>>
where
    S: Stream<Item = std::result::Result<T, MultipartError>> + Unpin,
{
    let next = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
    match timeout(BODY_TIME, next).await {
        Err(_) => Err(Error::TooSlow),
        Ok(None) => Ok(None),
        Ok(Some(Ok(found))) => Ok(Some(found)),
        Ok(Some(Err(_))) => Err(Error::Malformed(text(
            "上传内容不完整，请重试",
            "The form is not well-formed, or was cut off.",
        ))),
    }
}
