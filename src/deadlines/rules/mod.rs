//! Pure rules of time limits; see each part.

mod clock;
#[cfg(test)]
mod clock_tests;
mod count;
mod days;
mod extension;
#[cfg(test)]
mod oracle;
mod policy;
mod presets;
mod span;

pub use clock::{Change, Clock, Ended, Light, Limit, remaining_working_days};
pub use count::{CountedDay, Due, due, due_from_day, explain};
pub use extension::{Extension, check_extension_request, check_until};
pub use policy::{Case, InForce, Level, Matching, Severity, Targets, Terms, select};
pub use presets::{Preset, PresetPolicy};
pub use span::{MAX_AMOUNT, Span, Unit};
