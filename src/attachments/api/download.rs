//! The bytes, to be kept as a file and never to be run or shown by themselves.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::PathBuf;

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpResponse, get};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::one;
use crate::access::api::Call;
use crate::attachments::actions::{self, RedactedAttachment};
use crate::attachments::rules::kind::FileKind;
use crate::attachments::rules::plain::plain;
use crate::attachments::store::AttachmentRow;
use crate::base::error::text;
use crate::base::files::failed;
use crate::base::http::form::off_thread;
use crate::base::http::{FileBody, FileBytes, PathId};
use crate::base::turns::Turn;
use crate::base::{Error, Result};

/// What stays as it is in an extended value of RFC 5987.
const ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// One that isn't voided, of something the caller sees.
async fn found(call: Call, id: i64) -> Result<RedactedAttachment> {
    call.look(move |conn, call| {
        let row = actions::get(conn, &call.who, id)?;
        if row.voided_at.is_some() {
            return Err(Error::NotFound);
        }
        one(conn, call, row)
    })
    .await
}

/// A copy without what was written into the picture, in a file of no name.
async fn plain_copy(
    turn: Turn,
    mut file: File,
    kind: FileKind,
    folder: PathBuf,
) -> Result<(File, u64)> {
    off_thread(move || {
        // The picture is in memory meanwhile, also where the client went away.
        let _turn = turn;
        let mut kept = Vec::new();
        file.read_to_end(&mut kept).map_err(Error::internal)?;
        let given = plain(kept, kind).ok_or_else(withheld)?;
        let mut copy = tempfile::tempfile_in(folder).map_err(failed)?;
        copy.write_all(&given).map_err(failed)?;
        copy.rewind().map_err(failed)?;
        Ok((copy, given.len() as u64))
    })
    .await
}

fn withheld() -> Error {
    Error::Missing {
        code: "attachment.withheld",
        detail: text(
            "该图片中的拍摄信息无法去除，保密诉求中不予提供",
            "What the camera wrote into this picture can't be taken out of it; it is withheld.",
        ),
    }
}

/// Download an attachment.
///
/// The bytes as they came, under the type found from them. 404 for a voided one. Of a confidential
/// problem a department gets pictures without what the camera wrote into them, such as the place.
#[utoipa::path(tag = "attachments", operation_id = "download_attachment", params(("id" = i64, Path)),
    responses((status = 200, description = "The file.", content(
        (FileBytes = "image/jpeg"),
        (FileBytes = "image/png"),
        (FileBytes = "image/webp"),
        (FileBytes = "image/heic"),
        (FileBytes = "application/pdf"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileBytes = "application/ofd")), headers(("Content-Disposition" = String)))))]
#[get("/attachments/{id}")]
pub async fn bytes(call: Call, id: PathId) -> Result<HttpResponse> {
    let (files, folder) = (call.state.files.clone(), call.state.data_dir.clone());
    let turns = call.state.admission.plain_copies.clone();
    let RedactedAttachment { row, is_plain } = found(call, id.0).await?;
    let stored = row.stored_name.clone();
    let file = off_thread(move || files.open(&stored)).await?;
    let size = u64::try_from(row.size).map_err(Error::internal)?;
    let whole = file.filter(|file| file.metadata().is_ok_and(|data| data.len() == size));
    let Some(file) = whole else {
        return Err(bytes_missing(&row));
    };
    let (file, size) = if is_plain {
        plain_copy(turns.next().await?, file, row.content_type, folder).await?
    } else {
        (file, size)
    };
    let end = row.content_type.extensions().first();
    let plain = format!("attachment-{}.{}", row.id, end.unwrap_or(&"bin"));
    let name = utf8_percent_encode(&row.file_name, ATTR_CHAR);
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{name}");
    Ok(answer(
        row.content_type,
        &disposition,
        FileBody::new(file, size),
    ))
}

/// Download a small upright picture of an attached one.
///
/// At most 320 pixels on the longer side. 404 where there is none, and for a voided attachment.
#[utoipa::path(tag = "attachments", operation_id = "download_attachment_thumbnail",
    params(("id" = i64, Path)), responses((status = 200, description = "The small picture.",
        content_type = "image/jpeg", body = FileBytes, headers(("Content-Disposition" = String)))))]
#[get("/attachments/{id}/thumbnail")]
pub async fn thumbnail(call: Call, id: PathId) -> Result<HttpResponse> {
    let files = call.state.files.clone();
    let row = found(call, id.0).await?.row;
    let Some(name) = row.thumbnail_name.clone() else {
        return Err(Error::Missing {
            code: "attachment.no_thumbnail",
            detail: text("该附件没有缩略图", "This attachment has no small picture."),
        });
    };
    let opened = off_thread(move || {
        let Some(file) = files.open(&name)? else {
            return Ok(None);
        };
        let size = file.metadata().map_err(Error::internal)?.len();
        Ok(Some((file, size)))
    });
    let Some((file, size)) = opened.await? else {
        return Err(bytes_missing(&row));
    };
    Ok(answer(
        FileKind::Jpeg,
        "attachment",
        FileBody::new(file, size),
    ))
}

fn answer(kind: FileKind, disposition: &str, body: FileBody) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind.as_str()))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        // Cases and people: no proxy or shared computer keeps them.
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(body)
}

/// The row is there and the file isn't, or not as it was written: somebody has to know.
fn bytes_missing(row: &AttachmentRow) -> Error {
    tracing::error!(
        attachment = row.id,
        name = row.stored_name,
        "a file is missing or cut off"
    );
    Error::Missing {
        code: "attachment.bytes_missing",
        detail: text(
            "服务器上找不到该附件的文件，请联系管理员",
            "The server has lost this file; tell the administrator.",
        ),
    }
}
