// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { ElSelect } from 'element-plus'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ledger } from '@/entries/testing'
import { hold } from '@/imports/held'
import type { Import } from '@/imports/kinds'
import { imported } from '@/testing/imports'
import { json, list, Server } from '@/testing/server'
import { asUser, button, buttons, click, eventually, page, says, stage, textOf } from '@/testing/stage'

const postForm = vi.hoisted(() => vi.fn())
vi.mock('@/api/form', () => ({ postForm }))
const { default: PageImport } = await import('./PageImport.vue')

const server = new Server()
const IMPORT = 'GET /api/v1/imports/5'
const COMMIT = 'POST /api/v1/imports/5/commit'
const formOf = (call: number) => postForm.mock.calls[call]?.[1] as FormData
const WRONG = { row: 3, column: 'title', heading: '问题标题', code: 'required', detail: '不能为空', note: false }
const NOTE = { row: 2, column: 'enterprise', heading: '企业名称', code: 'note', detail: '企业“甲”不在名录中，将新建', note: true }
const some = { new: 2, matched: 0, different: 0, wrong: 1 }

/** The server's answer: the import, with what it tells of rows. */
const told = (one: Partial<Import>, wrong: unknown[] = [], notes: unknown[] = []) =>
  ({ query }: { query: URLSearchParams }) => {
    const errors = { items: query.get('notes') === 'true' ? notes : wrong, next_cursor: null }
    return json({ ...imported(one), errors })
  }
const opened = () => stage(PageImport, { id: 5 }, '/imports/5')
const dialog = () => page().querySelector('.el-dialog')!

beforeEach(async () => {
  await asUser(server)
  postForm.mockReset()
  postForm.mockResolvedValue(Response.json(imported({ id: 6, state: 'reading' })))
})
afterEach(() => vi.useRealTimers())

describe('a file that is being checked', () => {
  it('is asked about until it is over, and no longer', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    server.on(IMPORT, told({ state: 'reading' }), told({ state: 'checking', progress: { done: 500, total: null, prepared: 0 } }), told({ counts: { ...some, wrong: 0 } }))
    await opened()
    expect(says('等待核对')).toBe(true)
    await vi.advanceTimersByTimeAsync(1_600)
    expect(says('正在核对，已核对 500 行')).toBe(true)
    await vi.advanceTimersByTimeAsync(1_600)
    await flushPromises()
    expect(says('核对完成，尚未写入')).toBe(true)
    const asked = server.to(IMPORT).length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.to(IMPORT).length).toBe(asked)
  })
})

describe('a preview', () => {
  it('tells each wrong cell with its row, reason and what to do, and what is only noted', async () => {
    server.on(IMPORT, told({ counts: some }, [WRONG], [NOTE]))
    await opened()
    await flushPromises()
    const [wrong, notes] = [...page().querySelectorAll('.panel tbody tr')].map(textOf)
    expect(wrong).toBe('第 3 行问题标题不能为空请补填该列')
    expect(notes).toContain('企业“甲”不在名录中，将新建')
  })

  it('writes nothing while rows are wrong and nobody said to leave them out', async () => {
    server.on(IMPORT, told({ counts: some }, [WRONG]))
    await opened()
    expect(button('导入').disabled).toBe(true)
    expect(says('有 1 行有误：请更正后重新上传，或选择“只导入正确的行”。')).toBe(true)
  })

  it('writes the good rows after a word about what will happen', async () => {
    server.on(IMPORT, told({ counts: some }, [WRONG]))
    server.on(COMMIT, () => json(imported({ state: 'writing', counts: some })))
    await opened()
    page().querySelector<HTMLInputElement>('input[value=good_rows]')?.click()
    await flushPromises()
    await click('导入 2 件问题')
    expect(textOf(dialog())).toContain('有误的 1 行不导入')
    expect(server.to(COMMIT)).toHaveLength(0)
    await click('导入 2 件问题', dialog())
    expect(server.to(COMMIT).map((one) => one.body)).toEqual([{ mode: 'good_rows' }])
    expect(says('正在写入问题')).toBe(true)
  })

  it('needs no import where everything is there already', async () => {
    server.on(IMPORT, told({ counts: { new: 0, matched: 3, different: 0, wrong: 0 } }))
    await opened()
    expect(says('文件中的各行系统中都已有，不需要导入。')).toBe(true)
    expect(buttons().some((name) => name.startsWith('导入'))).toBe(false)
  })

  it('that changed since is shown anew, and its confirmation is another one', async () => {
    const fault = { code: 'changed_since', detail: '核对之后数据有变化' }
    const ready = { counts: { ...some, wrong: 0 } }
    server.on(IMPORT, told(ready))
    server.on(COMMIT, () => json(imported({ ...ready, fault })))
    await opened()
    for (let times = 0; times < 2; times += 1) {
      await click('导入 2 件问题')
      await click('导入 2 件问题', dialog())
      await eventually(() => expect(page().querySelector('.el-dialog')).toBeNull())
      expect(says('以下是最新的核对结果')).toBe(true)
    }
    const keys = server.to(COMMIT).map((one) => one.headers.get('Idempotency-Key'))
    expect(keys).toHaveLength(2)
    expect(keys[0]).not.toBe(keys[1])
  })
})

describe('a workbook of several sheets', () => {
  it('is checked once more with the sheet that is chosen, by its own headings', async () => {
    hold(5, { kind: 'problems', file: new File(['x'], '台账.xlsx'), mapping: { A: 'title' }, sheet: null, missing: [] })
    const skipped = { count: 21, rows: [4, 9] }
    server.on(IMPORT, told({ sheet: '八月', sheets: ['八月', '九月'], skipped }))
    server.on('GET /api/v1/imports/6', told({ id: 6 }))
    const wrapper = await opened()
    expect(says('有 21 行不是台账数据（小标题、合计、重复的表头等），未导入：第 4、9 行等。')).toBe(true)
    wrapper.findAllComponents(ElSelect)[0]?.vm.$emit('update:modelValue', '九月')
    await eventually(() => expect(postForm).toHaveBeenCalledTimes(1))
    expect([formOf(0).get('sheet'), formOf(0).get('mapping')]).toEqual(['九月', null])
  })
})

describe('a preview that nobody wants', () => {
  it('is given up and left', async () => {
    server.on(IMPORT, told({ counts: some }, [WRONG]))
    server.on('DELETE /api/v1/imports/5', () => new Response(null, { status: 204 }))
    const wrapper = await opened()
    await click('放弃')
    await eventually(() => expect(wrapper.vm.$router.currentRoute.value.path).toBe('/imports'))
    expect(server.to('DELETE /api/v1/imports/5')).toHaveLength(1)
  })
})

describe('another match of the columns', () => {
  async function remapped(id: number) {
    server.on(`GET /api/v1/imports/${id}`, told({ id, counts: some }))
    const wrapper = await stage(PageImport, { id }, `/imports/${id}`)
    wrapper.findAllComponents(ElSelect)[2]?.vm.$emit('update:modelValue', 'title')
    await flushPromises()
    return wrapper
  }
  const MAPPING = { A: 'enterprise', B: null, C: 'title' }

  it('is checked with the same file, without choosing it again', async () => {
    hold(5, { kind: 'problems', file: new File(['x'], '问题台账.csv'), mapping: null, sheet: null, missing: ['parks'] })
    const wrapper = await remapped(5)
    await click('按此对应重新核对')
    await eventually(() => expect(wrapper.vm.$router.currentRoute.value.path).toBe('/imports/6'))
    expect(JSON.parse(String(formOf(0).get('mapping')))).toEqual(MAPPING)
    expect([formOf(0).get('create_missing'), (formOf(0).get('file') as File).name]).toEqual(['parks', '问题台账.csv'])
  })

  it('asks for the file once more where the page was left', async () => {
    await remapped(8)
    await click('按此对应重新核对')
    await eventually(() => expect(textOf(dialog())).toContain('请再次选择“问题台账.csv”'))
    const input = dialog().querySelector<HTMLInputElement>('input[type=file]')!
    Object.defineProperty(input, 'files', { value: [new File(['x'], '问题台账.csv')] })
    input.dispatchEvent(new Event('change'))
    await flushPromises()
    dialog().querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await eventually(() => expect(postForm).toHaveBeenCalledTimes(1))
    expect(JSON.parse(String(formOf(0).get('mapping')))).toEqual(MAPPING)
  })

  it('keeps the unit of amounts that was chosen for it', async () => {
    server.on('GET /api/v1/ledgers', () => list([ledger()]))
    server.on('GET /api/v1/imports/9', told({ id: 9, kind: 'projects', unit: 'wan_yuan', state: 'failed', columns: [], fault: { code: 'interrupted', detail: '系统故障' } }))
    await stage(PageImport, { id: 9 }, '/imports/9')
    await click('重新上传')
    const input = dialog().querySelector<HTMLInputElement>('input[type=file]')!
    Object.defineProperty(input, 'files', { value: [new File(['x'], '项目.csv')] })
    input.dispatchEvent(new Event('change'))
    await flushPromises()
    dialog().querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await eventually(() => expect(postForm).toHaveBeenCalledTimes(1))
    expect(formOf(0).get('unit')).toBe('wan_yuan')
  })

  it('can’t leave out what nothing can be taken without', async () => {
    const wrapper = await remapped(5)
    wrapper.findAllComponents(ElSelect)[2]?.vm.$emit('update:modelValue', '-')
    await flushPromises()
    expect(says('还缺少“问题标题”或“问题描述”，请指定是哪一列')).toBe(true)
    expect(button('按此对应重新核对').disabled).toBe(true)
  })
})

describe('a file of which nothing can be taken', () => {
  it('says why and what to do, and takes a match of columns by their letters', async () => {
    server.on(IMPORT, told({ state: 'failed', columns: [], fault: { code: 'no_header', detail: '前20行中没有找到表头' } }))
    const wrapper = await opened()
    expect(says('前20行中没有找到表头')).toBe(true)
    expect(says('可在下面按列号指定')).toBe(true)
    hold(5, { kind: 'problems', file: new File(['x'], '台账.csv'), mapping: null, sheet: null, missing: [] })
    wrapper.findAllComponents(ElSelect)[1]?.vm.$emit('update:modelValue', 'title')
    await flushPromises()
    await click('按此对应重新核对')
    await eventually(() => expect(postForm).toHaveBeenCalledTimes(1))
    expect(JSON.parse(String(formOf(0).get('mapping')))).toEqual({ B: 'title' })
  })

  it('is uploaded again where only that helps', async () => {
    server.on(IMPORT, told({ state: 'failed', columns: [], fault: { code: 'interrupted', detail: '系统故障，未导入任何内容' } }))
    await opened()
    expect(says('请稍后重新上传')).toBe(true)
    expect(says('列的对应')).toBe(false)
    await click('重新上传')
    expect(dialog().querySelector('input[type=file]')).not.toBeNull()
  })
})

it('names that the office has made are shown before they are, and the file is checked again for others', async () => {
  await asUser(server, { role: 'coordinator', park_id: null })
  hold(5, { kind: 'problems', file: new File(['x'], '台账.csv'), mapping: null, sheet: null, missing: ['parks'] })
  server.on(IMPORT, told({ counts: some, making: { parks: ['火星园区'], departments: [], categories: [], enterprises: 1 } }, [WRONG]))
  await opened()
  expect(says('确认后在名录中新建园区 1 个火星园区')).toBe(true)
  const box = [...page().querySelectorAll<HTMLLabelElement>('.el-checkbox')].find((one) => textOf(one) === '单位')
  box?.querySelector('input')?.click()
  await flushPromises()
  await click('重新核对')
  await eventually(() => expect(postForm).toHaveBeenCalledTimes(1))
  expect(formOf(0).get('create_missing')).toBe('parks,departments')
})

it('what is written leads to its ledger and to the rows that are left', async () => {
  server.on(IMPORT, told({ state: 'done', counts: some }, [WRONG]))
  server.on('GET /api/v1/imports/5/failed_rows', () => new Response('xlsx'))
  const wrapper = await opened()
  expect(says('已导入 2 件问题')).toBe(true)
  await click('下载未导入的行')
  expect(server.to('GET /api/v1/imports/5/failed_rows')).toHaveLength(1)
  await click('查看问题台账')
  expect(wrapper.vm.$router.currentRoute.value.path).toBe('/problems')
})
