//! The versions that a caller has seen of a thing.

/// What `If-Match` names: a change is made where the thing has one of these versions (RFC 9110).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch([i64; Self::TAGS]);

impl IfMatch {
    /// Tags of a list that count: who changes a thing has seen few of its versions.
    pub const TAGS: usize = 8;
    /// Nothing has it.
    const NO_VERSION: i64 = -1;

    /// None where everything will do. A weak tag counts, because proxies that compress an answer
    /// weaken its tag. What was never a version of ours matches nothing.
    pub fn parse(text: &str) -> Option<Self> {
        if text.trim() == "*" {
            return None;
        }
        let mut versions = [Self::NO_VERSION; Self::TAGS];
        for (version, tag) in versions.iter_mut().zip(text.split(',')) {
            let tag = tag.trim();
            let tag = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"');
            *version = tag.parse().unwrap_or(Self::NO_VERSION);
        }
        Some(Self(versions))
    }

    pub fn names(&self, version: i64) -> bool {
        self.0.contains(&version)
    }
}

impl From<i64> for IfMatch {
    fn from(version: i64) -> Self {
        Self([version; Self::TAGS])
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn any_tag_of_a_list_will_do_and_a_star_is_all() {
        let named = |text: &str, version| IfMatch::parse(text).unwrap().names(version);
        for text in ["\"3\"", "W/\"3\"", "\"1\", \"3\"", "\"x\",W/\"3\"", "3"] {
            assert!(named(text, 3), "{text}");
            assert!(!named(text, 2), "{text}");
        }
        for text in ["", "\"\"", "nonsense", "\"1 3\"", "\"3\"x"] {
            assert!(!named(text, 3), "{text}");
        }
        assert_eq!(IfMatch::parse(" * "), None);
    }

    #[test]
    fn of_a_long_list_the_first_eight_count() {
        let list: Vec<String> = (1..=9).map(|tag| format!("\"{tag}\"")).collect();
        let seen = IfMatch::parse(&list.join(", ")).unwrap();
        assert!(seen.names(8));
        assert!(!seen.names(9));
    }
}
