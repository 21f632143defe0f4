//! How cells look in a workbook.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// The formats of a workbook.
pub(super) struct Formats {
    pub title: Format,
    pub caption: Format,
    pub head: Format,
    pub text: Format,
    pub number: Format,
    pub change: Format,
    pub percent: Format,
    pub decimal: Format,
    pub day: Format,
    pub nothing: Format,
}

impl Formats {
    pub fn new() -> Self {
        let font = || Format::new().set_font_name("宋体").set_font_size(11);
        let cell = || {
            font()
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter)
        };
        let middle = || cell().set_align(FormatAlign::Center);
        Self {
            title: font().set_font_size(18).set_bold(),
            caption: font().set_font_size(12).set_bold(),
            head: middle().set_bold().set_text_wrap(),
            text: cell().set_text_wrap(),
            number: cell().set_num_format("0"),
            change: cell()
                .set_num_format("+0;-0;\"持平\"")
                .set_align(FormatAlign::Right),
            percent: cell().set_num_format("0.0%"),
            decimal: cell().set_num_format("0.0###"),
            day: middle().set_num_format("yyyy-mm-dd"),
            nothing: middle(),
        }
    }
}
