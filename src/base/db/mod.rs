//! The database behind one type for SQLite and PostgreSQL: reads use a pool, every write goes
//! through one door (see `docs/decisions/0001-one-write-door.md`).

pub mod backup;
mod conn;
mod errors;
pub mod idempotency;
pub mod migrations;
pub mod schema;
pub mod scratch;
pub mod secrets;
pub mod settings;
mod sqlite_writer;
mod url;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::Pool;
use tokio::sync::Semaphore;

pub use conn::{Conn, MultiBackend};
pub use errors::unique_violation;
pub use url::DatabaseUrl;

use super::error::text;
use super::{Error, Result};
use conn::{Failed, Manager};
use scratch::{Made, Scratch, Staged};
use sqlite_writer::SqliteWriter;

/// How long a request waits for a pooled connection before it is told to come back (503).
const POOL_WAIT: Duration = Duration::from_secs(5);
/// Connections in the pool: readers on SQLite, everything on PostgreSQL.
const POOL_SIZE: u32 = 10;
/// Jobs that have a connection or wait for one; the next one is told to come back at once.
const WAITING: usize = 1024;
/// Reads that may take minutes, such as an export, at once: each holds a connection and a snapshot.
const LONG_READS: usize = 2;
/// How long another one waits for its turn.
const LONG_WAIT: Duration = Duration::from_secs(5);
/// After how many seconds it may be worth asking again.
const LONG_RETRY: u64 = 30;
/// What a trial write takes after writes have failed: more than what happens to be left.
const TRIAL_BYTES: usize = 64 * 1024;
/// The setting a trial write goes to.
const TRIAL: &str = "trial";
/// How often a PostgreSQL transaction is run again after a serialisation failure or deadlock.
const RETRIES: usize = 5;

/// The open database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    pool: Pool<Manager>,
    /// SQLite only: the one thread that writes.
    writer: Option<Arc<SqliteWriter>>,
    waiting: Arc<Semaphore>,
    long_reads: Arc<Semaphore>,
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
        let writer = match url {
            DatabaseUrl::Sqlite(_) => Some(Arc::new(SqliteWriter::start(conn::connect(url)?)?)),
            DatabaseUrl::Postgres(_) => None,
        };
        let pool = Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            .connection_timeout(POOL_WAIT)
            .build(Manager::new(url.clone()))
            .map_err(|e| format!("cannot open the database: {e}"))?;
        Ok(Self {
            pool,
            writer,
            waiting: Arc::new(Semaphore::new(WAITING)),
            long_reads: Arc::new(Semaphore::new(LONG_READS)),
            is_unwritable: Arc::default(),
        })
    }

    /// Runs a read on one snapshot of the database, off the async threads.
    pub async fn read<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let db = self.clone();
        self.off_thread(move || db.read_now(job)).await
    }

    /// [`Db::read`] for what may take minutes: a few at once, others are told to come back.
    ///
    /// # Errors
    /// Those of the job; 503 where no place was free in time.
    pub async fn read_long<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let place = self.long_reads.clone().acquire_owned();
        let place = tokio::time::timeout(LONG_WAIT, place).await;
        let place = place.map_err(|_| long_reads_taken())?;
        let place = place.map_err(Error::internal)?;
        self.read(move |conn| {
            let done = job(conn);
            // Not before the work is done, even where the caller went away.
            drop(place);
            done
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
        if let Some(writer) = &self.writer {
            // Waits in the writer's own bounded queue, and in no thread.
            return self.noted(writer.run(job).await);
        }
        let db = self.clone();
        self.off_thread(move || db.write_now(job)).await
    }

    /// [`Db::read`] for callers that may block (command line, jobs).
    pub fn read_now<T>(&self, job: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.pool.get().map_err(|_| Error::overloaded())?;
        conn::snapshot(&mut conn, job)
    }

    /// [`Db::write`] for callers that may block (command line, jobs).
    pub fn write_now<T, F>(&self, mut job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        if let Some(writer) = &self.writer {
            return self.noted(writer.run_now(job));
        }
        let mut conn = self.pool.get().map_err(|_| Error::overloaded())?;
        self.noted(again(&mut conn, &mut job))
    }

    /// Runs a write with what was made in a scratch at hand, as one transaction.
    ///
    /// The job may be run again, so it must have no effect outside the connection.
    ///
    /// # Errors
    /// Those of the job and of the database.
    pub fn write_beside<T, F>(&self, scratch: &mut Scratch, made: &[Made], mut job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn, &Staged) -> Result<T> + Send + 'static,
    {
        let staged = scratch.staged(made, self.is_sqlite())?;
        if let Some(writer) = &self.writer {
            let job = move |conn: &mut Conn| job(conn, &staged);
            return self.noted(writer.run_beside(scratch.path(), job));
        }
        let mut conn = self.pool.get().map_err(|_| Error::overloaded())?;
        let done = scratch
            .carry(&staged, &mut conn)
            .and_then(|()| again(&mut conn, &mut |conn| job(conn, &staged)));
        conn.batch_execute("DISCARD TEMPORARY")?;
        self.noted(done)
    }

    /// Whether requests can be served: the database answers and, where writes have failed, takes a
    /// trial write again.
    ///
    /// # Errors
    /// What it answers instead.
    pub async fn ready(&self) -> Result<()> {
        self.read(|conn| settings::find(conn, TRIAL).map(|_| ()))
            .await?;
        if self.is_unwritable.load(Ordering::Relaxed) {
            self.write(|conn| settings::put(conn, TRIAL, &" ".repeat(TRIAL_BYTES)))
                .await?;
            self.is_unwritable.store(false, Ordering::Relaxed);
        }
        Ok(())
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

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let place = self.waiting.clone().try_acquire_owned();
        let place = place.map_err(|_| Error::overloaded())?;
        let held = move || {
            let done = work();
            // Not before the work is done, even where the caller went away.
            drop(place);
            done
        };
        tokio::task::spawn_blocking(held)
            .await
            .map_err(Error::internal)?
    }
}

/// Runs a write on PostgreSQL, as often as the database asks for it.
fn again<T>(conn: &mut Conn, job: &mut impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
    for _ in 0..RETRIES {
        match conn::committed(conn, job) {
            Ok(done) => return Ok(done),
            Err(Failed::For(error)) => return Err(error),
            Err(Failed::Again) => {}
        }
    }
    Err(Error::overloaded())
}

fn long_reads_taken() -> Error {
    Error::Busy {
        code: "overloaded",
        detail: text(
            "正在导出的人较多",
            "Others are exporting; try again shortly.",
        ),
        retry_after: LONG_RETRY,
        too_many: false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn two_long_reads_run_and_the_third_is_told_to_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder
            .path()
            .join("zhuqi.db")
            .to_string_lossy()
            .into_owned();
        let db = Db::open(&DatabaseUrl::Sqlite(path)).unwrap();
        let hold = || {
            let (free, freed) = std::sync::mpsc::channel::<()>();
            let db = db.clone();
            let held = tokio::spawn(async move {
                db.read_long(move |_| {
                    let _ = freed.recv();
                    Ok(())
                })
                .await
            });
            (free, held)
        };
        let holders = [hold(), hold()];
        while db.long_reads.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let third = db.read_long(|_| Ok(())).await;
        assert!(
            matches!(
                third,
                Err(Error::Busy {
                    retry_after: LONG_RETRY,
                    ..
                })
            ),
            "{third:?}"
        );
        for (free, held) in holders {
            free.send(()).unwrap();
            held.await.unwrap().unwrap();
        }
        db.read_long(|_| Ok(())).await.unwrap();
    }
}
