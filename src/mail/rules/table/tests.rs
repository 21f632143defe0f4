use super::*;
use std::fmt::Write;

fn name(to: Recipient) -> &'static str {
    match to {
        Lead => "lead department",
        Supporting => "supporting departments",
        FormerLead => "the lead until then",
        Park => "the park's staff",
        Coordinators => "coordinators",
    }
}

fn names(to: &[Recipient]) -> String {
    to.iter().map(|to| name(*to)).collect::<Vec<_>>().join(", ")
}

fn page() -> String {
    let mut page = String::from("| what | kind | who | is asked |\n|---|---|---|---|\n");
    for notification in NOTIFICATIONS {
        for (to, ask) in notification.to {
            writeln!(
                page,
                "| {} | `{}` | {} | {ask} |",
                notification.kind.zh(),
                notification.kind,
                name(*to)
            )
            .unwrap();
        }
    }
    page += "\n| limit | clock | before it | after it |\n|---|---|---|---|\n";
    for one in REMINDER_RULES {
        let (yellow, red) = (names(one.yellow), names(one.red));
        writeln!(
            page,
            "| {} | `{}` | {yellow} | {red} |",
            one.word(),
            one.clock
        )
        .unwrap();
    }
    page
}

#[test]
fn the_page_of_the_docs_shows_this_table() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/mail.md");
    let notification = std::fs::read_to_string(file).unwrap();
    assert!(
        notification.contains(&page()),
        "docs/mail.md should hold:\n{}",
        page()
    );
}

#[test]
fn every_limit_has_its_words() {
    for one in REMINDER_RULES {
        assert_ne!(one.word(), one.clock);
        assert_ne!(one.late(), one.clock);
    }
}

#[test]
fn every_kind_of_move_has_one_row_and_nobody_stands_in_it_twice() {
    for kind in Kind::ALL {
        let rows = NOTIFICATIONS
            .iter()
            .filter(|notification| notification.kind == *kind)
            .count();
        let of_no_move = matches!(
            kind,
            Kind::Yellow | Kind::Red | Kind::EntryMove | Kind::WeeklyReport
        );
        assert_eq!(rows, usize::from(!of_no_move), "{kind}");
    }
    for notification in NOTIFICATIONS {
        for (index, (to, _)) in notification.to.iter().enumerate() {
            assert!(
                !notification.to[..index]
                    .iter()
                    .any(|(other, _)| other == to),
                "{:?}",
                notification.kind
            );
        }
    }
}
