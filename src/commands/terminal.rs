//! What goes to the terminal: words for the person there, and the log.
//!
//! Neither may fail a command or hold up a request: a terminal that was closed, a pipe that nobody
//! reads and a full log disk lose lines, and nothing else.

use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdout};

use indicatif::{ProgressBar, ProgressStyle};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Lines that wait for a slow stderr; those beyond are dropped.
const WAITING_LINES: usize = 8192;

/// Prints a line to stdout.
pub fn say(line: impl Display) {
    let mut out = stdout();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Prints a line to stderr.
pub fn complain(line: impl Display) {
    let _ = writeln!(stderr(), "{line}");
}

/// How far something is, on standard error and only where that is a terminal.
pub fn progress_bar(template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template);
    ProgressBar::no_length().with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Writes what is still waiting when it is dropped.
#[must_use]
pub struct Log {
    _worker: WorkerGuard,
}

impl Log {
    /// Logs to stderr from a thread of its own. `RUST_LOG` chooses what, `otherwise` where it is absent.
    pub fn start(format: LogFormat, otherwise: &str) -> Self {
        let (lines, worker) = NonBlockingBuilder::default()
            .buffered_lines_limit(WAITING_LINES)
            .finish(stderr());
        let filter =
            EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(otherwise));
        let builder = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .log_internal_errors(false)
            .with_ansi(stderr().is_terminal())
            .with_writer(lines);
        let text = match format {
            LogFormat::Auto => stderr().is_terminal(),
            LogFormat::Text => true,
            LogFormat::Json => false,
        };
        // A second start in one process (tests) keeps the first logger.
        let _ = if text {
            builder.try_init()
        } else {
            builder.json().try_init()
        };
        Self { _worker: worker }
    }
}
