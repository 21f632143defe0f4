import type { APIRequestContext } from '@playwright/test'
import { expect, fits, looksRight, quiet, signIn, test } from './fixtures'
import { PASSWORD } from './server'

/** Somebody at another desk, by the API. */
async function elsewhere(request: APIRequestContext, username: string) {
  const signedIn = await request.post('/api/v1/auth/login', { data: { username, password: PASSWORD } })
  const headers = { Authorization: `Bearer ${(await signedIn.json()).access_token}` }
  return {
    problems: async (query: string) => (await (await request.get(`/api/v1/problems?${query}`, { headers })).json()).items,
    move: async (id: number, action: string, data: object) => {
      const answer = await request.post(`/api/v1/problems/${id}/${action}`, { headers, data })
      expect(answer.status(), await answer.text()).toBe(200)
    },
  }
}

test('what somebody else has just done is told, and what was typed stays', async ({ page, playwright, baseURL }) => {
  const other = await elsewhere(await playwright.request.newContext({ baseURL }), 'park')
  const [problem] = await other.problems('status=in_progress&limit=1')
  await signIn(page, 'coordinator', `/problems/${problem.id}`)
  await page.getByRole('button', { name: '留言', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox').first().fill('请于周五前反馈')
  await other.move(problem.id, 'comment', { text: '企业已来电催问' })
  await expect(form.getByText(/张专员.*留言/)).toBeVisible({ timeout: 40_000 })
  await page.screenshot({ path: `test-results/bar-${test.info().project.name}.png` })
  await expect(form.getByRole('textbox').first()).toHaveValue('请于周五前反馈')
  await form.getByRole('button', { name: '刷新' }).click()
  await expect(form.getByRole('button', { name: '刷新' })).toHaveCount(0)
  await expect(form.getByRole('textbox').first()).toHaveValue('请于周五前反馈')
  await form.getByRole('button', { name: '取消' }).click()
  await form.getByRole('button', { name: '丢弃' }).click()
  // Without a form, too; the timeline has it already.
  await expect(page.getByText('企业已来电催问')).toBeVisible()
  await expect(page.getByRole('button', { name: '知道了' })).toBeVisible()
  await looksRight(page)
  await page.getByRole('button', { name: '知道了' }).click()
  await expect(page.getByRole('button', { name: '知道了' })).toHaveCount(0)
})

test('a limit shows its days one by one', async ({ page, playwright, baseURL }) => {
  const other = await elsewhere(await playwright.request.newContext({ baseURL }), 'park')
  const [problem] = await other.problems('status=in_progress&limit=1')
  await signIn(page, 'coordinator', `/problems/${problem.id}`)
  await page.getByRole('button', { name: '办结时限为何是这一天' }).click()
  const days = page.getByRole('list', { name: '逐日计算' })
  await expect(days.getByText('起算当日不计入')).toBeVisible()
  const rows = days.getByRole('listitem')
  await expect(rows.last()).toContainText(/第\d+日/)
  await rows.last().scrollIntoViewIfNeeded()
  await page.screenshot({ path: `test-results/days-${test.info().project.name}.png` })
  await fits(page)
})

test('an idle page asks little, and a hidden one nothing', async ({ page }) => {
  test.skip(!process.env.IDLE_MINUTES, 'a measurement: IDLE_MINUTES=5')
  const asked: Record<string, number> = {}
  let bytes = 0
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url())
    if (!pathname.startsWith('/api/')) return
    const key = `${response.status()} ${pathname}`
    asked[key] = (asked[key] ?? 0) + 1
    bytes += (await response.body().catch(() => Buffer.alloc(0))).length
  })
  await signIn(page, 'coordinator')
  await quiet(page)
  for (const key of Object.keys(asked)) delete asked[key]
  bytes = 0
  const minutes = Number(process.env.IDLE_MINUTES)
  test.setTimeout((minutes + 1) * 60_000)
  await page.waitForTimeout(minutes * 60_000)
  console.log(JSON.stringify({ minutes, asked, bytes }))
})
