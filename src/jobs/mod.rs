//! What runs by itself: named jobs, each leased so that among all nodes it runs once.

pub mod post;
mod repeat;
pub mod store;

pub use repeat::repeat;

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDateTime;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::db::{Conn, Db};
use crate::calendar::checked_clock;

/// How much longer than its pause a job's lease lasts: a node that died is followed by another.
const LEASE_MORE: chrono::Duration = chrono::Duration::seconds(30);
/// A job gets this long to end its run when the node stops; cut off, its transaction rolls back.
/// Longer than `post::CLOSING_TIME`, or a mail that the server takes meanwhile would leave twice.
const STOP_WAIT: Duration = Duration::from_millis(3500);

/// Whether a job has anything to do now.
type Look = Arc<dyn Fn(&mut Conn, NaiveDateTime) -> Result<bool> + Send + Sync>;
type Work = Arc<dyn Fn(&mut Conn, NaiveDateTime) -> Result<()> + Send + Sync>;

/// One job: a step that is a transaction of its own, and the pause between two runs.
#[derive(Clone)]
pub struct Job {
    pub name: &'static str,
    pub every: Duration,
    work: Work,
    /// Read before it writes anything; without one it always runs.
    look: Option<Look>,
    /// What it does can't be taken back, so it waits while the clock isn't believed.
    waits_for_clock: bool,
}

impl Job {
    pub fn new(
        name: &'static str,
        every: Duration,
        work: impl Fn(&mut Conn, NaiveDateTime) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            every,
            work: Arc::new(work),
            look: None,
            waits_for_clock: false,
        }
    }

    /// A job whose doings can't be taken back: none of them while the clock isn't believed.
    #[must_use]
    pub fn on_checked_clock(self) -> Self {
        Self {
            waits_for_clock: true,
            ..self
        }
    }

    /// A job that is run only where a look at the database finds something to do.
    #[must_use]
    pub fn only_where(
        self,
        look: impl Fn(&mut Conn, NaiveDateTime) -> Result<bool> + Send + Sync + 'static,
    ) -> Self {
        Self {
            look: Some(Arc::new(look)),
            ..self
        }
    }

    /// Whether there is anything to do.
    fn is_needed(&self, db: &Db, now: NaiveDateTime) -> Result<bool> {
        match self.look.clone() {
            Some(look) => db.read_blocking(move |conn| look(conn, now)),
            None => Ok(true),
        }
    }

    /// Runs the job now, in one transaction, whoever holds its lease.
    ///
    /// # Errors
    /// Those of the job.
    pub fn run_once(&self, db: &Db, clock: &Clock) -> Result<()> {
        let (work, now) = (self.work.clone(), clock.now().naive_utc());
        if !self.is_needed(db, now)? {
            return Ok(());
        }
        let waits = self.waits_for_clock;
        db.write_blocking(move |conn| {
            if waits && checked_clock::held(conn)?.is_some() {
                return Ok(());
            }
            work(conn, now)
        })
    }

    /// Runs the job where this node holds, or gets, its lease.
    fn run_leased(&self, db: &Db, clock: &Clock, holder: &str) -> Result<()> {
        let now = clock.now().naive_utc();
        // Nor is a lease written where there is nothing to do.
        if !self.is_needed(db, now)? {
            return Ok(());
        }
        let pause = chrono::Duration::from_std(self.every).unwrap_or(LEASE_MORE);
        let (name, holder) = (self.name, holder.to_owned());
        let until = now + pause + LEASE_MORE;
        let ours =
            db.write_blocking(move |conn| store::lease(conn, name, &holder, (now, until)))?;
        if ours {
            self.run_once(db, clock)
        } else {
            Ok(())
        }
    }
}

/// The running jobs; [`Running::stop`] ends them between two runs.
pub struct Running {
    stop: watch::Sender<bool>,
    handle: Handle,
    db: Db,
    clock: Clock,
    holder: String,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts every job on the given runtime. A job that fails is logged and tried again after its
/// pause; it stops nothing else.
pub fn start(handle: &Handle, db: &Db, clock: &Clock, jobs: Vec<Job>) -> Running {
    let (stop, stopped) = watch::channel(false);
    let holder = format!("{:016x}", rand::random::<u64>());
    let tasks = jobs
        .into_iter()
        .map(|job| {
            let (db, clock, holder) = (db.clone(), clock.clone(), holder.clone());
            let mut stopped = stopped.clone();
            handle.spawn(async move {
                while !*stopped.borrow() {
                    let (job, db, clock, holder) =
                        (job.clone(), db.clone(), clock.clone(), holder.clone());
                    let every = job.every;
                    let run = tokio::task::spawn_blocking(move || {
                        if let Err(error) = job.run_leased(&db, &clock, &holder) {
                            tracing::error!(job = job.name, %error, "a job failed");
                        }
                    });
                    if let Err(error) = run.await {
                        tracing::error!(%error, "a job broke off");
                    }
                    tokio::select! {
                        () = tokio::time::sleep(every) => {}
                        _ = stopped.changed() => {}
                    }
                }
            })
        })
        .collect();
    Running {
        stop,
        handle: handle.clone(),
        db: db.clone(),
        clock: clock.clone(),
        holder,
        tasks,
    }
}

impl Running {
    /// Adds a task of its own kind, such as mail delivery, that ends when told.
    pub fn add<F>(&mut self, task: impl FnOnce(watch::Receiver<bool>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let task = task(self.stop.subscribe());
        self.tasks.push(self.handle.spawn(task));
    }

    /// Lets every job finish the run it is in, then frees the leases, so that another node, or
    /// this one started again, goes on at once.
    pub fn stop(self) {
        let _ = self.stop.send(true);
        let ended = self.handle.block_on(async {
            tokio::time::timeout(STOP_WAIT, async {
                for task in self.tasks {
                    let _ = task.await;
                }
            })
            .await
        });
        if ended.is_err() {
            tracing::warn!("a job was still running at the end");
        }
        let (holder, now) = (self.holder, self.clock.now().naive_utc());
        let freed = self
            .db
            .write_blocking(move |conn| store::release_all(conn, &holder, now));
        if let Err(error) = freed {
            tracing::warn!(%error, "the leases of the jobs run out by themselves");
        }
    }
}
