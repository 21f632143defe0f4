import type { Browser, Page } from '@playwright/test'
import { expect, fits, looksRight, signIn, signOut, test } from './fixtures'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'zh-CN', reducedMotion: 'reduce' } as const

/** The enterprise's contact: a browser of their own that was never signed in. */
async function contact(browser: Browser, link: string): Promise<Page> {
  const context = await browser.newContext(PHONE)
  const page = await context.newPage()
  await page.goto(link)
  return page
}

test('an enterprise files, follows and answers through its own link', async ({ page, browser, demo }) => {
  const title = '冷库扩建后用电容量不够'
  let link = ''

  await test.step('the park makes a link', async () => {
    await signIn(page, 'park', '/enterprises/1')
    await page.getByRole('button', { name: '生成链接和二维码' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/给谁用/).fill('办公室王主任')
    await dialog.getByLabel(/园区联系方式/).fill('企业服务专班 0391-1234567')
    await dialog.getByRole('button', { name: '生成', exact: true }).click()
    await expect(dialog.getByRole('img', { name: /直通二维码/ })).toBeVisible()
    link = await dialog.getByLabel('链接', { exact: true }).inputValue()
    expect(link).toMatch(/\/door#[\w-]{43}$/)
    await fits(page)
    await page.screenshot({ path: test.info().outputPath('park-link.png') })
    await dialog.getByRole('button', { name: '已交给企业' }).click()
    await expect(page.getByText('办公室王主任').first()).toBeVisible()
    await looksRight(page)
  })

  // The demo's public address may be another than the one it listens on here.
  const enterprise = await contact(browser, demo.url + new URL(link).pathname + new URL(link).hash)

  await test.step('its contact opens it without an account and files', async () => {
    await expect(enterprise.getByRole('heading', { level: 1, name: '企业直通' })).toBeVisible()
    await expect(enterprise.getByText('企业服务专班 0391-1234567')).toBeVisible()
    expect(enterprise.url()).toBe(`${demo.url}/door`)
    await looksRight(enterprise)
    await enterprise.getByLabel(/遇到什么问题/).fill(title)
    await enterprise.reload()
    await expect(enterprise.getByLabel(/遇到什么问题/)).toHaveValue(title)
    await enterprise.getByLabel(/^联系人/).fill('王主任')
    await enterprise.getByLabel(/联系电话/).fill('13812345678')
    await enterprise.screenshot({ path: test.info().outputPath('door-form.png'), fullPage: true })
    await enterprise.getByRole('button', { name: '提交给园区' }).click()
    await expect(enterprise.getByText(`已提交：${title}`)).toBeVisible()
    await enterprise.getByRole('button', { name: '办理进度' }).click()
    await expect(enterprise.getByText('已提交，等待园区核实')).toBeVisible()
    await looksRight(enterprise)
  })

  await test.step('the park confirms it and whistles', async () => {
    await page.goto('/')
    await expect(page.getByRole('heading', { name: /企业反映待确认/ })).toBeVisible()
    await looksRight(page)
    await page.screenshot({ path: test.info().outputPath('park-waiting.png') })
    await page.getByRole('button', { name: '确认', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('13812345678')).toBeVisible()
    await dialog.getByText('上报的同时派给承办单位').click()
    await dialog.getByLabel(/主办单位/).click()
    await page.getByRole('option', { name: '华辰电力公司' }).click()
    await fits(page)
    await page.screenshot({ path: test.info().outputPath('park-confirm.png') })
    await dialog.getByRole('button', { name: '确认并派单' }).click()
    await expect(page.getByText(/已登记，编号 SH-2021-\d+/)).toBeVisible()
    await expect(page.getByRole('heading', { name: /企业反映待确认/ })).toHaveCount(0)
  })

  await test.step('the company resolves it', async () => {
    await signOut(page)
    await signIn(page, 'department', '/problems')
    await page.goto('/problems?title=' + encodeURIComponent(title))
    await page.getByRole('link', { name: title }).first().click()
    await page.getByRole('button', { name: '签收', exact: true }).click()
    await page.getByRole('button', { name: '办结', exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('办理情况').fill('已增容，当日送电。')
    await form.getByRole('button', { name: '办结', exact: true }).click()
    await expect(page.getByText('待回访').first()).toBeVisible()
  })

  await test.step('the enterprise sees it and answers in two taps', async () => {
    await enterprise.reload()
    await enterprise.getByRole('button', { name: '办理进度' }).click()
    const card = enterprise.getByRole('article').filter({ hasText: title })
    await expect(card.getByText('已增容，当日送电。')).toBeVisible()
    await looksRight(enterprise)
    await enterprise.screenshot({ path: test.info().outputPath('door-progress.png'), fullPage: true })
    await card.getByRole('button', { name: '已解决' }).click()
    await looksRight(enterprise)
    await card.getByRole('button', { name: '非常满意' }).click()
    await expect(card.getByText(/已解决，非常满意/)).toBeVisible()
  })

  await test.step('the campaign office sees the follow-up', async () => {
    await signOut(page)
    await signIn(page, 'coordinator', '/problems')
    await page.goto('/problems?title=' + encodeURIComponent(title))
    await page.getByRole('link', { name: title }).first().click()
    await expect(page.getByText('非常满意').first()).toBeVisible()
    await page.goto('/enterprises/1')
    await page.getByRole('button', { name: '停用', exact: true }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click()
    await expect(page.getByText('已停用').first()).toBeVisible()
  })

  await test.step('the link is shut, and the page says whom to call', async () => {
    await enterprise.reload()
    await expect(enterprise.getByRole('heading', { name: '链接无效或已停用' })).toBeVisible()
    await expect(enterprise.getByText('企业服务专班 0391-1234567')).toBeVisible()
    await looksRight(enterprise)
    await enterprise.screenshot({ path: test.info().outputPath('door-shut.png') })
    await enterprise.context().close()
  })
})
