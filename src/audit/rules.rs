//! How a record is hashed into the chain.

use sha2::{Digest, Sha256};

/// The previous hash of the first record.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A stored record; every field goes into its hash.
#[derive(Debug, Clone)]
pub struct Record {
    pub id: i64,
    /// UTC, to the millisecond.
    pub recorded_at: chrono::NaiveDateTime,
    pub actor_id: Option<i64>,
    pub actor_name: Option<String>,
    pub actor_role: Option<String>,
    pub action: String,
    pub target: String,
    pub target_id: Option<i64>,
    pub request_id: Option<String>,
    pub address: Option<String>,
    pub data: String,
}

/// The SHA-256, in hex, of the previous record's hash, the sequence number and the record. Each
/// text is preceded by its length, so that different records never hash the same bytes.
pub fn link(before: &str, sequence: i64, record: &Record) -> String {
    let mut hasher = Sha256::new();
    let mut take = |text: Option<&str>| match text {
        None => hasher.update([0]),
        Some(text) => {
            hasher.update([1]);
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text.as_bytes());
        }
    };
    take(Some(before));
    take(Some(&sequence.to_string()));
    take(Some(&record.id.to_string()));
    take(Some(
        &record
            .recorded_at
            .format("%Y-%m-%dT%H:%M:%S%.3fZ")
            .to_string(),
    ));
    take(record.actor_id.map(|id| id.to_string()).as_deref());
    take(record.actor_name.as_deref());
    take(record.actor_role.as_deref());
    take(Some(&record.action));
    take(Some(&record.target));
    take(record.target_id.map(|id| id.to_string()).as_deref());
    take(record.request_id.as_deref());
    take(record.address.as_deref());
    take(Some(&record.data));
    hex::encode(hasher.finalize())
}
