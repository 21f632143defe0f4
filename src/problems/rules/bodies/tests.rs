//! What the OpenAPI document says of the bodies.

#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::problems::rules::check::documented::{agrees, checked, day_of_examples};

#[test]
fn the_document_says_what_is_checked() {
    macro_rules! all {
        ($($body:ident),+ $(,)?) => {
            $(agrees::<$body>(checked::<$body>);)+
        };
    }
    all!(
        Accept,
        AddSupport,
        AssignHandler,
        Close,
        Comment,
        DecideExtension,
        DecideReturn,
        DecideSuspension,
        Dispatch,
        Escalate,
        FollowUp,
        Merge,
        OnSite,
        Progress,
        Redispatch,
        Reinstate,
        Reject,
        Reopen,
        Reply,
        RequestExtension,
        RequestSuspension,
        Resolve,
        ResolveOnSite,
        Resume,
        Return,
        Supervise,
        Track,
        TransferPark,
        Withdraw,
    );
}

#[test]
fn the_document_says_what_is_checked_of_the_person_acted_for() {
    agrees::<OnBehalfOf>(|json| {
        let mut behalf: OnBehalfOf = serde_json::from_value(json).unwrap();
        let mut check = day_of_examples();
        check.line("/person", &mut behalf.person);
        check
    });
}
