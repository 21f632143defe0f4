//! Words that are stored, sent and shown under one spelling.

/// Names the variant that each enum has where nothing is said.
#[macro_export]
macro_rules! default_words {
    ($($name:ident: $word:ident),+) => {
        $(impl Default for $name {
            fn default() -> Self {
                Self::$word
            }
        })+
    };
}

/// Declares an enum whose variants have one stable text each, the same in the database, in JSON and
/// in the OpenAPI document, which describes it by the comments of the enum and of its variants.
/// Unknown texts are refused everywhere. (Text and comments are matched as tokens: utoipa overlooks
/// a rename that comes as a macro's literal.)
#[macro_export]
macro_rules! text_enum {
    ($(#[doc = $doc:tt])+ $vis:vis enum $name:ident { $($(#[doc = $first:tt] $(#[doc = $more:tt])*)? $variant:ident = $text:tt),+ $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[schema(description = $crate::base::text_enum::described(
            &[$($doc),+], &[$(($text, &[$($first $(, $more)*)?])),+]))]
        $vis enum $name {
            $($(#[doc = $first] $(#[doc = $more])*)? #[serde(rename = $text)] $variant),+
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<diesel::sql_types::Text, DB>::to_sql(self.as_str(), out)
            }
        }

        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(raw: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(raw)?;
                Self::parse(&text).ok_or_else(|| format!("unknown {} {text:?}", stringify!($name)).into())
            }
        }
    };
}

/// What an enum and its words mean, as Markdown: the comment of the enum, and a list of the words that
/// have one.
pub fn described(own: &[&str], words: &[(&str, &[&str])]) -> String {
    let joined = |lines: &[&str]| {
        let lines: Vec<_> = lines.iter().map(|line| line.trim()).collect();
        lines.join(" ")
    };
    let listed = words.iter().filter(|(_, comment)| !comment.is_empty());
    let listed: Vec<_> = listed
        .map(|(word, comment)| format!("- `{word}`: {}", joined(comment)))
        .collect();
    match listed.is_empty() {
        true => joined(own),
        false => format!("{}\n\n{}", joined(own), listed.join("\n")),
    }
}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema;

    crate::text_enum! {
        /// How far
        /// it has come.
        enum Stage {
            /// Nobody has begun
            /// with it.
            Waiting = "waiting",
            Running = "running",
            /// Over.
            Ended = "ended",
        }
    }

    #[test]
    fn the_document_tells_what_each_word_means() {
        let schema = serde_json::to_value(Stage::schema()).unwrap_or_default();
        assert_eq!(
            schema["description"],
            "How far it has come.\n\n- `waiting`: Nobody has begun with it.\n- `ended`: Over."
        );
        assert_eq!(
            schema["enum"],
            serde_json::json!(["waiting", "running", "ended"])
        );
        assert_eq!(Stage::ALL.len(), 3);
        assert_eq!(Stage::parse("running"), Some(Stage::Running));
    }
}
