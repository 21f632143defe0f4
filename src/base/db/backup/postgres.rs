//! `pg_dump` and `pg_restore`, which PostgreSQL brings along.

use std::path::Path;
use std::process::Command;

use percent_encoding::percent_decode_str;

use crate::base::db::conn;

/// Dumps the database without what no copy holds.
pub fn dump(address: &str, into: &Path) -> Result<(), String> {
    let mut dump = over("pg_dump", address);
    dump.args(["--format=custom", "--exclude-table-data=secrets"]);
    dump.arg("--file").arg(into);
    done(dump, "pg_dump")
}

/// Restores a dump, all of it or nothing.
pub fn restore(address: &str, copy: &Path) -> Result<(), String> {
    let mut restore = over("pg_restore", address);
    restore.args(["--no-owner", "--single-transaction", "--exit-on-error"]);
    restore.arg(copy);
    done(restore, "pg_restore")
}

fn over(program: &str, address: &str) -> Command {
    let (address, password) = without_password(address);
    let mut command = Command::new(program);
    if let Some(password) = password {
        // The arguments of a process are everybody's to read, its environment is not.
        command.env("PGPASSWORD", password);
    }
    command.arg("--dbname").arg(address);
    command
}

fn done(mut command: Command, program: &str) -> Result<(), String> {
    let done = command
        .output()
        .map_err(|_| format!("{program} is missing: install the package postgresql-client"))?;
    if done.status.success() {
        Ok(())
    } else {
        let why = conn::one_line(&String::from_utf8_lossy(&done.stderr));
        Err(format!("{program} failed ({}): {why}", done.status))
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
