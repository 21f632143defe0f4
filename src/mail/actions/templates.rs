//! An administrator's own templates: read from the data folder, kept where every node's letters are written from.

use std::path::Path;

use crate::base::db::{Db, settings};
use crate::mail::letter::{self, Templates};

/// Reads an administrator's templates from `<data folder>/templates` and tries them.
///
/// # Errors
/// A sentence for the terminal: a template that can't be read, doesn't parse, or leaves out the
/// number or the title.
pub fn read_templates(data_dir: &Path) -> std::result::Result<Templates, String> {
    let folder = data_dir.join("templates");
    let mut templates = Templates::default();
    for (name, source) in letter::NAMES.iter().zip(&mut templates.overrides) {
        let file = folder.join(name);
        if file.exists() {
            let text = std::fs::read_to_string(&file);
            *source = Some(text.map_err(|e| format!("{}: {e}", file.display()))?);
        }
    }
    templates.check()?;
    Ok(templates)
}

/// Keeps an administrator's templates in the settings, where every node's letters are written from.
/// Without a file the shipped one is used.
///
/// # Errors
/// Those of [`read_templates`], and of the database.
pub fn keep_templates(db: &Db, data_dir: &Path) -> std::result::Result<(), String> {
    let templates = read_templates(data_dir)?;
    db.write_blocking(move |conn| {
        for (name, source) in letter::NAMES.iter().zip(&templates.overrides) {
            settings::put(conn, &setting(name), source.as_deref().unwrap_or(""))?;
        }
        Ok(())
    })
    .map_err(|error| error.to_string())
}

/// The setting that a template is kept in.
pub(super) fn setting(template: &str) -> String {
    format!("mail_template.{template}")
}
