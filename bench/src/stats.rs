//! Quantiles, and what the server has used between two moments.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::server::Server;

/// A quantile of sorted values; None of none.
pub fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get((last as f64 * part).round() as usize).copied()
}

pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    quantile(&values, 0.5)
}

/// What was used up to a moment.
pub struct Sample {
    at: Instant,
    cpu: f64,
    database_cpu: Option<f64>,
}

impl Sample {
    pub fn take(server: &Server) -> Result<Self> {
        Ok(Self {
            at: Instant::now(),
            cpu: server.cpu_ms()?,
            database_cpu: server.database_cpu_ms()?,
        })
    }

    pub fn since(&self, earlier: &Self) -> Duration {
        self.at - earlier.at
    }

    /// CPU milliseconds of the server.
    pub fn cpu_ms(&self, earlier: &Self) -> f64 {
        self.cpu - earlier.cpu
    }

    /// The same of PostgreSQL's processes.
    pub fn database_cpu_ms(&self, earlier: &Self) -> Option<f64> {
        Some(self.database_cpu? - earlier.database_cpu?)
    }
}
