import { expect, fits, looksRight, signIn, signOut, test } from './fixtures'
import { make, pickDay, start } from './moves'

test('a park lists a project, plans it backwards, leads it on and reports its month; the campaign office sees it', async ({ page }) => {
  // A project's whole way, on machines that others use, too.
  test.slow()
  await signIn(page, 'park', '/projects')
  await expect(page.getByRole('heading', { level: 1, name: '项目建设' })).toBeVisible()
  await looksRight(page)

  await test.step('lists it; what is missing is said where it is, and nothing typed is lost', async () => {
    await page.getByRole('button', { name: '谋划登记' }).click()
    await page.getByLabel('项目名称').fill('石墨新材料中试基地')
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByText('请填写此项').first()).toBeVisible()
    await page.reload()
    await expect(page.getByText('已恢复上次未提交的内容')).toBeVisible()
    await expect(page.getByLabel('项目名称')).toHaveValue('石墨新材料中试基地')
    await page.getByText('市重点', { exact: true }).click()
    await page.getByText('产业类', { exact: true }).click()
    await page.getByLabel('总投资(万元)').fill('12000.5')
    await page.getByRole('button', { name: '添加手续' }).click()
    await page.getByRole('region', { name: '手续 1' }).getByRole('button', { name: '移除手续 1' }).click()
    await looksRight(page)
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: '石墨新材料中试基地' })).toBeVisible()
    await expect(page.getByText('12,000.5').first()).toBeVisible()
    await looksRight(page)
  })

  await test.step('corrects it', async () => {
    await start(page, '更正')
    await page.getByRole('dialog').getByLabel('建设单位').fill('平顶山石墨科技公司')
    await make(page, '更正')
    await expect(page.getByText('平顶山石墨科技公司').first()).toBeVisible()
  })

  await test.step('adds a document', async () => {
    const paper = { name: '批复.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') }
    await page.locator('input[aria-label="选择照片或文件"]').setInputFiles(paper)
    await expect(page.getByRole('button', { name: '批复.pdf', exact: true })).toBeVisible()
  })

  await test.step('lays its steps back from a target', async () => {
    await page.getByRole('button', { name: '倒排工期' }).click()
    const dialog = page.getByRole('dialog')
    await pickDay(page, '目标日期', '30')
    for (const [at, [name, days]] of [['环评', '10'] as const, ['进场', '3'] as const].entries()) {
      if (at > 0) await dialog.getByRole('button', { name: '添加步骤' }).click()
      const step = dialog.getByRole('region', { name: `步骤 ${at + 1}` })
      await step.getByLabel('节点 必填').fill(name)
      await step.getByLabel('所需时间').fill(days)
    }
    await dialog.getByRole('button', { name: '试算' }).click()
    await expect(dialog.getByRole('region', { name: '试算结果' })).toContainText('2021-08-25')
    await fits(page)
    await make(page, '写入', '倒排工期')
    await expect(page.getByRole('button', { name: '完成节点 环评' })).toBeVisible()
    await expect(page.locator('iframe[title="石墨新材料中试基地路线图"]')).toBeVisible()
  })

  await test.step('completes a milestone', async () => {
    await page.getByRole('button', { name: '完成节点 环评' }).click()
    await make(page, '完成节点')
    await expect(page.getByText('已完成').first()).toBeVisible()
  })

  await test.step('leads it on', async () => {
    await start(page, '入库')
    await page.getByRole('dialog').getByLabel('项目代码').fill('2108-410400-04-01-000001')
    await make(page, '入库')
    await start(page, '开工')
    await page.getByRole('dialog').getByText('基坑开挖').click()
    await make(page, '开工')
    await expect(page.getByText('在建').first()).toBeVisible()
  })

  await test.step('reports a month with two presses', async () => {
    await page.getByLabel('本月完成投资(万元)').click()
    await page.keyboard.type('150.5')
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByText('已报送2021年7月')).toBeVisible()
    await expect(page.getByRole('row', { name: /2021年7月.*150\.5/ })).toBeVisible()
    await looksRight(page)
  })

  await signOut(page)
  await signIn(page, 'coordinator', '/projects?q=石墨')
  await page.getByRole('link', { name: /石墨新材料中试基地/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: '石墨新材料中试基地' })).toBeVisible()
  await expect(page.getByText('开工依据：基坑开挖')).toBeVisible()
  await looksRight(page)
})

test('a number opens exactly its rows, and a code that is no ledger has no page', async ({ page }) => {
  await signIn(page, 'coordinator', '/projects')
  const count = page.getByRole('region', { name: '统计' }).getByRole('link', { name: /^在建/ })
  const many = /(\d+)$/.exec((await count.textContent()) ?? '')?.[1] ?? ''
  await count.click()
  await expect(page).toHaveURL(/count_of=building/)
  await expect(page.getByRole('status').filter({ hasText: `共 ${many} 个项目` })).toBeVisible()
  await page.goto('/no-such-ledger')
  await expect(page.getByRole('heading', { name: '没有这一页' })).toBeVisible()
})
