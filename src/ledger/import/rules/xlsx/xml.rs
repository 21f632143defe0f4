//! XML as an office program writes it, event by event: UTF-8 or UTF-16, so deep and so much at a time.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::ledger::import::rules::fault::{FileFault, damaged};

/// Elements within each other; what is read here has about ten.
const DEPTH_MAX: usize = 100;
/// Bytes between two tags, or of one tag.
const PIECE_MAX: usize = 1024 * 1024;
/// Bytes of UTF-16 that are turned at once.
const TURNED: usize = 16 * 1024;

/// A part being read.
pub struct Xml<'a> {
    reader: Reader<Bounded<'a>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// # Errors
    /// What can't be inflated.
    pub fn begin(mut bytes: Box<dyn BufRead + 'a>) -> Result<Self, FileFault> {
        let start = bytes.fill_buf().map_err(damaged)?;
        let utf16 = match start {
            [0xFF, 0xFE, ..] | [b'<', 0, ..] => Some(UTF_16LE),
            [0xFE, 0xFF, ..] | [0, b'<', ..] => Some(UTF_16BE),
            _ => None,
        };
        let bytes: Box<dyn BufRead + 'a> = match utf16 {
            Some(encoding) => Box::new(BufReader::new(Turned::of(bytes, encoding))),
            None => bytes,
        };
        let mut reader = Reader::from_reader(Bounded { bytes, taken: 0 });
        // A sheet of ours has cells like <c/>, and they are cells like any other.
        reader.config_mut().expand_empty_elements = true;
        Ok(Self {
            reader,
            buffer: vec![],
            depth: 0,
        })
    }

    /// # Errors
    /// What is no XML, or deeper or longer than anything that an office program writes. A document
    /// type is refused: nobody needs one, and it is the way to entities that grow.
    pub fn next_event(&mut self) -> Result<Event<'_>, FileFault> {
        self.buffer.clear();
        self.reader.get_mut().taken = 0;
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) if error.kind() == io::ErrorKind::FileTooLarge => {
                return Err(FileFault::new("text_too_long"));
            }
            Err(error) => return Err(damaged(error)),
        };
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::DocType(_) => return Err(damaged("a document type")),
            Event::Eof if self.depth > 0 => return Err(damaged("it breaks off")),
            _ => {}
        }
        if self.depth > DEPTH_MAX {
            return Err(damaged("too deep"));
        }
        Ok(event)
    }
}

/// Reads on until one event has taken too much.
struct Bounded<'a> {
    bytes: Box<dyn BufRead + 'a>,
    taken: usize,
}

impl Read for Bounded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let many = self.fill_buf()?.read(into)?;
        self.consume(many);
        Ok(many)
    }
}

impl BufRead for Bounded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken > PIECE_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.fill_buf()
    }

    fn consume(&mut self, many: usize) {
        self.taken += many;
        self.bytes.consume(many);
    }
}

/// UTF-16 as UTF-8.
struct Turned<'a> {
    bytes: Box<dyn BufRead + 'a>,
    decoder: Decoder,
    is_over: bool,
}

impl<'a> Turned<'a> {
    fn of(bytes: Box<dyn BufRead + 'a>, encoding: &'static Encoding) -> Self {
        Self {
            bytes,
            decoder: encoding.new_decoder_with_bom_removal(),
            is_over: false,
        }
    }
}

impl Read for Turned<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !self.is_over {
            let from = self.bytes.fill_buf()?;
            let is_last = from.is_empty();
            let from = from.get(..TURNED).unwrap_or(from);
            let (result, read, written, is_broken) =
                self.decoder.decode_to_utf8(from, into, is_last);
            self.bytes.consume(read);
            if is_broken {
                return Err(io::ErrorKind::InvalidData.into());
            }
            self.is_over = is_last && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

/// An attribute's text, by its name without a prefix.
///
/// # Errors
/// What is malformed.
pub fn attribute(element: &BytesStart, name: &str) -> Result<Option<String>, FileFault> {
    for found in element.attributes().with_checks(false) {
        let found = found.map_err(damaged)?;
        if found.key.local_name().as_ref() != name.as_bytes() {
            continue;
        }
        let raw = std::str::from_utf8(&found.value).map_err(damaged)?;
        let text = quick_xml::escape::unescape(raw).map_err(damaged)?;
        return Ok(Some(text.into_owned()));
    }
    Ok(None)
}

/// Adds what an event says as text.
///
/// # Errors
/// What is no text in its encoding, and entities that nobody knows.
pub fn add_text(text: &mut String, event: &Event) -> Result<(), FileFault> {
    match event {
        Event::Text(more) => text.push_str(&more.decode().map_err(damaged)?),
        Event::CData(more) => text.push_str(&more.decode().map_err(damaged)?),
        Event::GeneralRef(reference) => text.push_str(&character(reference)?),
        _ => {}
    }
    Ok(())
}

/// What `&…;` stands for.
fn character(reference: &BytesRef) -> Result<String, FileFault> {
    if let Some(found) = reference.resolve_char_ref().map_err(damaged)? {
        return Ok(found.to_string());
    }
    let name = reference.decode().map_err(damaged)?;
    let found = resolve_predefined_entity(&name).map(str::to_owned);
    found.ok_or_else(|| damaged("an unknown entity"))
}

/// The texts of tests as parts.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub fn xml_of(text: &'static str) -> Xml<'static> {
    Xml::begin(Box::new(io::Cursor::new(text.as_bytes()))).unwrap()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Everything that stands in a part as text.
    fn text_of(bytes: &[u8]) -> Result<String, FileFault> {
        let mut xml = Xml::begin(Box::new(BufReader::with_capacity(7, bytes)))?;
        let mut text = String::new();
        loop {
            match xml.next_event()? {
                Event::Eof => return Ok(text),
                event => add_text(&mut text, &event)?,
            }
        }
    }

    #[test]
    fn utf_16_reads_like_utf_8() {
        let plain = "<?xml version=\"1.0\"?><a>用电&amp;<b/>😀&#x3402;</a>";
        let wanted = "用电&😀㐂";
        assert_eq!(text_of(plain.as_bytes()).unwrap(), wanted);
        let marked = format!("\u{feff}{plain}");
        for text in [plain, marked.as_str()] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(text_of(&little).unwrap(), wanted);
            assert_eq!(text_of(&big).unwrap(), wanted);
        }
        assert!(text_of(&[b'<', 0, b'a', 0, b'>', 0, 0x00, 0xD8, b'<', 0]).is_err());
    }

    #[test]
    fn depth_and_length_are_bounded_and_entities_do_not_grow() {
        let deep = |many: usize| "<a>".repeat(many) + &"</a>".repeat(many);
        assert!(text_of(deep(DEPTH_MAX).as_bytes()).is_ok());
        assert_eq!(
            text_of(deep(DEPTH_MAX + 1).as_bytes()),
            Err(FileFault::new("damaged"))
        );
        let long = |many: usize| format!("<a>{}</a>", "x".repeat(many));
        assert!(text_of(long(PIECE_MAX).as_bytes()).is_ok());
        let comment = format!("<a><!--{}--></a>", "<".repeat(2 * PIECE_MAX));
        for text in [long(PIECE_MAX + 64), comment] {
            assert_eq!(
                text_of(text.as_bytes()),
                Err(FileFault::new("text_too_long"))
            );
        }
        for text in [
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "<a>&b;</a>",
            "<a><b></a>",
            "<a>",
        ] {
            assert_eq!(
                text_of(text.as_bytes()),
                Err(FileFault::new("damaged")),
                "{text}"
            );
        }
    }
}
