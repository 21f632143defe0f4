//! The words as the page has them: `web/src/words/vocabulary.ts`.

use std::fmt::Write as _;

use super::columns::{self, Column};
use super::{
    Words, bounds, directory, faults, import, mail, people, problem, projects, report, search,
};

/// Of a column's synonyms the page shows the most usual ones, which stand first.
const SYNONYMS: usize = 4;

const HEAD: &str = "\
// Printed by `zhuqi words`; `make types` writes it anew after src/vocabulary changed.
import type { Schemas } from '@/api/client'

";

/// A list under its name on the page, with the type of its keys where the API has one.
#[rustfmt::skip]
const LISTS: &[(&str, &str, Words)] = &[
    ("STATUS", "Schemas['Status']", problem::STATUS),
    ("ACTION", "Schemas['Action']", problem::ACTION),
    ("OUTCOME", "Schemas['Outcome']", problem::OUTCOME),
    ("SEVERITY", "Schemas['Severity']", problem::SEVERITY),
    ("LEVEL", "Schemas['Level']", problem::LEVEL),
    ("SOURCE", "Schemas['Source']", problem::SOURCE),
    ("SATISFACTION", "number", problem::SATISFACTION),
    ("CAUSE", "Schemas['SuspensionCause']", problem::CAUSE),
    ("CHANNEL", "Schemas['FollowUpChannel']", problem::CHANNEL),
    ("REQUEST", "Schemas['RequestKind']", problem::REQUEST),
    ("SUPERVISION", "Schemas['SupervisionKind']", problem::SUPERVISION),
    ("ASSIGNMENT", "Schemas['AssignmentRole']", problem::ASSIGNMENT),
    ("CLOCK", "Schemas['ClockKind']", problem::CLOCK),
    ("LIMIT", "Schemas['ClockKind']", problem::LIMIT),
    ("UNIT", "Schemas['Unit']", problem::UNIT),
    ("ROLE", "Schemas['Role']", people::ROLE),
    ("PARK_KIND", "Schemas['ParkKind']", directory::PARK_KIND),
    ("DEPARTMENT_KIND", "Schemas['DepartmentKind']", directory::DEPARTMENT_KIND),
    ("ENTERPRISE_SIZE", "Schemas['EnterpriseSize']", directory::ENTERPRISE_SIZE),
    ("OPERATING", "Schemas['OperatingStatus']", directory::OPERATING),
    ("MAIL_STATE", "Schemas['State']", mail::MAIL_STATE),
    ("MAIL_KIND", "Schemas['Kind']", mail::MAIL_KIND),
    ("IMPORT_KIND", "", import::IMPORT_KIND),
    ("LEDGER", "", import::LEDGER),
    ("MONEY_UNIT", "NonNullable<Schemas['ImportOut']['unit']>", import::MONEY_UNIT),
    ("IMPORT_STATE", "Schemas['ImportOut']['state']", import::IMPORT_STATE),
    ("COUNT", "", report::COUNT),
    ("RATE", "keyof Schemas['Rates']", report::RATE),
    ("SECTION", "Schemas['Section']", report::SECTION),
    ("NEGATIVE_KIND", "Schemas['NegativeKind']", projects::NEGATIVE_KIND),
    ("TO_CHECK", "Schemas['ToCheck']", projects::TO_CHECK),
    ("SEARCH_KIND", "Schemas['SearchKind']", search::SEARCH_KIND),
    ("SEARCH_FIELD", "Schemas['SearchField']", search::SEARCH_FIELD),
    ("PRESET", "", problem::PRESET),
    ("FAULT", "", faults::FAULT),
];

/// What a ledger and its moves and states are called, by their codes.
pub struct LedgerWords {
    pub code: &'static str,
    pub zh: &'static str,
    pub moves: Vec<(&'static str, &'static str)>,
    pub statuses: Vec<(&'static str, &'static str)>,
}

/// The whole file.
pub fn typescript(ledgers: &[LedgerWords]) -> String {
    let mut page = String::from(HEAD);
    for (name, key, words) in LISTS {
        let of = match *key {
            "" => String::new(),
            key => format!(": Record<{key}, string>"),
        };
        // Writing into a String can't fail.
        let _ = writeln!(page, "export const {name}{of} = {{");
        for word in *words {
            let _ = writeln!(page, "  {}: {},", property(word.key), quoted(word.zh));
        }
        page.push_str("}\n\n");
    }
    page.push_str("/** How many characters a text may have. */\nexport const BOUND = {\n");
    for (name, most) in bounds::BOUNDS {
        let _ = writeln!(page, "  {name}: {most},");
    }
    page.push_str("}\n\n/** What the words and numbers mean, told of any period. */\n");
    page.push_str("export const DEFINITIONS = [\n");
    for (name, text) in report::DEFINITIONS {
        let of_any = |text: &str| text.replace("本周", "本期").replace("上周", "上期");
        let (name, text) = (quoted(&of_any(name)), quoted(&of_any(text)));
        let _ = writeln!(page, "  {{ name: {name}, text: {text} }},");
    }
    page.push_str("]\n\n");
    page.push_str("/** The columns of files, each with the first of its synonyms. */\n");
    page.push_str("export const COLUMNS = {\n");
    let problems = columns::all();
    of_a_file(&mut page, "problems", problems);
    of_a_file(&mut page, "visits", columns::VISITS.iter());
    of_a_file(&mut page, "enterprises", columns::ENTERPRISES.iter());
    page.push_str("}\n\n");
    page.push_str(
        "/** The ledgers by their codes, and what their moves and states are called. */\n",
    );
    page.push_str("export const LEDGERS: Record<string, Record<'moves' | 'statuses', Record<string, string>> & { zh: string }> = {\n");
    for ledger in ledgers {
        let _ = writeln!(page, "  {}: {{", ledger.code);
        let _ = writeln!(page, "    zh: {},", quoted(ledger.zh));
        for (name, words) in [("moves", &ledger.moves), ("statuses", &ledger.statuses)] {
            let _ = writeln!(page, "    {name}: {{");
            for (key, zh) in words {
                let _ = writeln!(page, "      {key}: {},", quoted(zh));
            }
            page.push_str("    },\n");
        }
        page.push_str("  },\n");
    }
    page.push_str("}\n");
    page
}

fn of_a_file(page: &mut String, kind: &str, columns: impl Iterator<Item = &'static Column>) {
    let _ = writeln!(page, "  {kind}: {{");
    for column in columns {
        let synonyms = column.synonyms.iter().take(SYNONYMS);
        let synonyms: Vec<_> = synonyms.map(|name| quoted(name)).collect();
        let _ = writeln!(
            page,
            "    {}: {{ heading: {}, synonyms: [{}] }},",
            column.key,
            quoted(column.heading),
            synonyms.join(", ")
        );
    }
    page.push_str("  },\n");
}

/// A key, in quotes where it is neither a name nor a number of one digit.
fn property(key: &str) -> String {
    let is_name = key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if is_name || key.len() == 1 {
        key.to_owned()
    } else {
        quoted(key)
    }
}

/// A text of TypeScript. None of the words holds what would have to be escaped, and a test says so.
fn quoted(text: &str) -> String {
    format!("'{text}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_ends_its_quotes() {
        let words = LISTS.iter().flat_map(|(.., words)| words.iter());
        assert!(words.clone().count() > 100);
        let texts = words.map(|word| word.zh);
        let columns = columns::all()
            .chain(columns::VISITS)
            .chain(columns::ENTERPRISES)
            .flat_map(|column| column.synonyms.iter().copied().chain([column.heading]));
        let meant = report::DEFINITIONS.iter();
        let meant = meant.flat_map(|(name, text)| [*name, *text]);
        let mut all = texts.chain(columns).chain(meant);
        assert!(all.all(|text| !text.contains(['\'', '\\', '\n'])));
    }

    #[test]
    fn a_list_is_an_object_of_the_page() {
        let page = typescript(&[]);
        let level =
            "export const LEVEL: Record<Schemas['Level'], string> = {\n  district: '县区级',\n";
        assert!(page.contains(level), "{page}");
        assert!(page.contains("    title: { heading: '问题标题', synonyms: ['标题', "));
    }
}
