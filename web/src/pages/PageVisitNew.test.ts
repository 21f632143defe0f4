// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest'
import { discardDraft, loadDrafts } from '@/draft/drafts'
import { entry } from '@/entries/testing'
import { json, list, Server } from '@/testing/server'
import { asUser, click, eventually, page, says, stage, submit } from '@/testing/stage'
import { blankVisit, projectOf, visitBody } from '@/visit/visitForm'
import PageVisitNew from './PageVisitNew.vue'

const server = new Server()
const FILED = 'POST /api/v1/visits'

beforeEach(async () => {
  await asUser(server)
  for (const draft of await loadDrafts()) await discardDraft(draft.id)
  const visit = { id: 9, visited_on: '2021-08-16', counted_on: '2021-08-16', participants: ['张专员'], problems: [], active: true }
  server.on(FILED, () => json(visit, 201))
})

describe('the project of a visit', () => {
  it('is that whose page led here, and can be let go of', async () => {
    await stage(PageVisitNew, {}, '/visits/new?project_id=5&project=聚合庄二期&park_id=1&site_name=聚合庄二期')
    expect(says('登记为项目“聚合庄二期”的走访')).toBe(true)
    await submit()
    await eventually(() => expect(server.to(FILED)[0]?.body).toMatchObject({ project_id: 5, park_id: 1, site_name: '聚合庄二期' }))
  })

  it('is none once it was let go of', async () => {
    await stage(PageVisitNew, {}, '/visits/new?project_id=5&project=聚合庄二期&park_id=1&site_name=聚合庄二期')
    await click('不关联项目')
    await submit()
    await eventually(() => expect(server.to(FILED)[0]?.body).toMatchObject({ project_id: null }))
  })

  it('may be one of the enterprise’s that takes a link', async () => {
    server.on('GET /api/v1/projects', () => list([entry({ allowed_actions: ['link'] }), entry({ id: 6, name: '已竣工的', allowed_actions: [] })]))
    await stage(PageVisitNew, {}, '/visits/new?enterprise_id=7&park_id=1&name=聚合庄')
    expect(server.to('GET /api/v1/projects')[0]?.query.get('enterprise_id')).toBe('7')
    await eventually(() => expect(says('关联项目')).toBe(true))
    const choices = [...page().querySelectorAll<HTMLElement>('.el-select-dropdown__item')]
    expect(choices.map((one) => one.textContent?.trim())).toEqual(['SH-XM-2021-005 标准厂房'])
    choices[0]?.click()
    await eventually(() => expect(says('登记为项目“标准厂房”的走访')).toBe(true))
    await submit()
    await eventually(() => expect(server.to(FILED)[0]?.body).toMatchObject({ project_id: 5, enterprise_id: 7 }))
  })

  it('that was chosen among an enterprise’s goes with that enterprise alone', () => {
    const form = blankVisit('2021-08-16', ['张专员'])
    form.project = { id: 5, name: '标准厂房', of_enterprise: 7 }
    form.place.enterprise = { id: 8, name: '另一家', park_id: 1 }
    expect(projectOf(form)).toBeNull()
    expect(visitBody(form).project_id).toBeNull()
    form.place.enterprise = { id: 7, name: '聚合庄', park_id: 1 }
    expect(visitBody(form).project_id).toBe(5)
  })
})
