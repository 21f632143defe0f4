//! Imports go down the layers only, and each kind of module touches what it may.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. What composes the product (app, commands, demo) stands above all features.
const FLOORS: &[&str] = &[
    "base",
    "vocabulary",
    "audit",
    "config",
    "access",
    "calendar",
    "deadlines",
    "directory",
    "mail",
    "problems",
    "doors",
    "visits",
    "entries",
    "attachments",
    "projects",
    "drives",
    "revivals",
    "leads",
    "activities",
    "search",
    "statistics",
    "reports",
    "bulletins",
    "circulation",
    "ledger",
    "jobs",
    "generate",
    "app",
    "commands",
    "demo",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every source file as its path below `src/`, with its text up to its tests.
fn rooms() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let text = fs::read_to_string(path).unwrap();
            let code = text
                .split("#[cfg(test)]\n#[")
                .next()
                .unwrap_or("")
                .to_owned();
            (name, code)
        })
        .collect()
}

fn layer(name: &str) -> Option<usize> {
    FLOORS.iter().position(|f| *f == name)
}

#[test]
fn imports_go_down_only() {
    let mut up = Vec::new();
    for (name, code) in rooms() {
        let own = name.split(['/', '.']).next().unwrap_or("");
        let Some(here) = layer(own) else { continue };
        for line in code.lines().filter(|l| !l.trim_start().starts_with("//")) {
            for part in line.split("crate::").skip(1) {
                let grouped = part
                    .strip_prefix('{')
                    .map(|list| list.split('}').next().unwrap_or(""));
                let names: Vec<&str> = match grouped {
                    Some(list) => list
                        .split(',')
                        .map(|n| n.trim().split("::").next().unwrap_or(""))
                        .collect(),
                    None => vec![
                        part.split(|c: char| !c.is_alphanumeric() && c != '_')
                            .next()
                            .unwrap_or(""),
                    ],
                };
                up.extend(
                    names
                        .into_iter()
                        .filter(|n| layer(n).is_some_and(|there| there > here))
                        .map(|n| format!("{name} imports {n}")),
                );
            }
        }
    }
    assert!(up.is_empty(), "{up:#?}");
}

#[test]
fn diesel_and_actix_stay_in_their_rooms() {
    let in_any = |name: &str, rooms: &[&str]| {
        let parts: Vec<&str> = name.split(['/', '.']).collect();
        rooms.iter().any(|room| parts.contains(room))
    };
    let mut strayed = Vec::new();
    for (name, code) in rooms() {
        let uses = |word: &str| {
            code.lines()
                .any(|l| !l.trim_start().starts_with("//") && l.contains(word))
        };
        let db = name.starts_with("base/db/") || name == "base/text_enum.rs";
        if uses("diesel::") && !db && !in_any(&name, &["store"]) {
            strayed.push(format!("diesel in {name}"));
        }
        let outside = ["app", "commands", "demo", "main", "api"];
        if uses("actix_web") && !name.starts_with("base/http/") && !in_any(&name, &outside) {
            strayed.push(format!("actix in {name}"));
        }
    }
    assert!(strayed.is_empty(), "{strayed:#?}");
}

#[test]
fn no_room_outgrows_four_hundred_lines() {
    let big: Vec<String> = rooms()
        .into_iter()
        .filter(|(name, _)| !name.ends_with("schema.rs"))
        .map(|(name, _)| name)
        .filter(|name| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name);
            fs::read_to_string(path).unwrap().lines().count() > 400
        })
        .collect();
    assert!(big.is_empty(), "{big:#?}");
}

#[test]
fn days_that_come_in_are_bounded_and_none_is_added_to_beyond_the_calendar() {
    let mut found = Vec::new();
    for (name, code) in rooms() {
        let are_bodies = name.starts_with("problems/rules/bodies/");
        let read = code.split("#[derive(").skip(1).filter_map(|part| {
            let (derived, rest) = part.split_once(")]")?;
            let is = |word: &str| derived.split(',').any(|one| one.trim() == word);
            let comes_in = is("Deserialize") && (is("ToSchema") || is("IntoParams"));
            (comes_in && !is("Serialize")).then(|| rest.split("\n}\n").next().unwrap_or(""))
        });
        let whole = Some(code.as_str()).filter(|_| are_bodies);
        for line in read.chain(whole).flat_map(str::lines) {
            let line = line.trim();
            let is_field =
                line.ends_with(',') && !line.starts_with("//") && !line.starts_with("#[");
            if is_field && (line.contains("NaiveDate") || line.contains("DateTime<")) {
                found.push(format!("{name}: {line}: base::given has a type for it"));
            }
        }
        // What the demo tells is known; everything else is added by what stays in the calendar.
        if !name.starts_with("demo/") && !name.ends_with("tests.rs") {
            let panics = ["+ Days::", "- Days::", "+ Months::", "- Months::"];
            let lines = code.lines();
            let adding = lines.filter(|line| panics.iter().any(|one| line.contains(one)));
            found.extend(adding.map(|line| format!("{name}: {}", line.trim())));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The text of every source file, up to its tests.
pub fn texts() -> Vec<String> {
    rooms().into_iter().map(|(_, text)| text).collect()
}

/// Of two types with one name the OpenAPI document has one.
#[test]
fn no_two_types_of_the_document_have_the_same_name() {
    let mut seen = BTreeSet::new();
    let mut twice = Vec::new();
    for text in texts() {
        let derived = text.split("ToSchema").skip(1).filter(|rest| {
            let line = rest.lines().next().unwrap_or_default();
            line.ends_with(")]")
        });
        for rest in derived {
            let mut lines = rest.lines().skip(1).map(str::trim);
            let Some(line) =
                lines.find(|line| line.starts_with("pub struct ") || line.starts_with("pub enum "))
            else {
                continue;
            };
            let name = line.split(['{', '(', '<', ';']).next().unwrap_or_default();
            let name = name
                .split_whitespace()
                .last()
                .unwrap_or_default()
                .to_owned();
            // A macro names its own.
            if !name.starts_with('$') && !seen.insert(name.clone()) {
                twice.push(name);
            }
        }
    }
    assert!(seen.len() > 100, "{seen:?}");
    assert!(twice.is_empty(), "{twice:#?}");
}
