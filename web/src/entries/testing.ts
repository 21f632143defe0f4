import type { Entry } from './entry'
import type { Ledger } from './ledger'

/** A small ledger of projects as the server describes one, for tests. */
export const ledger = (): Ledger => ({
  code: 'projects',
  zh: '项目建设',
  entry_zh: '项目',
  kind: 'ledger',
  letters: 'XM',
  title: 'name',
  fields: [
    { name: 'name', heading: '项目名称', kind: { type: 'line', most: 100 }, required: true },
    { name: 'kind', heading: '类型', kind: { type: 'word', words: [{ key: 'industrial', zh: '产业类' }, { key: 'other', zh: '其他' }] }, required: true, filtered: true, counted: true },
    { name: 'code', heading: '项目代码', kind: { type: 'line', most: 100 } },
    { name: 'total_yuan', heading: '总投资(万元)', kind: { type: 'yuan' }, filtered: true },
    { name: 'land_mu', heading: '占地(亩)', kind: { type: 'mu' } },
    {
      name: 'annual_plan',
      heading: '年度计划',
      kind: {
        type: 'group',
        fields: [
          { name: 'year', heading: '年度', kind: { type: 'integer', least: 2000, most: 2100 }, required: true },
          { name: 'amount_yuan', heading: '年度计划投资', kind: { type: 'yuan' }, required: true },
        ],
      },
    },
    {
      name: 'permits',
      heading: '手续',
      kind: {
        type: 'records',
        most: 20,
        fields: [
          { name: 'kind', heading: '手续', kind: { type: 'word', words: [{ key: 'eia', zh: '环评' }] }, required: true },
          { name: 'need', heading: '需办', kind: { type: 'flag' } },
          { name: 'fee_yuan', heading: '费用', kind: { type: 'yuan' } },
        ],
      },
    },
    { name: 'unfiled', heading: '未入库开工', kind: { type: 'flag' }, filtered: true, by_moves: true },
  ],
  statuses: [
    { code: 'proposed', zh: '谋划', class: 'open' },
    { code: 'filed', zh: '入库', class: 'open' },
    { code: 'building', zh: '在建', class: 'open' },
    { code: 'stopped', zh: '停工', class: 'open' },
    { code: 'completed', zh: '竣工', class: 'settled' },
    { code: 'cancelled', zh: '取消', class: 'excluded' },
  ],
  moves: [
    { name: 'propose', zh: '谋划登记', from: [], body: [], may: true, to: ['proposed'] },
    {
      name: 'file',
      zh: '入库',
      from: ['proposed'],
      may: true,
      to: ['filed'],
      body: [
        { name: 'on', heading: '日期', kind: { type: 'day' }, required: true },
        { name: 'code', heading: '项目代码', kind: { type: 'line', most: 100 }, required: true },
      ],
    },
    { name: 'stop', zh: '停工', from: ['building'], may: true, to: ['stopped'], body: [{ name: 'reason', heading: '原因', kind: { type: 'text', most: 2000 }, required: true }] },
    { name: 'complete', zh: '竣工', from: ['building'], may: true, to: ['completed'], body: [] },
    {
      name: 'assign',
      zh: '明确责任',
      from: ['proposed'],
      may: true,
      to: [],
      body: [
        { name: 'department_id', heading: '责任单位', kind: { type: 'department' } },
        { name: 'leader', heading: '责任领导', kind: { type: 'group', fields: [{ name: 'name', heading: '姓名', kind: { type: 'line', most: 100 }, required: true }, { name: 'user_id', heading: '账号', kind: { type: 'integer', least: 1, most: 9 } }] } },
      ],
    },
    { name: 'edit', zh: '更正', from: ['proposed'], may: true, to: [], body: [] },
    { name: 'report_month', zh: '报送月进展', from: ['building'], may: true, to: [], body: [] },
    { name: 'complete_milestone', zh: '完成节点', from: ['building'], may: true, to: [], body: [{ name: 'position', heading: '序号', kind: { type: 'integer', least: 1, most: 100 }, required: true }] },
    { name: 'exclude', zh: '移出台账', from: ['proposed'], may: true, body: [], to: ['cancelled'] },
    { name: 'comment', zh: '留言', from: ['proposed'], may: true, to: [], body: [{ name: 'text', heading: '留言', kind: { type: 'text', most: 2000 }, required: true }] },
  ],
  counts: [{ name: 'started', zh: '已开工' }],
  rates: [{ name: 'started', zh: '开工率', numerator: 'started', denominator: 'listed' }],
  months: { figures: [{ name: 'invested_yuan', heading: '本月完成投资', kind: { type: 'yuan', signed: true }, required: true }], from: ['building'], due_day: 25 },
})

/** An entry of it as the server tells it. */
export const entry = (told: Partial<Entry> = {}): Entry => ({
  id: 5,
  number: 'SH-XM-2021-005',
  name: '标准厂房',
  kind: 'industrial',
  park_id: 1,
  enterprise_id: null,
  enterprise_name: null,
  department_id: null,
  status: 'proposed',
  light: 'green',
  due_on: null,
  listed_on: '2021-08-02',
  supervised_count: 0,
  progress: null,
  clocks: {},
  allowed_actions: [],
  milestones: [],
  months: [],
  links: [],
  updated_at: '2021-08-16T09:00:00+08:00',
  version: 3,
  ...told,
})
