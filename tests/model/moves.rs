//! Moves at random, and what each makes of the model.

use rand::RngExt;
use rand::rngs::StdRng;

use super::bodies::{text_of, wrong_value};
use super::case::{Case, Pending};
use super::days::{Change, Day, Limit, plus};
use super::table::{ON_BEHALF, TABLE, Who};

/// What is slightly wrong with a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// A field that isn't there.
    Unknown,
    /// A number where a text belongs.
    WrongType,
    TooLong,
    /// Nothing but spaces in a required text.
    Blank,
    /// What this action refuses anywhere and always.
    WrongValue,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Move {
    pub who: Who,
    pub action: &'static str,
    pub behalf: Option<usize>,
    pub fault: Fault,
    pub seen: Option<i64>,
    pub lead: Option<usize>,
    pub supports: Vec<usize>,
    pub is_final: bool,
    pub due_on: Option<Day>,
    pub upheld: bool,
    pub granted: bool,
    pub until: Option<Day>,
    pub outcome: &'static str,
    pub next_on: Option<Day>,
    pub reached: bool,
    pub solved: Option<bool>,
    pub park: usize,
}

fn pick<T: Copy>(rng: &mut StdRng, of: &[T]) -> T {
    of[rng.random_range(0..of.len())]
}

fn one_in(rng: &mut StdRng, n: u32) -> bool {
    rng.random_ratio(1, n)
}

/// A move by somebody: mostly one that is possible, sometimes any.
pub fn any(rng: &mut StdRng, case: &Case, everybody: &[Who]) -> Move {
    let mut who = pick(rng, everybody);
    let mut action = pick(rng, TABLE).0;
    if !one_in(rng, 3) {
        who = pick(rng, everybody);
        let allowed: Vec<_> = case
            .allowed(who)
            .into_iter()
            .filter(|one| *one != "comment")
            .collect();
        if !allowed.is_empty() {
            action = pick(rng, &allowed);
        }
    }
    // Out of the count is a short story; let it be told less often.
    if matches!(action, "withdraw" | "reject" | "merge" | "transfer_park") && !one_in(rng, 3) {
        action = "comment";
    }
    let may_be_on_behalf = matches!(who.role, "coordinator" | "park_staff");
    let behalf = (ON_BEHALF.contains(&action)
        && (may_be_on_behalf && !one_in(rng, 4) || one_in(rng, 8)))
    .then(|| match case.lead {
        Some(lead) if action != "reply" && !one_in(rng, 5) => lead,
        _ => rng.random_range(0..3),
    });
    let seen = match rng.random_range(0..20) {
        0 => Some(case.version - 1),
        1 => Some(case.version + 7),
        2 | 3 => Some(case.version),
        _ => None,
    };
    let fault = match rng.random_range(0..40) {
        0 => Fault::Unknown,
        1 => Fault::WrongType,
        2 => Fault::TooLong,
        3 if text_of(action).1 => Fault::Blank,
        4 if wrong_value(action).is_some() => Fault::WrongValue,
        _ => Fault::None,
    };
    let lead = rng.random_range(0..2);
    let until = plus(case.today, rng.random_range(0..25));
    let reached = !one_in(rng, 3);
    let outcome = pick(rng, &["solved", "partly_solved", "planned", "explained"]);
    Move {
        who,
        action,
        behalf,
        fault,
        seen,
        lead: match action {
            "decide_return" if one_in(rng, 3) => None,
            _ => Some(lead),
        },
        supports: if one_in(rng, 3) || action == "add_support" {
            vec![1 - lead]
        } else {
            vec![]
        },
        is_final: one_in(rng, 4),
        due_on: one_in(rng, 5)
            .then(|| plus(case.today, rng.random_range(0..12)))
            // What is resolved has no limit to be shortened; that is refused as a wrong value.
            .filter(|_| action != "supervise" || case.status != "resolved"),
        upheld: !one_in(rng, 2),
        granted: !one_in(rng, 4),
        until: match action {
            "decide_extension" | "decide_suspension" => one_in(rng, 3).then_some(until),
            _ => Some(until),
        },
        outcome,
        next_on: matches!(outcome, "partly_solved" | "planned").then(|| plus(until, 1)),
        reached,
        solved: (reached && !one_in(rng, 5)).then(|| !one_in(rng, 3)),
        park: rng.random_range(0..2),
    }
}

impl Case {
    /// Makes a move that was let pass.
    pub fn make(&mut self, made: &Move) {
        match made.action {
            "dispatch" => self.hand_over(made, false),
            "redispatch" => {
                self.pending.clear();
                self.supports.clear();
                self.hand_over(made, made.is_final);
            }
            "add_support" => self.support(&made.supports),
            "accept" => self.status = "in_progress",
            "return" => {
                self.pending.clear();
                self.ask("return", made, 0);
                self.returned_from = self.status;
                self.status = "returned";
            }
            "decide_return" => self.rule_on_return(made),
            "request_extension" => self.ask("extension", made, self.solve.changes.len()),
            "request_suspension" => self.ask("suspension", made, 0),
            "decide_extension" => {
                let asked = self.pending.remove("extension").unwrap();
                if made.granted {
                    // As if it had been moved when it was asked for.
                    let until = made.until.or(asked.until).unwrap();
                    self.solve
                        .changes
                        .insert(asked.after, Change::Extended(until));
                }
            }
            "decide_suspension" => {
                let asked = self.pending.remove("suspension").unwrap();
                if made.granted {
                    let until = made.until.or(asked.until).unwrap();
                    self.solve
                        .changes
                        .push(Change::Suspended(self.today, until));
                    self.return_by
                        .changes
                        .push(Change::Suspended(self.today, until));
                    self.suspended_until = until;
                    self.status = "suspended";
                }
            }
            "resume" => self.go_on(self.today),
            "resolve" => self.resolve(made, made.department()),
            "resolve_on_site" => self.resolve(
                &Move {
                    outcome: "solved",
                    ..made.clone()
                },
                None,
            ),
            "follow_up" => self.answers.push((self.today, made.reached, made.solved)),
            "track" => {
                self.answers.clear();
                self.status = "tracking";
                self.solve
                    .changes
                    .push(Change::Tracked(plus(made.until.unwrap(), 1)));
            }
            "close" => self.status = "closed",
            "reopen" => self.reopen(),
            "supervise" | "escalate" => {
                if let Some(on) = made.due_on {
                    self.impose(on);
                    self.change_solve(Change::Imposed(on));
                }
            }
            "transfer_park" => self.park = made.park,
            "withdraw" => self.exclude("withdrawn"),
            "reject" => self.exclude("rejected"),
            "merge" => self.exclude("merged"),
            "reinstate" => self.status = "reported",
            "reply" => {
                let by = made.department();
                for (one, replied) in &mut self.supports {
                    *replied |= Some(*one) == by;
                }
            }
            _ => {}
        }
        self.note();
    }

    fn impose(&mut self, on: Day) {
        self.imposed = Some(self.imposed.map_or(on, |day| day.min(on)));
    }

    fn ask(&mut self, kind: &'static str, made: &Move, after: usize) {
        let asked = Pending {
            by: made.who.name,
            until: made.until,
            after,
        };
        self.pending.insert(kind, asked);
    }

    fn hand_over(&mut self, made: &Move, is_final: bool) {
        if let Some(on) = made.due_on {
            self.impose(on);
        }
        self.lead_by(made.lead.unwrap(), is_final);
        self.support(&made.supports);
    }

    fn lead_by(&mut self, lead: usize, is_final: bool) {
        self.lead = Some(lead);
        self.is_final = is_final;
        self.ever.insert(lead);
        self.solve = Limit::of(self.today, 7, self.imposed);
        self.return_by = Limit::of(self.today, 1, None);
        self.status = "dispatched";
    }

    fn support(&mut self, departments: &[usize]) {
        for one in departments {
            self.supports.push((*one, false));
            self.ever.insert(*one);
        }
    }

    fn rule_on_return(&mut self, made: &Move) {
        self.pending.remove("return");
        match (made.upheld, made.lead) {
            (false, _) => {
                self.is_final = true;
                self.status = self.returned_from;
            }
            (true, Some(next)) => {
                self.supports
                    .retain(|(one, replied)| *one != next || *replied);
                self.lead_by(next, false);
            }
            (true, None) => {
                self.lead = None;
                self.supports.clear();
                self.status = "reported";
            }
        }
    }

    fn resolve(&mut self, made: &Move, department: Option<usize>) {
        self.pending.clear();
        self.answers.clear();
        self.outcome = made.outcome;
        self.resolver = Some((made.who.name, department));
        self.status = "resolved";
    }

    fn reopen(&mut self) {
        self.round += 1;
        self.outcome = "";
        self.resolver = None;
        self.imposed = None;
        self.answers.clear();
        self.supports.clear();
        match self.lead {
            None => self.status = "reported",
            Some(lead) => {
                self.lead_by(lead, self.is_final);
                self.status = "in_progress";
            }
        }
    }

    fn exclude(&mut self, status: &'static str) {
        self.pending.clear();
        self.supports.clear();
        self.lead = None;
        self.status = status;
    }
}
