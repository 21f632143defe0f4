//! SQLite's single writer: a bounded queue, a savepoint per job, one durable commit for many.
//!
//! Plain concurrent transactions fail with "database is locked" when two readers turn writers;
//! one thread with `BEGIN IMMEDIATE` does not, and one fsync pays for every job in the batch.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::scratch::SCHEMA;
use super::sqlite_file::OpenFiles;
use super::{Conn, Job};
use crate::base::{Error, Result};

/// Writes that may wait; the next one is told to come back (503).
const QUEUE: usize = 1024;
/// How long a request waits for its write to begin.
const WAIT: Duration = Duration::from_secs(10);
/// Another process may publish a long import (`zhuqi import` beside the server): it is waited for.
const PATIENCE: &str = "PRAGMA busy_timeout = 120000";
/// Jobs that share one commit at most.
const BATCH: usize = 128;

/// A waiting job is either begun by the writer or given up by its caller, whoever is first.
#[derive(Clone, Default)]
struct Claim(Arc<AtomicBool>);

impl Claim {
    fn take(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }
}

/// Gives a job up when its caller goes away.
struct Caller(Claim);

impl Drop for Caller {
    fn drop(&mut self) {
        self.0.take();
    }
}

trait Queued: Send {
    /// False where its caller gave it up: nobody would hear of what it did.
    fn begin(&self) -> bool;
    /// The scratch that has to be at hand; such a job has a transaction of its own.
    fn beside(&self) -> Option<&str>;
    fn run(&mut self, conn: &mut Conn) -> Result<()>;
    /// Tells the waiting caller; `Err` when the commit failed after the job had succeeded.
    fn answer(self: Box<Self>, committed: Result<()>);
}

struct Task<T, R> {
    job: Job<T>,
    beside: Option<String>,
    claim: Claim,
    done: Option<Result<T>>,
    reply: R,
}

impl<T, R> Queued for Task<T, R>
where
    T: Send,
    R: FnOnce(Result<T>) + Send,
{
    fn begin(&self) -> bool {
        self.claim.take()
    }

    fn beside(&self) -> Option<&str> {
        self.beside.as_deref()
    }

    fn run(&mut self, conn: &mut Conn) -> Result<()> {
        match (self.job)(conn) {
            Ok(value) => {
                self.done = Some(Ok(value));
                Ok(())
            }
            Err(error) => {
                self.done = Some(Err(error.clone()));
                Err(error)
            }
        }
    }

    fn answer(self: Box<Self>, committed: Result<()>) {
        let answer = match (committed, self.done) {
            (_, Some(Err(error))) | (Err(error), _) => Err(error),
            (Ok(()), Some(done)) => done,
            (Ok(()), None) => Err(Error::internal("a write job did not finish")),
        };
        (self.reply)(answer);
    }
}

/// The handle of the writer thread; dropping the last one ends the thread after its queue.
pub(super) struct SqliteWriter {
    queue: SyncSender<Box<dyn Queued>>,
    waiting: Arc<AtomicUsize>,
}

impl SqliteWriter {
    pub(super) fn start(
        mut conn: Conn,
        files: Arc<OpenFiles>,
    ) -> std::result::Result<Self, String> {
        conn.batch_execute(PATIENCE)
            .map_err(|e| format!("cannot prepare the writer: {e}"))?;
        let (queue, jobs) = sync_channel(QUEUE);
        let waiting = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&waiting);
        thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || work((&mut conn, &files), &jobs, &counted))
            .map_err(|e| format!("cannot start the writer thread: {e}"))?;
        Ok(Self { queue, waiting })
    }

    /// Writes in the queue, for the metrics.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Queues a job and waits for its answer. Who goes away before it has begun has not done it.
    pub(super) async fn run<T: Send + 'static>(&self, job: Job<T>) -> Result<T> {
        let (reply, mut answer) = oneshot::channel();
        let caller = Caller(Claim::default());
        let claim = caller.0.clone();
        // A caller that went away needs no answer.
        self.queue((job, None, claim), |done| drop(reply.send(done)))?;
        match tokio::time::timeout(WAIT, &mut answer).await {
            Ok(done) => done.map_err(|_| ended())?,
            Err(_) if caller.0.take() => Err(Error::overloaded()),
            Err(_) => answer.await.map_err(|_| ended())?,
        }
    }

    /// [`SqliteWriter::run`] for callers that may block.
    pub(super) fn run_now<T: Send + 'static>(&self, job: Job<T>) -> Result<T> {
        self.wait_for(job, None)
    }

    /// [`SqliteWriter::run_now`] with a scratch attached.
    pub(super) fn run_beside<T: Send + 'static>(&self, scratch: String, job: Job<T>) -> Result<T> {
        self.wait_for(job, Some(scratch))
    }

    fn wait_for<T: Send + 'static>(&self, job: Job<T>, beside: Option<String>) -> Result<T> {
        let (reply, answer) = sync_channel(1);
        self.queue((job, beside, Claim::default()), move |done| {
            drop(reply.send(done))
        })?;
        answer.recv().map_err(|_| ended())?
    }

    fn queue<T: Send + 'static>(
        &self,
        (job, beside, claim): (Job<T>, Option<String>, Claim),
        reply: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()> {
        let task = Task {
            job,
            beside,
            claim,
            done: None,
            reply,
        };
        // Counted before it is sent, or the writer could take it off first.
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.queue.try_send(Box::new(task)).map_err(|refused| {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            match refused {
                TrySendError::Full(_) => Error::overloaded(),
                TrySendError::Disconnected(_) => ended(),
            }
        })
    }
}

fn ended() -> Error {
    Error::internal("the writer thread has ended")
}

fn work(
    (conn, files): (&mut Conn, &OpenFiles),
    jobs: &Receiver<Box<dyn Queued>>,
    waiting: &AtomicUsize,
) {
    let mut next: Option<Box<dyn Queued>> = None;
    while let Some(first) = next.take().or_else(|| jobs.recv().ok()) {
        let scratch = first.beside().map(str::to_owned);
        let mut batch = vec![first];
        while scratch.is_none() && batch.len() < BATCH {
            match jobs.try_recv() {
                Ok(job) if job.beside().is_some() => {
                    next = Some(job);
                    break;
                }
                Ok(job) => batch.push(job),
                Err(_) => break,
            }
        }
        waiting.fetch_sub(batch.len(), Ordering::Relaxed);
        let committed = match scratch {
            None => commit_batch(conn, files, &mut batch),
            Some(path) => commit_beside((conn, files), &path, &mut batch),
        };
        for job in batch {
            job.answer(committed.clone());
        }
    }
}

/// Runs the batch in one transaction. A failing job rolls back to its own savepoint; a failed
/// commit, or a rollback SQLite made by itself (full disk, I/O error), fails the whole batch.
fn commit_batch(conn: &mut Conn, files: &OpenFiles, batch: &mut [Box<dyn Queued>]) -> Result<()> {
    conn.batch_execute("BEGIN IMMEDIATE")?;
    if let Err(error) = files.check() {
        let _ = conn.batch_execute("ROLLBACK");
        return Err(error);
    }
    for job in batch.iter_mut().filter(|job| job.begin()) {
        if let Err(error) = run_in_savepoint(conn, job.as_mut()) {
            let _ = conn.batch_execute("ROLLBACK");
            return Err(error);
        }
    }
    conn.batch_execute("COMMIT").map_err(|error| {
        let _ = conn.batch_execute("ROLLBACK");
        Error::from(error)
    })?;
    // Once more: what was committed into a file without a name isn't acknowledged.
    files.check()
}

/// [`commit_batch`] with a scratch attached, which SQLite lets go outside of a transaction only.
fn commit_beside(
    (conn, files): (&mut Conn, &OpenFiles),
    path: &str,
    batch: &mut [Box<dyn Queued>],
) -> Result<()> {
    let path = path.replace('\'', "''");
    conn.batch_execute(&format!("ATTACH '{path}' AS {SCHEMA}"))?;
    let committed = commit_batch(conn, files, batch);
    let let_go = conn.batch_execute(&format!("DETACH {SCHEMA}"));
    committed?;
    // What was committed stays so.
    if let Err(error) = let_go {
        tracing::error!(%error, "a scratch stays attached");
    }
    Ok(())
}

fn run_in_savepoint(conn: &mut Conn, job: &mut dyn Queued) -> Result<()> {
    conn.batch_execute("SAVEPOINT job")?;
    let outcome = catch_unwind(AssertUnwindSafe(|| job.run(conn)));
    match outcome {
        Ok(Ok(())) => Ok(conn.batch_execute("RELEASE job")?),
        // The savepoint is gone when SQLite rolled back everything (full disk, I/O error): what
        // this job met ends the batch.
        Ok(Err(error)) => conn
            .batch_execute("ROLLBACK TO job; RELEASE job")
            .map_err(|_| error),
        Err(_) => Ok(conn.batch_execute("ROLLBACK TO job; RELEASE job")?),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use diesel::prelude::*;

    use crate::base::db::schema::settings;
    use crate::base::db::{Conn, DatabaseUrl, Db};
    use crate::base::{Error, Result};

    fn fresh(name: &str) -> (Db, std::path::PathBuf) {
        let folder =
            std::env::temp_dir().join(format!("zhuqi-writer-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let url = DatabaseUrl::parse(&format!("sqlite://{}/a.db", folder.display())).unwrap();
        (Db::open(&url).unwrap(), folder)
    }

    fn put(conn: &mut Conn, name: &str, value: &str) -> Result<()> {
        diesel::insert_into(settings::table)
            .values((settings::name.eq(name), settings::value.eq(value)))
            .execute(conn)?;
        Ok(())
    }

    fn count(db: &Db) -> i64 {
        db.read_blocking(|conn| Ok(settings::table.count().get_result(conn)?))
            .unwrap()
    }

    #[test]
    fn read_then_update_from_many_threads_loses_nothing() {
        let (db, folder) = fresh("race");
        db.write_blocking(|conn| put(conn, "n", "0")).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        db.write_blocking(|conn| {
                            let row = settings::table.find("n");
                            let n: String = row.select(settings::value).first(conn)?;
                            let next = n.parse::<i64>().map_err(Error::internal)? + 1;
                            diesel::update(settings::table.find("n"))
                                .set(settings::value.eq(next.to_string()))
                                .execute(conn)?;
                            Ok(())
                        })
                        .unwrap();
                    }
                });
            }
        });
        let n: String = db
            .read_blocking(|conn| {
                Ok(settings::table
                    .find("n")
                    .select(settings::value)
                    .first(conn)?)
            })
            .unwrap();
        assert_eq!(n, "400");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[tokio::test]
    async fn a_write_whose_caller_went_away_before_it_began_is_not_done() {
        let (db, folder) = fresh("gone");
        let (free, freed) = std::sync::mpsc::channel::<()>();
        let (begin, begun) = std::sync::mpsc::channel();
        let holder = db.clone();
        let held = tokio::task::spawn_blocking(move || {
            holder.write_blocking(move |_| {
                let _ = begin.send(());
                let _ = freed.recv();
                Ok(())
            })
        });
        begun.recv().unwrap();
        let gone = db.write(|conn| put(conn, "gone", "done"));
        let waited = tokio::time::timeout(std::time::Duration::from_millis(100), gone).await;
        assert!(waited.is_err());
        free.send(()).unwrap();
        held.await.unwrap().unwrap();
        db.write(|conn| put(conn, "next", "done")).await.unwrap();
        assert_eq!(count(&db), 1);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_refused_or_panicking_job_leaves_nothing_and_harms_no_neighbour() {
        let (db, folder) = fresh("savepoint");
        let refused: Result<()> = db.write_blocking(|conn| {
            put(conn, "half", "done")?;
            Err(Error::NotFound)
        });
        assert!(matches!(refused, Err(Error::NotFound)));
        let panicked: Result<()> = db.write_blocking(|conn| {
            put(conn, "half", "done")?;
            panic!("on purpose")
        });
        assert!(matches!(panicked, Err(Error::Internal(_))));
        db.write_blocking(|conn| put(conn, "whole", "done"))
            .unwrap();
        assert_eq!(count(&db), 1);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
