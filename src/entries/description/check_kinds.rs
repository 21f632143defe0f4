//! Whether a register or a child is one.

use super::check::Faults;
use super::{Description, Hat, Kept};

impl Description {
    /// Entries of a register belong to nobody: nobody but the coordinator has anything to do with them.
    pub(super) fn check_register(&self, faults: &mut Faults) {
        if self.months.is_some() {
            faults.wrong(
                "/months",
                "登记簿不报送月进展".into(),
                "are reported of no register".into(),
            );
        }
        for (index, row) in self.moves.iter().enumerate() {
            if row.who.iter().any(|hat| *hat != Hat::Coordinator) {
                faults.wrong(
                    &format!("/moves/{index}/who"),
                    "登记簿由活动办维护".into(),
                    "isn't the coordinator, who keeps a register".into(),
                );
            }
        }
    }

    /// A row of an entry names that one from the beginning, and stays with it.
    pub(super) fn check_child(&self, faults: &mut Faults) {
        if self.months.is_some() {
            faults.wrong(
                "/months",
                "条目的明细不报送月进展".into(),
                "are reported of no child".into(),
            );
        }
        let first = self.first_move();
        let named = self.parent().is_some_and(|(field, _)| {
            let is_told = |name: &str| {
                let mut body = first.iter().flat_map(|row| row.body);
                body.any(|one| one.name == name && one.required)
            };
            let mut sets = first.iter().flat_map(|row| row.sets);
            field.by_moves
                && field.kept != Kept::Plain
                && sets.any(|(to, from)| *to == field.name && *from == field.name)
                && is_told(field.name)
        });
        if !named {
            faults.wrong(
                "/fields",
                "明细须有登记时必填、登记后不变的所属条目，并可按其筛选".into(),
                "have none that names the parent: filtered, set by the first move from what it requires by the same name"
                    .into(),
            );
        }
    }
}
