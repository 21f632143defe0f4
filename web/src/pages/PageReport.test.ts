// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { discardDraft, loadDrafts } from '@/draft/drafts'
import { sendWaiting } from '@/draft/sending'
import { problem } from '@/testing/problems'
import { json, list, lostConnection, refusal, Server } from '@/testing/server'
import { asUser, button, click, eventually, field, page, says, stage, submit, textOf, type } from '@/testing/stage'
import PageReport from './PageReport.vue'

const server = new Server()
const FILED = 'POST /api/v1/problems'
const TITLE = '担心后续用电得不到保障'
const filed = () => json(problem({ title: TITLE, status: 'reported' }), 201)

/** The form with an enterprise and a title in it. */
async function written() {
  await stage(PageReport, {}, '/problems/new?enterprise_id=7&park_id=1&name=聚合庄')
  await type('问题标题', TITLE)
}

beforeEach(async () => {
  await asUser(server)
  for (const draft of await loadDrafts()) await discardDraft(draft.id)
  server.on('GET /api/v1/categories', () => list([{ id: 4, name: '用电', active: true, version: 1 }]))
})

describe('the form that files a problem', () => {
  it('sends what was typed once, however often it is pressed, and shows the number', async () => {
    server.on(FILED, filed)
    await written()
    await Promise.all([submit(), submit()])
    await eventually(() => expect(says('已送达，编号 SH-2021-016')).toBe(true))
    expect(server.to(FILED)).toHaveLength(1)
    expect(server.to(FILED)[0]?.body).toMatchObject({ title: TITLE, enterprise_id: 7 })
  })

  it('of a project sends it along, and takes it off where that is wanted', async () => {
    server.on(FILED, () => refusal(422, 'request.invalid', '内容有误', [{ pointer: '/project_id', detail: '该项目目前不能关联，请到项目页面核对' }]))
    await stage(PageReport, {}, '/problems/new?project_id=5&project=聚合庄二期&park_id=1&site_name=聚合庄二期')
    await type('问题标题', TITLE)
    expect(says('登记为项目“聚合庄二期”的瓶颈问题')).toBe(true)
    await submit()
    await eventually(() => expect(says('该项目目前不能关联')).toBe(true))
    expect(server.to(FILED)[0]?.body).toMatchObject({ title: TITLE, park_id: 1, site_name: '聚合庄二期', project_id: 5 })
    await click('不关联项目')
    server.on(FILED, filed)
    await submit()
    await eventually(() => expect(says('已送达，编号 SH-2021-016')).toBe(true))
    expect(server.to(FILED)[1]?.body).not.toHaveProperty('project_id')
  })

  it('sends nothing while the title is missing, and says so under the field', async () => {
    await stage(PageReport, {}, '/problems/new?enterprise_id=7&park_id=1&name=聚合庄')
    await submit()
    expect(server.to(FILED)).toHaveLength(0)
    expect(textOf(field('问题标题').closest('.field')?.querySelector('.fault'))).toBe('请填写问题标题')
  })

  it('keeps what was typed when the server refuses it, with the fault under its field', async () => {
    server.on(FILED, () => refusal(422, 'request.invalid', '内容有误', [{ pointer: '/title', detail: '标题过长，请缩短' }]))
    await written()
    await submit()
    await eventually(() => expect(says('标题过长，请缩短')).toBe(true))
    expect(textOf(field('问题标题').closest('.field')?.querySelector('.fault'))).toBe('标题过长，请缩短')
    expect(field('问题标题').value).toBe(TITLE)
    expect(button('提交').disabled).toBe(false)
  })

  it('keeps what was typed when the visit it belongs to was voided meanwhile, and says why', async () => {
    server.on(FILED, () => refusal(409, 'visit.voided', '走访已作废，不能再登记问题'))
    await written()
    await submit()
    await eventually(() => expect(says('走访已作废，不能再登记问题')).toBe(true))
    expect(field('问题标题').value).toBe(TITLE)
  })

  it.each([
    ['the connection is lost', lostConnection],
    ['the server is away', () => refusal(503, 'overloaded', '服务器繁忙')],
  ])('waits when %s, and goes out later under the same key', async (_, answer) => {
    server.on(FILED, answer, filed)
    await written()
    await submit()
    await eventually(() => expect(says('待发送：网络不通，内容已保存在本设备')).toBe(true))
    await sendWaiting()
    await eventually(() => expect(says('已送达，编号 SH-2021-016')).toBe(true))
    const [first, second] = server.to(FILED)
    expect(second?.headers.get('Idempotency-Key')).toBe(first?.headers.get('Idempotency-Key'))
    expect(second?.body).toEqual(first?.body)
  })

  it('asks to sign in again in place when the session ended, and goes on with what was typed', async () => {
    const ended = () => refusal(401, 'auth.session_ended', '登录已失效')
    server.on('POST /api/v1/auth/refresh', ended)
    server.on(FILED, ended, filed)
    await written()
    await submit()
    await eventually(() => expect(says('登录已失效，请重新登录')).toBe(true))
    expect(field('问题标题').value).toBe(TITLE)
    await type('密码', 'secret')
    await click('登录', page().querySelector('.el-dialog')!)
    await flushPromises()
    await eventually(() => expect(says('已送达，编号 SH-2021-016')).toBe(true))
    expect(server.to(FILED)[1]?.body).toMatchObject({ title: TITLE })
  })
})
