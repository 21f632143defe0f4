import type { Page } from '@playwright/test'
import { colleague, fileFor } from './api'
import { expect, fits, looksRight, signIn, test } from './fixtures'
import { PASSWORD } from './server'

// The browser itself reports each answer that is an error, and each that never came.
test.use({ mishaps: /Failed to load resource|net::ERR/ })

const TITLE = '担心后续用电得不到保障'
const submit = (page: Page) => page.getByRole('button', { name: '提交', exact: true })

async function write(page: Page): Promise<void> {
  await page.goto('/problems/new')
  await page.getByRole('group', { name: '最近的企业' }).getByRole('button').first().click()
  await page.getByLabel(/问题标题/).fill(TITLE)
}

test('a connection lost in the middle of filing loses nothing, and files once', async ({ page, context, demo }) => {
  await signIn(page, 'park', '/problems/new')
  await write(page)
  await context.setOffline(true)
  await submit(page).click()
  await expect(page.getByText('待发送：网络不通，内容已保存在本设备')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText(/已送达，编号/)).toBeVisible()
  const park = await colleague(demo, 'park')
  const found = await park.get(`/problems?title=${encodeURIComponent(TITLE)}&mine=true&raised_from=2021-08-16&count=true`).catch(() => null)
  const all = (found ?? (await park.get(`/problems?title=${encodeURIComponent(TITLE)}&mine=true`))).items
  expect(all.filter((one: { raised_on: string }) => one.raised_on === '2021-08-16')).toHaveLength(1)
})

test('a form that is closed half written is there again', async ({ page }) => {
  await signIn(page, 'park', '/problems/new')
  await write(page)
  await expect(page.getByText(/已保存在本设备/)).toBeVisible()
  await page.reload()
  await expect(page.getByText('已恢复上次未提交的内容')).toBeVisible()
  await expect(page.getByLabel(/问题标题/)).toHaveValue(TITLE)
})

test('a sign-in that ended in the middle of a form is renewed over it', async ({ page }) => {
  await signIn(page, 'park', '/problems/new')
  await write(page)
  let over = true
  const ended = { status: 401, contentType: 'application/problem+json', body: JSON.stringify({ code: 'auth.session_ended', detail: '登录已失效', status: 401, title: '', type: '' }) }
  await page.route('**/api/v1/auth/refresh', (route) => (over ? route.fulfill(ended) : route.fallback()))
  await page.route('**/api/v1/problems', (route) => (over && route.request().method() === 'POST' ? route.fulfill(ended) : route.fallback()))
  await submit(page).click()
  const dialog = page.getByRole('dialog', { name: '登录已失效，请重新登录' })
  await expect(dialog).toBeVisible()
  await expect(page.getByLabel(/问题标题/)).toHaveValue(TITLE)
  over = false
  await dialog.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await dialog.getByRole('button', { name: '登录' }).click()
  await expect(page.getByText(/已送达，编号/)).toBeVisible()
})

test('who comes second is told, and keeps what was typed', async ({ page, demo }) => {
  const [id] = await fileFor(demo, ['变压器容量不够'])
  const other = await colleague(demo, 'department')
  await other.post(`/problems/${id}/accept`, {})
  await signIn(page, 'department', `/problems/${id}`)
  await page.getByRole('button', { name: '办结', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('办理情况').fill('已增容。')
  await other.post(`/problems/${id}/resolve`, { outcome: 'solved', resolution: '早已办妥' })
  await dialog.getByRole('button', { name: '办结', exact: true }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await expect(dialog.getByLabel('办理情况')).toHaveValue('已增容。')
})

test('an empty list says how it comes to be filled', async ({ page }) => {
  await signIn(page, 'coordinator', '/problems')
  await page.goto('/problems?title=' + encodeURIComponent('没有这样的问题'))
  await expect(page.getByText('没有符合条件的问题，请放宽筛选条件。')).toBeVisible()
  await looksRight(page)
})

test('a thousand rows stay on the screen and under the hand', async ({ page, demo }) => {
  const office = await colleague(demo, 'coordinator')
  const { items } = await office.get('/problems?limit=1')
  await page.route('**/api/v1/problems?*', (route) => {
    const asked = new URL(route.request().url()).searchParams
    if (asked.get('limit') !== '50') return route.fallback()
    const from = Number(asked.get('cursor') ?? 0)
    const rows = Array.from({ length: 50 }, (_, place) => ({ ...items[0], id: from + place + 1, number: `SH-2021-${from + place + 1}` }))
    return route.fulfill({ json: { items: rows, next_cursor: from < 950 ? String(from + 50) : null, total: 1000 } })
  })
  await signIn(page, 'coordinator', '/problems')
  const more = page.getByRole('button', { name: /加载更多/ })
  for (let shown = 50; shown < 1000; shown += 50) {
    await expect(more).toContainText(`${shown} / 1000`)
    await more.click()
  }
  await expect(page.getByText('SH-2021-1000')).toHaveCount(1)
  await expect(more).toHaveCount(0)
  await fits(page)
})

test('a title of 200 characters and a name of script are only letters, everywhere', async ({ page, demo }) => {
  const long = '用电容量不足'.repeat(33) + '难题'
  const script = '<script>document.title="x"</script><img src=x onerror=alert(1)>'
  const [id, odd] = await fileFor(demo, [long, script])
  await signIn(page, 'department')
  for (const path of ['/', '/problems', `/problems/${id}`, `/problems/${odd}`]) {
    await page.goto(path)
    await expect(page.getByText(path === `/problems/${id}` ? long : script).first()).toBeVisible()
    await looksRight(page)
  }
  await expect(page).toHaveTitle('问题详情 · 助企')
})

test('with the keyboard open the field and the button are both in sight', async ({ page }, { project }) => {
  test.skip(project.name === 'pc', 'a phone alone has such a keyboard')
  await signIn(page, 'park', '/problems/new')
  await page.setViewportSize({ width: 390, height: 420 })
  for (const label of [/问题标题/, /具体情况/]) {
    const field = page.getByLabel(label)
    await field.focus()
    await field.scrollIntoViewIfNeeded()
    await expect(field).toBeInViewport({ ratio: 1 })
    await expect(submit(page)).toBeInViewport({ ratio: 1 })
    const [under, over] = [await field.boundingBox(), await submit(page).boundingBox()]
    expect(under!.y + under!.height, 'the button covers no field').toBeLessThanOrEqual(over!.y)
  }
})

test('what is printed says in words what colours say on the screen, and what was filtered', async ({ page }, { project }) => {
  test.skip(project.name === 'phone', 'printed at a desk')
  await signIn(page, 'coordinator', '/problems')
  await page.goto('/problems?overdue=true')
  await expect(page.getByText('超期', { exact: true }).first()).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText('筛选条件：只看超期未办结')).toBeVisible()
  await expect(page.getByText(/已超 \d+ 个工作日/).first()).toBeVisible()
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeHidden()
  await page.goto('/problems/10')
  await expect(page.getByText('超期', { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: '更多操作' })).toBeHidden()
})

test('the ledger is a table on paper, however narrow the sheet, from a phone as well', async ({ page }) => {
  await signIn(page, 'coordinator', '/problems')
  await expect(page.getByText('SH-2021-016').first()).toBeVisible()
  // As wide as A4 within its margins.
  await page.setViewportSize({ width: 680, height: 960 })
  await expect(page.getByRole('table')).toHaveCount(0)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('table')).toBeVisible()
  await expect(page.getByRole('columnheader', { name: '时限' })).toBeVisible()
  await expect(page.locator('.cards')).toHaveCount(0)
  const text = await page.locator('main').innerText()
  expect(text.match(/[A-Za-z]{2,}/g)?.filter((word) => word !== 'SH') ?? []).toEqual([])
})

test("a page that isn't one's own says so, and keeps its address", async ({ page }) => {
  await signIn(page, 'department', '/')
  await page.goto('/administration')
  await expect(page.getByRole('heading', { name: '无权查看此页' })).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/administration')
  await looksRight(page)
  await page.goto('/problems/1')
  await expect(page.getByRole('alert')).toBeVisible()
  await looksRight(page)
})

test('a server that is away asks nobody for a password', async ({ page }) => {
  await signIn(page, 'coordinator', '/problems')
  let away = true
  await page.route('**/api/**', (route) => (away ? route.fulfill({ status: 503, body: 'Bad gateway' }) : route.fallback()))
  await page.reload()
  await expect(page.getByRole('heading', { name: '暂时连不上服务器' })).toBeVisible()
  await looksRight(page)
  away = false
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '问题台账' })).toBeVisible()
})

test('on a slow network it says that it is loading, and files once', async ({ page }) => {
  await signIn(page, 'park', '/problems/new')
  await write(page)
  let filed = 0
  await page.route('**/api/v1/problems**', async (route) => {
    if (route.request().method() === 'POST') filed += 1
    await new Promise((done) => setTimeout(done, 2_000))
    await route.fallback()
  })
  await submit(page).click()
  await submit(page).click({ force: true, timeout: 1_000 }).catch(() => null)
  await page.keyboard.press('Enter')
  await expect(page.getByText('正在提交…')).toBeVisible()
  await expect(page.getByText(/已送达，编号/)).toBeVisible()
  expect(filed).toBe(1)
  await page.goto('/problems')
  await expect(page.getByLabel('正在加载')).toBeVisible()
  await expect(page.getByText(TITLE).first()).toBeVisible()
})
