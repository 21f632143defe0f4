import { expect, fits, looksRight, signIn, signOut, test } from './fixtures'

/** The main job, by the people who do it: file, accept, resolve, follow up, close, report. */
test('a problem goes from the enterprise to the weekly report', async ({ page, demo }) => {
  const title = '担心扩产后用电容量不足'

  await test.step('the park files it and whistles for the power company', async () => {
    await signIn(page, 'park', '/problems/new')
    await page.getByLabel('企业', { exact: false }).first().fill('聚合庄')
    await page.getByRole('button', { name: /聚合庄生态农庄/ }).first().click()
    await page.getByText('用电', { exact: true }).click()
    await page.getByLabel(/问题标题/).fill(title)
    await page.getByLabel(/具体情况/).fill('计划新增冷库，现有变压器容量不够。')
    await page.getByText('上报的同时派给承办单位').click()
    await page.getByLabel(/主办单位/).click()
    await page.getByRole('option', { name: '华辰电力公司' }).click()
    await page.getByRole('button', { name: '提交并派单' }).click()
    await expect(page.getByText(/已送达，编号 SH-2021-017/)).toBeVisible()
    await looksRight(page)
  })

  await test.step('the company is told by mail, with number and title in it', async () => {
    await expect
      .poll(() => demo.mails().filter((mail) => mail.includes('SH-2021-017')).length, { timeout: 30_000 })
      .toBeGreaterThan(0)
  })

  const open = async (account: 'department' | 'coordinator') => {
    await signOut(page)
    await signIn(page, account, '/problems')
    await page.goto('/problems?title=' + encodeURIComponent('扩产后用电'))
    await page.getByText(title).first().click()
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  }

  await test.step('the company accepts with one click and resolves with two', async () => {
    await open('department')
    await page.getByRole('button', { name: '签收', exact: true }).click()
    await expect(page.getByText('办理中').first()).toBeVisible()
    await page.getByRole('button', { name: '办结', exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('办理情况').fill('已增容，当日送电。')
    await form.getByRole('button', { name: '办结', exact: true }).click()
    await expect(page.getByText('待回访').first()).toBeVisible()
    await looksRight(page)
  })

  await test.step('the campaign office asks the enterprise and closes it', async () => {
    await open('coordinator')
    await page.getByRole('button', { name: '回访', exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByText('问题已解决', { exact: true }).click()
    await form.getByText('非常满意', { exact: true }).click()
    await form.getByRole('button', { name: '回访并销号', exact: true }).click()
    await expect(page.getByText('已销号').first()).toBeVisible()
    await looksRight(page)
  })

  await test.step('the leader sees it counted', async () => {
    await signOut(page)
    await signIn(page, 'leader', '/overview')
    await expect(page.getByText(/收集问题\d+个，解决问题\d+个/).first()).toBeVisible()
    await looksRight(page)
  })

  await test.step('the weekly report stands ready to be read and printed', async () => {
    await page.goto('/reports/weekly')
    const paper = page.frameLocator('iframe')
    await expect(paper.getByText('沙河产业园区').first()).toBeVisible()
    await expect(page.getByRole('button', { name: '打印' })).toBeEnabled()
    // axe wants to run scripts in the preview, whose sandbox forbids all of them.
    await fits(page)
  })
})
