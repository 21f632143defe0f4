//! Files on their way in.

use actix_multipart::{Field, Multipart};
use actix_web::{HttpRequest, HttpResponse, post};
use utoipa::ToSchema;

use super::{AttachmentsOut, outs};
use crate::access::api::Call;
use crate::attachments::actions::{self, Author, Receiving};
use crate::attachments::rules::{FILES_MAX, Place};
use crate::base::files::Folder;
use crate::base::http::form::{in_time, is_form, next, off_thread, pour};
use crate::base::http::{PathId, Reply};
use crate::base::{Error, FieldError, Result};

/// Bytes of a text part; it holds an id.
const TEXT_MAX: usize = 32;

/// The parts of an upload.
#[derive(Debug, ToSchema)]
#[schema(example = json!({"file": ["（现场照片.jpg）"], "event_id": 40}))]
#[expect(
    dead_code,
    reason = "what the document says of a form that is read as a stream"
)]
pub struct AttachmentForm {
    /// The files, each as a part of this name with 1 byte to 20 MiB: JPEG, PNG, WebP, HEIC, PDF, OFD, and
    /// DOCX and XLSX without macros. Its kind is found from its bytes.
    #[schema(value_type = Vec<String>, format = Binary, min_items = 1, max_items = 9)]
    pub file: Vec<Vec<u8>>,
    /// The problem's event that the files belong to. Absent: none. Files of visits and entries belong to none.
    #[schema(nullable = false)]
    pub event_id: Option<i64>,
}

/// Add files to a problem (附件).
///
/// All of one request or none. The problem's state and version stay.
#[utoipa::path(tag = "attachments", operation_id = "add_problem_attachments",
    params(("id" = i64, Path, description = "The problem.")),
    request_body(content = AttachmentForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The files that were added.", body = AttachmentsOut,
        headers(("Location" = String, description = "The list that has them.")))))]
#[post("/problems/{id}/attachments")]
pub async fn to_problem(
    call: Call,
    id: PathId,
    request: HttpRequest,
    body: Multipart,
) -> Result<HttpResponse> {
    add(call, Place::Problem(id.0), &request, body).await
}

/// Add files to a visit (附件).
///
/// All of one request or none.
#[utoipa::path(tag = "attachments", operation_id = "add_visit_attachments",
    params(("id" = i64, Path, description = "The visit.")),
    request_body(content = AttachmentForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The files that were added.", body = AttachmentsOut,
        headers(("Location" = String, description = "The list that has them.")))))]
#[post("/visits/{id}/attachments")]
pub async fn to_visit(
    call: Call,
    id: PathId,
    request: HttpRequest,
    body: Multipart,
) -> Result<HttpResponse> {
    add(call, Place::Visit(id.0), &request, body).await
}

pub async fn add(
    call: Call,
    place: Place,
    request: &HttpRequest,
    body: Multipart,
) -> Result<HttpResponse> {
    let _place = call.place_for_upload()?;
    // Before anything is received: who may not add here doesn't fill the disk.
    call.clone()
        .look(move |conn, call| actions::addable(conn, &call.who, place))
        .await?;
    if !is_form(request) {
        return Err(Error::UnsupportedMediaType);
    }
    let files = call.state.files.clone();
    let form = in_time(receive(body, &files)).await?;
    let (turn, folder) = (
        call.state.admission.attachments.next().await?,
        files.clone(),
    );
    let judged = off_thread(move || {
        // A large picture takes much memory, also where the client went away.
        let _turn = turn;
        actions::judge(&folder, form.files)
    });
    let judged = judged.await?;

    let event_id = form.event_id;
    let said = actions::said(event_id, &judged);
    let folder = files.clone();
    let kept = off_thread(move || actions::keep(&folder, judged)).await?;
    let names: Vec<String> = kept.iter().flat_map(|one| one.names().cloned()).collect();
    let call = call.with_body(said.as_bytes())?;
    let db = call.state.db.clone();
    let done = call
        .write(move |conn, call| {
            let by = Author {
                who: &call.who,
                at: call.at,
            };
            let rows = actions::add(conn, &by, place, event_id, &kept)?;
            Reply::created(&place.path(), &outs(conn, call, place, rows)?)
        })
        .await;
    actions::tidy(&db, files, names).await;
    done
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
    let name = field.content_disposition().and_then(|given| {
        let extended = given.get_filename_ext();
        let extended = extended.and_then(|name| String::from_utf8(name.value.clone()).ok());
        extended.or_else(|| given.get_filename().map(str::to_owned))
    });
    let (name, folder) = (name.unwrap_or_default(), folder.clone());
    let file = off_thread(move || Receiving::begin(&folder, &name)).await?;
    pour(field, file, Receiving::write).await
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
