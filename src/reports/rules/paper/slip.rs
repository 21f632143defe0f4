//! One problem on one page: 交办单 when it is handed over, 办结单 when it is done.

use chrono::NaiveDate;

use super::{Block, Cell, Column, Kind, Line, Paper, Sheet, Signature, Size, Table, day};

crate::text_enum! {
    /// Which page of a problem is wanted.
    pub enum SlipKind {
        /// What was handed over, to whom, and by when it is due (交办单).
        Dispatch = "dispatch",
        /// What became of it (办结单).
        Resolution = "resolution",
    }
}

impl SlipKind {
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Dispatch => "问题交办单",
            Self::Resolution => "问题办结单",
        }
    }
}

/// What a slip tells, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    pub kind: SlipKind,
    pub issuing_body: String,
    pub signature: String,
    pub number: String,
    /// Name and text; what is empty is left out.
    pub lines: Vec<(&'static str, String)>,
    /// Where people sign by hand.
    pub signed_by_hand: Vec<&'static str>,
    pub on: NaiveDate,
}

/// Lays it out on a page.
pub fn slip(slip: Slip) -> Paper {
    let written = slip.lines.into_iter().filter(|(_, text)| !text.is_empty());
    let rows = written.map(|(name, text)| Line::new(vec![Cell::text(name), Cell::text(text)]));
    let hands = slip.signed_by_hand.into_iter();
    let hands = hands
        .map(|who| Block::Paragraph(format!("{who}（签字）：　　　　　　　　　　年　　月　　日")));
    let table = Block::Table(Table {
        sheet: Sheet::Lists,
        caption: slip.kind.zh().to_owned(),
        columns: vec![
            Column::new("项目", Kind::Text, 32),
            Column::new("内容", Kind::Text, 124),
        ],
        rows: rows.collect(),
    });
    let signature = Some(slip.signature).filter(|name| !name.is_empty());
    Paper {
        size: Size::A4,
        red_head: Some(slip.issuing_body).filter(|name| !name.is_empty()),
        title: slip.kind.zh().to_owned(),
        under: vec![format!("编号：{}", slip.number)],
        mark: None,
        blocks: std::iter::once(table).chain(hands).collect(),
        signature: signature.map(|name| Signature { name, on: slip.on }),
        foot: vec![format!("打印日期：{}", day(slip.on))],
        dated: slip.on,
    }
}
