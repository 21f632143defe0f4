//! One consistent copy of a running database, in one command.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use percent_encoding::percent_decode_str;

use super::{DatabaseUrl, conn};

#[derive(diesel::QueryableByName)]
struct Verdict {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// Writes the copy beside its name first, checks it, makes it durable and only then names it.
///
/// # Errors
/// A sentence for the terminal; an existing target is never touched.
pub fn backup(url: &DatabaseUrl, target: &Path) -> Result<(), String> {
    if target.exists() {
        return Err(format!(
            "{} exists already; backups never overwrite",
            target.display()
        ));
    }
    let mut partial = target.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let done = match url {
        DatabaseUrl::Sqlite(path) if !Path::new(path).is_file() => {
            Err(format!("there is no database {path}"))
        }
        DatabaseUrl::Sqlite(_) => copy_sqlite(url, partial),
        DatabaseUrl::Postgres(address) => dump_postgres(address, partial),
    };
    let named = done.and_then(|()| name_durably(partial, target));
    if named.is_err() {
        // Half a copy is worse than none.
        let _ = fs::remove_file(partial);
    }
    named
}

fn copy_sqlite(url: &DatabaseUrl, partial: &Path) -> Result<(), String> {
    let mut source = conn::connect(url)?;
    let _ = fs::remove_file(partial);
    let into = partial.to_string_lossy().replace('\'', "''");
    diesel::sql_query(format!("VACUUM INTO '{into}'"))
        .execute(&mut source)
        .map_err(|e| format!("the copy failed: {e}"))?;
    let copy = DatabaseUrl::Sqlite(partial.to_string_lossy().into_owned());
    let mut copy = conn::connect_plainly(&copy)?;
    let verdict: Verdict = diesel::sql_query("PRAGMA integrity_check")
        .get_result(&mut copy)
        .map_err(|e| format!("the copy can't be read: {e}"))?;
    if verdict.integrity_check == "ok" {
        Ok(())
    } else {
        Err(format!("the copy is damaged: {}", verdict.integrity_check))
    }
}

fn dump_postgres(address: &str, partial: &Path) -> Result<(), String> {
    let (address, password) = without_password(address);
    let mut dump = Command::new("pg_dump");
    if let Some(password) = password {
        // The arguments of a process are everybody's to read, its environment is not.
        dump.env("PGPASSWORD", password);
    }
    let done = dump
        .arg("--format=custom")
        .arg("--file")
        .arg(partial)
        .arg("--dbname")
        .arg(address)
        .output()
        .map_err(|_| "pg_dump is missing: install the package postgresql-client".to_owned())?;
    if done.status.success() {
        Ok(())
    } else {
        let why = conn::one_line(&String::from_utf8_lossy(&done.stderr));
        Err(format!("pg_dump failed ({}): {why}", done.status))
    }
}

/// Takes the password out of `postgres://user:password@hosts/…`; several hosts may stand there.
fn without_password(address: &str) -> (String, Option<String>) {
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let authority = rest.find(['/', '?']).unwrap_or(rest.len());
    let Some((login, hosts)) = rest[..authority].rsplit_once('@') else {
        return (address.to_owned(), None);
    };
    let Some((user, password)) = login.split_once(':') else {
        return (address.to_owned(), None);
    };
    let password = percent_decode_str(password)
        .decode_utf8_lossy()
        .into_owned();
    let bare = format!("{scheme}://{user}@{hosts}{}", &rest[authority..]);
    (bare, Some(password))
}

fn name_durably(partial: &Path, target: &Path) -> Result<(), String> {
    let told = |e: std::io::Error| format!("{}: {e}", target.display());
    File::open(partial)
        .and_then(|f| f.sync_all())
        .map_err(told)?;
    fs::rename(partial, target).map_err(told)?;
    let folder = target.parent().filter(|f| !f.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    File::open(folder).and_then(|f| f.sync_all()).map_err(told)
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn the_password_leaves_the_address_and_nothing_else_does() {
        for (whole, bare, password) in [
            (
                "postgres://u:p%40ss@h:5432/d?x=1",
                "postgres://u@h:5432/d?x=1",
                Some("p@ss"),
            ),
            (
                "postgresql://u:p@a,b:1/d",
                "postgresql://u@a,b:1/d",
                Some("p"),
            ),
            ("postgres://u@h/d", "postgres://u@h/d", None),
            (
                "postgres:///d?host=/run/x",
                "postgres:///d?host=/run/x",
                None,
            ),
            ("postgres://h/d@e:f", "postgres://h/d@e:f", None),
        ] {
            assert_eq!(
                without_password(whole),
                (bare.to_owned(), password.map(str::to_owned))
            );
        }
    }
}
