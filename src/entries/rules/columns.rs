//! The columns of a ledger's files: where an entry is, its fields, and who answers for it.

use crate::entries::description::{self, Description, Field};
use crate::vocabulary::columns::{self, Column, Kind};
use crate::vocabulary::entries::heading;

/// In characters: a word or a day, a name, a long text.
const NARROW: u16 = 12;
const NAME: u16 = 20;
const LONG: u16 = 32;

const fn column(key: &'static str, heading: &'static str, kind: Kind, width: u16) -> Column {
    Column {
        key,
        heading,
        synonyms: &[],
        kind,
        width,
        wrap: matches!(kind, Kind::Text),
    }
}

/// Before the fields.
const FIRST: &[Column] = &[
    Column {
        wrap: false,
        ..column("number", heading::NUMBER, Kind::Text, 17)
    },
    Column {
        synonyms: &["所属园区", "所在园区", "园区名称"],
        ..column("park", heading::PARK, Kind::Text, NAME)
    },
    column(
        description::ENTERPRISE_COLUMN,
        heading::ENTERPRISE,
        Kind::Text,
        NAME,
    ),
    Column {
        synonyms: &["信用代码", "社会信用代码", "统一信用代码"],
        ..column(CREDIT_CODE, columns::heading::CREDIT_CODE, Kind::Text, NAME)
    },
];

/// The column of the enterprise's code, in ledgers whose entries are called as their enterprise.
const CREDIT_CODE: &str = "credit_code";

/// Behind them, in every ledger alike.
const LAST: &[Column] = &[
    Column {
        synonyms: &["包联领导", "包保领导", "牵头领导"],
        ..column("leader", heading::LEADER, Kind::Text, NARROW)
    },
    Column {
        synonyms: &["牵头单位", "主办单位"],
        ..column("department", heading::DEPARTMENT, Kind::Text, NAME)
    },
    column("handler", heading::HANDLER, Kind::Text, NARROW),
    Column {
        synonyms: &["阶段", "当前阶段"],
        ..column("status", heading::STATUS, Kind::Word, NARROW)
    },
    column("next_milestone", heading::NEXT, Kind::Text, NAME),
    column("next_due_on", heading::NEXT_DUE, Kind::Day, NARROW),
    Column {
        synonyms: &["本月进展", "最新进展", "进展情况", "对接进展"],
        ..column("progress", heading::NOTE, Kind::Text, LONG)
    },
];

/// Those of them that entries of a register have, too.
const OF_ALL: &[&str] = &["number", "status"];

/// Of those that every ledger has, the ones that are worked out.
const DERIVED: &[&str] = &["next_milestone", "next_due_on"];

/// Whether a file that comes in is read for a field. What names several things in one value goes out only.
pub fn comes_in(field: &Field) -> bool {
    use description::Kind as Of;
    let one = match field.kind {
        Of::Word { .. }
        | Of::Line { .. }
        | Of::Text { .. }
        | Of::Day
        | Of::Yuan { .. }
        | Of::Mu
        | Of::Integer { .. }
        | Of::Flag => true,
        Of::Park
        | Of::Enterprise
        | Of::Department
        | Of::Entry { .. }
        | Of::Departments { .. }
        | Of::Entries { .. }
        | Of::Records { .. }
        | Of::Group { .. } => false,
    };
    one && field.file == description::Column::InOut
}

/// The columns of a ledger that come in, and those that are only worked out.
pub fn in_and_out(
    (of, further): (&Description, &[Field]),
    all: &'static [Column],
) -> (&'static [Column], &'static [Column]) {
    let (given, derived): (Vec<Column>, Vec<Column>) =
        all.iter()
            .copied()
            .partition(|column| match of.field(column.key) {
                Some(field) => comes_in(field),
                None => {
                    let is_further = further.iter().any(|field| field.name == column.key);
                    !is_further && !DERIVED.contains(&column.key)
                }
            });
    (Vec::leak(given), Vec::leak(derived))
}

/// All columns of a ledger, kept as long as the process: `further` are worked out of other entries.
pub fn of(description: &Description, further: &[Field]) -> &'static [Column] {
    let fields = description
        .fields
        .iter()
        .filter(|field| field.file != description::Column::Absent);
    // An entry of a register is nowhere and nobody's.
    let is_kept = |column: &&Column| match column.key {
        CREDIT_CODE => description.is_of_enterprise(),
        key => !description.is_register() || OF_ALL.contains(&key),
    };
    let all = FIRST
        .iter()
        .filter(is_kept)
        .copied()
        .chain(fields.chain(further).map(of_field))
        .chain(LAST.iter().filter(is_kept).copied());
    Vec::leak(all.collect())
}

fn of_field(field: &Field) -> Column {
    use description::Kind as Of;
    let (kind, width) = match field.kind {
        Of::Word { .. } | Of::Flag => (Kind::Word, NARROW),
        Of::Day => (Kind::Day, NARROW),
        Of::Yuan { .. } | Of::Integer { .. } => (Kind::Number, NARROW),
        Of::Text { .. } => (Kind::Text, LONG),
        _ => (Kind::Text, NAME),
    };
    Column {
        synonyms: field.synonyms,
        ..column(field.name, field.heading, kind, width)
    }
}
