import type { Schemas } from '@/api/client'
import { COLUMNS as ALL_COLUMNS, IMPORT_KIND, IMPORT_STATE, LEDGER as TITLE, OUTCOME, STATUS } from '@/words/words'

export type Import = Schemas['ImportOut']
/** Besides these the entries of every ledger come in, under its code. */
export type Kind = keyof typeof IMPORT_KIND
export type Unit = NonNullable<Import['unit']>
export type State = Import['state']
/** What the campaign office may have made where a file names something that isn't in the directory. */
export type Missing = 'parks' | 'departments' | 'categories'

/** In the order in which they are offered. */
export const KIND: Record<Kind, string> = {
  problems: IMPORT_KIND.problems,
  visits: IMPORT_KIND.visits,
  enterprises: IMPORT_KIND.enterprises,
}

export const isOwn = (kind: string): kind is Kind => kind in KIND

/** What a file holds, in a word. */
export const kindWord = (kind: string, ledgers?: { code: string; zh: string }[]): string =>
  isOwn(kind) ? KIND[kind] : (ledgers?.find((one) => one.code === kind)?.zh ?? '台账')

/** How rows of a kind are counted once they are in. */
const COUNTED: Record<Kind, string> = { problems: '件问题', visits: '次走访', enterprises: '家企业' }

export const counted = (kind: string): string => (isOwn(kind) ? COUNTED[kind] : '条')

/** Where they are found then. */
const LEDGER: Record<Kind, { path: string; title: string }> = {
  problems: { path: '/problems', title: TITLE.problems },
  visits: { path: '/visits', title: '走访' },
  enterprises: { path: '/enterprises', title: '企业' },
}

export const MISSING: Record<Missing, string> = { parks: '园区', departments: '单位', categories: '类别' }

export const placeOf = (kind: string) => (isOwn(kind) ? LEDGER[kind] : { path: `/${kind}`, title: '台账' })

/** What rows of a kind can name. */
const NAMED: Record<Kind, Missing[]> = {
  problems: ['parks', 'departments', 'categories'],
  visits: ['parks'],
  enterprises: ['parks'],
}

export const named = (kind: string): Missing[] => (isOwn(kind) ? NAMED[kind] : ['parks', 'departments'])

export const STATE: Record<State, { word: string; tag: 'info' | 'primary' | 'warning' | 'success' | 'danger' }> = {
  reading: { word: IMPORT_STATE.reading, tag: 'info' },
  checking: { word: IMPORT_STATE.checking, tag: 'primary' },
  ready: { word: IMPORT_STATE.ready, tag: 'warning' },
  writing: { word: IMPORT_STATE.writing, tag: 'primary' },
  done: { word: IMPORT_STATE.done, tag: 'success' },
  failed: { word: IMPORT_STATE.failed, tag: 'danger' },
}

/** Whether the server is at work on it. */
export const isMoving = (state: State) => state === 'reading' || state === 'checking' || state === 'writing'

/** The columns of a kind that most ledgers have, with what is to know of them; the template lists them all. */
const USUAL: { [K in Kind]: [key: keyof (typeof ALL_COLUMNS)[K], tells?: string][] } = {
  problems: [
    ['number', '本系统的编号沿用，其他编号记为来文编号'],
    ['park', '园区人员导入时可不填'],
    ['enterprise', '名录中没有的自动新建；项目现场写“项目：名称”'],
    ['title', '与“问题描述”至少有一列'],
    ['description'],
    ['category'],
    ['raised_on'],
    ['lead'],
    ['supporting', '多个用“、”分开'],
    ['dispatched_on'],
    ['due_on'],
    ['resolved_on'],
    ['outcome', [...Object.values(OUTCOME), STATUS.in_progress].join('、')],
    ['resolution'],
    ['followed_up_on'],
    ['satisfaction'],
    ['closed_on'],
  ],
  visits: [
    ['visited_on', '必需'],
    ['place', '必需；名录中没有的按项目现场登记'],
    ['park', '园区人员导入时可不填'],
    ['participants', '多人用“、”分开'],
    ['summary'],
  ],
  enterprises: [
    ['name', '必需'],
    ['credit_code', '请将该列设为文本格式'],
    ['park', '园区人员导入时可不填'],
    ['industry'],
    ['size'],
    ['tags', '多个用“、”分开'],
    ['operating_status'],
    ['assisting_leader'],
    ['liaison', '填账号的姓名'],
    ['contact', '多人用“、”分开，电话、邮箱同序'],
    ['contact_phone'],
  ],
}

/** As the help tells them. */
export function usualColumns(kind: Kind): { heading: string; synonyms: string[]; tells?: string }[] {
  const columns: Record<string, { heading: string; synonyms: string[] }> = ALL_COLUMNS[kind]
  return (USUAL[kind] as [key: string, tells?: string][]).flatMap(([key, tells]) => {
    const column = columns[key]
    return column ? [{ ...column, tells }] : []
  })
}
