import { fileFor } from './api'
import { expect, looksRight, signIn, test } from './fixtures'

test('到期日历 opens the rows of a day, and shows the month with its holidays', async ({ page, demo }) => {
  await fileFor(demo, ['变压器容量不够'])
  await signIn(page, 'coordinator')
  const days = page.getByRole('region', { name: '到期日历' })
  await expect(days.getByRole('listitem').first()).toContainText('今日')
  const one = days.getByRole('link').last()
  const many = Number(/到期 (\d+) 件/.exec((await one.getAttribute('aria-label'))!)![1])
  await days.getByRole('button', { name: '月历' }).click()
  const month = page.getByRole('dialog', { name: '到期日历' })
  await expect(month.getByRole('heading', { name: '2021年8月' })).toBeVisible()
  await expect(month.getByRole('columnheader').first()).toHaveText('一')
  // The notice of 2021: the holiday in October, and the Saturday worked for it.
  await month.getByRole('button', { name: '下个月' }).click()
  await expect(month.getByText('26班')).toBeVisible()
  await month.getByRole('button', { name: '下个月' }).click()
  await expect(month.getByText('1休', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(month).toBeHidden()
  await looksRight(page)
  await one.click()
  await expect(page.getByRole('heading', { level: 1, name: '问题台账' })).toBeVisible()
  await expect(page.getByText(`共 ${many} 件`)).toBeVisible()
})
