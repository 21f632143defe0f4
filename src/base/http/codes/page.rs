//! The page that lists the codes.

use super::{CODES, FIELD_CODES};

/// `docs/errors.md`.
pub fn markdown() -> String {
    let mut page = String::from(
        "# Errors\n\nWritten from `src/base/http/codes.rs`; a test fails when the two differ. An error is \
         `application/problem+json` (RFC 9457) with a stable `code`;\n`detail` is for people, in Chinese, or in \
         English where `Accept-Language` prefers it. The request's id is in `X-Request-Id`.\n\n\
         | code | status | |\n|---|---|---|\n",
    );
    for (code, status, meaning) in CODES {
        page.push_str(&format!("| `{code}` | {status} | {meaning} |\n"));
    }
    page.push_str(
        "\nWith `request.invalid`, `errors` lists `{pointer, code, detail}`: a JSON pointer into the body, or a \
         query parameter's or header's\nname with a slash before it.\n\n| code | |\n|---|---|\n",
    );
    for (code, meaning) in FIELD_CODES {
        page.push_str(&format!("| `{code}` | {meaning} |\n"));
    }
    page
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_errors_is_written_from_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, markdown()).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap();
        assert_eq!(kept, markdown(), "run the tests once with UPDATE_DOCS=1");
    }

    #[test]
    fn no_code_stands_twice() {
        let codes = CODES.iter().map(|(code, ..)| *code);
        let mut all: Vec<_> = codes
            .chain(FIELD_CODES.iter().map(|(code, _)| *code))
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
