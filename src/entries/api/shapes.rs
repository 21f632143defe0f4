//! What entries, events and numbers look like, for the API's document.

use serde_json::{Map, Value, json};

use super::Served;
use super::parameters::{day, integer};
use super::schema::{object, of_field, refer};
use crate::entries::rules::common::PLAN_BODY;
use crate::entries::rules::numbers::{OF_A_PERIOD, counts};

pub fn described(mut schema: Value, about: &str) -> Value {
    schema["description"] = about.into();
    schema
}

/// An entry as it is shown.
pub fn entry(ledger: Served) -> Value {
    let description = ledger.description();
    let text = |about: &str| json!({"type": "string", "description": about});
    let optional = |about: &str| json!({"type": ["string", "null"], "description": about});
    let mut all = json!({
        "id": integer(),
        "number": text("Its number: park, letters, year and running number."),
        "park_id": {"type": ["integer", "null"], "format": "int64"},
        "enterprise_id": {"type": ["integer", "null"], "format": "int64"},
        "enterprise_name": optional("The enterprise's name at present; null where there is none."),
        "status": {"type": "string", "description": "Where it stands.", "enum": description.statuses.iter().map(|status| status.code).collect::<Vec<_>>()},
        "light": {"type": "string", "description": "Its light today: by its next milestone, and by what the ledger has besides.", "enum": ["green", "yellow", "red"]},
        "due_on": {"type": ["string", "null"], "format": "date", "description": "The day of the next milestone, or by which it is due without any; null where there is none."},
        "listed_on": {"type": "string", "format": "date", "description": "The day it is counted from."},
        "supervised_count": {"type": "integer", "format": "int64", "description": "How often it was supervised."},
        "progress": {"type": ["object", "null"], "description": "The last report of progress.", "properties": {
            "on": described(day(), "The day it was reported."), "text": text("What was done."),
            "next_step": optional("What comes next."),
            "next_on": {"type": ["string", "null"], "format": "date", "description": "The day by which the next step is done."},
        }},
        "clocks": {"type": "object", "description": "`milestone`: the limit of the next milestone; absent where none is open. Ledgers add their own, such as `silence` of leads: `since`, the last limit that has passed (`stale`), and the last day of each (`limits`).", "additionalProperties": true},
        "allowed_actions": {"type": "array", "description": "The moves that the caller could make now.", "items": {"type": "string"}},
        "milestones": {"type": "array", "description": "Its milestones; in a list absent.", "items": {"$ref": "#/components/schemas/Milestone"}},
        "links": {"type": "array", "description": "What it is linked with: one of `problem_id`, `visit_id`, `enterprise_id` and `entry_id`, the latter with its `ledger`; in a list absent.", "items": {"type": "object", "additionalProperties": true}},
        "created_at": {"type": "string", "format": "date-time"},
        "updated_at": {"type": "string", "format": "date-time"},
        "version": integer(),
    });
    if description.months.is_some() {
        all["months"] = json!({"type": "array", "description": "What was reported of each month, in order: `month`, the figures, `text`, and `counted_on`; in a list absent.",
            "items": {"type": "object", "additionalProperties": true}});
    }
    for field in description.owners().iter().chain(description.fields) {
        all[field.name] = of_field(field);
    }
    json!({"type": "object", "description": format!("One {}.", description.one), "properties": all})
}

/// A row of the statistics.
pub fn numbers(ledger: Served) -> Value {
    let description = ledger.description();
    let about = |name: &str| -> String {
        let own = description.counts.iter().find(|count| count.name == name);
        own.map_or_else(|| match name {
            "listed" => "Entries listed and not excluded; in a period those listed in it.",
            "open" => "Open entries.",
            "settled" => "Settled entries; in a period those that were open or new at its start.",
            "excluded" => "Entries that don't count any more; in a period those that were open or new at its start.",
            "carried_in" => "Open on the day before the period.",
            "reported" => "Newly listed in the period.",
            "put_back" => "Settled or excluded before the period, open at its end.",
            _ => "Open at the end of the period.",
        }.to_owned(), |count| format!("{} ({})", count.about, count.zh))
    };
    let number = |name: &str| {
        (
            name.to_owned(),
            json!({"type": "integer", "format": "int64", "description": about(name)}),
        )
    };
    let all = counts(description);
    let mut row: Map<String, Value> = all
        .iter()
        .filter(|name| !OF_A_PERIOD.contains(name))
        .map(|name| number(name))
        .collect();
    let period: Map<String, Value> = all.iter().map(|name| number(name)).collect();
    row.insert("key".into(), json!({"type": "object", "description": "What the row is about: its id or word, and `name`.", "additionalProperties": true}));
    row.insert("period".into(), json!({"type": "object", "description": "The counts of the period: how many became so in it.", "properties": period}));
    let rates: Map<String, Value> = description.rates.iter().map(|rate| {
        (rate.name.to_owned(), json!({"description": format!("`{}` of `{}` ({}).", rate.numerator, rate.denominator, rate.zh), "allOf": [refer("Rate")]}))
    }).collect();
    row.insert("rates".into(), json!({"type": "object", "description": "Rates of the counts as of the day.", "properties": rates}));
    json!({"type": "object", "description": "A row: the counts as of its day, and those of its period.", "properties": row, "additionalProperties": true})
}

/// What all ledgers have in common.
pub fn shared() -> Map<String, Value> {
    let mut schemas = Map::new();
    let text = |about: &str| json!({"type": "string", "description": about});
    let list = |about: &str| json!({"type": "array", "description": about, "items": {"type": "object", "additionalProperties": true}});
    schemas.insert("LedgerDescription".into(), json!({
        "type": "object",
        "description": "What a ledger is like, as far as the caller may see it.",
        "properties": {
            "code": text("Its name in paths."),
            "zh": text("What officials call it."),
            "entry_zh": text("What officials call one of its entries."),
            "kind": {"type": "string", "enum": ["ledger", "register", "child"], "description": "Work that units do (`ledger`), data \
                that other ledgers go by, kept by the coordinator (`register`), or rows of an entry of another ledger (`child`)."},
            "comes_in": {"type": "boolean", "description": "Whether files of it come in."},
            "letters": text("What numbers have after the park's code."),
            "title": text("The field that says what an entry is called."),
            "without_park": {"type": "boolean", "description": "Whether an entry may belong to no park."},
            "fields": list("Its fields in the order of the page: name, heading, kind with its bounds, and whether it is \
                required, filtered, counted, in files, set by moves alone, and about persons (`personal`): those are masked for who doesn't \
                hold the entry, and in answers to writes."),
            "facts": list("What its list is narrowed by besides fields, since it holds on a day without a move: name, heading, and \
                its words."),
            "statuses": list("Its states: code, word and class."),
            "moves": list("The moves: name, word, the states they start from and those they may lead to, none where the \
                state stays or is that from before; their body, whether the caller's role may ever make them, and what they put another of (`puts`: the last part \
                of their address), where they do."),
            "counts": list("The counts of its own: name and word."),
            "rates": list("The rates: name, word, and the counts that they are of: `numerator`, `denominator`."),
            "months": {"type": ["object", "null"], "description": "What is reported of a month: figures, states, and the \
                day it is due; null where nothing is.", "additionalProperties": true},
        },
    }));
    schemas.insert("EntryEvent".into(), json!({
        "type": "object",
        "description": "Something that happened to an entry; never changed, never deleted.",
        "properties": {
            "id": integer(),
            "kind": text("The move's name."),
            "occurred_on": {"type": "string", "format": "date", "description": "The day it happened on: the body's `on`, else the day it was recorded."},
            "recorded_at": {"type": "string", "format": "date-time", "description": "When it was recorded."},
            "counted_on": {"type": "string", "format": "date", "description": "The day it is counted on: `occurred_on`, or a later \
                one where that day lay in a closed week or before an event already counted."},
            "status": text("The state after it."),
            "actor": {"type": ["object", "null"], "description": "Who did it, as they were then; null where the enterprise said it at its door, which `data.door_id` tells, or nobody did it, but time.", "properties": {
                "id": integer(), "name": text("The user's name then."), "role": text("The user's role then."),
            }},
            "on_behalf_of": {"type": ["object", "null"], "description": "Whose doing it really was; null where it was the actor's own.", "additionalProperties": true},
            "text": {"type": ["string", "null"], "description": "What was said with it."},
            "data": {"type": "object", "description": "The body of the move.", "additionalProperties": true},
        },
    }));
    let mut milestone = object(PLAN_BODY.iter())["properties"]["milestones"]["items"].clone();
    milestone["description"] = "A milestone (节点) of an entry.".into();
    milestone["properties"]["position"] = json!({"type": "integer", "format": "int64", "description": "Its place in the plan, from 1."});
    milestone["properties"]["original_due_on"] = json!({"type": "string", "format": "date", "description": "The day it was first due; it stays."});
    milestone["properties"]["done_on"] = json!({"type": ["string", "null"], "format": "date", "description": "The day it was done; null until then."});
    milestone["properties"]["provisional"] = json!({"type": "boolean", "description": "Whether its day touches a year whose holidays aren't published."});
    schemas.insert("Milestone".into(), milestone);
    schemas
}
