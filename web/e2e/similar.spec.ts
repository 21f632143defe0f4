import { expect, looksRight, signIn, test } from './fixtures'

test('what is being filed is shown like cases, and filing waits for none of it', async ({ page }) => {
  await signIn(page, 'park', '/problems/new')
  await page.getByLabel(/问题标题/).fill('担心后续用电得不到保障')
  const like = page.getByRole('group', { name: '类似问题的参考' })
  await like.getByRole('button', { name: /^类似问题：/ }).click()
  await expect(like.getByRole('link', { name: /SH-2021-\d+/ }).first()).toBeVisible()
  await looksRight(page)
})
