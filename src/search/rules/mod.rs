//! What texts and questions become, and what of a text answers a question.

pub mod document;
pub mod fold;
pub mod highlight;
pub mod likeness;
pub mod number;
pub mod proposal;
pub mod query;
pub mod terms;

use crate::vocabulary::search;

crate::text_enum! {
    /// What was found.
    pub enum SearchKind {
        /// A problem (问题).
        Problem = "problem",
        /// An enterprise (企业).
        Enterprise = "enterprise",
    }
}

crate::in_words!(SearchKind, search::SEARCH_KIND);

crate::text_enum! {
    /// Where a word was found.
    pub enum SearchField {
        /// A problem's number.
        Number = "number",
        /// A problem's title.
        Title = "title",
        /// An enterprise's name.
        Name = "name",
        /// The name of a problem's enterprise.
        Enterprise = "enterprise",
        /// The project site.
        Site = "site",
        /// The number of the paper it came with (来源文号).
        SourceReference = "source_reference",
        /// What a problem is about, at length.
        Description = "description",
        /// How a problem was resolved, at last.
        Resolution = "resolution",
        /// An enterprise's credit code.
        CreditCode = "credit_code",
        /// The initials of the pinyin of an enterprise's name.
        Initials = "initials",
        /// What an enterprise does.
        Industry = "industry",
        /// What an enterprise is known as.
        Tags = "tags",
    }
}

crate::in_words!(SearchField, search::SEARCH_FIELD);
