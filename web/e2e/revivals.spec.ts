import { expect, fits, looksRight, quiet, signIn, signOut, test } from './fixtures'
import { make, pickDay, start } from './moves'

// A plan without a milestone is refused.
test.use({ mishaps: /Failed to load resource/ })

const NAME = '新源管业（演示）'

test('a park lists what stands still, plans how it is revived and reports its month; the campaign office reads it', async ({ page }) => {
  test.slow()
  await signIn(page, 'park')
  const waiting = page.getByRole('region', { name: '待建账企业' })

  await test.step('lists the enterprise that waits, without naming it again', async () => {
    await expect(waiting.getByRole('heading', { name: '待建账 1 家' })).toBeVisible()
    await looksRight(page)
    await waiting.getByRole('link', { name: `列入台账：${NAME}` }).click()
    await expect(page.getByRole('heading', { level: 1, name: '列入台账' })).toBeVisible()
    await expect(page.getByRole('main').getByText(NAME).first()).toBeVisible()
    await looksRight(page)
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible()
    await expect(page.getByText('待定策').first()).toBeVisible()
    await looksRight(page)
  })

  await test.step('plans it; without a milestone it is refused, and nothing typed is lost', async () => {
    await start(page, '一企一策')
    const dialog = page.getByRole('dialog', { name: '一企一策', exact: true })
    for (const [label, word] of [[/^原因/, '资金短缺'] as const, [/^盘活路径/, '自主恢复'] as const]) {
      await dialog.getByLabel(label).click()
      await page.getByRole('option', { name: word, exact: true }).click()
    }
    await dialog.getByLabel(/^措施/).fill('协调银行续贷，恢复一条生产线')
    await pickDay(page, '目标日期', '31')
    await dialog.getByRole('button', { name: '一企一策', exact: true }).click()
    await expect(dialog.getByRole('alert').first()).toBeVisible()
    await expect(dialog.getByLabel(/^措施/)).toHaveValue('协调银行续贷，恢复一条生产线')
    await dialog.getByRole('button', { name: '添加节点' }).click()
    const milestone = dialog.getByRole('region', { name: '节点 1' })
    await milestone.getByLabel('节点 必填').fill('银行续贷到位')
    await pickDay(page, '节点期限', '27')
    await fits(page)
    await make(page, '一企一策')
    await expect(page.getByText('盘活中').first()).toBeVisible()
    await expect(page.getByRole('button', { name: '完成节点 银行续贷到位' })).toBeVisible()
  })

  await test.step('tells of its month', async () => {
    const months = page.getByRole('region', { name: '月进展' })
    await months.getByLabel('进展', { exact: true }).fill('银行已受理续贷')
    await months.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByText('已报送2021年7月')).toBeVisible()
    await expect(months.getByRole('row', { name: /2021年7月.*银行已受理续贷/ })).toBeVisible()
    await looksRight(page)
  })

  await test.step('takes the plan along on one page', async () => {
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载一企一策方案表' }).click()
    await page.getByRole('menuitem', { name: 'Word' }).click()
    expect((await file).suggestedFilename()).toMatch(/^一企一策方案表SH-PH-2021-\d+\.docx$/)
  })

  await test.step('it waits no more', async () => {
    await page.goto('/')
    await quiet(page)
    await expect(waiting).toHaveCount(0)
  })

  await signOut(page)
  await signIn(page, 'coordinator', '/revivals?q=新源')
  await page.getByRole('link', { name: NAME }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible()
  await expect(page.getByText('协调银行续贷，恢复一条生产线').first()).toBeVisible()
  await looksRight(page)
})

test('the share of those that are revived opens exactly its rows', async ({ page }) => {
  await signIn(page, 'leader', '/revivals')
  const rate = (name: string) => page.getByRole('region', { name: '统计' }).getByRole('link', { name: new RegExp(`^${name}`) })
  await expect(rate('复产率')).toContainText('20.0%')
  await expect(rate('盘活率')).toContainText('40.0%')
  await rate('盘活率').click()
  await expect(page).toHaveURL(/count_of=revived_this_year/)
  await expect(page.getByRole('status').filter({ hasText: '共 2 个停产半停产企业' })).toBeVisible()
})
