//! What each action takes. `check` trims the texts and says everything that is wrong without a look
//! into the database; unknown fields are refused when reading.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check::Check;

/// A body that can be checked.
pub trait Body {
    fn check(&mut self, check: &mut Check);

    /// The department acted for, where the action allows it.
    fn on_behalf_of(&self) -> Option<&OnBehalfOf> {
        None
    }
}

/// Declares a body: unknown fields refused, described in the OpenAPI document.
macro_rules! body {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? } |$this:ident, $check:ident| $checks:block) => {
        #[derive(Debug, Clone, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$meta])*
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }

        impl Body for $name {
            fn check(&mut self, $check: &mut Check) {
                let $this = self;
                $checks
            }
        }
    };
    ($(#[$meta:meta])* on_behalf $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? } |$this:ident, $check:ident| $checks:block) => {
        #[derive(Debug, Clone, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$meta])*
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            /// Whose doing it really was, where the coordinator or the problem's park records it for a
            /// department that doesn't do it itself (代办). Absent or null: the caller's own department's.
            pub on_behalf_of: Option<OnBehalfOf>,
        }

        impl Body for $name {
            fn check(&mut self, $check: &mut Check) {
                if let Some(behalf) = &mut self.on_behalf_of {
                    $check.line("/on_behalf_of/person", &mut behalf.person);
                }
                let $this = self;
                $checks
            }

            fn on_behalf_of(&self) -> Option<&OnBehalfOf> {
                self.on_behalf_of.as_ref()
            }
        }
    };
}

/// The department that somebody else acts for (代办), and who in it did what is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"department_id": 1, "person": "李工"}))]
pub struct OnBehalfOf {
    /// The department: one on the problem, in the part that the action belongs to.
    pub department_id: i64,
    /// Who in the department did it.
    #[schema(min_length = 1, max_length = 200)]
    pub person: String,
}

mod assign;
mod exclude;
mod requests;
mod settle;
mod steer;
#[cfg(test)]
mod tests;
mod work;

pub use assign::{AddSupport, Dispatch, Redispatch};
pub use exclude::{Merge, Reinstate, Reject, Withdraw};
pub use requests::{
    DecideExtension, DecideReturn, DecideSuspension, RequestExtension, RequestSuspension, Resume,
    Return,
};
pub use settle::{AfterFollowUp, Close, FollowUp, Reopen, Resolve, ResolveOnSite, Track};
pub use steer::{Comment, Escalate, Supervise, TransferPark};
pub use work::{Accept, AssignHandler, OnSite, Progress, Reply};
