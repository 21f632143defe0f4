//! The part of the API's document that is made from descriptions: operations and schemas.

use serde_json::{Map, Value, json};

use super::parameters::{self, day, paging, parameter};
use super::schema::{body, camel, refer};
use super::{Served, moves, moves_at_door, puts, shapes, takes_files};
use crate::entries::actions::{body_of, given};
use crate::entries::description::Field;
use crate::entries::rules::common::{self, ATTACHMENTS, EDIT, MONTH, PLAN};

/// What the routes of ledgers are grouped by.
pub const TAG: &str = "ledgers";

/// What the routes of a door are grouped by.
const DOOR_TAG: &str = "door";

/// Adds the operations and schemas of some ledgers to a document.
pub fn document(into: &mut Value, ledgers: &[Served]) {
    let mut parts = Parts {
        paths: Map::new(),
        schemas: Map::new(),
    };
    parts.shared();
    for ledger in ledgers {
        parts.ledger(*ledger);
    }
    if let Some(Value::Object(paths)) = into.get_mut("paths") {
        for (path, item) in parts.paths {
            match paths.get_mut(&path).and_then(Value::as_object_mut) {
                Some(there) => there.extend(item.as_object().cloned().unwrap_or_default()),
                None => drop(paths.insert(path, item)),
            }
        }
    }
    if let Some(Value::Object(schemas)) = into["components"].get_mut("schemas") {
        schemas.extend(parts.schemas);
    }
}

struct Parts {
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
}

fn content(schema: Value) -> Value {
    json!({"application/json": {"schema": schema}})
}

fn id() -> Value {
    json!({"name": "id", "in": "path", "required": true, "schema": {"type": "integer", "format": "int64"}})
}

fn page(of: Value, about: &str) -> Value {
    json!({"type": "object", "description": about, "required": ["items"], "properties": {
        "items": {"type": "array", "items": of},
        "next_cursor": {"type": ["string", "null"]},
        "total": {"type": "integer", "format": "int64"},
    }})
}

/// An operation's first lines; what routes share is added for all.
fn operation(name: &str, summary: &str, parameters: Vec<Value>) -> Value {
    json!({"tags": [TAG], "operationId": name, "summary": summary, "parameters": parameters, "responses": {}})
}

impl Parts {
    fn add(&mut self, method: &str, path: &str, operation: Value) {
        let item = self
            .paths
            .entry(path.to_owned())
            .or_insert_with(|| json!({}));
        item[method] = operation;
    }

    /// What all ledgers have in common.
    fn shared(&mut self) {
        let mut all = operation(
            "list_ledgers",
            "List the ledgers with their descriptions (台账), from which pages draw them.",
            vec![],
        );
        let page = page(refer("LedgerDescription"), "The ledgers.");
        all["responses"]["200"] = json!({"description": "All ledgers.", "content": content(page)});
        self.add("get", "/ledgers", all);
        self.schemas.extend(shapes::shared());
    }

    fn ledger(&mut self, ledger: Served) {
        let description = ledger.description();
        let (code, one, many) = (description.code, description.one, description.many);
        let name = camel(one);
        let snake = one.replace(' ', "_");
        self.schemas.insert(name.clone(), shapes::entry(ledger));
        self.schemas.insert(
            format!("{name}In"),
            body(&format!("A new {one}."), &given(ledger)),
        );
        let tagged = json!({"ETag": {"schema": {"type": "string"}}});
        let shown = |about: &str| json!({"description": about, "content": content(refer(&name)), "headers": tagged});
        let of_body = |schema: &str| json!({"required": true, "content": content(refer(schema))});

        let mut list = operation(
            &format!("list_{code}"),
            &format!(
                "List the {many} in the caller's scope ({}).",
                description.zh
            ),
            parameters::filters(ledger),
        );
        list["responses"]["200"] = json!({"description": "A page of the list, without months and links.",
            "content": content(page(refer(&name), "A page of the list."))});
        self.add("get", &format!("/{code}"), list);

        let mut create = operation(
            &format!("create_{snake}"),
            &format!(
                "List a new {one} ({}).",
                ledger
                    .table()
                    .zh(description.first_move().map_or("", |row| row.name))
            ),
            vec![],
        );
        create["requestBody"] = of_body(&format!("{name}In"));
        let mut made = shown(&format!("The {one} as it was listed."));
        made["headers"]["Location"] = json!({"schema": {"type": "string"}});
        create["responses"]["201"] = made;
        self.add("post", &format!("/{code}"), create);

        let mut get = operation(
            &format!("get_{snake}"),
            &format!("Get one {one}, with its milestones, months and links."),
            vec![id()],
        );
        get["responses"]["200"] = shown(&format!("The {one}."));
        get["responses"]["304"] =
            json!({"description": "It still has a version that `If-None-Match` names."});
        self.add("get", &format!("/{code}/{{id}}"), get);

        if ledger.table().has(EDIT) {
            let schema = format!("{name}Patch");
            let mut patch = body(
                &format!("What is to be corrected of a {one}; what is absent stays, null clears."),
                &body_of(ledger, EDIT),
            );
            patch.as_object_mut().map(|patch| patch.remove("required"));
            let mut edit = operation(
                &format!("edit_{snake}"),
                &format!("Correct a {one} (更正); before and after are kept."),
                vec![id()],
            );
            edit["requestBody"] = of_body(&schema);
            edit["responses"]["200"] = shown("As it is now.");
            self.schemas.insert(schema, patch);
            self.add("patch", &format!("/{code}/{{id}}"), edit);
        }

        let mut events = operation(
            &format!("list_{snake}_events"),
            &format!("List what happened to a {one}, oldest first."),
            [vec![id()], paging()].concat(),
        );
        events["responses"]["200"] = json!({"description": "A page of the timeline.", "headers": tagged,
            "content": content(page(refer("EntryEvent"), "A page of a timeline."))});
        events["responses"]["304"] = json!({"description": "Nothing has happened since the `ETag` that `If-None-Match` names."});
        self.add("get", &format!("/{code}/{{id}}/events"), events);

        if ledger.table().has(PLAN) {
            let mut milestones = operation(
                &format!("list_{snake}_milestones"),
                &format!("List the milestones (节点) of a {one}."),
                vec![id()],
            );
            milestones["responses"]["200"] = json!({"description": "All of them, in their order.", "headers": tagged,
                "content": content(page(refer("Milestone"), "The milestones."))});
            self.add("get", &format!("/{code}/{{id}}/milestones"), milestones);
        }

        if takes_files(ledger) {
            self.attachments(ledger, &snake);
        }
        self.moves(ledger, &name, &snake, &shown);
        let mut statistics = operation(
            &format!("get_{code}_statistics"),
            &format!("Count the {many} as of a day and for a period."),
            parameters::asked(ledger),
        );
        self.schemas
            .insert(format!("{name}Numbers"), shapes::numbers(ledger));
        self.schemas.insert(format!("{name}Table"), json!({"type": "object", "description": "A table of counts.", "properties": {
            "from": shapes::described(day(), "The first day of the period."),
            "to": shapes::described(day(), "The last day of the period."),
            "as_of": shapes::described(day(), "The day at whose end the cumulative counts are taken."),
            "group_by": shapes::described(json!({"type": "string"}), "What the table has rows of."),
            "rows": {"type": "array", "description": "One row for each that is grouped by, those with nothing among them.", "items": refer(&format!("{name}Numbers"))},
            "totals": {"description": "All rows together.", "allOf": [refer(&format!("{name}Numbers"))]},
        }}));
        statistics["responses"]["200"] = json!({"description": "The table.", "content": content(refer(&format!("{name}Table")))});
        self.add("get", &format!("/statistics/{code}"), statistics);
        self.export(ledger);
    }

    /// The files of an entry, shown as those of problems and visits.
    fn attachments(&mut self, ledger: Served, snake: &str) {
        let (code, one) = (ledger.code(), ledger.description().one);
        let path = format!("/{code}/{{id}}/{ATTACHMENTS}");
        let files = |about: &str| json!({"description": about, "content": content(refer("AttachmentsOut"))});
        let mut list = operation(
            &format!("list_{snake}_attachments"),
            &format!("List the files of a {one} (附件)."),
            vec![id()],
        );
        list["tags"] = json!([ATTACHMENTS]);
        list["responses"]["200"] = files("All its files, voided ones among them.");
        self.add("get", &path, list);

        let mut add = operation(
            &format!("add_{snake}_attachments"),
            &format!("Add files to a {one} (附件)."),
            vec![id()],
        );
        add["tags"] = json!([ATTACHMENTS]);
        add["description"] = json!("All of one request or none. Its state and version stay.");
        add["requestBody"] = json!({"required": true, "content": {"multipart/form-data": {"schema": refer("AttachmentForm")}}});
        let mut added = files("The files that were added.");
        added["headers"]["Location"] =
            json!({"description": "The list that has them.", "schema": {"type": "string"}});
        add["responses"]["201"] = added;
        self.add("post", &path, add);
    }

    fn export(&mut self, ledger: Served) {
        let (code, many) = (ledger.code(), ledger.description().many);
        let mut own = vec![
            json!({"name": "format", "in": "query", "required": true, "description": "The kind of file: Excel (`xlsx`), or text (`csv`).",
                "schema": {"type": "string", "enum": ["xlsx", "csv"]}}),
            parameter(
                "columns",
                "Keys of columns, each once, in the order they are wanted in, separated by commas; all where absent.",
                json!({"type": "string"}),
            ),
        ];
        let paging = ["limit", "cursor", "count"];
        own.extend(
            parameters::filters(ledger)
                .into_iter()
                .filter(|one| !paging.iter().any(|name| one["name"] == *name)),
        );
        let mut export = operation(
            &format!("export_{code}"),
            &format!(
                "Export the {many} as a file (导出{}).",
                ledger.description().zh
            ),
            own,
        );
        export["description"] = json!(
            "It holds all that the list has for the same parameters, in one snapshot. Money stands in 万元."
        );
        let binary = json!({"schema": {"type": "string", "format": "binary"}});
        export["responses"]["200"] = json!({"description": "The file, its length known beforehand.",
            "headers": {"Content-Disposition": {"schema": {"type": "string"}}},
            "content": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": binary, "text/csv": binary}});
        self.add("get", &format!("/exports/{code}"), export);
    }

    fn moves(&mut self, ledger: Served, name: &str, snake: &str, shown: &dyn Fn(&str) -> Value) {
        let code = ledger.code();
        let table = ledger.table();
        let act = |parts: &mut Self, method: &str, path: String, row: &str, about: &str| {
            let common = common::NAMES.contains(&row) && row != MONTH;
            let schema = if common {
                format!("Entry{}", camel(row))
            } else {
                format!("{name}{}", camel(row))
            };
            let fields: Vec<Field> = body_of(ledger, row)
                .into_iter()
                .filter(|field| row != MONTH || field.name != "month")
                .collect();
            parts.schemas.insert(schema.clone(), body(about, &fields));
            let mut parameters = vec![id()];
            if row == MONTH {
                parameters.push(json!({"name": "month", "in": "path", "required": true, "description": "The month, such as 2021-08: one \
                    that is over, or the running one from the 20th on.", "schema": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}}));
            }
            let said = format!(
                "{} ({})",
                about
                    .trim_end_matches('.')
                    .split(". ")
                    .next()
                    .unwrap_or(about),
                table.zh(row)
            );
            let mut operation = operation(&format!("{row}_{snake}"), &said, parameters);
            operation["requestBody"] =
                json!({"required": true, "content": content(refer(&schema))});
            operation["responses"]["200"] = shown("As it is now.");
            parts.add(method, &path, operation);
        };
        let about = |name: &str| table.rows(name).next().map_or("", |row| row.about);
        for (row, puts) in puts(ledger) {
            act(
                self,
                "put",
                format!("/{code}/{{id}}/{puts}"),
                row,
                about(row),
            );
        }
        if ledger.description().months.is_some() {
            act(
                self,
                "put",
                format!("/{code}/{{id}}/months/{{month}}"),
                MONTH,
                about(MONTH),
            );
        }
        for row in moves(ledger) {
            act(
                self,
                "post",
                format!("/{code}/{{id}}/{row}"),
                row,
                about(row),
            );
        }
        for row in moves_at_door(ledger) {
            let one = ledger.description().one;
            let said = format!(
                "Say as the enterprise of one's own {one} ({}).",
                table.zh(row)
            );
            let mut own = operation(&format!("{row}_own_{snake}"), &said, vec![id()]);
            own["tags"] = json!([DOOR_TAG]);
            own["description"] = json!(format!(
                "{} Said again while it stands it changes nothing.",
                about(row)
            ));
            let schema = refer(&format!("{name}{}", camel(row)));
            own["requestBody"] = json!({"required": true, "content": content(schema)});
            own["responses"]["200"] =
                json!({"description": "As it is now.", "content": content(refer("DoorEntry"))});
            self.add("post", &format!("/door/{code}/{{id}}/{row}"), own);
        }
    }
}
