//! A patch tells three things apart: absent (keep), null (clear) and a value (set).

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "patch::present")]` on an `Option<Option<T>>`.
///
/// # Errors
/// Those of the value itself.
pub fn present<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// For `#[serde(default, deserialize_with = "patch::value")]` on an `Option<T>` that can be absent
/// but not null: what can't be empty can't be cleared either.
///
/// # Errors
/// Those of the value itself; null is a wrong type.
pub fn value<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}
