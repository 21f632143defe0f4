//! The measured program: started, watched through /proc, stopped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::client::{Ask, Client};

/// Linux counts CPU time in hundredths of a second, whatever the kernel's own clock.
const TICK_MS: f64 = 10.0;
/// A large database may take its time to start on.
const READY_WITHIN: Duration = Duration::from_secs(900);

pub struct Server {
    child: Child,
    pub port: u16,
    pub start_seconds: f64,
    /// The postmaster, whose processes work for the server.
    postmaster: Option<u32>,
}

pub struct Started<'a> {
    pub binary: &'a Path,
    pub database_url: &'a str,
    pub folder: &'a Path,
    pub postmaster: Option<u32>,
}

impl Server {
    pub async fn start(what: &Started<'_>) -> Result<Self> {
        let port = free_port()?;
        let log = fs::File::create(what.folder.join("server.log"))?;
        let mut command = Command::new(what.binary);
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("ZHUQI_") {
                command.env_remove(name);
            }
        }
        let began = Instant::now();
        let child = command
            // What was generated may be older than the server's clock likes.
            .args(["serve", "--accept-clock"])
            .env("DATABASE_URL", what.database_url)
            .env("ZHUQI_DATA_DIR", what.folder.join("data"))
            .env("ZHUQI_LISTEN", format!("127.0.0.1:{port}"))
            .stdout(log.try_clone()?)
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("can't start {}", what.binary.display()))?;
        let mut server = Self {
            child,
            port,
            start_seconds: 0.0,
            postmaster: what.postmaster,
        };
        let ready = Ask {
            path: "/readyz".into(),
            ..Ask::default()
        };
        let client = Client::new(port);
        while began.elapsed() < READY_WITHIN {
            if client
                .send(&ready)
                .await
                .is_ok_and(|answer| answer.status == 200)
            {
                server.start_seconds = began.elapsed().as_secs_f64();
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                bail!(
                    "the server ended with {status}; see {}/server.log",
                    what.folder.display()
                );
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        bail!("not ready after {READY_WITHIN:?}")
    }

    /// CPU milliseconds that the program has taken so far.
    pub fn cpu_ms(&self) -> Result<f64> {
        cpu_of(self.child.id())
    }

    /// CPU milliseconds of the PostgreSQL server's processes, those that have ended included.
    pub fn database_cpu_ms(&self) -> Result<Option<f64>> {
        let Some(postmaster) = self.postmaster else {
            return Ok(None);
        };
        let mut sum = ended_children_of(postmaster)?;
        for entry in fs::read_dir("/proc")? {
            let name = entry?.file_name();
            let Some(pid) = name.to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            // One may end while it is looked at.
            if let Ok(stat) = stat(pid)
                && stat
                    .get(1)
                    .is_some_and(|parent| *parent == postmaster.to_string())
            {
                sum += ticks(&stat, 11)? + ticks(&stat, 12)?;
            }
        }
        Ok(Some(sum * TICK_MS))
    }

    /// Resident memory in MiB: at present, and at its highest since [`Server::forget_peak`].
    pub fn memory_mib(&self) -> Result<(f64, f64)> {
        let status = fs::read_to_string(self.proc("status"))?;
        let of = |name: &str| -> Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kib = line
                .and_then(|line| line.split_whitespace().nth(1))
                .context("no such line")?;
            Ok(kib.parse::<f64>()? / 1024.0)
        };
        Ok((of("VmRSS")?, of("VmHWM")?))
    }

    pub fn forget_peak(&self) -> Result<()> {
        fs::write(self.proc("clear_refs"), "5").context("can't reset the peak of memory")
    }

    /// Bytes that the program has had written to disks so far.
    pub fn written(&self) -> Result<u64> {
        let io = fs::read_to_string(self.proc("io"))?;
        let line = io
            .lines()
            .find_map(|line| line.strip_prefix("write_bytes: "));
        Ok(line.context("no write_bytes")?.trim().parse()?)
    }

    fn proc(&self, name: &str) -> PathBuf {
        Path::new("/proc")
            .join(self.child.id().to_string())
            .join(name)
    }

    /// Asks it to end, as an operator does.
    pub fn stop(mut self) -> Result<()> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(15) {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        // Work that nobody waits for any more; the next thing measured shall not share the machine with it.
        eprintln!("the server still ran 15 s after SIGTERM: killed");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port on which nobody listens; Linux gives those from 32768 on to whoever connects meanwhile.
fn free_port() -> Result<u16> {
    for _ in 0..100 {
        let port = rand::random_range(20_000..32_768);
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no free port")
}

/// The fields of /proc/PID/stat after the name, which may hold blanks: the state is the first.
fn stat(pid: u32) -> Result<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, after) = text.rsplit_once(')').context("a strange /proc/PID/stat")?;
    Ok(after.split_whitespace().map(str::to_owned).collect())
}

fn ticks(stat: &[String], field: usize) -> Result<f64> {
    Ok(stat.get(field).context("a short /proc/PID/stat")?.parse()?)
}

fn cpu_of(pid: u32) -> Result<f64> {
    let stat = stat(pid)?;
    Ok((ticks(&stat, 11)? + ticks(&stat, 12)?) * TICK_MS)
}

fn ended_children_of(pid: u32) -> Result<f64> {
    let stat = stat(pid)?;
    Ok(ticks(&stat, 13)? + ticks(&stat, 14)?)
}
