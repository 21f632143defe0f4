//! Whom a server's refusal is about. Servers such as Postfix put off what they have against greeting,
//! sender or client until a recipient is named, so the stage alone doesn't tell.

use super::pauses::Fault;

/// What was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Recipient,
    Content,
}

/// What an answer of 4xx or 5xx to a stage means; `answer` begins with its code, and with the
/// enhanced one (RFC 3463) behind it where the server gives one.
pub fn fault_of(stage: Stage, code: u16, answer: &str) -> Fault {
    if code < 500 {
        return Fault::Deferred;
    }
    let enhanced = enhanced(answer);
    let about_us = match (code, enhanced) {
        // The protocol, such as a greeting that is no full host name; no or wrong login.
        (500 | 502 | 503 | 504 | 530 | 534 | 535 | 538, _) => true,
        // The sender's address; the login or its encryption.
        (_, Some((1, 7 | 8) | (7, 8..=12))) => true,
        _ => false,
    };
    match (about_us, stage, enhanced) {
        (true, ..) => Fault::Unreachable,
        // "Not authorised" says it of a client that may not relay, of a sender that isn't the login's
        // own, and of a recipient who takes no mail from us: worth another try, but not for ever.
        (false, Stage::Recipient, Some((7, _))) => Fault::Deferred,
        (false, ..) => Fault::Refused,
    }
}

/// Subject and detail of the enhanced code `5.subject.detail` behind the code.
fn enhanced(answer: &str) -> Option<(u16, u16)> {
    let word = answer.split_whitespace().nth(1)?;
    let mut parts = word.strip_prefix("5.")?.split('.');
    let subject = parts.next()?.parse().ok()?;
    let detail = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some((subject, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_the_mail_parks_it() {
        for (stage, answer, fault) in [
            (
                Stage::Recipient,
                "550 5.1.1 no such mailbox",
                Fault::Refused,
            ),
            (Stage::Recipient, "550 no such user here", Fault::Refused),
            (
                Stage::Recipient,
                "550 5.5.0 mailbox unavailable",
                Fault::Refused,
            ),
            (Stage::Recipient, "551 user not local", Fault::Refused),
            (Stage::Recipient, "552 5.2.2 mailbox full", Fault::Refused),
            (
                Stage::Recipient,
                "553 mailbox name not allowed",
                Fault::Refused,
            ),
            (Stage::Recipient, "501 5.1.3 bad address", Fault::Refused),
            (Stage::Content, "552 5.3.4 message too big", Fault::Refused),
            (Stage::Content, "554 5.7.1 looks like spam", Fault::Refused),
            (Stage::Content, "554 5.6.0 bad content", Fault::Refused),
            (
                Stage::Recipient,
                "504 5.5.2 <pc>: Helo command rejected: need fully-qualified hostname",
                Fault::Unreachable,
            ),
            (
                Stage::Recipient,
                "504 need fully-qualified hostname",
                Fault::Unreachable,
            ),
            (
                Stage::Recipient,
                "550 5.1.8 sender domain not found",
                Fault::Unreachable,
            ),
            (Stage::Recipient, "553 5.1.7 bad sender", Fault::Unreachable),
            (
                Stage::Recipient,
                "530 5.7.0 authentication required",
                Fault::Unreachable,
            ),
            (Stage::Recipient, "530 login first", Fault::Unreachable),
            (
                Stage::Content,
                "503 5.5.1 no recipients",
                Fault::Unreachable,
            ),
            (
                Stage::Recipient,
                "554 5.7.1 relay access denied",
                Fault::Deferred,
            ),
            (
                Stage::Recipient,
                "553 5.7.1 sender address rejected: not owned by user",
                Fault::Deferred,
            ),
            (
                Stage::Recipient,
                "451 4.3.0 try again later",
                Fault::Deferred,
            ),
            (Stage::Content, "421 4.3.2 shutting down", Fault::Deferred),
        ] {
            let code = answer[..3].parse().unwrap_or(0);
            assert_eq!(fault_of(stage, code, answer), fault, "{answer}");
        }
    }

    #[test]
    fn an_enhanced_code_is_one_of_three_numbers() {
        assert_eq!(enhanced("550 5.1.1 x"), Some((1, 1)));
        for none in ["550", "550 x", "550 5.1", "550 5.1.1.1 x", "550 4.1.1 x"] {
            assert_eq!(enhanced(none), None, "{none}");
        }
    }
}
