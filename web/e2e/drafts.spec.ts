import type { Page } from '@playwright/test'
import { colleague, fileFor } from './api'
import { expect, looksRight, signIn, signOut, test } from './fixtures'
import { PASSWORD, type Demo } from './server'

// The browser itself reports each answer that is a refusal.
test.use({ mishaps: /Failed to load resource/ })

const TEXT = '已现场勘察，增容方案本周报批。'

/** A case that the department works on, with its form to resolve it open. */
async function resolving(page: Page, demo: Demo): Promise<number> {
  const [id] = await fileFor(demo, ['变压器容量不够'])
  await (await colleague(demo, 'department')).post(`/problems/${id}/accept`, {})
  await signIn(page, 'department', `/problems/${id}`)
  await page.getByRole('button', { name: '办结', exact: true }).click()
  await expect(page.getByRole('dialog').getByLabel('办理情况')).toBeFocused()
  return id!
}
const form = (page: Page) => page.getByRole('dialog')
const typed = (page: Page) => form(page).getByLabel('办理情况')
const reopen = (page: Page) => page.getByRole('button', { name: '办结', exact: true }).click()

test('Esc, a refresh and a way back keep what was typed, until it is thrown away', async ({ page, demo }) => {
  await resolving(page, demo)
  await typed(page).fill(TEXT)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: '继续填写' })).toBeFocused()
  // Once more, and one goes on writing.
  await page.keyboard.press('Escape')
  await expect(form(page).getByRole('alertdialog')).toHaveCount(0)
  await expect(typed(page)).toHaveValue(TEXT)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '保留草稿并关闭' }).click()
  await expect(form(page)).toBeHidden()
  await looksRight(page)

  await reopen(page)
  await expect(form(page).getByText('已恢复上次未提交的内容')).toBeVisible()
  await expect(typed(page)).toHaveValue(TEXT)
  await page.reload()
  await reopen(page)
  await expect(typed(page)).toHaveValue(TEXT)
  await page.goto('/problems')
  await page.goBack()
  await reopen(page)
  await expect(typed(page)).toHaveValue(TEXT)

  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '丢弃' }).click()
  await expect(form(page)).toBeHidden()
  await reopen(page)
  await expect(typed(page)).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(form(page)).toBeHidden()
})

test('nothing of a draft stays once it was sent, and signing out asks about what was not', async ({ page, demo }) => {
  const id = await resolving(page, demo)
  await typed(page).fill(TEXT)
  await form(page).getByRole('button', { name: '办结', exact: true }).click()
  await expect(page.getByText('待回访').first()).toBeVisible()
  await page.getByRole('button', { name: '留言', exact: true }).click()
  await form(page).getByRole('textbox').fill('请尽快回访')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '保留草稿并关闭' }).click()
  await page.getByRole('button', { name: '我的账号' }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByText('还有 1 条内容没有送达')).toBeVisible()
  await page.getByRole('button', { name: '清除并退出' }).click()
  await expect(page.getByLabel('账号')).toBeVisible()
  await signIn(page, 'department', `/problems/${id}`)
  await page.getByRole('button', { name: '留言', exact: true }).click()
  await expect(form(page).getByRole('textbox')).toHaveValue('')
  await page.keyboard.press('Escape')
  await signOut(page)
})

test('3,000 characters that are pasted are 3,000, and are not sent until they are fewer', async ({ page, demo }) => {
  let sent = 0
  page.on('request', (request) => (sent += Number(request.url().endsWith('/resolve'))))
  await resolving(page, demo)
  // As a paste does: all of it at once, through the browser's own bounds.
  await page.keyboard.insertText('字'.repeat(3000))
  await expect(form(page).getByText('超出1,000字')).toBeVisible()
  expect(await typed(page).inputValue()).toHaveLength(3000)
  await form(page).getByRole('button', { name: '办结', exact: true }).click()
  await expect(typed(page)).toBeFocused()
  await expect(form(page).getByText('超出1,000字')).toBeVisible()
  expect(sent).toBe(0)
  await typed(page).fill('字'.repeat(2000))
  await form(page).getByRole('button', { name: '办结', exact: true }).click()
  await expect(page.getByText('待回访').first()).toBeVisible()
  expect(sent).toBe(1)
})

test('who comes second is told who did what, and takes the text along to what is possible', async ({ page, demo }) => {
  const id = await resolving(page, demo)
  await typed(page).fill(TEXT)
  await (await colleague(demo, 'department')).post(`/problems/${id}/resolve`, { outcome: 'solved', resolution: '早已办妥' })
  await form(page).getByRole('button', { name: '办结', exact: true }).click()
  const told = form(page).getByRole('alert')
  await expect(told).toContainText(/刚刚：.*办结/)
  await expect(typed(page)).toHaveValue(TEXT)
  await told.getByRole('button', { name: '留言' }).click()
  await expect(form(page).getByRole('textbox')).toHaveValue(TEXT)
  await form(page).getByRole('button', { name: '留言', exact: true }).click()
  await expect(page.getByText(TEXT)).toBeVisible()
})

test('a request to return is ruled on beside its reasons', async ({ page }) => {
  await signIn(page, 'coordinator', '/problems/16')
  const card = page.getByRole('region', { name: '申请退回' })
  await expect(card).toContainText('限行时段由公安交管部门核定')
  await expect(card).toContainText('现办结时限')
  await looksRight(page)
  await card.getByRole('button', { name: '不同意' }).click()
  await expect(card.getByText('请填写意见')).toBeVisible()
  await card.getByLabel('意见').fill('属本单位职责，请继续办理。')
  await card.getByRole('button', { name: '不同意' }).click()
  await expect(card).toBeHidden()
  await expect(page.getByText('属本单位职责，请继续办理。')).toBeVisible()
})

test('the campaign office is not offered to resolve for a department, but to urge it', async ({ page }) => {
  await signIn(page, 'coordinator', '/problems/10')
  await expect(page.locator('.el-button--primary:not(.is-link)')).toHaveText(['督办'])
  await expect(page.getByRole('button', { name: '办结', exact: true })).toHaveCount(0)
})

test('a sign-out in another tab leaves what is typed here, behind the sign-in', async ({ page, context, demo }) => {
  await resolving(page, demo)
  await typed(page).fill(TEXT)
  const other = await context.newPage()
  await other.goto('/')
  await other.getByRole('button', { name: '我的账号' }).click()
  await other.getByRole('menuitem', { name: '退出登录' }).click()
  await other.getByRole('button', { name: '清除并退出' }).click()
  await expect(other.getByLabel('账号')).toBeVisible()
  const again = page.getByRole('dialog', { name: '登录已失效，请重新登录' })
  await expect(again).toBeVisible()
  await again.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await again.getByRole('button', { name: '登录' }).click()
  await expect(again).toBeHidden()
  await expect(typed(page)).toHaveValue(TEXT)
  // Kept again, too.
  await page.reload()
  await reopen(page)
  await expect(typed(page)).toHaveValue(TEXT)
})

test('what was sent before a reload and not answered is not done twice after it', async ({ page, demo }) => {
  const id = await resolving(page, demo)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '报告进展', exact: true }).click()
  await form(page).getByLabel('进展情况').fill('已勘查。')
  // It arrives, and its answer is lost.
  await page.route('**/progress', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await form(page).getByRole('button', { name: '报告进展', exact: true }).click()
  await expect(form(page).getByText(/网络不通/)).toBeVisible()
  await page.unroute('**/progress')
  await page.reload()
  await page.getByRole('button', { name: '报告进展', exact: true }).click()
  await expect(form(page).getByLabel('进展情况')).toHaveValue('已勘查。')
  await form(page).getByRole('button', { name: '报告进展', exact: true }).click()
  await expect(form(page)).toBeHidden()
  const events = await (await colleague(demo, 'department')).get(`/problems/${id}/events?limit=200`)
  expect(events.items.filter((one: { kind: string }) => one.kind === 'progress')).toHaveLength(1)
})
