import { expect, looksRight, signIn, test } from './fixtures'

test('at the enterprise the photo comes first, days open on the server’s month with Monday first', async ({ page }, { project }) => {
  await signIn(page, 'park', '/problems/new')
  const photo = (await page.getByRole('group', { name: '添加照片和附件' }).boundingBox())!
  const title = (await page.getByLabel(/问题标题/).boundingBox())!
  expect(photo.y < title.y).toBe(project.name === 'phone')
  await page.getByText('上报的同时派给承办单位').click()
  await page.getByLabel('到场日期').click()
  const panel = page.locator('.el-picker-panel:visible')
  await expect(panel.locator('.el-date-picker__header')).toContainText('2021 年')
  await expect(panel.locator('.el-date-picker__header')).toContainText('8 月')
  await expect(panel.locator('th').first()).toHaveText('一')
  await looksRight(page)
  await panel.locator('td.available').getByText('17', { exact: true }).click()
  await expect(page.getByLabel('到场日期')).toHaveValue('2021-08-17')
  const [day, time] = [(await page.getByLabel('到场日期').boundingBox())!, (await page.getByLabel('到场时间').boundingBox())!]
  expect(day.x + day.width).toBeLessThanOrEqual(time.x)
})

test('a message covers neither what ends a form nor the tabs', async ({ page }) => {
  await signIn(page, 'coordinator', '/problems/14')
  await page.getByRole('button', { name: '留言', exact: true }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('请关注。')
  await page.getByRole('dialog').getByRole('button', { name: '留言', exact: true }).click()
  const message = page.locator('.el-message')
  await expect(message).toBeVisible()
  const box = (await message.boundingBox())!
  for (const bar of await page.locator('[data-bar]').all()) {
    const under = await bar.boundingBox()
    if (under?.height) expect(box.y + box.height).toBeLessThanOrEqual(under.y)
  }
  const top = (await page.getByRole('heading', { level: 1 }).boundingBox())!
  expect(box.y).toBeGreaterThan(top.y + top.height)
})
