//! What the words and numbers of a report mean, printed with every one of them.

use serde::{Deserialize, Serialize};

use super::PeriodKind;
use crate::vocabulary::report::DEFINITIONS;

/// A word or number of a report, and what it means (统计口径).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Definition {
    /// The word or number.
    #[schema(example = "解决率")]
    pub name: String,
    /// What it means, in Chinese.
    #[schema(example = "分子为解决的问题，分母为收集的问题。")]
    pub text: String,
}

/// The definitions, in the order of the page.
pub fn definitions(kind: PeriodKind) -> Vec<Definition> {
    let of = |text: &str| {
        text.replace("本周", kind.this())
            .replace("上周", kind.last())
    };
    let one = |(name, text): &(&str, &str)| Definition {
        name: of(name),
        text: of(text),
    };
    DEFINITIONS.iter().map(one).collect()
}
