// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { ApiProblem } from '@/api/problem'
import { ledger } from '@/entries/testing'
import { imported } from '@/testing/imports'
import { list, Server } from '@/testing/server'
import { asUser, button, click, eventually, page, says, stage, textOf } from '@/testing/stage'

const postForm = vi.hoisted(() => vi.fn())
vi.mock('@/api/form', () => ({ postForm }))
const { default: PageImports } = await import('./PageImports.vue')

const server = new Server()
const formOf = (call: number) => postForm.mock.calls[call]?.[1] as FormData

async function choose(...files: File[]) {
  const input = page().querySelector<HTMLInputElement>('input[type=file]')!
  Object.defineProperty(input, 'files', { value: files, configurable: true })
  input.dispatchEvent(new Event('change'))
  await flushPromises()
}
const csv = (name = '台账.csv') => new File(['企业名称,问题标题\n甲,乙\n'], name)

beforeEach(async () => {
  await asUser(server)
  postForm.mockReset()
  postForm.mockResolvedValue(Response.json(imported({ state: 'reading' })))
})

it('sends the chosen file with what it holds, once, and goes to its page', async () => {
  const wrapper = await stage(PageImports, {}, '/imports?kind=visits')
  expect(button('上传并核对').disabled).toBe(true)
  await choose(csv())
  page().querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  page().querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await eventually(() => expect(wrapper.vm.$router.currentRoute.value.path).toBe('/imports/5'))
  expect(postForm).toHaveBeenCalledTimes(1)
  expect([formOf(0).get('kind'), formOf(0).get('mapping'), (formOf(0).get('file') as File).name]).toEqual(['visits', null, '台账.csv'])
})

it('says what to do with a file that can’t be one, and sends nothing', async () => {
  await stage(PageImports, {}, '/imports')
  await choose(csv('台账.xls'))
  expect(says('请在 Excel 或 WPS 中另存为 xlsx 后再选择')).toBe(true)
  expect(button('上传并核对').disabled).toBe(true)
  await choose(csv(), csv('b.csv'))
  expect(says('每次只能导入一个文件')).toBe(true)
  await choose(csv())
  expect(says('每次只能导入一个文件')).toBe(false)
  expect(button('上传并核对').disabled).toBe(false)
})

it('takes a file that is dropped, and none while one is on its way', async () => {
  postForm.mockReturnValue(new Promise(() => {}))
  await stage(PageImports, {}, '/imports')
  const drop = async (file: File) => {
    const dropped = Object.assign(new Event('drop', { cancelable: true }), { dataTransfer: { files: [file] } })
    page().querySelector('[aria-label=要导入的文件]')?.dispatchEvent(dropped)
    await flushPromises()
  }
  await drop(csv('拖来的.csv'))
  expect(says('拖来的.csv')).toBe(true)
  page().querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await eventually(() => expect(says('正在上传')).toBe(true))
  await drop(csv('另一个.csv'))
  expect(says('另一个.csv')).toBe(false)
})

it('says what the server refused and what to do, and keeps the file', async () => {
  const told = { pointer: '/file', code: 'encrypted', detail: '文件已加密' } as const
  postForm.mockRejectedValueOnce(new ApiProblem(422, 'request.invalid', '内容有误', [told]))
  await stage(PageImports, {}, '/imports')
  await choose(csv('密.xlsx'))
  page().querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await eventually(() => expect(says('清除打开密码')).toBe(true))
  expect(says('密.xlsx')).toBe(true)
  expect(button('上传并核对').disabled).toBe(false)
})

it('lets the campaign office alone have names made', async () => {
  await stage(PageImports, {}, '/imports')
  expect(says('一并新建')).toBe(false)
})

it('sends what the campaign office wants made, as far as the kind knows it', async () => {
  await asUser(server, { role: 'coordinator', park_id: null })
  await stage(PageImports, {}, '/imports')
  for (const name of ['园区', '单位']) {
    const box = [...page().querySelectorAll<HTMLLabelElement>('.el-checkbox')].find((one) => one.textContent?.trim() === name)
    box?.querySelector('input')?.click()
    await flushPromises()
  }
  await choose(csv())
  page().querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await eventually(() => expect(postForm).toHaveBeenCalledTimes(1))
  expect(formOf(0).get('create_missing')).toBe('parks,departments')
})

const sent = () => page().querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
const pressed = (label: string) => [...page().querySelectorAll<HTMLLabelElement>('label')].find((one) => textOf(one) === label)?.querySelector('input')

it('offers what somebody may import, and begins with the first of it', async () => {
  const foreign = { ...ledger(), code: 'project_targets', zh: '项目目标', moves: ledger().moves.map((one) => ({ ...one, may: false })) }
  server.on('GET /api/v1/ledgers', () => list([foreign, ledger()]))
  await asUser(server, { role: 'department_staff', park_id: null })
  await stage(PageImports, {}, '/imports?kind=project_targets')
  await choose(csv())
  sent()
  await eventually(() => expect(postForm).toHaveBeenCalledTimes(1))
  expect(formOf(0).get('kind')).toBe('projects')
})

it('forgets the unit of amounts where another file is chosen', async () => {
  server.on('GET /api/v1/ledgers', () => list([ledger()]))
  await stage(PageImports, {}, '/imports?kind=projects')
  pressed('万元')!.click()
  await choose(csv())
  expect(pressed('万元')!.checked).toBe(true)
  await choose(csv('另一个.csv'))
  expect(pressed('万元')!.checked).toBe(false)
})

it('shows what was taken in earlier, with its state and numbers', async () => {
  const done = imported({ id: 7, state: 'done', file_name: '七月.xlsx', counts: { new: 12, matched: 0, different: 0, wrong: 2 } })
  server.on('GET /api/v1/imports', () => list([done]))
  await stage(PageImports, {}, '/imports')
  expect(says('七月.xlsx')).toBe(true)
  expect(says('已导入')).toBe(true)
  expect(says('已新增 12，有误 2')).toBe(true)
})

it('says how to begin where nothing was taken in yet', async () => {
  await stage(PageImports, {}, '/imports')
  expect(says('还没有导入过')).toBe(true)
  await click('下载问题模板')
  expect(server.to('GET /api/v1/imports/templates/problems')).toHaveLength(1)
})
