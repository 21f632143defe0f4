import { expect, looksRight, signIn, test } from './fixtures'

test('a part of a number, two characters and an enterprise lead to the problem, from any page', async ({ page }) => {
  await signIn(page, 'coordinator', '/overview')
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await page.keyboard.press('Control+k')
  const box = page.getByRole('searchbox', { name: '要查找的内容' })
  await expect(box).toBeFocused()
  for (const words of ['用电', '农庄 用电', '016']) {
    await box.fill(words)
    await box.press('Enter')
    await expect(page.getByRole('article').first()).toBeVisible()
    await expect(page.locator('mark').first()).toBeVisible()
  }
  await looksRight(page)
  await box.fill('农庄 用电')
  await box.press('Enter')
  await page.getByRole('article').first().getByRole('link').click()
  await expect(page).toHaveURL(/\/(problems|enterprises)\/\d+$/)
  await page.goBack()
  await expect(box).toHaveValue('农庄 用电')
  await box.fill('绝无此事')
  await box.press('Enter')
  await expect(page.getByText('没有找到')).toBeVisible()
})
