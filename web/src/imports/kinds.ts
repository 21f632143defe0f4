import type { Schemas } from '@/api/client'

export type Import = Schemas['ImportOut']
export type Kind = Import['kind']
export type State = Import['state']
/** What the campaign office may have made where a file names something that isn't in the directory. */
export type Missing = 'parks' | 'departments' | 'categories'

export const KIND: Record<Kind, string> = { problems: '问题', visits: '走访', enterprises: '企业' }

/** How rows of a kind are counted once they are in. */
export const COUNTED: Record<Kind, string> = { problems: '件问题', visits: '次走访', enterprises: '家企业' }

/** Where they are found then. */
export const LEDGER: Record<Kind, { path: string; title: string }> = {
  problems: { path: '/problems', title: '问题台账' },
  visits: { path: '/visits', title: '走访' },
  enterprises: { path: '/enterprises', title: '企业' },
}

export const MISSING: Record<Missing, string> = { parks: '园区', departments: '单位', categories: '类别' }

/** What rows of a kind can name. */
export const NAMED: Record<Kind, Missing[]> = {
  problems: ['parks', 'departments', 'categories'],
  visits: ['parks'],
  enterprises: ['parks'],
}

export const STATE: Record<State, { word: string; tag: 'info' | 'primary' | 'warning' | 'success' | 'danger' }> = {
  reading: { word: '排队中', tag: 'info' },
  checking: { word: '核对中', tag: 'primary' },
  ready: { word: '待确认', tag: 'warning' },
  writing: { word: '导入中', tag: 'primary' },
  done: { word: '已导入', tag: 'success' },
  failed: { word: '未导入', tag: 'danger' },
}

/** Whether the server is at work on it. */
export const isMoving = (state: State) => state === 'reading' || state === 'checking' || state === 'writing'

/** The columns of a kind with the headings by which most ledgers know them; the template lists them all. */
export const COLUMNS: Record<Kind, { heading: string; synonyms: string[]; tells?: string }[]> = {
  problems: [
    { heading: '编号', synonyms: ['问题编号', '台账编号', '工单号'], tells: '本系统的编号沿用，其他编号记为来文编号' },
    { heading: '园区', synonyms: ['所属园区', '乡镇', '街道', '属地'], tells: '园区人员导入时可不填' },
    { heading: '企业名称', synonyms: ['单位名称', '企业', '项目名称'], tells: '名录中没有的自动新建；项目现场写“项目：名称”' },
    { heading: '问题标题', synonyms: ['标题', '问题', '主要问题'], tells: '与“问题描述”至少有一列' },
    { heading: '问题描述', synonyms: ['问题内容', '具体问题', '反映问题'] },
    { heading: '类别', synonyms: ['问题类别', '问题类型', '类型'] },
    { heading: '提出日期', synonyms: ['收集时间', '反映时间', '上报日期', '登记日期'] },
    { heading: '主办单位', synonyms: ['牵头部门', '责任单位', '承办单位'] },
    { heading: '协办单位', synonyms: ['配合单位', '配合部门'], tells: '多个用“、”分开' },
    { heading: '交办日期', synonyms: ['交办时间', '派单日期', '转办日期'] },
    { heading: '办结时限', synonyms: ['完成时限', '办理时限', '计划完成时间'] },
    { heading: '办结日期', synonyms: ['办结时间', '完成时间', '解决时间'] },
    { heading: '办理结果', synonyms: ['是否解决', '解决情况', '完成情况'], tells: '已解决、部分解决、计划解决、解释疏导、办理中' },
    { heading: '办理情况', synonyms: ['办理进展', '解决措施', '进展情况'] },
    { heading: '回访日期', synonyms: ['回访时间'] },
    { heading: '满意度', synonyms: ['企业满意度', '是否满意'] },
    { heading: '销号日期', synonyms: ['销号时间'] },
  ],
  visits: [
    { heading: '走访日期', synonyms: ['走访时间', '日期', '入企日期'], tells: '必需' },
    { heading: '企业或项目', synonyms: ['企业名称', '单位名称', '走访企业', '走访对象'], tells: '必需；名录中没有的按项目现场登记' },
    { heading: '园区', synonyms: ['所属园区', '乡镇', '街道', '属地'], tells: '园区人员导入时可不填' },
    { heading: '走访人员', synonyms: ['走访人', '参加人员', '走访干部'], tells: '多人用“、”分开' },
    { heading: '走访情况', synonyms: ['走访内容', '情况说明', '走访记录'] },
  ],
  enterprises: [
    { heading: '企业名称', synonyms: ['单位名称', '企业', '公司名称'], tells: '必需' },
    { heading: '统一社会信用代码', synonyms: ['信用代码', '社会信用代码'], tells: '请将该列设为文本格式' },
    { heading: '园区', synonyms: ['所属园区', '乡镇', '街道', '属地'], tells: '园区人员导入时可不填' },
    { heading: '行业', synonyms: ['所属行业', '主营业务'] },
    { heading: '企业规模', synonyms: ['规模', '划型'] },
    { heading: '标签', synonyms: ['企业标签', '资质'], tells: '多个用“、”分开' },
    { heading: '生产经营状态', synonyms: ['经营状态', '生产状态'] },
    { heading: '包联领导', synonyms: ['包保领导', '联系领导'] },
    { heading: '首席服务员', synonyms: ['服务员', '联络员'], tells: '填账号的姓名' },
    { heading: '联系人', synonyms: ['企业联系人', '负责人'], tells: '多人用“、”分开，电话、邮箱同序' },
    { heading: '联系电话', synonyms: ['电话', '手机'] },
  ],
}
