//! A database beside the database: what a long import makes is worked out there, by the same functions
//! on tables of the same names, and then published into the live database in one short transaction. See
//! `docs/decisions/0011-an-import-is-worked-out-in-a-scratch-database.md`.

use std::fs;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{Conn, DatabaseUrl, conn, migrations};
use crate::base::files::{self, failed};
use crate::base::{Error, Result};

/// Rows that are carried at once.
const CHUNK: i64 = 1_000;
/// For the statements that publish, of which each writes a whole table.
pub(super) const PATIENCE: &str = "SET LOCAL statement_timeout = '15min'";
/// Nobody else looks at it, and after a fault it is thrown away.
const SETTINGS: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; \
     PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;";

/// The database beside the database: a SQLite file, whatever the live one is.
pub struct Scratch {
    path: PathBuf,
    conn: Conn,
}

/// The rows of a table that are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowsToPublish {
    pub table: &'static str,
    /// From this id on, under the ids they have; all of them under new ids where there is none.
    pub from: Option<i64>,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
pub(super) struct Json {
    #[diesel(sql_type = Text)]
    pub(super) row: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

impl Scratch {
    /// Makes an empty one for somebody's work; what others left of the same work goes.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn begin(folder: &Path, work: &str, whose: &str) -> Result<Self> {
        files::private_folder(folder).map_err(failed)?;
        let stem = format!("{work}-");
        for file in fs::read_dir(folder).into_iter().flatten().flatten() {
            if file.file_name().to_string_lossy().starts_with(&stem) {
                remove(&file.path());
            }
        }
        let path = folder.join(format!("{stem}{whose}.db"));
        files::private_file(&path).map_err(failed)?;
        let url = DatabaseUrl::Sqlite(path.to_string_lossy().into_owned());
        let mut conn = conn::connect_plainly(&url).map_err(Error::StorageFailed)?;
        conn.batch_execute(SETTINGS)?;
        migrations::lay_out(&mut conn).map_err(Error::Internal)?;
        Ok(Self { path, conn })
    }

    pub fn path(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// Works on it; what is written is there for whoever comes next, if the job succeeds.
    ///
    /// # Errors
    /// Those of the job.
    pub fn work<T>(&mut self, job: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.conn.batch_execute("BEGIN")?;
        let done = job(&mut self.conn)?;
        self.conn.batch_execute("COMMIT")?;
        Ok(done)
    }

    /// Copies rows of the live database that are read while something is worked out. `blank` names
    /// columns that stay there.
    ///
    /// # Errors
    /// Those of both databases.
    pub fn copy_from_live(
        &mut self,
        live: &mut Conn,
        (table, condition): (&str, &str),
        blank: &[&str],
    ) -> Result<()> {
        let columns = self.columns(table)?;
        let kept: Vec<_> = columns
            .iter()
            .map(String::as_str)
            .filter(|name| !blank.contains(name))
            .collect();
        let values = columns
            .iter()
            .map(|name| match kept.contains(&name.as_str()) {
                true => format!("json_extract(value, '$.{name}')"),
                false => "''".to_owned(),
            });
        let insert = format!(
            "INSERT INTO {table} ({}) SELECT {} FROM json_each($1)",
            columns.join(", "),
            values.collect::<Vec<_>>().join(", ")
        );
        let mut offset = 0;
        loop {
            let rest = format!("WHERE {condition} ORDER BY 1 LIMIT {CHUNK} OFFSET {offset}");
            let rows = rows(live, table, &kept, &rest)?;
            if rows.is_empty() {
                return Ok(());
            }
            offset += CHUNK;
            diesel::sql_query(&insert)
                .bind::<Text, _>(array(&rows))
                .execute(&mut self.conn)?;
        }
    }

    /// The next row of a table gets this id.
    ///
    /// # Errors
    /// Those of the database.
    pub fn set_next_id(&mut self, table: &str, id: i64) -> Result<()> {
        set_sequence(&mut self.conn, table, id - 1)
    }

    pub(super) fn columns(&mut self, table: &str) -> Result<Vec<String>> {
        let names: Vec<Name> =
            diesel::sql_query(format!("SELECT name FROM pragma_table_info('{table}')"))
                .load(&mut self.conn)?;
        Ok(names.into_iter().map(|one| one.name).collect())
    }

    /// What is to be published, as the live database will find it.
    pub(super) fn staged(&mut self, made: &[RowsToPublish], is_attached: bool) -> Result<Staged> {
        let tables = made.iter().map(|one| Ok((*one, self.columns(one.table)?)));
        Ok(Staged {
            tables: tables.collect::<Result<_>>()?,
            is_attached,
        })
    }

    /// Carries the rows into tables of the connection's own, as PostgreSQL can't read this file.
    pub(super) fn carry(&mut self, staged: &Staged, to: &mut Conn) -> Result<()> {
        for (made, columns) in &staged.tables {
            let (table, name) = (made.table, staged.name(made.table));
            to.batch_execute(&format!("CREATE TEMPORARY TABLE {name} (LIKE {table})"))?;
            let insert = format!(
                "INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::{table}, $1::json)"
            );
            let columns: Vec<_> = columns.iter().map(String::as_str).collect();
            let mut after = made.from.map_or(0, |from| from - 1);
            loop {
                let rest = format!("WHERE id > {after} ORDER BY id LIMIT {CHUNK}");
                let rows = rows(&mut self.conn, table, &columns, &rest)?;
                if rows.is_empty() {
                    break;
                }
                diesel::sql_query(&insert)
                    .bind::<Text, _>(array(&rows))
                    .execute(to)?;
                after = rows.last().map_or(Ok(after), |row| id_of(row))?;
            }
        }
        Ok(())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

fn remove(path: &Path) {
    // Where it can't be removed it only takes room.
    let _ = fs::remove_file(path);
}

/// Rows as JSON objects.
fn rows(conn: &mut Conn, table: &str, columns: &[&str], rest: &str) -> Result<Vec<String>> {
    let sql = match conn {
        Conn::Sqlite(_) => {
            let fields = columns.iter().map(|name| format!("'{name}', {name}"));
            let fields = fields.collect::<Vec<_>>().join(", ");
            format!("SELECT json_object({fields}) AS row FROM (SELECT * FROM {table} {rest})")
        }
        Conn::Pg(_) => {
            let columns = columns.join(", ");
            format!(
                "SELECT row_to_json(one)::text AS row FROM (SELECT {columns} FROM {table} {rest}) one"
            )
        }
    };
    let rows: Vec<Json> = diesel::sql_query(sql).load(conn)?;
    Ok(rows.into_iter().map(|one| one.row).collect())
}

fn id_of(row: &str) -> Result<i64> {
    let row: serde_json::Value = serde_json::from_str(row).map_err(Error::internal)?;
    row["id"]
        .as_i64()
        .ok_or_else(|| Error::internal("a staged row without an id"))
}

fn array(rows: &[String]) -> String {
    format!("[{}]", rows.join(","))
}

fn number(conn: &mut Conn, sql: &str) -> Result<i64> {
    let found: Number = diesel::sql_query(sql).get_result(conn)?;
    Ok(found.value)
}

/// SQLite's own account of ids.
fn set_sequence(conn: &mut Conn, table: &str, last: i64) -> Result<()> {
    for sql in [
        format!("DELETE FROM sqlite_sequence WHERE name = '{table}'"),
        format!("INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {last})"),
    ] {
        diesel::sql_query(sql).execute(conn)?;
    }
    Ok(())
}

/// Sets ids of a table aside, which nobody else gets from then on. Gives the first.
///
/// # Errors
/// Those of the database.
pub fn reserve_ids(conn: &mut Conn, table: &str, many: i64) -> Result<i64> {
    if let Conn::Pg(pg) = conn {
        // Whoever inserts has the lock before the id, so nobody takes one in between.
        pg.batch_execute(&format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))?;
        let sequence = format!("pg_get_serial_sequence('{table}', 'id')");
        let first = number(conn, &format!("SELECT nextval({sequence}) AS value"))?;
        let last = first + many - 1;
        number(conn, &format!("SELECT setval({sequence}, {last}) AS value"))?;
        return Ok(first);
    }
    let last = format!(
        "SELECT COALESCE(MAX(seq), 0) AS value FROM sqlite_sequence WHERE name = '{table}'"
    );
    let last = number(conn, &last)?;
    set_sequence(conn, table, last + many)?;
    Ok(last + 1)
}

/// What was made in a scratch, as the transaction finds it that publishes it.
#[derive(Debug, Clone)]
pub struct Staged {
    tables: Vec<(RowsToPublish, Vec<String>)>,
    is_attached: bool,
}

impl Staged {
    /// By which name a staged table is known.
    pub fn name(&self, table: &str) -> String {
        let dot = if self.is_attached { '.' } else { '_' };
        format!("{SCHEMA}{dot}{table}")
    }

    /// The first id of a table's rows, where it has any that are named.
    pub fn first(&self, table: &str) -> Option<i64> {
        let mut made = self.tables.iter().map(|(made, _)| made);
        made.find(|made| made.table == table)?.from
    }

    /// Publishes the tables in their order. `put` gives an expression for a column whose values are
    /// others by now, over the staged row as `made`.
    ///
    /// # Errors
    /// Those of the database.
    pub fn publish(
        &self,
        conn: &mut Conn,
        put: impl Fn(&str, &str) -> Option<String>,
    ) -> Result<()> {
        if let Conn::Pg(pg) = conn {
            pg.batch_execute(PATIENCE)?;
        }
        for (made, columns) in &self.tables {
            let columns = columns
                .iter()
                .filter(|name| made.from.is_some() || *name != "id");
            let columns: Vec<_> = columns.map(String::as_str).collect();
            let values = columns
                .iter()
                .map(|name| put(made.table, name).unwrap_or_else(|| (*name).to_owned()));
            let sql = format!(
                "INSERT INTO {} ({}) SELECT {} FROM {} made WHERE id >= {} ORDER BY id",
                made.table,
                columns.join(", "),
                values.collect::<Vec<_>>().join(", "),
                self.name(made.table),
                made.from.unwrap_or(0),
            );
            diesel::sql_query(sql).execute(conn)?;
        }
        Ok(())
    }
}

/// Before the names of staged tables.
pub(super) const SCHEMA: &str = "staged";
