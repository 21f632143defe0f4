import { expect, looksRight, signIn, signOut, test } from './fixtures'

/** 保密: the department works on it without learning whose it is. */
test('a confidential problem is worked on by a department that isn’t told whose it is', async ({ page, demo }) => {
  const title = '货车夜间进出扰民，企业担心被处罚'
  const enterprise = '聚合庄生态农庄'

  await test.step('the park is stopped where a text names the enterprise, and loses nothing', async () => {
    await signIn(page, 'park', '/problems/new')
    await page.getByLabel('企业', { exact: false }).first().fill('聚合庄')
    await page.getByRole('button', { name: new RegExp(enterprise) }).first().click()
    await page.getByLabel(/问题标题/).fill(title)
    await page.getByLabel(/具体情况/).fill(`${enterprise}反映，希望协调。`)
    await page.getByText('企业要求保密').click()
    await expect(page.getByText('承办单位看不到是哪家企业')).toBeVisible()
    await page.getByText('上报的同时派给承办单位').click()
    await page.getByLabel(/主办单位/).click()
    await page.getByRole('option', { name: '华辰电力公司' }).click()
    await page.getByRole('button', { name: '提交并派单' }).click()
    await expect(page.getByText('保密诉求的文字中不能出现企业名称')).toBeVisible()
    await looksRight(page)
    await page.getByLabel(/具体情况/).fill('希望协调。')
    await page.getByRole('button', { name: '提交并派单' }).click()
    await expect(page.getByText(/已送达，编号 SH-2021-017/)).toBeVisible()
  })

  const open = async (account: 'department' | 'coordinator') => {
    await signOut(page)
    await signIn(page, account, '/')
    await page.goto('/problems?title=' + encodeURIComponent('夜间进出'))
    await expect(page.getByText('保密', { exact: true }).first()).toBeVisible()
    await looksRight(page)
  }
  const reads = () => page.locator('main').innerText()

  await test.step('the department reads what it is about, and no enterprise', async () => {
    await open('department')
    expect(await reads()).toContain('（保密）')
    expect(await reads()).not.toContain('聚合庄')
    await page.getByText(title).first().click()
    await page.getByRole('button', { name: '签收', exact: true }).click()
    await expect(page.getByText('办理中').first()).toBeVisible()
    await expect(page.getByText('（保密）').first()).toBeVisible()
    await page.getByRole('button', { name: '群发文字' }).click()
    await expect(page.getByText('企业信息保密')).toBeVisible()
    expect(await page.locator('body').innerText()).not.toContain('聚合庄')
    await page.keyboard.press('Escape')
    await looksRight(page)
    await expect.poll(() => demo.mails().filter((mail) => mail.includes('SH-2021-017')).length, { timeout: 30_000 }).toBeGreaterThan(0)
  })

  await test.step('the campaign office sees the mark and may lift it', async () => {
    await open('coordinator')
    expect(await reads()).toContain(enterprise)
    await page.getByText(title).first().click()
    await page.getByRole('button', { name: '群发文字' }).click()
    await expect(page.getByText('企业信息保密')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /更多|更正/ }).first().click()
    await page.getByText('更正', { exact: true }).last().click()
    const form = page.getByRole('dialog')
    await expect(form.getByText('承办单位此前可能已知悉企业')).toBeVisible()
    await form.getByText('否', { exact: true }).click()
    await form.getByRole('button', { name: '更正', exact: true }).click()
    await expect(page.getByText('保密：是 → 否')).toBeVisible()
    await looksRight(page)
  })
})
