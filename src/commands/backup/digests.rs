//! The list of digests: strict, so that a change in it is found as one in a file is.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

/// The name of a file, as the list has it, and the SHA-256 of its bytes.
pub type Digests = BTreeMap<String, String>;

const PIECE: usize = 1 << 20;

/// The digest of what is read, as small hexadecimal digits.
pub fn digest(mut from: impl Read) -> io::Result<String> {
    let (mut hash, mut piece) = (Sha256::new(), vec![0; PIECE]);
    loop {
        match from.read(&mut piece) {
            Ok(0) => return Ok(hex::encode(hash.finalize())),
            Ok(read) => hash.update(&piece[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

pub fn digest_of(path: &Path) -> Result<String, String> {
    File::open(path)
        .and_then(digest)
        .map_err(|e| format!("{}: {e}", path.display()))
}

/// The list as `sha256sum` writes and checks it.
pub fn written(digests: &Digests) -> String {
    let lines = digests.iter();
    lines
        .map(|(name, hash)| format!("{hash}  {name}\n"))
        .collect()
}

/// # Errors
/// What is wrong with the list; no other text than one that [`written`] gives passes.
pub fn read(text: &str) -> Result<Digests, String> {
    let mut digests = Digests::new();
    for line in text.lines() {
        let parts = line.split_at_checked(64);
        let named = parts.and_then(|(hash, rest)| Some((hash, rest.strip_prefix("  ")?)));
        let (hash, name) = named.ok_or_else(|| format!("the line {line:?} is no digest"))?;
        digests.insert(name.to_owned(), hash.to_owned());
    }
    if written(&digests) == text {
        Ok(digests)
    } else {
        Err("it isn't as it was written".into())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written_and_no_other_way() {
        let digests = Digests::from([
            ("zhuqi.db".to_owned(), digest(&b"database"[..]).unwrap()),
            (
                "zhuqi.db.attachments/0a".to_owned(),
                digest(&b"file"[..]).unwrap(),
            ),
        ]);
        let text = written(&digests);
        assert_eq!(read(&text).unwrap(), digests);
        let twice = format!("{text}{text}");
        let (first, second) = text.split_once('\n').unwrap();
        for wrong in [
            &text[1..],
            text.trim_end(),
            &text.replace('\n', "\r\n"),
            &text.replace("  ", " "),
            &format!("{second}{first}\n"),
            &format!("\n{text}"),
            &twice,
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
