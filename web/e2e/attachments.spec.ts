import type { Page } from '@playwright/test'
import { expect, looksRight, signIn, signOut, test } from './fixtures'

/** A picture as a camera would make it, drawn by the browser. */
async function picture(page: Page, width: number, height: number): Promise<Buffer> {
  const base64 = await page.evaluate(
    ([wide, high]) => {
      const canvas = document.createElement('canvas')
      Object.assign(canvas, { width: wide, height: high })
      const context = canvas.getContext('2d')!
      const colours = context.createLinearGradient(0, 0, wide!, high!)
      colours.addColorStop(0, '#1d5aa8')
      colours.addColorStop(1, '#f0a30a')
      context.fillStyle = colours
      context.fillRect(0, 0, wide!, high!)
      return canvas.toDataURL('image/png').split(',')[1]!
    },
    [width, height],
  )
  return Buffer.from(base64, 'base64')
}

const pdf = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') })

async function write(page: Page, title: string) {
  await page.getByLabel('企业', { exact: false }).first().fill('聚合庄')
  await page.getByRole('button', { name: /聚合庄生态农庄/ }).first().click()
  await page.getByText('用电', { exact: true }).click()
  await page.getByLabel(/问题标题/).fill(title)
}

const browse = (page: Page) => page.locator('input[aria-label="选择照片或文件"]')

test('photos go with a problem, the department sees them and answers with its own', async ({ page }) => {
  await test.step('the park takes a photo; what can’t be sent is told at once', async () => {
    await signIn(page, 'park', '/problems/new')
    await write(page, '配电箱老化需更换')
    const photo = { name: '现场照片.png', mimeType: 'image/png', buffer: await picture(page, 3000, 2000) }
    const old = { name: '台账.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('x') }
    await browse(page).setInputFiles([photo, old, pdf('申请.pdf')])
    await expect(page.getByText('请另存为 DOCX 或 XLSX（不含宏）后再选择')).toBeVisible()
    const chosen = page.getByRole('list', { name: '已选的照片和附件' })
    await expect(chosen.getByRole('listitem')).toHaveCount(2)
    await chosen.getByRole('button', { name: '移除：申请.pdf' }).click()
    await looksRight(page)
    await page.getByText('上报的同时派给承办单位').click()
    await page.getByLabel(/主办单位/).click()
    await page.getByRole('option', { name: '华辰电力公司' }).click()
    await page.getByRole('button', { name: '提交并派单' }).click()
    await expect(page.getByText(/已送达，编号 SH-2021-017/)).toBeVisible()
    await expect(page.getByRole('button', { name: /现场照片/ }).locator('img')).toBeVisible()
    await looksRight(page)
  })

  await test.step('the department opens it', async () => {
    await signOut(page)
    await signIn(page, 'department', '/problems')
    await page.goto('/problems?title=' + encodeURIComponent('配电箱'))
    await page.getByText('配电箱老化需更换').first().click()
    await page.getByRole('button', { name: /现场照片/ }).click()
    const view = page.getByRole('dialog', { name: /现场照片/ })
    await expect(view.locator('img')).toHaveJSProperty('complete', true)
    const width = await view.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)
    expect([1920, 3000]).toContain(width)
    await view.getByRole('button', { name: '关闭', exact: true }).click()
    await looksRight(page)
  })

  await test.step('and reports progress with a document', async () => {
    await page.getByRole('button', { name: '签收', exact: true }).click()
    await page.getByRole('button', { name: '报告进展', exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('进展情况').fill('已现场勘查。')
    await form.locator('input[aria-label="选择照片或文件"]').setInputFiles(pdf('勘查报告.pdf'))
    await form.getByRole('button', { name: '报告进展', exact: true }).click()
    // Among the files of the problem, and with what was reported.
    await expect(page.getByRole('button', { name: /^勘查报告/ })).toHaveCount(2)
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: /^勘查报告/ }).first().click()
    expect((await saved).suggestedFilename()).toBe('勘查报告.pdf')
    await page.getByRole('button', { name: '作废：勘查报告.pdf' }).first().click()
    const dialog = page.getByRole('dialog', { name: '作废附件' })
    await dialog.getByLabel(/作废原因/).fill('误传')
    await dialog.getByRole('button', { name: '作废', exact: true }).click()
    await expect(page.getByText('已作废：误传').first()).toBeVisible()
    await looksRight(page)
  })
})

/** A lost connection is an error to the console. */
const cutOff = test.extend({ guarded: async ({}, use) => use() })

cutOff('a photo taken without a connection arrives when there is one', async ({ page, context }) => {
  await signIn(page, 'park', '/problems/new')
  await write(page, '无信号处上报')
  const photo = { name: '现场.png', mimeType: 'image/png', buffer: await picture(page, 600, 400) }
  await browse(page).setInputFiles(photo)
  await expect(page.getByRole('button', { name: /移除：现场/ })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: /移除：现场/ })).toBeVisible()
  await context.setOffline(true)
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('网络不通，内容已保存在本设备')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText(/已送达，编号 SH-2021-017/)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: /现场/ }).locator('img')).toBeVisible({ timeout: 30_000 })
})
