// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import AdministrationCategories from './AdministrationCategories.vue'
import AdministrationDepartments from './AdministrationDepartments.vue'
import AdministrationParks from './AdministrationParks.vue'
import { json, list, refusal, Server } from '@/testing/server'
import { asUser, click, eventually, field, page, says, stage, textOf, type } from '@/testing/stage'

const server = new Server()
const park = { id: 1, code: 'SH', name: '沙河产业园区', kind: 'park', active: true, version: 4 }
const rows = () => [...page().querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('th, td')].slice(0, -1).map(textOf))
const dialog = () => page().querySelector('.el-dialog')!

beforeEach(async () => {
  await asUser(server, { role: 'admin', park_id: null })
  server.on('GET /api/v1/parks', () => list([park, { ...park, id: 2, code: 'CX', name: '城西街道', kind: 'subdistrict', active: false }]))
})

it('shows the columns of its description', async () => {
  await stage(AdministrationParks)
  expect([...page().querySelectorAll('thead th')].map(textOf)).toEqual(['名称', '代码', '类型', '状态', '操作'])
  expect(rows()).toEqual([
    ['沙河产业园区', 'SH', '园区', '在用'],
    ['城西街道', 'CX', '街道', '已停用'],
  ])
})

it('adds a row, after saying what is missing', async () => {
  server.on('POST /api/v1/parks', () => json({ ...park, id: 3 }, 201))
  await stage(AdministrationParks)
  await click('新增园区')
  await type('名称', '东湖园区')
  await click('保存', dialog())
  expect(server.to('POST /api/v1/parks')).toHaveLength(0)
  await eventually(() => expect(says('请填写 1 至 10 位大写字母或数字')).toBe(true))
  await type('代码', 'dh')
  await click('保存', dialog())
  expect(server.to('POST /api/v1/parks').map((one) => one.body)).toEqual([{ name: '东湖园区', code: 'DH', kind: 'park' }])
})

it('changes a row from the version it was read at, with what may not change locked', async () => {
  server.on('PATCH /api/v1/parks/1', () => json(park))
  await stage(AdministrationParks)
  await click('修改沙河产业园区')
  expect(field('代码').disabled).toBe(true)
  await type('名称', '沙河园区')
  await click('保存', dialog())
  const [sent] = server.to('PATCH /api/v1/parks/1')
  expect(sent?.body).toEqual({ name: '沙河园区', kind: 'park' })
  expect(sent?.headers.get('If-Match')).toBe('"4"')
})

it('keeps what was typed when somebody was faster, and says what they changed', async () => {
  server.on('PATCH /api/v1/parks/1', () => refusal(412, 'request.stale_version', '版本已过期'))
  server.on('GET /api/v1/parks/1', () => json({ ...park, kind: 'town', version: 5 }))
  await stage(AdministrationParks)
  await click('修改沙河产业园区')
  await type('名称', '沙河园区')
  await click('保存', dialog())
  await eventually(() => expect(says('对方改动：类型。您填写的内容还在。')).toBe(true))
  expect(field('名称').value).toBe('沙河园区')
})

it('says what a department lacks, and takes addresses one a line', async () => {
  server.on('GET /api/v1/departments', () => list([{ id: 1, name: '电力公司', kind: 'utility', notice_emails: [], active: true, version: 1 }]))
  server.on('PATCH /api/v1/departments/1', () => json({}))
  await stage(AdministrationDepartments)
  expect(rows()[0]).toEqual(['电力公司', '公用企业', '—', '未填写，收不到通知', '—', '在用'])
  await click('修改电力公司')
  await type('通知邮箱', 'a@x.cn\nb@x.cn')
  await click('保存', dialog())
  expect(server.to('PATCH /api/v1/departments/1')[0]?.body).toMatchObject({ notice_emails: ['a@x.cn', 'b@x.cn'] })
})

it('stands categories under theirs, and adds one under another', async () => {
  const category = (id: number, name: string, parent_id: number | null) => ({ id, name, parent_id, active: true, version: 1 })
  server.on('GET /api/v1/categories', () => list([category(1, '用电', null), category(2, '融资', null), category(3, '增容', 1)]))
  server.on('POST /api/v1/categories', () => json(category(4, '停电', 1), 201))
  await stage(AdministrationCategories)
  expect(rows().map(([name]) => name)).toEqual(['用电', '增容', '融资'])
  await click('新增下级：用电')
  await type('名称', '停电')
  await click('保存', dialog())
  expect(server.to('POST /api/v1/categories')[0]?.body).toEqual({ name: '停电', parent_id: 1 })
})
