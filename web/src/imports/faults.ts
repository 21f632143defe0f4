const MIB = 1024 * 1024
export const FILE_MAX = 20 * MIB
export const ACCEPT = '.xlsx,.csv'
const OLD = ['xls', 'et', 'wps', 'xlsm', 'xlsb', 'ods', 'numbers']

/** Why a file can't be a ledger, before anything of it is sent; null where it can. */
export function wrongWith(file: { name: string; size: number }): string | null {
  const end = /\.([^.]+)$/.exec(file.name.toLowerCase())?.[1] ?? ''
  if (OLD.includes(end)) return `“${file.name}”是 ${end} 格式，请在 Excel 或 WPS 中另存为 xlsx 后再选择。`
  if (end !== 'xlsx' && end !== 'csv') return `“${file.name}”不是表格文件，请选择 xlsx 或 csv 文件。`
  if (file.size === 0) return `“${file.name}”是空文件，请核对后重新选择。`
  if (file.size > FILE_MAX) return `“${file.name}”有 ${(file.size / MIB).toFixed(1)}MB，超过 20MB，请拆分后分别导入。`
  return null
}

/** What to do where nothing of a file could be taken; what went wrong the server says. */
const FILE: Record<string, string> = {
  no_header: '列名与模板不同的，可在下面按列号指定后重新核对；也可按模板整理后重新上传。',
  column_missing: '请在下面指出该列是哪一列后重新核对；文件中确实没有的，请补上该列再上传。',
  unit_missing: '请重新上传，在“金额单位”中选择表中金额的单位；也可在表头写明，如“总投资(万元)”。',
  unit_unknown: '请换算为元、万元或亿元，并在表头写明单位。',
  file_empty: '请核对工作表没有隐藏，表头下面要有内容。',
  sheet_unknown: '请核对工作表的名称，隐藏的工作表先取消隐藏。',
  too_many_merges: '请取消整列合并的单元格，另存后再上传。',
  text_too_long: '请删减该单元格，或用 Excel 打开后另存为 xlsx 再上传。',
  keeps_too_much: '请按年份或园区拆成几个文件，分别导入。',
  discarded: '需要导入的，请重新上传。',
  expired: '请重新上传，核对后及时确认。',
  other_format: '请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（xlsx）”后再上传。',
  too_many_parts: '请新建工作簿，将内容粘贴为数值，保存后再上传。',
  too_many_sheets: '请只保留台账所在的工作表，另存后再上传。',
  too_many_rows: '请按年份或园区拆成几个文件，分别导入。',
  too_many_columns: '请删除多余的列，另存后再上传。',
  too_many_strings: '请拆成几个文件，分别导入。',
  quote_open: '请用 Excel 打开后另存为 xlsx 再上传，或补全该行的双引号。',
  quote_broken: '请用 Excel 打开后另存为 xlsx 再上传，或改正该行的双引号。',
  rows_wrong: '请下载有误的行，更正后重新上传；也可重新上传后选择“只导入正确的行”。',
  changed_since: '核对之后有人登记或改动了有关内容。以下是最新的核对结果，请看过后再次确认。',
  no_right_any_more: '账号或所属园区有变动，请由现任人员重新上传。',
  interrupted: '系统故障，未写入任何内容。请稍后重新上传；再次出现的，请联系管理员。',
  encoding_unknown: '请用 Excel 打开后另存为 xlsx 再上传。',
  not_a_table: '请选择 xlsx 或 csv 文件，改扩展名无效。',
  encrypted: '请在 Excel 中打开，在“文件—信息—保护工作簿”里清除打开密码，保存后再上传。',
  old_format: '请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（xlsx）”后再上传；只改扩展名无效。',
  damaged: '请在 Excel 中打开，确认内容完整后另存再上传。',
  inflates_too_much: '常见于整列带格式或大量空行：请将有内容的部分复制到新的工作簿，保存后再上传。',
  file_too_large: '请按年份或园区拆成几个文件，分别导入。',
}

/** What is to be done about a whole file. */
export const adviceFor = (code: string) => FILE[code] ?? '请核对文件后重新上传；再次出现的，请联系管理员。'

/** What to do about a row, by the code of what is wrong with it. */
const ROW: Record<string, string> = {
  required: '请补填该列',
  too_long: '请缩短后重填，详细情况可写入描述',
  too_many: '请减少项数',
  out_of_range: '请改为合理的数值或日期',
  control_character: '请删去看不见的特殊字符后重新填写',
  invalid_day: '请写成 2021-8-2，或设为日期格式',
  future_day: '请核对年份；尚未发生的留空',
  out_of_order: '请核对两个日期，问题依次为提出、交办、签收、办结、回访、销号',
  unknown_name: '请改为系统中的名称；确需新增的，请联系活动办',
  ambiguous: '同名的有多个，请联系管理员在姓名中加以区分',
  not_yours: '请删去该行，由所属园区或活动办导入',
  out_of_use: '请改用在用的名称，或联系管理员启用',
  unknown_value: '请改为可填的内容之一',
  contradiction: '请核对并改正其中一列',
  not_applicable: '不属于导入范围，可不处理',
  duplicate: '请删去重复的行，或更正编号',
  several_names: '主办单位只填一个，其余填入协办单位',
  several_firms: '请每家企业一行；项目现场写“项目：名称”',
  nothing_above: '请写出具体内容',
  text_missing: '请在 Excel 中打开核对，重新填写后保存',
  row_cut_off: '请补全该行，或用 Excel 打开后另存为 xlsx',
  row_too_long: '内容中有逗号的请加双引号，或另存为 xlsx',
  cell_too_long: '请缩短该单元格',
  number_too_long: '请将该列设为文本格式后重新填写',
  formula_without_value: '请在 Excel 中打开并保存，或粘贴为数值',
  error_value: '请更正公式，或改填结果',
  malformed: '信用代码请按营业执照填写18位；数字列请只填数字',
  not_whole_yuan: '请核对单位和小数位数：万元最多4位小数',
  below_threshold: '请核对总投资，或清空入统日期',
  too_early: '请核对两个日期的先后',
  wrong_check_character: '请按营业执照逐位核对信用代码',
  names_enterprise: '保密问题的标题、描述等请勿写出企业名称',
  not_of_the_enterprise: '请核对企业和园区，二者应一致',
}

/** Of what is named in these columns the campaign office may have made what isn't there. */
const MADE = ['park', 'lead', 'supporting', 'category', 'department']

/** What else is to be done where the column isn't one of these. */
const ELSEWHERE: Record<string, { usual: string[]; advice: string }> = {
  // Whose row it is.
  not_yours: { usual: ['park', 'department', 'credit_code'], advice: '请清空该列' },
  not_applicable: { usual: ['status', 'outcome'], advice: '请清空该列' },
  ambiguous: { usual: ['liaison'], advice: '请填写编号' },
}

export function adviceOn({ code, column }: { code: string; column?: string | null }, mayMake: boolean): string {
  const elsewhere = ELSEWHERE[code]
  if (column && elsewhere && !elsewhere.usual.includes(column)) return elsewhere.advice
  if (code === 'several_names' && column === 'department') return '责任单位只填一个'
  if (code === 'unknown_name' && mayMake && MADE.includes(column ?? '')) return '请改为系统中的名称；确需新增的，勾选“一并新建”后重新核对'
  return ROW[code] ?? '请核对后更正'
}
