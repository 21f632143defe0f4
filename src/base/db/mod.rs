//! The database behind one type for SQLite and PostgreSQL: reads use a pool, every write goes
//! through one door (see `docs/decisions/0001-one-write-door.md`).

pub mod backup;
pub mod bulk;
mod conn;
mod errors;
pub mod idempotency;
pub mod migrations;
pub mod names;
pub mod part;
pub mod schema;
pub mod scratch;
pub mod secrets;
pub mod settings;
mod sqlite_file;
mod sqlite_writer;
mod url;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{Pool, PooledConnection};

pub use conn::{Conn, MultiBackend};
pub use errors::unique_violation;
pub use sqlite_file::only_server;
pub use url::DatabaseUrl;

use super::turns::Turns;
use super::{Error, Result};
use conn::{Failed, Manager};
use scratch::{RowsToPublish, Scratch, Staged};
use sqlite_file::OpenFiles;
use sqlite_writer::SqliteWriter;

/// Requests that read, and on PostgreSQL also those that write, at once: each has a connection, and
/// a thread only then.
pub const AT_ONCE: usize = 10;
/// Those that wait for their turn; the next one is told to come back at once.
pub const WAITING: usize = 128;
/// How long one waits for its turn.
const TURN_WAIT: Duration = Duration::from_secs(2);
/// Connections besides, for jobs, commands and looks at the server's health.
const FOR_JOBS: u32 = 4;
/// How long these wait for one, in a thread of their own.
const POOL_WAIT: Duration = Duration::from_secs(5);
/// Looks at the server's health that wait; they have a turn of their own, so that a busy server isn't
/// taken for a broken one.
const CHECKS_WAITING: usize = 16;
/// Reads that may take minutes, such as an export, at once: each holds a connection and a snapshot.
const LONG_READS: usize = 2;
/// How many more wait for their turn, and how long.
const LONG_WAITING: usize = 16;
const LONG_WAIT: Duration = Duration::from_secs(5);
/// What a trial write takes after writes have failed: more than what happens to be left.
const TRIAL_BYTES: usize = 64 * 1024;
/// The setting a trial write goes to.
const TRIAL: &str = "trial";
/// How often a PostgreSQL transaction is run again after a serialisation failure or deadlock.
const RETRIES: usize = 5;

/// What is to be done with a connection. The transactions around it are compiled for each type of
/// answer, and not for each closure, of which there are hundreds.
type Job<T> = Box<dyn FnMut(&mut Conn) -> Result<T> + Send>;

/// The open database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    pool: Pool<Manager>,
    /// SQLite only: the one thread that writes.
    writer: Option<Arc<SqliteWriter>>,
    turns: Turns,
    checks: Turns,
    long_reads: Turns,
    /// A write failed for want of room or by a fault of the disk, and no trial has succeeded since.
    is_unwritable: Arc<AtomicBool>,
}

/// How busy a database is.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Open connections of the pool, and those of them that nobody uses.
    pub connections: u32,
    pub idle: u32,
    /// Writes that wait for SQLite's writer.
    pub waiting_writes: Option<usize>,
}

impl Db {
    /// Opens the database and brings its tables up to date under a lock.
    ///
    /// # Errors
    /// A sentence for the terminal: unreachable, mistyped, or made by a newer version.
    pub fn open(url: &DatabaseUrl) -> std::result::Result<Self, String> {
        migrations::run(url)?;
        let (mut writer, mut files) = (None, None);
        if let DatabaseUrl::Sqlite(path) = url {
            let conn = conn::connect(url)?;
            let opened = Arc::new(OpenFiles::of(path)?);
            writer = Some(Arc::new(SqliteWriter::start(conn, opened.clone())?));
            files = Some(opened);
        }
        let pool = Pool::builder()
            .max_size(AT_ONCE as u32 + FOR_JOBS)
            .min_idle(Some(1))
            .connection_timeout(POOL_WAIT)
            .build(Manager::new(url.clone(), files))
            .map_err(|e| format!("cannot open the database: {e}"))?;
        Ok(Self {
            pool,
            writer,
            turns: Turns::new(AT_ONCE, WAITING, TURN_WAIT),
            checks: Turns::new(1, CHECKS_WAITING, TURN_WAIT),
            long_reads: Turns::new(LONG_READS, LONG_WAITING, LONG_WAIT),
            is_unwritable: Arc::default(),
        })
    }

    /// Runs a read on one snapshot of the database, off the async threads. The job is run again where
    /// the connection was lost.
    pub async fn read<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.read_in(&self.turns, Box::new(job)).await
    }

    async fn read_in<T: Send + 'static>(&self, turns: &Turns, mut job: Job<T>) -> Result<T> {
        let db = self.clone();
        in_turn(turns, Box::new(move || db.read_again(&mut *job))).await
    }

    /// [`Db::read`] for what may take minutes: a few at once, others are told to come back.
    ///
    /// # Errors
    /// Those of the job; 503 where no place was free in time.
    pub async fn read_long<T, F>(&self, mut job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        let turn = self
            .long_reads
            .next()
            .await
            .map_err(|_| errors::long_reads_taken())?;
        self.read(move |conn| {
            // Held until the work is done, even where the caller went away.
            let _turn = &turn;
            job(conn)
        })
        .await
    }

    /// Runs a write as one transaction and answers after its commit, off the async threads.
    ///
    /// The job may be run again, so it must have no effect outside the connection.
    pub async fn write<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.write_in_turn(Box::new(job)).await
    }

    async fn write_in_turn<T: Send + 'static>(&self, job: Job<T>) -> Result<T> {
        if let Some(writer) = &self.writer {
            // Waits in the writer's own bounded queue, and in no thread.
            return self.noted(writer.run(job).await);
        }
        let db = self.clone();
        in_turn(&self.turns, Box::new(move || db.write_boxed(job))).await
    }

    /// [`Db::read`] for callers that may block (command line, jobs). The job runs once.
    pub fn read_blocking<T>(&self, job: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.begun()?;
        conn::read(&mut conn, job)
    }

    fn read_again<T>(&self, job: &mut dyn FnMut(&mut Conn) -> Result<T>) -> Result<T> {
        match self.read_blocking(&mut *job) {
            Err(error) if errors::is_gone(&error) => self.read_blocking(job),
            done => done,
        }
    }

    /// A connection with a transaction that reads; another one where the first was lost since its last use.
    fn begun(&self) -> Result<PooledConnection<Manager>> {
        let mut conn = self.connection()?;
        match conn::begin_read(&mut conn) {
            Err(error) if errors::is_gone(&error) => {
                drop(conn);
                conn = self.connection()?;
                conn::begin_read(&mut conn)?;
            }
            begun => begun?,
        }
        Ok(conn)
    }

    /// [`Db::write`] for callers that may block (command line, jobs).
    pub fn write_blocking<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.write_boxed(Box::new(job))
    }

    fn write_boxed<T: Send + 'static>(&self, mut job: Job<T>) -> Result<T> {
        if let Some(writer) = &self.writer {
            return self.noted(writer.run_now(job));
        }
        let mut conn = self.connection()?;
        let mut done = again(&mut conn, &mut *job);
        if let Err(Failed::Gone(_)) = done {
            drop(conn);
            conn = self.connection()?;
            done = again(&mut conn, &mut *job);
        }
        self.noted(done.map_err(Error::from))
    }

    /// Runs a write with what was made in a scratch at hand, as one transaction.
    ///
    /// The job may be run again, so it must have no effect outside the connection.
    ///
    /// # Errors
    /// Those of the job and of the database.
    pub fn write_beside<T, F>(
        &self,
        scratch: &mut Scratch,
        made: &[RowsToPublish],
        mut job: F,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn, &Staged) -> Result<T> + Send + 'static,
    {
        let staged = scratch.staged(made, self.is_sqlite())?;
        if let Some(writer) = &self.writer {
            let job = move |conn: &mut Conn| job(conn, &staged);
            return self.noted(writer.run_beside(scratch.path(), Box::new(job)));
        }
        let mut conn = self.connection()?;
        let done = scratch
            .carry(&staged, &mut conn)
            .and_then(|()| again(&mut conn, &mut |conn| job(conn, &staged)).map_err(Error::from));
        conn.batch_execute("DISCARD TEMPORARY")?;
        self.noted(done)
    }

    /// Whether requests can be served: the database answers and, where writes have failed, takes a
    /// trial write again.
    ///
    /// # Errors
    /// What it answers instead.
    pub async fn ready(&self) -> Result<()> {
        self.check(|conn| settings::find(conn, TRIAL)).await?;
        if self.is_unwritable.load(Ordering::Relaxed) {
            self.write(|conn| settings::put(conn, TRIAL, &" ".repeat(TRIAL_BYTES)))
                .await?;
            self.is_unwritable.store(false, Ordering::Relaxed);
        }
        Ok(())
    }

    /// [`Db::read`] for a short look at the server's health, which doesn't wait behind requests.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn check<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.read_in(&self.checks, Box::new(job)).await
    }

    /// How busy it is just now.
    pub fn load(&self) -> Load {
        let pool = self.pool.state();
        Load {
            connections: pool.connections,
            idle: pool.idle_connections,
            waiting_writes: self.writer.as_ref().map(|writer| writer.waiting()),
        }
    }

    pub fn is_sqlite(&self) -> bool {
        self.writer.is_some()
    }

    fn noted<T>(&self, done: Result<T>) -> Result<T> {
        if let Err(Error::StorageFull | Error::StorageFailed(_)) = &done {
            self.is_unwritable.store(true, Ordering::Relaxed);
        }
        done
    }

    fn connection(&self) -> Result<PooledConnection<Manager>> {
        self.pool.get().map_err(|error| {
            tracing::warn!(%error, "no connection to the database");
            match self.pool.state().connections {
                0 => errors::gone(),
                _ => Error::overloaded(),
            }
        })
    }
}

/// Does work off the async threads when its turn has come.
async fn in_turn<T: Send + 'static>(
    turns: &Turns,
    work: Box<dyn FnOnce() -> Result<T> + Send>,
) -> Result<T> {
    let turn = turns.next().await?;
    let held = move || {
        let done = work();
        // Not before the work is done, even where the caller went away.
        drop(turn);
        done
    };
    tokio::task::spawn_blocking(held)
        .await
        .map_err(Error::internal)?
}

/// Runs a write on PostgreSQL, as often as the database asks for it.
fn again<T>(
    conn: &mut Conn,
    job: &mut dyn FnMut(&mut Conn) -> Result<T>,
) -> std::result::Result<T, Failed> {
    for _ in 0..RETRIES {
        match conn::committed(conn, job) {
            Err(Failed::Again) => {}
            done => return done,
        }
    }
    Err(Failed::For(Error::overloaded()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn two_long_reads_run_and_the_third_is_told_to_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("zhuqi.db").display().to_string();
        let db = Db::open(&DatabaseUrl::Sqlite(path)).unwrap();
        let hold = || {
            let (free, freed) = std::sync::mpsc::channel::<()>();
            let (begin, begun) = tokio::sync::oneshot::channel();
            let (db, mut begin) = (db.clone(), Some(begin));
            let held = tokio::spawn(async move {
                db.read_long(move |_| {
                    drop(begin.take());
                    let _ = freed.recv();
                    Ok(())
                })
                .await
            });
            (free, held, begun)
        };
        let mut holders = [hold(), hold()];
        for (.., begun) in &mut holders {
            let _: std::result::Result<(), _> = begun.await;
        }
        let third = db.read_long(|_| Ok(())).await;
        assert!(
            matches!(
                third,
                Err(Error::Busy {
                    retry_after: errors::LONG_RETRY,
                    ..
                })
            ),
            "{third:?}"
        );
        for (free, held, _) in holders {
            free.send(()).unwrap();
            held.await.unwrap().unwrap();
        }
        db.read_long(|_| Ok(())).await.unwrap();
    }
}
