//! The form of an upload. Its file goes to the disk as it comes.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use actix_multipart::{Field, Multipart};
use serde_json::json;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::base::error::text;
use crate::base::files::failed;
use crate::base::http::form::{next, off_thread, pour};
use crate::base::{Error, FieldError, Result};
use crate::ledger::import::actions::ImportRequest;
use crate::ledger::import::rules::columns::Kind;
use crate::ledger::import::rules::money::MoneyUnit;
use crate::ledger::import::rules::read::FILE_MAX;
use crate::ledger::import::state::{Missing, Mode};
use crate::vocabulary::faults;

/// Bytes of a field beside the file.
const FIELD_MAX: usize = 16 * 1024;
/// Fields of the form, the file among them.
const FIELDS_MAX: usize = 16;

/// The fields of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form")]
#[schema(example = json!({"kind": "enterprises", "dry_run": true, "mode": "all_or_nothing",
    "file": "企业名称,园区,行业\n聚合庄生态农庄,沙河产业园区,农业\n"}))]
pub struct Upload {
    /// An xlsx or csv of at most 20 MiB, 100,000 rows and 60 columns.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// What the file holds: `enterprises`, `visits`, `problems`, or the code of a ledger (`GET /ledgers`).
    #[schema(value_type = String, example = "enterprises")]
    kind: Kind,
    /// Whether it is only checked; true where absent. With false it is written right after the check,
    /// unless rows are wrong and `mode` is `all_or_nothing`.
    #[schema(nullable = false)]
    dry_run: Option<bool>,
    /// What becomes of the file where rows are wrong; `all_or_nothing` where absent.
    #[schema(inline, nullable = false)]
    mode: Option<Mode>,
    /// JSON: what columns are taken for, whatever their headings say, by the letter of a column the key
    /// out of `known_columns`, or null to pass it over. Where it is absent the headings tell.
    #[schema(example = "{\"C\": \"title\", \"F\": null}", nullable = false)]
    mapping: Option<String>,
    /// What may be made where the file names something that isn't there: `parks`, `departments`,
    /// `categories`, separated by commas; nothing where absent. The coordinator only.
    #[schema(example = "departments,categories", nullable = false)]
    create_missing: Option<String>,
    /// The name of the sheet to be read; where absent the first visible one with a header.
    #[schema(example = "问题台账", nullable = false)]
    sheet: Option<String>,
    /// The unit of amounts whose headings tell none, of a ledger's entries alone; where it is absent and a
    /// heading needs it, the file is refused (`unit_missing`).
    #[schema(inline, nullable = false)]
    unit: Option<MoneyUnit>,
}

/// A file of no name, with what it holds.
pub struct Received {
    file: File,
    size: usize,
    hash: Sha256,
}

impl Received {
    fn begin(folder: &Path) -> Result<Self> {
        Ok(Self {
            file: tempfile::tempfile_in(folder).map_err(failed)?,
            size: 0,
            hash: Sha256::new(),
        })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.size += bytes.len();
        if self.size > FILE_MAX {
            return Err(too_large());
        }
        self.hash.update(bytes);
        self.file.write_all(bytes).map_err(failed)
    }

    /// All of it.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn content(&mut self) -> Result<Vec<u8>> {
        self.file.rewind().map_err(failed)?;
        let mut content = Vec::with_capacity(self.size);
        self.file.read_to_end(&mut content).map_err(failed)?;
        Ok(content)
    }

    /// What a request says, for telling its repeat from another one under the same key.
    pub fn said(&self, asked: &ImportRequest) -> String {
        let hash = hex::encode(self.hash.clone().finalize());
        let ImportRequest {
            kind,
            dry_run,
            mode,
            mapping,
            create_missing,
            file_name,
            sheet,
            unit,
        } = asked;
        json!([
            kind,
            dry_run,
            mode,
            mapping,
            create_missing,
            file_name,
            sheet,
            unit,
            hash
        ])
        .to_string()
    }
}

/// Reads the form; its file is kept in `folder` meanwhile.
///
/// # Errors
/// 422 with everything that is wrong, 413 for a file that is too large, 507 where there is no room.
pub async fn read(mut form: Multipart, folder: PathBuf) -> Result<(ImportRequest, Received)> {
    let (mut asked, mut kind, mut file) = (ImportRequest::default(), None, None);
    let (mut errors, mut fields) = (vec![], 0);
    while let Some(mut field) = next(&mut form).await? {
        fields += 1;
        if fields > FIELDS_MAX {
            return Err(Error::invalid(FieldError::new(
                "",
                "too_many",
                format!("一次最多提交{FIELDS_MAX}项"),
                format!("A form has at most {FIELDS_MAX} fields."),
            )));
        }
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let given = field
                .content_disposition()
                .and_then(|given| given.get_filename());
            asked.file_name = given.unwrap_or("").to_owned();
            let folder = folder.clone();
            let begun = off_thread(move || Received::begin(&folder)).await?;
            file = Some(pour(&mut field, begun, Received::write).await?);
            continue;
        }
        let value = short(&mut field).await?;
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
                faults::EMPTY,
                "is required",
            ));
        }
    }
    match (file, kind) {
        (Some(file), Some(kind)) if errors.is_empty() => {
            Ok((ImportRequest { kind, ..asked }, file))
        }
        _ => Err(Error::Invalid(errors)),
    }
}

fn take(
    asked: &mut ImportRequest,
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
        "unit" => {
            asked.unit = match value {
                "" => None,
                value => Some(MoneyUnit::parse(value).ok_or_else(unknown)?),
            };
        }
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

async fn short(field: &mut Field) -> Result<Vec<u8>> {
    let mut value = vec![];
    while let Some(piece) = next(field).await? {
        value.extend_from_slice(&piece);
        if value.len() > FIELD_MAX {
            return Err(too_large());
        }
    }
    Ok(value)
}

fn too_large() -> Error {
    Error::TooLarge(text("文件不能超过20MB", "A file has at most 20 MiB."))
}
