//! What the papers, weekly and monthly, say of a ledger besides its counts and rates.

use crate::base::rate::Rate;
use crate::entries::description::Text;
use crate::entries::ledger::Fields;

/// Out of the totals of its statistics, or of a park's row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// In place of the sentence that the counts of every ledger make.
    pub sentence: Option<String>,
    /// The month up to which the sentence tells money, as `2021-07`.
    pub money_through: Option<String>,
    /// Rates that a paper up to a month tells in place of those of the day, by their names.
    pub month_rates: Vec<(Text, Rate)>,
    /// The clauses of the monthly paper: what each is about, and what it says.
    pub clauses: Vec<(Text, String)>,
    /// How many entries were to report the month, and those that didn't.
    pub reporting: Option<Reporting>,
}

/// Who reported a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reporting {
    pub expected: i64,
    /// The entries that owe it.
    pub missing: Vec<i64>,
}

/// A column of amounts in the table by park, which stands where a month's figures are told.
#[derive(Clone, Copy)]
pub struct Amount {
    pub name: Text,
    pub heading: Text,
    /// The decimal number, out of a row of the statistics; none where there is nothing to say.
    pub of: fn(&Fields) -> Option<String>,
}
