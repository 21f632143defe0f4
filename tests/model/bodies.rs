//! What is sent for a move.

use serde_json::{Value, json};

use super::days::{Day, plus};
use super::moves::{Fault, Move};

/// The ids behind the model's small numbers.
pub struct Ids {
    pub problem: i64,
    pub parks: [i64; 2],
    /// The third is on no problem.
    pub departments: [i64; 3],
    /// Another problem of the same enterprise.
    pub twin: i64,
}

/// The text that each action takes, and whether it has to be there.
pub fn text_of(action: &str) -> (&'static str, bool) {
    match action {
        "edit" => ("title", true),
        "on_site" => ("who", true),
        "assign_handler" => ("name", true),
        "return" | "decide_return" | "request_extension" | "request_suspension" | "reopen"
        | "transfer_park" | "withdraw" | "reject" | "reinstate" => ("reason", true),
        "decide_extension" | "decide_suspension" | "merge" => ("reason", false),
        "progress" | "reply" | "supervise" | "comment" => ("text", true),
        "resolve" | "resolve_on_site" => ("resolution", true),
        "escalate" => ("body", true),
        _ => ("note", false),
    }
}

/// A field of an action's body with a value that is never right.
pub fn wrong_value(action: &str) -> Option<(&'static str, Value)> {
    Some(match action {
        "dispatch" | "redispatch" => ("lead_department_id", json!(999_999)),
        "add_support" => ("department_ids", json!([])),
        "on_site" => ("on", json!("2199-01-01")),
        "transfer_park" => ("park_id", json!(999_999)),
        "merge" => ("into_problem_id", json!(999_999)),
        "escalate" => ("level", json!("district")),
        "follow_up" => ("satisfaction", json!(6)),
        "track" => ("next_on", json!("2021-08-02")),
        "supervise" => ("due_on", json!("2021-08-01")),
        _ => return None,
    })
}

impl Move {
    /// In whose department it is made.
    pub fn department(&self) -> Option<usize> {
        self.behalf
            .or((self.who.role == "department_staff").then_some(self.who.unit))
    }

    pub fn body(&self, ids: &Ids, today: Day) -> Value {
        let department = |one: usize| ids.departments[one];
        let lead = self.lead.map(department);
        let supports: Vec<_> = self.supports.iter().map(|one| department(*one)).collect();
        let mut body = match self.action {
            "dispatch" => {
                json!({"lead_department_id": lead, "supporting_department_ids": supports, "due_on": self.due_on})
            }
            "redispatch" => {
                json!({"lead_department_id": lead, "supporting_department_ids": supports, "due_on": self.due_on, "final": self.is_final})
            }
            "add_support" => json!({"department_ids": supports}),
            "on_site" => json!({"on": today}),
            "decide_return" => {
                json!({"upheld": self.upheld, "lead_department_id": lead.filter(|_| self.upheld)})
            }
            "request_extension" => json!({"until": self.until}),
            "request_suspension" => json!({"until": self.until, "cause": "third_party"}),
            "decide_extension" | "decide_suspension" => {
                json!({"granted": self.granted, "until": self.until.filter(|_| self.granted)})
            }
            "resolve" => match self.next_on {
                None => json!({"outcome": self.outcome}),
                Some(day) => {
                    json!({"outcome": self.outcome, "remaining": "线路改造", "next_step": "立项", "next_on": day})
                }
            },
            "follow_up" => json!({"reached": self.reached, "solved": self.solved}),
            "track" => json!({"next_on": plus(self.until.unwrap(), 1)}),
            "supervise" => json!({"kind": "urge", "due_on": self.due_on}),
            "escalate" => json!({"level": "city", "due_on": self.due_on}),
            "transfer_park" => json!({"park_id": ids.parks[self.park]}),
            "withdraw" | "reject" => json!({"told_by": "张经理"}),
            "merge" => json!({"into_problem_id": ids.twin}),
            _ => json!({}),
        };
        if let Some(department) = self.behalf {
            body["on_behalf_of"] =
                json!({"department_id": ids.departments[department], "person": "李师傅"});
        }
        let (key, required) = text_of(self.action);
        if required {
            body[key] = json!("按规定办理");
        }
        match self.fault {
            Fault::None => {}
            Fault::Unknown => body["boss"] = json!(1),
            Fault::WrongType => body[key] = json!(1),
            Fault::TooLong => body[key] = json!("长".repeat(2_001)),
            Fault::Blank => body[key] = json!(" \u{3000} "),
            Fault::WrongValue => {
                let (key, value) = wrong_value(self.action).unwrap();
                body[key] = value;
            }
        }
        body
    }
}
