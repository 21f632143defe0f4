//! Paths with parameters, looked for by their parts.

use std::collections::HashMap;
use std::str::Split;
use std::sync::Arc;

/// Which of some patterns a path is of, such as `/problems/{id}` of `/problems/16`. What stands in a pattern goes before a
/// parameter. actix tries its patterns one by one, hundreds of them; it is asked for those of one branch alone (see
/// [`super::routes`]).
#[derive(Default)]
pub struct Patterns(Node);

#[derive(Default)]
struct Node {
    named: HashMap<String, Node>,
    parameter: Option<Box<Node>>,
    /// The pattern that ends here.
    pattern: Option<Arc<str>>,
}

impl Patterns {
    pub fn add(&mut self, pattern: &str) {
        let mut node = &mut self.0;
        for part in pattern.split('/') {
            node = match part.starts_with('{') {
                true => node.parameter.get_or_insert_default(),
                false => node.named.entry(part.to_owned()).or_default(),
            };
        }
        node.pattern.get_or_insert_with(|| pattern.into());
    }

    pub fn find(&self, path: &str) -> Option<Arc<str>> {
        self.0.find(path.split('/')).cloned()
    }
}

impl Node {
    fn find(&self, mut parts: Split<char>) -> Option<&Arc<str>> {
        let Some(part) = parts.next() else {
            return self.pattern.as_ref();
        };
        let named = self.named.get(part);
        let found = named.and_then(|node| node.find(parts.clone()));
        match &self.parameter {
            Some(node) if found.is_none() && !part.is_empty() => node.find(parts),
            _ => found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_of_the_pattern_that_names_most_of_it() {
        let mut patterns = Patterns::default();
        for pattern in [
            "/problems",
            "/problems/{id}",
            "/problems/similar",
            "/problems/{id}/accept",
            "/calendar/{year}/days/{day}",
        ] {
            patterns.add(pattern);
        }
        for (path, pattern) in [
            ("/problems", Some("/problems")),
            ("/problems/16", Some("/problems/{id}")),
            ("/problems/similar", Some("/problems/similar")),
            ("/problems/16/accept", Some("/problems/{id}/accept")),
            ("/problems/similar/accept", Some("/problems/{id}/accept")),
            ("/calendar/2021/days/3", Some("/calendar/{year}/days/{day}")),
            ("/calendar/2021", None),
            ("/problems/", None),
            ("/problems//accept", None),
            ("/problems/16/", None),
            ("problems", None),
            ("", None),
        ] {
            assert_eq!(patterns.find(path).as_deref(), pattern, "{path}");
        }
    }
}
