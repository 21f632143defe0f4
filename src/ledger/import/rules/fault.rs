//! What can be wrong with a file or with a row of it, each with its code and its sentence.

use crate::base::Text;
use crate::base::error::text;

/// Nothing of the file can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFault {
    pub code: &'static str,
    pub row: Option<u32>,
}

impl FileFault {
    pub fn new(code: &'static str) -> Self {
        Self { code, row: None }
    }

    pub fn at(code: &'static str, row: u32) -> Self {
        Self {
            code,
            row: Some(row),
        }
    }

    pub fn detail(&self) -> Text {
        let told = sentence(self.code);
        match self.row {
            None => told,
            Some(row) => text(
                format!("第{row}行：{}", told.zh),
                format!("row {row}: {}", told.en),
            ),
        }
    }
}

/// Something about a cell or a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    pub code: &'static str,
    pub detail: Text,
}

/// An issue by its code alone.
pub fn issue(code: &'static str) -> Issue {
    Issue {
        code,
        detail: sentence(code),
    }
}

impl Issue {
    pub fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code,
            detail: text(zh, en),
        }
    }
}

/// Codes whose sentence needs no value.
#[rustfmt::skip]
const SENTENCES: &[(&str, &str, &str)] = &[
    ("not_a_table", "不是可识别的表格文件，请上传 xlsx 或 csv 文件", "neither an xlsx nor a csv"),
    ("encrypted", "文件已加密，请在 Excel 中取消打开密码后另存再上传", "the file has a password; save it without one"),
    ("old_format", "这是旧版 xls 格式（或仅改了扩展名），请在 Excel 中另存为 xlsx 后再上传", "an old xls, whatever its name; save it as xlsx"),
    ("damaged", "文件已损坏或不完整，请在 Excel 中打开并重新保存后再上传", "the file is damaged; open it and save it again"),
    ("inflates_too_much", "文件解压后超过100MB，请删除多余的行、列、格式后再上传", "it inflates to more than 100 MiB"),
    ("file_too_large", "文件不能超过20MB，请拆分后分别导入", "the file has more than 20 MiB"),
    ("file_empty", "文件中没有数据", "there are no data in the file"),
    ("too_many_rows", "数据不能超过100000行，请拆分后分别导入", "there are more than 100,000 rows"),
    ("too_many_columns", "不能超过60列，请删除多余的列", "there are more than 60 columns"),
    ("too_many_strings", "文件中的文字过多，请拆分后分别导入", "there are too many strings"),
    ("encoding_unknown", "文字编码无法识别，请用 UTF-8 或 GB18030 另存为 csv", "the encoding is neither UTF-8 nor GB18030"),
    ("quote_open", "引号没有闭合，请检查该行的双引号", "a quote is never closed"),
    ("quote_broken", "引号之后还有文字，请检查该行的双引号", "text follows a closed quote"),
    ("no_header", "前20行中没有找到表头，请使用模板中的列名，或指定各列对应的内容", "no header within the first 20 rows"),
    ("column_missing", "缺少必需的列", "a needed column is missing"),
    ("cell_too_long", "单元格超过10000个字符", "a cell has more than 10,000 characters"),
    ("number_too_long", "数字过长，Excel 已丢失末几位，请将该列设为文本格式后重新填写", "the number is too long, Excel has lost its last digits"),
    ("formula_without_value", "公式没有计算结果，请在 Excel 中打开并保存，或粘贴为数值", "a formula without its value"),
    ("error_value", "单元格是公式错误值，请更正", "the cell shows an error of a formula"),
    ("invalid_day", "日期无法识别，请写成 2021-8-2 的样式", "not a day; write it like 2021-8-2"),
    ("row_cut_off", "该行不完整，列数少于表头", "the row has fewer columns than the header"),
    ("row_too_long", "该行的列数多于表头", "the row has more columns than the header"),
    ("rows_wrong", "有的行有误，未导入任何内容；请更正后重新上传，或选择仅导入正确行", "rows are wrong, so nothing was taken"),
    ("changed_since", "核对之后数据有变化，请重新核对后再确认", "something changed since the preview; look at it again"),
    ("no_right_any_more", "上传人的账号、角色或园区已变更，未导入任何内容", "whoever uploaded it has no right to it any more"),
    ("interrupted", "系统故障，未导入任何内容，请稍后重新上传", "a fault of the system; nothing was taken"),
    ("required", "不能为空", "is required"),
    ("future_day", "日期不能晚于今天", "lies in the future"),
];

fn sentence(code: &str) -> Text {
    let found = SENTENCES.iter().find(|(known, ..)| *known == code);
    found.map_or_else(
        || text("内容有误", "is wrong"),
        |(_, zh, en)| text(*zh, *en),
    )
}
