import { colleague } from './api'
import { expect, looksRight, signIn, test } from './fixtures'

const PICTURES = ['现在卡在哪一环', '近八周走势', '要到期的', '各承办单位在办', '哪个园区、哪类问题']

test('every mark of the overview says as many as the rows behind it', async ({ page, demo }) => {
  await signIn(page, 'leader', '/overview')
  for (const name of PICTURES) await expect(page.getByRole('heading', { name })).toBeVisible()
  await looksRight(page)

  // `办理中·超期 1件，查看明细`; a rate tells what is over and under it, and opens what is over it.
  const marks = await page
    .locator('main svg a, main section table a')
    .evaluateAll((links) => links.map((link) => ({
        label: link.querySelector('title')?.textContent ?? link.getAttribute('aria-label') ?? '',
        to: link.getAttribute('href') ?? '',
      })),
    )
  expect(marks.length).toBeGreaterThan(20)
  const leader = await colleague(demo, 'leader')
  for (const { label, to } of marks) {
    const [, shown] = /办结 (\d+)件，收集/.exec(label) ?? /(\d+)件，查看明细$/.exec(label) ?? []
    const { total } = await leader.get(`${to}${to.includes('?') ? '&' : '?'}limit=1&count=true`)
    expect(total, `${label} ${to}`).toBe(Number(shown))
  }
})

test('a mark of the overview opens its rows, by hand and by key', async ({ page }) => {
  await signIn(page, 'leader', '/overview')
  const late = page.getByRole('link', { name: /^办理中·超期 \d+件/ })
  const [, shown] = /(\d+)件/.exec((await late.locator('title').textContent()) ?? '')!
  await late.click()
  await expect(page.getByRole('heading', { name: '问题台账' })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: `共 ${shown} 件` })).toBeVisible()

  await page.goBack()
  const due = page.getByRole('link', { name: /月\d+日.*到期 \d+件/ }).first()
  await due.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/due_from=/)
})

test('each chart of the overview can be read as a table, and what is late comes last', async ({ page }) => {
  await signIn(page, 'leader', '/overview')
  for (const name of PICTURES.slice(0, 4)) {
    await page.getByRole('button', { name: `${name}：看表格` }).click()
    await expect(page.getByRole('table', { name })).toBeVisible()
  }
  await looksRight(page)
  await expect(page.getByRole('heading', { level: 2 }).last()).toHaveText(/现在超期 \d+ 件/)
})
