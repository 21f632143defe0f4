//! The form of an upload.

use std::pin::Pin;

use actix_multipart::{Field, Multipart};
use futures_core::Stream;
use utoipa::ToSchema;

use crate::base::error::text;
use crate::base::{Error, FieldError, Result};
use crate::ledger::import::actions::Asked;
use crate::ledger::import::rules::columns::Kind;
use crate::ledger::import::rules::read::FILE_MAX;
use crate::ledger::import::state::{Missing, Mode};

/// Bytes of a field beside the file.
const FIELD_MAX: usize = 16 * 1024;

/// The fields of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form")]
pub struct Upload {
    /// An xlsx or csv of at most 20 MiB and 100,000 rows.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    #[schema(inline)]
    kind: Kind,
    /// Only checks it; true where absent.
    dry_run: Option<bool>,
    /// What becomes of a file with wrong rows; `all_or_nothing` where absent.
    #[schema(inline)]
    mode: Option<Mode>,
    /// JSON: `{"C": "title", "F": null}`, by the letter of a column what it is taken for.
    mapping: Option<String>,
    /// The name of the sheet to be read; where absent the first visible one with a header.
    sheet: Option<String>,
    /// What may be made: `parks`, `departments`, `categories`, parted by commas; the coordinator only.
    create_missing: Option<String>,
}

/// Reads the form.
///
/// # Errors
/// 422 with everything that is wrong, 413 for a file that is too large.
pub async fn read(mut form: Multipart) -> Result<(Asked, Vec<u8>)> {
    let (mut asked, mut kind, mut file) = (Asked::default(), None, None);
    let mut errors = vec![];
    while let Some(field) = std::future::poll_fn(|cx| Pin::new(&mut form).poll_next(cx)).await {
        // What is no form has no fields either.
        let Ok(mut field) = field else { break };
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let told = field
                .content_disposition()
                .and_then(|told| told.get_filename());
            asked.file_name = told.unwrap_or("").to_owned();
            file = Some(whole(&mut field, FILE_MAX).await?);
            continue;
        }
        let value = whole(&mut field, FIELD_MAX).await?;
        let value = String::from_utf8(value).unwrap_or_default();
        if let Err(error) = take(&mut asked, &mut kind, &name, value.trim()) {
            errors.push(error);
        }
    }
    for (pointer, is_missing) in [("/file", file.is_none()), ("/kind", kind.is_none())] {
        if is_missing && !errors.iter().any(|error| error.pointer == pointer) {
            errors.push(FieldError::new(
                pointer,
                "required",
                "不能为空",
                "is required",
            ));
        }
    }
    match (file, kind) {
        (Some(file), Some(kind)) if errors.is_empty() => Ok((Asked { kind, ..asked }, file)),
        _ => Err(Error::Invalid(errors)),
    }
}

fn take(
    asked: &mut Asked,
    kind: &mut Option<Kind>,
    name: &str,
    value: &str,
) -> Result<(), FieldError> {
    let pointer = format!("/{name}");
    let unknown = || {
        FieldError::new(
            &pointer,
            "unknown_value",
            "不是可选的取值",
            "is none of the known values",
        )
    };
    match name {
        "kind" => *kind = Some(Kind::parse(value).ok_or_else(unknown)?),
        "mode" => asked.mode = Mode::parse(value).ok_or_else(unknown)?,
        "dry_run" => {
            asked.dry_run = match value {
                "true" | "1" => true,
                "false" | "0" => false,
                _ => return Err(unknown()),
            };
        }
        "mapping" => {
            asked.mapping = serde_json::from_str(if value.is_empty() { "{}" } else { value })
                .map_err(|_| {
                    FieldError::new(&pointer, "malformed", "格式不正确", "is malformed")
                })?;
        }
        "sheet" => asked.sheet = Some(value.to_owned()).filter(|name| !name.is_empty()),
        "create_missing" => {
            let names = value
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty());
            for name in names {
                asked
                    .create_missing
                    .insert(Missing::parse(name).ok_or_else(unknown)?);
            }
        }
        _ => {
            let zh = format!("未知的字段 {name}");
            return Err(FieldError::new(
                pointer,
                "unknown_field",
                zh,
                format!("unknown field {name}"),
            ));
        }
    }
    Ok(())
}

async fn whole(field: &mut Field, limit: usize) -> Result<Vec<u8>> {
    match field.bytes(limit).await {
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(_)) => Err(Error::Malformed(text(
            "上传内容不完整",
            "The upload was cut off.",
        ))),
        Err(_) => Err(Error::TooLarge(text(
            "文件不能超过20MB",
            "A file has at most 20 MiB.",
        ))),
    }
}
