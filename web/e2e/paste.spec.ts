import { expect, looksRight, signIn, test } from './fixtures'

const MESSAGE = '王经理  2021/8/13 9:12\n各位领导好，聚合庄生态农庄反映担心后续用电得不到保障。\n联系人：李总 13800001111'

test('a message of a chat group is filed as it stands, with what can be told from it filled in', async ({ page }) => {
  await signIn(page, 'park', '/problems/new')
  await page.getByRole('button', { name: /粘贴成单/ }).click()
  await expect(page.getByLabel('群消息')).toBeFocused()
  await page.getByLabel('群消息').fill(MESSAGE)
  await page.getByRole('button', { name: '识别' }).click()
  await expect(page.getByRole('button', { name: '撤销：企业' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: /问题标题/ })).toHaveValue('担心后续用电得不到保障')
  await expect(page.getByRole('textbox', { name: '具体情况' })).toHaveValue(MESSAGE)
  await looksRight(page)
  await page.getByRole('button', { name: '撤销：问题标题' }).click()
  await expect(page.getByRole('textbox', { name: /问题标题/ })).toHaveValue('')
  await page.getByRole('button', { name: '重新填入：问题标题' }).click()
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText(/已送达，编号/)).toBeVisible()
  await page.getByRole('link', { name: '查看问题' }).click()
  await expect(page.getByText('联系人：李总 13800001111')).toBeVisible()
})
