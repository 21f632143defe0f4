import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { imported } from '@/testing/imports'
import { adviceFor, adviceOn, FILE_MAX, wrongWith } from './faults'
import { STATE, usualColumns } from './kinds'
import { blankColumns, choiceOf, chosen, isChanged, lacking, letterOf, mappingOf } from './mapping'
import { consequences, makings, obstacle, standing, summary } from './plan'

const counts = (told: Partial<ReturnType<typeof imported>['counts']>) => ({ new: 0, matched: 0, different: 0, wrong: 0, ...told })

describe('a file that is chosen', () => {
  const file = (name: string, size = 10) => wrongWith({ name, size })

  it('is taken as xlsx or csv of at most 20 MB', () => {
    expect(file('台账.xlsx')).toBeNull()
    expect(file('台账.CSV')).toBeNull()
    expect(file('a.xlsx', FILE_MAX)).toBeNull()
    expect(file('a.xlsx', FILE_MAX + 1)).toContain('超过 20MB，请拆分')
  })

  it('is refused with what to do', () => {
    expect(file('台账.xls')).toBe('“台账.xls”是 xls 格式，请在 Excel 或 WPS 中另存为 xlsx 后再选择。')
    expect(file('台账.et')).toContain('另存为 xlsx')
    expect(file('通知.docx')).toContain('不是表格文件')
    expect(file('没有扩展名')).toContain('不是表格文件')
    expect(file('a.csv', 0)).toContain('空文件')
  })
})

describe('what is wrong', () => {
  const documented = readFileSync('../docs/importing.md', 'utf8')
  const codes = (text: string) => [...text.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code ?? '')

  it('with a row has its advice for every code that is documented', () => {
    const table = documented.slice(documented.indexOf('## What is told of rows'), documented.indexOf('Of a whole file:'))
    const told = codes(table).filter((code) => code !== 'note')
    expect(told.length).toBeGreaterThan(20)
    for (const code of told) expect(adviceOn({ code }, false), code).not.toBe('请核对后更正')
  })

  it('with a file has its advice for every code, those of a refused upload too', () => {
    const told = codes(documented.slice(documented.indexOf('Of a whole file:')))
    const refused = ['not_a_table', 'encrypted', 'old_format', 'damaged', 'inflates_too_much', 'encoding_unknown', 'too_many_strings']
    expect(told).toContain('interrupted')
    for (const code of [...told, ...refused]) expect(adviceFor(code), code).not.toBe(adviceFor('something else'))
  })

  it('with a name may be made by whoever has the right to', () => {
    expect(adviceOn({ code: 'unknown_name', column: 'lead' }, true)).toContain('一并新建')
    expect(adviceOn({ code: 'unknown_name', column: 'liaison' }, true)).not.toContain('一并新建')
    expect(adviceOn({ code: 'unknown_name', column: 'lead' }, false)).toContain('联系活动办')
  })

  it('is advised on by its column where that makes a difference', () => {
    const on = (code: string, column: string) => adviceOn({ code, column }, false)
    for (const column of ['park', 'department', 'credit_code']) expect(on('not_yours', column)).toContain('删去该行')
    for (const column of ['enterprise', 'jobs']) expect(on('not_yours', column)).toBe('请清空该列')
    expect([on('not_applicable', 'outcome'), on('not_applicable', 'status')]).toEqual(['不属于导入范围，可不处理', '不属于导入范围，可不处理'])
    expect(on('not_applicable', 'amount_yuan')).toBe('请清空该列')
    expect([on('several_names', 'department'), on('several_names', 'lead')]).toEqual(['责任单位只填一个', '主办单位只填一个，其余填入协办单位'])
    expect([on('ambiguous', 'code'), on('ambiguous', 'liaison')]).toEqual(['请填写编号', '同名的有多个，请联系管理员在姓名中加以区分'])
  })
})

it('the help names the usual columns as the server does', () => {
  const problems = usualColumns('problems')
  expect(problems.find((one) => one.heading === '主办单位')?.synonyms).toContain('牵头部门')
  expect(problems.find((one) => one.heading === '办理结果')?.tells).toBe('已解决、部分解决、计划解决、解释疏导、办理中')
  expect(usualColumns('visits')).toHaveLength(5)
})

describe('the match of columns', () => {
  const columns = [
    { letter: 'A', heading: '单位', key: 'enterprise' },
    { letter: 'B', heading: '问题', key: 'title' },
    { letter: 'C', heading: '补充', key: null },
  ]
  const choice = choiceOf(columns)

  it('gives a content to one column alone, and takes it from the other', () => {
    expect(chosen(choice, 'C', 'title')).toEqual({ A: 'enterprise', B: null, C: 'title' })
    expect(chosen(choice, 'B', null)).toEqual({ A: 'enterprise', B: null, C: null })
    expect(isChanged(columns, choice)).toBe(false)
    expect(isChanged(columns, chosen(choice, 'C', 'title'))).toBe(true)
    expect(isChanged(columns, chosen(chosen(choice, 'B', null), 'B', 'title'))).toBe(false)
  })

  it('says which needed columns nothing is chosen for', () => {
    expect(lacking('problems', choice)).toEqual([])
    expect(lacking('problems', chosen(choice, 'B', null))).toEqual([['title', 'description']])
    expect(lacking('problems', chosen(choice, 'B', 'description'))).toEqual([])
    expect(lacking('visits', {})).toEqual([['visited_on'], ['place']])
    expect(lacking('enterprises', {})).toEqual([['name']])
  })

  it('is sent whole, and without a header only as far as somebody said it', () => {
    const some = chosen(choice, 'B', null)
    expect(mappingOf(some, true)).toEqual({ A: 'enterprise', B: null, C: null })
    expect(mappingOf(chosen(choiceOf(blankColumns(3)), 'B', 'title'), false)).toEqual({ B: 'title' })
  })

  it('names columns as Excel does', () => {
    expect([0, 25, 26, 27, 59].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AB', 'BH'])
  })
})

describe('what will happen', () => {
  it('is told in numbers, with everything that is made', () => {
    const one = imported({
      counts: counts({ new: 3, matched: 2, different: 1, wrong: 4 }),
      making: { parks: ['火星园区'], departments: ['甲局', '乙局'], categories: [], enterprises: 2 },
    })
    expect(consequences(one)).toEqual([
      '新增 3 件问题。',
      '有误的 4 行不导入，可下载后更正再导。',
      '系统中已有的 2 行不重复登记。',
      '与系统不一致的 1 行不改动系统中的内容。',
      '名录中新建企业 2 家。',
      '名录中新建园区 1 个：火星园区。',
      '名录中新建单位 2 个：甲局、乙局。',
      '各环节按文件中的日期记入，不向承办单位发通知。',
      '导入后不能整批撤回。',
    ])
    expect(makings(one)).toHaveLength(2)
  })

  it('is no more than the numbers say', () => {
    const one = imported({ kind: 'visits', counts: counts({ new: 1 }) })
    expect(consequences(one)).toEqual(['新增 1 次走访。', '导入后不能整批撤回。'])
  })

  it('is nothing where rows are wrong and nobody said to leave them out', () => {
    const some = imported({ counts: counts({ new: 3, wrong: 1 }) })
    expect(obstacle(some, 'all_or_nothing')).toContain('有 1 行有误')
    expect(obstacle(some, 'good_rows')).toBeNull()
    expect(obstacle(imported({ counts: counts({ new: 3 }) }), 'all_or_nothing')).toBeNull()
  })

  it('is nothing where nothing is new, and why', () => {
    const why = (told: Parameters<typeof counts>[0]) => obstacle(imported({ counts: counts(told) }), 'good_rows')
    expect(why({ matched: 3 })).toBe('文件中的各行系统中都已有，不需要导入。')
    expect(why({ matched: 2, different: 1 })).toContain('以系统为准')
    expect(why({ matched: 2, wrong: 1 })).toContain('另有 1 行有误')
    expect(why({ wrong: 1 })).toContain('每一行都有误')
  })
})

describe('where an import stands', () => {
  it('is told with what is known of its progress', () => {
    const at = (state: keyof typeof STATE, done: number, total: number | null, prepared = 0) =>
      standing(imported({ state, progress: { done, total, prepared }, counts: { new: 1000, matched: 0, different: 0, wrong: 0 } }))
    expect(at('reading', 0, null)).toEqual({ text: '等待核对……', percent: null })
    expect(at('checking', 500, null)).toEqual({ text: '正在核对，已核对 500 行……', percent: null })
    expect(at('writing', 500, 2000)).toEqual({ text: '导入前再次核对，500 / 2000 行……', percent: 25 })
    expect(at('writing', 2000, 2000, 250)).toEqual({ text: '正在整理，250 / 1000 件问题……', percent: 25 })
    expect(at('writing', 2000, 2000, 1000).percent).toBeNull()
    expect(at('writing', 2000, 2000)).toEqual({ text: '正在写入问题……', percent: null })
  })

  it('is one line of the list', () => {
    expect(summary(imported({ state: 'ready', counts: counts({ new: 3, wrong: 1 }) }))).toBe('新增 3，有误 1')
    expect(summary(imported({ state: 'done', counts: counts({ new: 3, matched: 1, different: 2 }) }))).toBe('已新增 3，已存在 1，有差异 2')
    expect(summary(imported({ state: 'failed', fault: { code: 'no_header', detail: '没有找到表头' } }))).toBe('没有找到表头')
  })
})
