// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { json, list, lostConnection, Server } from '@/testing/server'
import { asUser, buttons, click, eventually, says, stage } from '@/testing/stage'
import { questionOf } from '@/similar/similar'
import { blankReport, type ReportForm } from './reportForm'
import ReportSimilar from './ReportSimilar.vue'

const server = new Server()
const SIMILAR = 'GET /api/v1/search/similar'
const PROPOSALS = 'GET /api/v1/search/proposals'
const LONG = '变压器容量不够用'.repeat(25)

const like = (told = {}) => ({
  id: 9,
  number: 'SH-2021-009',
  title: LONG,
  enterprise: '宏达物流',
  same_enterprise: false,
  status: 'closed',
  category_id: 3,
  lead_department_id: 2,
  resolution: '已增容至400千伏安，当日送电。',
  resolved_at: '2021-08-10T10:00:00+08:00',
  ...told,
})
const proposal = (id: number, name: string, reason: string) => ({ id, name, cases: 2, of: 3, reason, likest: [] })

async function written(first: Partial<ReportForm> = {}) {
  const form = ref<ReportForm>({ ...blankReport(), title: '变压器容量不足', ...first })
  await stage(
    defineComponent(() => () => h(ReportSimilar, { modelValue: form.value, enterprise: 7, 'onUpdate:modelValue': (now) => Object.assign(form.value, now) })),
  )
  await flushPromises()
  return form
}

beforeEach(async () => {
  await asUser(server)
  server.on('GET /api/v1/departments', () => list([{ id: 2, name: '华辰电力公司', active: true }]))
})

describe('what like cases say of a problem that is written', () => {
  it('tells how they were solved, once that is asked for', async () => {
    server.on(SIMILAR, () => json({ solved: [like()], open: [like({ id: 12, number: 'SH-2021-012', status: 'in_progress', same_enterprise: true, resolution: null, resolved_at: null })] }))
    await written()
    expect(server.to(SIMILAR)[0]?.query.get('enterprise_id')).toBe('7')
    expect(says('已增容至400千伏安')).toBe(false)
    await click('类似问题：已办结1件、在办1件▾')
    for (const text of ['SH-2021-009', '已增容至400千伏安，当日送电。', '宏达物流 · 华辰电力公司 · 8月10日办结', '同一企业']) {
      expect(says(text), text).toBe(true)
    }
  })

  it('proposes category and department with the reason, each taken with one press', async () => {
    server.on(PROPOSALS, () =>
      json({
        since: '2020-08-16',
        category: proposal(3, '用电', '近12个月类似问题3件，其中2件为用电'),
        lead_department: proposal(2, '华辰电力公司', '近12个月类似问题3件，其中2件由华辰电力公司主办'),
      }),
    )
    const form = await written()
    expect(says('近12个月类似问题3件，其中2件由华辰电力公司主办')).toBe(true)
    expect(form.value.category_id).toBeNull()
    await click('采用：类别用电')
    expect(form.value.category_id).toBe(3)
    await click('吹哨派单：主办单位华辰电力公司')
    expect(form.value.dispatch).toMatchObject({ wanted: true, lead_department_id: 2 })
    // What is chosen is proposed no more.
    expect(buttons()).toEqual([])
  })

  it('says nothing where there is nothing, and nothing of a lost network', async () => {
    server.on(SIMILAR, lostConnection)
    server.on(PROPOSALS, () => json({ since: '2020-08-16', category: null, lead_department: null }))
    const form = await written()
    expect(buttons()).toEqual([])
    expect(says('网络')).toBe(false)
    expect(form.value.title).toBe('变压器容量不足')
  })

  it('asks once nobody types any more, and never with what the server would refuse', async () => {
    const form = await written({ title: '' })
    for (const title of ['变', '变压器', '变压器容量', '变压器容量不够']) form.value.title = title
    await eventually(() => expect(server.to(SIMILAR)).toHaveLength(1))
    expect(server.to(SIMILAR)[0]?.query.get('title')).toBe('变压器容量不够')
    expect(questionOf({ title: '变压器', description: '容量不够' })).toBeNull()
    expect(questionOf({ title: LONG, description: '' })?.title).toBe(LONG)
    expect(questionOf({ title: `${LONG}字`, description: '' })).toBeNull()
    expect(questionOf({ title: '变压器\n容量', description: `${'字'.repeat(499)}𠮷𠮷` })).toEqual({ title: '变压器 容量', description: `${'字'.repeat(499)}𠮷` })
  })
})
