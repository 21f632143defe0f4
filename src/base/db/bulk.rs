//! Rows of any table as plain cells, read and written many at once: for whoever writes millions of rows, of which
//! a statement each would take hours.

use diesel::connection::SimpleConnection;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text};
use diesel::sqlite::Sqlite;
use serde_json::Value;

use super::Conn;
use super::scratch::{Json, PATIENCE, Scratch};
use crate::base::{Error, Result};

/// SQLite takes at most 32,766 values a statement.
const VALUES: usize = 30_000;
/// The most rows of one statement; longer ones are no faster.
const ROWS: usize = 500;

/// What stands in a column of a row. Days and instants are texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Null,
    Integer(i64),
    Text(String),
}

/// Rows of a table; each has a cell for each column.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    data_type: String,
}

impl Scratch {
    /// All rows of a table, by id.
    ///
    /// # Errors
    /// Those of the database.
    pub fn rows(&mut self, table: &str) -> Result<Rows> {
        let columns = self.columns(table)?;
        let list = columns.join(", ");
        let sql = format!("SELECT json_array({list}) AS row FROM {table} ORDER BY id");
        let rows: Vec<Json> = self.work(|conn| Ok(diesel::sql_query(sql).load(conn)?))?;
        let rows = rows.iter().map(|one| {
            let cells: Vec<Value> = serde_json::from_str(&one.row).map_err(Error::internal)?;
            cells.into_iter().map(cell).collect()
        });
        Ok(Rows {
            columns,
            rows: rows.collect::<Result<_>>()?,
        })
    }
}

fn cell(value: Value) -> Result<Cell> {
    match value {
        Value::Null => Ok(Cell::Null),
        Value::String(text) => Ok(Cell::Text(text)),
        Value::Number(number) => number
            .as_i64()
            .map(Cell::Integer)
            .ok_or_else(|| Error::internal("a cell that is no whole number")),
        other => Err(Error::Internal(format!("a cell that is {other}"))),
    }
}

/// Writes rows under the ids they have.
///
/// # Errors
/// Those of the database.
pub fn insert(conn: &mut Conn, table: &str, rows: &Rows) -> Result<()> {
    let columns = &rows.columns;
    let many = (VALUES / columns.len().max(1)).clamp(1, ROWS);
    match conn {
        Conn::Sqlite(sqlite) => {
            for some in rows.rows.chunks(many) {
                insert_values(sqlite, table, columns, some)?;
            }
            Ok(())
        }
        Conn::Pg(pg) => insert_arrays(pg, table, rows),
    }
}

fn insert_values(
    conn: &mut SqliteConnection,
    table: &str,
    columns: &[String],
    rows: &[Vec<Cell>],
) -> Result<()> {
    let places = format!("({})", vec!["?"; columns.len()].join(", "));
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES {}",
        columns.join(", "),
        vec![places; rows.len()].join(", ")
    );
    let mut query = diesel::sql_query(sql).into_boxed::<Sqlite>();
    for cell in rows.iter().flatten() {
        query = match cell {
            Cell::Null => query.bind::<Nullable<BigInt>, _>(None::<i64>),
            Cell::Integer(number) => query.bind::<BigInt, _>(*number),
            Cell::Text(text) => query.bind::<Text, _>(text.as_str()),
        };
    }
    query.execute(conn)?;
    Ok(())
}

/// One array a column, each value as text.
fn insert_arrays(conn: &mut PgConnection, table: &str, rows: &Rows) -> Result<()> {
    if rows.rows.is_empty() {
        return Ok(());
    }
    conn.batch_execute(PATIENCE)?;
    let known: Vec<Column> = diesel::sql_query(
        "SELECT column_name::text AS name, data_type::text FROM information_schema.columns \
         WHERE table_schema = current_schema() AND table_name = $1",
    )
    .bind::<Text, _>(table)
    .load(conn)?;
    let types = rows.columns.iter().map(|column| {
        let found = known.iter().find(|one| one.name == *column);
        found.ok_or_else(|| Error::Internal(format!("no column {table}.{column}")))
    });
    let cast: Vec<_> = types
        .enumerate()
        .map(|(at, column)| column.map(|one| format!("CAST(c{at} AS {})", one.data_type)))
        .collect::<Result<_>>()?;
    let numbered = |text: &dyn Fn(usize) -> String| {
        (0..rows.columns.len())
            .map(text)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let sql = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM unnest({}) made({})",
        rows.columns.join(", "),
        cast.join(", "),
        numbered(&|at| format!("${}::text[]", at + 1)),
        numbered(&|at| format!("c{at}")),
    );
    let mut query = diesel::sql_query(sql).into_boxed::<Pg>();
    for at in 0..rows.columns.len() {
        let values: Vec<Option<String>> =
            rows.rows.iter().map(|row| as_text(row.get(at))).collect();
        query = query.bind::<Array<Nullable<Text>>, _>(values);
    }
    query.execute(conn)?;
    Ok(())
}

fn as_text(cell: Option<&Cell>) -> Option<String> {
    match cell? {
        Cell::Null => None,
        Cell::Integer(number) => Some(number.to_string()),
        Cell::Text(text) => Some(text.clone()),
    }
}

/// The next row that gets an id by itself gets this one or a higher one.
///
/// # Errors
/// Those of the database.
pub fn set_next_id(conn: &mut Conn, table: &str, id: i64) -> Result<()> {
    // SQLite keeps account of the ids that rows bring along.
    if let Conn::Pg(pg) = conn {
        pg.batch_execute(&format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'id'), {id}, false)"
        ))?;
    }
    Ok(())
}

/// Lets the database look at what its tables hold by now, before somebody asks.
///
/// # Errors
/// Those of the database.
pub fn look_at_tables(conn: &mut Conn) -> Result<()> {
    if let Conn::Pg(pg) = conn {
        pg.batch_execute(&format!("{PATIENCE}; ANALYZE"))?;
    }
    Ok(())
}
