//! The index, and what waits to be indexed. Which documents a condition finds each database tells in its
//! own way: FTS5 without content on SQLite, a `tsvector` with a GIN index on PostgreSQL.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::rules::SearchKind;
use super::rules::document::{Document, DocumentId};
use super::rules::terms::Condition;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::search_waiting as w;

/// A change that isn't searched yet.
#[derive(Debug, Clone, Queryable)]
pub struct WaitingRow {
    pub id: i64,
    pub kind: String,
    pub subject_id: i64,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The oldest changes that wait.
pub fn waiting(conn: &mut Conn, limit: i64) -> Result<Vec<WaitingRow>> {
    Ok(w::table
        .order(w::id)
        .limit(limit)
        .select((w::id, w::kind, w::subject_id))
        .load(conn)?)
}

/// How many changes wait, as far as they are counted.
pub fn count_waiting(conn: &mut Conn, most: i64) -> Result<i64> {
    let counted: Id = diesel::sql_query(
        "SELECT COUNT(*) AS id FROM (SELECT 1 FROM search_waiting LIMIT $1) counted",
    )
    .bind::<BigInt, _>(most)
    .get_result(conn)?;
    Ok(counted.id)
}

/// Lets some wait to be indexed anew.
pub fn note(conn: &mut Conn, kind: SearchKind, subjects: &[i64]) -> Result<()> {
    let rows = subjects.iter().map(|id| format!("('{kind}', {id})"));
    let rows = rows.collect::<Vec<_>>().join(", ");
    if !rows.is_empty() {
        conn.batch_execute(&format!(
            "INSERT INTO search_waiting (kind, subject_id) VALUES {rows}"
        ))?;
    }
    Ok(())
}

/// Takes changes out of those that wait; gives those that were still there. What another node takes in
/// the same moment is waited for.
pub fn take(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    Ok(diesel::delete(w::table.filter(w::id.eq_any(ids.to_vec())))
        .returning(w::id)
        .get_results(conn)?)
}

/// Puts a document in the place of what was there under its id.
pub fn put(conn: &mut Conn, document: &Document) -> Result<()> {
    let id = document.id.0;
    let (delete, insert, mark) = match conn {
        Conn::Sqlite(_) => (
            "DELETE FROM search_terms WHERE rowid = $1",
            "INSERT INTO search_terms (rowid, terms) VALUES ($1, $2)",
            "",
        ),
        Conn::Pg(_) => (
            "DELETE FROM search_terms WHERE document_id = $1",
            "INSERT INTO search_terms (document_id, terms) VALUES ($1, $2::tsvector) \
             ON CONFLICT (document_id) DO UPDATE SET terms = excluded.terms",
            "'",
        ),
    };
    let is_pg = matches!(conn, Conn::Pg(_));
    if document.terms.is_empty() || !is_pg {
        diesel::sql_query(delete)
            .bind::<BigInt, _>(id)
            .execute(conn)?;
    }
    if document.terms.is_empty() {
        return Ok(());
    }
    let terms = document
        .terms
        .iter()
        .map(|term| format!("{mark}{term}{mark}"));
    diesel::sql_query(insert)
        .bind::<BigInt, _>(id)
        .bind::<Text, _>(terms.collect::<Vec<_>>().join(" "))
        .execute(conn)?;
    Ok(())
}

/// Empties the index, and what waits.
pub fn clear(conn: &mut Conn) -> Result<()> {
    let sql = match conn {
        Conn::Sqlite(_) => {
            "INSERT INTO search_terms (search_terms) VALUES ('delete-all'); DELETE FROM search_waiting"
        }
        Conn::Pg(_) => "DELETE FROM search_terms; DELETE FROM search_waiting",
    };
    Ok(conn.batch_execute(sql)?)
}

/// Which documents are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// What every document of theirs holds; None where they read all.
    pub whose: Option<Condition>,
    /// Of these kinds.
    pub kinds: Vec<SearchKind>,
}

/// The documents that a condition finds below an id, the newest first.
pub fn matching(
    conn: &mut Conn,
    reach: &Reach,
    wanted: &Condition,
    (below, limit): (Option<i64>, i64),
) -> Result<Vec<DocumentId>> {
    let whole = match &reach.whose {
        Some(whose) => Condition::All(vec![whose.clone(), wanted.clone()]),
        None => wanted.clone(),
    };
    let (id, finds, condition) = match conn {
        Conn::Sqlite(_) => ("rowid", "search_terms MATCH $1", whole.fts5()),
        Conn::Pg(_) => ("document_id", "terms @@ $1::tsquery", whole.tsquery()),
    };
    let mut rest = String::new();
    if reach.whose.is_none() {
        // Redacted editions are for departments alone.
        rest += &format!(" AND ({id} & 1) = 0");
    }
    if reach.kinds.len() < SearchKind::ALL.len() {
        let kinds = reach.kinds.iter().map(|kind| {
            let (first, last) = kind.ids();
            format!("{id} BETWEEN {first} AND {last}")
        });
        rest += &format!(" AND ({})", kinds.collect::<Vec<_>>().join(" OR "));
    }
    if let Some(below) = below {
        rest += &format!(" AND {id} < {below}");
    }
    let sql = format!(
        "SELECT {id} AS id FROM search_terms WHERE {finds}{rest} ORDER BY {id} DESC LIMIT {limit}"
    );
    let found: Vec<Id> = diesel::sql_query(sql)
        .bind::<Text, _>(condition)
        .load(conn)?;
    Ok(found.into_iter().map(|row| DocumentId(row.id)).collect())
}
