//! Everything that is compiled in is named with its licence, and nothing is under one that forbids it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use zhuqi::commands::NOTICES;

use crate::commands::{done, zhuqi};
use crate::harness::{Backend, Database};

/// What may be compiled in: licences that ask for their notice alone, and the MPL, which asks for the
/// source of its own files.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "PostgreSQL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether an SPDX expression can be met: `A OR (B AND C)`, in old crates also `A/B`.
fn is_allowed(licence: &str) -> bool {
    let spaced = licence.replace('(', " ( ").replace(')', " ) ");
    let spaced = spaced.replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let can = any_of(&mut words);
    can && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any_of(words: &mut Words) -> bool {
    let mut can = all_of(words);
    while words.next_if_eq(&"OR").is_some() {
        can |= all_of(words);
    }
    can
}

fn all_of(words: &mut Words) -> bool {
    let mut can = one_of(words);
    while words.next_if_eq(&"AND").is_some() {
        can &= one_of(words);
    }
    can
}

fn one_of(words: &mut Words) -> bool {
    if words.next_if_eq(&"(").is_some() {
        return any_of(words) && words.next() == Some(")");
    }
    let can = words.next().is_some_and(|one| ALLOWED.contains(&one));
    // An exception only ever allows more.
    if words.next_if_eq(&"WITH").is_some() {
        words.next();
    }
    can
}

#[test]
fn a_licence_is_met_where_one_of_a_choice_is() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
        "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
    ] {
        assert!(is_allowed(good), "{good}");
    }
    for bad in [
        "",
        "GPL-3.0-only",
        "AGPL-3.0",
        "LGPL-2.1 AND MIT",
        "(GPL-2.0 OR LGPL-2.1) AND MIT",
        "MIT Apache-2.0",
        "SSPL-1.0",
    ] {
        assert!(!is_allowed(bad), "{bad}");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The crates that the program is built from, with their licences. Only `Cargo.lock` and what was
/// fetched for the build are read.
fn crates() -> BTreeMap<String, String> {
    let version = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let version = String::from_utf8(version).unwrap();
    let platform = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1"])
        .args(["--filter-platform", platform])
        .args((!cfg!(feature = "pdf")).then_some("--no-default-features"))
        .current_dir(root())
        .output()
        .unwrap();
    let why = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{why}");
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();

    let mut needs = BTreeMap::new();
    for node in list(&told["resolve"]["nodes"]) {
        let deps = list(&node["deps"]);
        let built = deps.iter().filter(|dep| {
            let kinds = list(&dep["dep_kinds"]);
            kinds.iter().any(|kind| kind["kind"] != "dev")
        });
        let ids: Vec<String> = built.map(|dep| word(&dep["pkg"])).collect();
        needs.insert(word(&node["id"]), ids);
    }
    let own = word(&told["resolve"]["root"]);
    let (mut seen, mut ahead) = (BTreeSet::new(), vec![own.clone()]);
    while let Some(id) = ahead.pop() {
        if seen.insert(id.clone()) {
            ahead.extend(needs[&id].iter().cloned());
        }
    }
    seen.remove(&own);
    let packages = list(&told["packages"]);
    let built = packages
        .iter()
        .filter(|one| seen.contains(&word(&one["id"])));
    built
        .map(|one| {
            let name = format!("{} {}", word(&one["name"]), word(&one["version"]));
            (name, word(&one["license"]))
        })
        .collect()
}

/// The packages that the page may have parts of, with their licences.
fn page_packages() -> BTreeMap<String, String> {
    let lock = std::fs::read_to_string(root().join("web/package-lock.json")).unwrap();
    let lock: Value = serde_json::from_str(&lock).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    let is = |one: &Value, flag: &str| one[flag].as_bool().unwrap_or(false);
    packages
        .iter()
        .filter(|(place, one)| {
            let only_builds = is(one, "dev") || is(one, "devOptional") || is(one, "optional");
            !place.is_empty() && !only_builds
        })
        .map(|(place, one)| {
            let name = place.rsplit("node_modules/").next().unwrap_or_default();
            let name = format!("{name} {}", one["version"].as_str().unwrap());
            (name, one["license"].as_str().unwrap_or_default().to_owned())
        })
        .collect()
}

/// The lines of the notices that name something, before the texts.
fn named() -> BTreeSet<&'static str> {
    let (names, _) = NOTICES.split_once("\nTEXTS\n").unwrap();
    names
        .lines()
        .filter(|line| !line.starts_with(' '))
        .collect()
}

/// One is missing where it stands with another version or licence, too.
#[track_caller]
fn are_named_and_allowed(components: &BTreeMap<String, String>) {
    let named = named();
    let mut wrong = Vec::new();
    for (name, licence) in components {
        if !is_allowed(licence) {
            wrong.push(format!("{name}: {licence} is on no list"));
        }
        let begin = format!("{name} ({licence}) [");
        if !named.iter().any(|line| line.starts_with(&begin)) {
            wrong.push(format!(
                "{name} ({licence}) isn't in the notices: `make licences`"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_crate_that_is_compiled_in_is_named_with_a_licence_that_allows_it() {
    let crates = crates();
    let least = if cfg!(feature = "pdf") { 300 } else { 100 };
    assert!(crates.len() > least, "{}", crates.len());
    are_named_and_allowed(&crates);
}

#[test]
fn every_package_of_the_page_is_named_with_a_licence_that_allows_it() {
    let packages = page_packages();
    assert!(packages.keys().any(|name| name.starts_with("vue 3")));
    are_named_and_allowed(&packages);
}

#[test]
fn the_libraries_that_crates_enclose_are_named_with_the_version_compiled() {
    let named = named();
    let crates = crates();
    let has = |line: &str| named.iter().any(|one| one.starts_with(line));
    let enclosed = |name: &str, mark: &str| {
        let name = crates
            .keys()
            .find(|one| one.starts_with(&format!("{name} ")));
        name.unwrap().rsplit_once(mark).unwrap().1.to_owned()
    };
    assert!(has(&format!(
        "OpenSSL {} (Apache-2.0)",
        enclosed("openssl-src", "+")
    )));
    assert!(has(&format!(
        "libpq {} (PostgreSQL)",
        enclosed("pq-src", "+libpq-")
    )));
    for name in [
        "SQLite ",
        "mimalloc ",
        "Swagger UI ",
        "Rust standard library",
    ] {
        assert!(has(name), "{name}");
    }
}

#[test]
fn the_program_prints_them_without_settings_or_database() {
    let place = Database::fresh(Backend::Sqlite);
    let mut command = zhuqi(&place, &["licences"]);
    command.env("ZHUQI_LISTEN", "nowhere");
    assert_eq!(done(command, ""), NOTICES);
    assert_eq!(std::fs::read_dir(&place.folder).unwrap().count(), 0);
}
