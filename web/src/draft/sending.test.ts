// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem, offline } from '@/api/problem'
import type { Draft } from './draft'

const post = vi.hoisted(() => vi.fn())
const get = vi.hoisted(() => vi.fn())
vi.mock('@/api/client', async (original) => ({
  ...(await original<object>()),
  api: { POST: post, GET: get },
}))
vi.mock('@/session/session', () => ({
  atSignOut: () => {},
  useSession: () => ({ user: { value: { id: 4 } }, interrupted: { value: false } }),
}))

const { discardDraft, findDraft, loadDrafts, newDraft, saveDraft } = await import('./drafts')
const { handIn, send, sendWaiting, settled } = await import('./sending')

const BODY = { title: '用电得不到保障', enterprise_id: 7 }
const FILED = { id: 16, number: 'SH-2021-016', title: BODY.title, enterprise_id: 7 }
const answer = (data: unknown) => Promise.resolve({ data })
const lost = () => Promise.reject(offline())
const keyOf = (call: number) => post.mock.calls[call]?.[1].headers['Idempotency-Key']

async function waiting(): Promise<Draft> {
  const draft = newDraft('report', { title: BODY.title })
  post.mockImplementationOnce(lost)
  await handIn(draft, BODY)
  return draft
}

beforeEach(async () => {
  vi.useFakeTimers()
  post.mockReset()
  get.mockReset()
  for (const draft of await loadDrafts()) await discardDraft(draft.id)
})

describe('a draft that is handed in', () => {
  it('waits when the connection is lost, and goes out later under the same key with the same body', async () => {
    const draft = await waiting()
    expect((await findDraft(draft.id))?.state).toBe('waiting')
    post.mockImplementationOnce(() => answer(FILED))
    await sendWaiting()
    expect(keyOf(1)).toBe(keyOf(0))
    expect(JSON.stringify(post.mock.calls[1]?.[1].body)).toBe(JSON.stringify(BODY))
    expect(await findDraft(draft.id)).toMatchObject({ state: 'delivered', delivered: { path: '/problems/16' } })
    expect(settled.value).toMatchObject({ id: draft.id, outcome: { delivered: FILED } })
  })

  it('is not sent again once the server has it', async () => {
    const draft = newDraft('report', {})
    post.mockImplementation(() => answer(FILED))
    await handIn(draft, BODY)
    await sendWaiting()
    expect(post).toHaveBeenCalledTimes(1)
  })

  it('comes back into the form with the reasons when the server refuses it', async () => {
    const fields = [{ pointer: '/title', code: 'too_long' as const, detail: '标题过长' }]
    const draft = newDraft('report', {})
    post.mockImplementationOnce(() => Promise.reject(new ApiProblem(422, 'invalid', '内容有误', fields)))
    const outcome = await handIn(draft, BODY)
    expect(outcome).toHaveProperty('refused')
    expect(await findDraft(draft.id)).toMatchObject({ state: 'editing', fault: { sentence: '内容有误', fields } })
  })

  it('does not wait for what will never be taken, such as a problem of a visit that was voided', async () => {
    const draft = newDraft('report', {})
    post.mockImplementationOnce(() => Promise.reject(new ApiProblem(409, 'visit.voided', '走访已作废')))
    expect(await handIn(draft, BODY)).toHaveProperty('refused')
  })

  it.each([429, 502, 503])('waits when the server answers %i', async (status) => {
    const draft = newDraft('report', {})
    post.mockImplementationOnce(() => Promise.reject(new ApiProblem(status, 'busy', '繁忙')))
    expect(await handIn(draft, BODY)).toEqual({ waiting: true })
  })

  it('is no success when something between here and the server answers with another page', async () => {
    const draft = newDraft('report', {})
    post.mockImplementationOnce(() => answer('<html>请先登录网络</html>'))
    expect(await handIn(draft, BODY)).toEqual({ waiting: true })
  })

  it('waits when no answer comes at all', async () => {
    const draft = newDraft('report', {})
    post.mockImplementationOnce(() => new Promise(() => {}))
    const outcome = handIn(draft, BODY)
    await vi.advanceTimersByTimeAsync(21_000)
    expect(await outcome).toEqual({ waiting: true })
  })

  it('is never on its way twice at the same time', async () => {
    const draft = await waiting()
    post.mockImplementation(() => answer(FILED))
    await Promise.all([send(draft), send(draft), sendWaiting()])
    expect(post).toHaveBeenCalledTimes(2)
  })

  it('is looked for before it is sent again when the server no longer knows its key', async () => {
    const draft = await waiting()
    await saveDraft({ ...draft, firstTriedAt: Date.now() - 30 * 3_600_000 })
    get.mockImplementationOnce(() => answer({ items: [{ ...FILED, id: 3, title: '别的' }, FILED] }))
    await sendWaiting()
    expect(post).toHaveBeenCalledTimes(1)
    expect((await findDraft(draft.id))?.delivered?.label).toBe('SH-2021-016')
  })

  it('stays away once it was discarded', async () => {
    const draft = await waiting()
    await discardDraft(draft.id)
    await sendWaiting()
    expect(post).toHaveBeenCalledTimes(1)
  })
})
