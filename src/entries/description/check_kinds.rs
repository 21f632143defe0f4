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

    /// A row of an entry names that one from the beginning, and stays with it. Where the body needn't name it, a row may
    /// stand by itself.
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
                body.any(|one| one.name == name)
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
                "明细须有登记时填写、登记后不变的所属条目，并可按其筛选".into(),
                "have none that names the parent: filtered, set by the first move from what its body has by the same name"
                    .into(),
            );
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::{Value, json};

    use super::super::Description;
    use crate::base::Error;
    use crate::entries::{AnyLedger, Custom};

    const FILE: &str = include_str!("../../../tests/entries/idle_plants.json");

    fn child() -> Value {
        let mut file: Value = serde_json::from_str(FILE).unwrap();
        file["kind"] = "child".into();
        file["months"] = Value::Null;
        file
    }

    fn wrong(file: &Value) -> Vec<String> {
        match Description::read(&file.to_string()) {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|one| one.pointer).collect(),
            _ => vec![],
        }
    }

    #[test]
    fn a_child_names_its_parent_from_its_first_move_on() {
        let mut file = child();
        assert_eq!(wrong(&file), ["/fields"]);
        let kind = json!({"type": "entry", "ledger": "projects"});
        let parent = json!({"name": "project_id", "heading": "项目", "about": "The project.", "kind": kind,
            "kept": "filtered", "by_moves": true});
        file["fields"].as_array_mut().unwrap().push(parent);
        assert_eq!(wrong(&file), ["/fields"]);
        let asked = json!([{"name": "project_id", "heading": "项目", "about": "The project.", "kind": kind, "required": true}]);
        let first = file["moves"].as_array_mut().unwrap();
        let first = first
            .iter_mut()
            .find(|row| row["from"].as_array().is_none_or(Vec::is_empty))
            .unwrap();
        first["body"] = asked;
        first["sets"] = json!([["project_id", "project_id"]]);
        let description = Description::read(&file.to_string()).unwrap();
        let description: &'static Description = Box::leak(Box::new(description));
        let (field, ledger) = description.parent().unwrap();
        assert_eq!((field.name, ledger), ("project_id", "projects"));
        let names = Custom::of(description).unwrap().table().names();
        assert!(names.contains(&"exclude") && !names.contains(&"reinstate"));
        assert!(!names.contains(&"assign") && !names.contains(&"plan_milestones"));
    }
}
