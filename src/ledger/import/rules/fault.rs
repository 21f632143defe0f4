//! What can be wrong with a file or with a row of it, each with its code and its sentence.

use crate::base::Text;
use crate::base::error::text;
use crate::vocabulary::faults;

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

/// The file isn't what it should be; whoever uploaded it can do no more than save it again.
pub fn damaged<E>(_why: E) -> FileFault {
    FileFault::new("damaged")
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
    ("other_format", "这是 ods 或 xlsb 格式，请打开后另存为 xlsx 再上传", "an ods or xlsb; save it as xlsx"),
    ("damaged", "文件已损坏或不完整，请在 Excel 中打开并重新保存后再上传", "the file is damaged; open it and save it again"),
    ("inflates_too_much", "文件解压后超过100MB，请删除多余的行、列、格式后再上传", "it inflates to more than 100 MiB"),
    ("file_too_large", "文件不能超过20MB，请拆分后分别导入", "the file has more than 20 MiB"),
    ("sheet_unknown", "文件中没有这个名称的可见工作表", "there is no visible sheet of that name"),
    ("file_empty", "文件中没有数据", "there are no data in the file"),
    ("too_many_rows", "数据不能超过100000行，请拆分后分别导入", "there are more than 100,000 rows"),
    ("too_many_columns", "不能超过60列，请删除多余的列", "there are more than 60 columns"),
    ("too_many_parts", "文件由过多部件组成，请在 Excel 中新建文件，粘贴为数值后再上传", "the file has too many parts"),
    ("too_many_sheets", "工作表不能超过255个，请删除多余的工作表", "there are more than 255 sheets"),
    ("too_many_merges", "合并的单元格过多，请取消合并后再上传", "there are too many merged cells"),
    ("text_too_long", "有单元格的文字超过1MB，请删减；如为csv，请检查双引号是否闭合", "a cell has more than 1 MiB of text"),
    ("too_many_strings", "文件中的文字过多，请拆分后分别导入", "there are too many strings"),
    ("encoding_unknown", "文字编码无法识别，请用 UTF-8 或 GB18030 另存为 csv", "the encoding is neither UTF-8 nor GB18030"),
    ("quote_open", "引号没有闭合，请检查该行的双引号", "a quote is never closed"),
    ("quote_broken", "引号之后还有文字，请检查该行的双引号", "text follows a closed quote"),
    ("no_header", "前20行中没有找到表头，请使用模板中的列名，或指定各列对应的内容", "no header within the first 20 rows"),
    ("column_missing", "缺少必需的列", "a needed column is missing"),
    ("unit_missing", "金额列没有写明单位，请选择元、万元或亿元后重新上传", "a column of money tells no unit: choose yuan, wan_yuan or yi_yuan and upload it again"),
    ("unit_unknown", "金额列的单位不是元、万元或亿元，请换算后再上传", "a column of money is in another unit than 元, 万元 or 亿元"),
    ("cell_too_long", "单元格超过10000个字符", "a cell has more than 10,000 characters"),
    ("number_too_long", "数字过长，Excel 已丢失末几位，请将该列设为文本格式后重新填写", "the number is too long, Excel has lost its last digits"),
    ("formula_without_value", "公式没有计算结果，请在 Excel 中打开并保存，或粘贴为数值", "a formula without its value"),
    ("text_missing", "单元格的文字在文件中缺失，请在 Excel 中打开核对，重新填写后保存", "the cell's text isn't in the file"),
    ("error_value", "单元格是公式错误值，请更正", "the cell shows an error of a formula"),
    ("invalid_day", "日期无法识别，请只填一个日期，写成 2021-8-2 的样式", "not a day; write it like 2021-8-2"),
    ("row_cut_off", "文件在该行中断，内容可能不完整", "the file ends within the row"),
    ("row_too_long", "该行在表头之外的列还有内容", "there is something beyond the header's columns"),
    ("several_firms", "像是多家企业，请每家企业一行；如是项目现场，请在名称前加“项目：”", "names several enterprises"),
    ("nothing_above", "写的是同上，但上一行没有内容", "says the same as above, where nothing stands"),
    ("rows_wrong", "有的行有误，未导入任何内容；请更正后重新上传，或选择仅导入正确行", "rows are wrong, so nothing was taken"),
    ("changed_since", "核对之后数据有变化，请重新核对后再确认", "something changed since the preview; look at it again"),
    ("no_right_any_more", "上传人的账号、角色或园区已变更，未导入任何内容", "whoever uploaded it has no right to it any more"),
    ("keeps_too_much", "文件展开后的内容超过256MB，请拆分后分别导入", "its rows come to more than 256 MiB"),
    ("discarded", "上传人已放弃，未导入任何内容", "its uploader discarded it; nothing was taken"),
    ("expired", "核对后7天内没有确认，未导入任何内容，请重新上传", "nobody confirmed it within 7 days; nothing was taken"),
    ("interrupted", "系统故障，未导入任何内容，请稍后重新上传", "a fault of the system; nothing was taken"),
    ("required", faults::EMPTY, "is required"),
    ("future_day", faults::FUTURE_DAY, "lies in the future"),
];

fn sentence(code: &str) -> Text {
    let found = SENTENCES.iter().find(|(known, ..)| *known == code);
    found.map_or_else(
        || text("内容有误", "is wrong"),
        |(_, zh, en)| text(*zh, *en),
    )
}
