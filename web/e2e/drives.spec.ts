import { colleague } from './api'
import { expect, fits, looksRight, signIn, signOut, test } from './fixtures'
import { make, start } from './moves'

const ITEM = '消防设施完好、通道畅通'
const FOUND = '货架挡住消防栓'

test('park staff check an enterprise and deal with what they find; the campaign office verifies it', async ({ page, demo }) => {
  test.slow()
  const park = await colleague(demo, 'park')
  const [farm] = (await park.get('/enterprises?limit=1')).items
  const drive = await park.post('/drives', {
    name: '园区消防自查',
    nature: 'emergency',
    basis: '关于开展消防安全自查的通知',
    from_on: '2021-08-16',
    until_on: '2021-08-20',
    groups: [{ name: '第一小组' }],
    checklist: [{ text: '用电线路规范' }, { text: ITEM }],
    targets: [{ enterprise_id: farm.id, name: farm.name, park_id: farm.park_id }],
  })
  await park.post(`/drives/${drive.id}/begin`, {})
  const targets = page.getByRole('region', { name: '检查对象' })

  await test.step('what fails is tapped and becomes a hazard', async () => {
    await signIn(page, 'park', `/drives/${drive.id}`)
    await expect(targets.getByText('未检查')).toBeVisible()
    await looksRight(page)
    await targets.getByRole('button', { name: '检查', exact: true }).click()
    const form = page.getByRole('dialog', { name: `检查：${farm.name}` })
    const line = form.getByRole('region', { name: ITEM })
    await line.getByText('否', { exact: true }).click()
    await line.getByLabel('隐患', { exact: true }).fill(FOUND)
    await fits(page)
    await form.getByRole('button', { name: '提交', exact: true }).click()
    await expect(form.getByText(/已登记 SH-JC-2021-\d+。/)).toBeVisible()
    await form.getByRole('button', { name: '完成', exact: true }).click()
    await expect(targets.getByText('隐患1处，未销号1处')).toBeVisible()
  })

  await test.step('the park deals with it, and can’t verify its own work', async () => {
    await targets.getByRole('link', { name: FOUND }).click()
    await expect(page.getByRole('heading', { level: 1, name: FOUND })).toBeVisible()
    await start(page, '报告整改')
    await page.getByRole('dialog').getByLabel(/^整改情况/).fill('货架已移开')
    await make(page, '报告整改')
    await expect(page.getByText('待复查').first()).toBeVisible()
    await expect(page.getByText('复查销号', { exact: true })).toHaveCount(0)
    await looksRight(page)
  })

  await test.step('the campaign office verifies it', async () => {
    await signOut(page)
    await signIn(page, 'coordinator', '/hazards?q=货架')
    await page.getByRole('link', { name: FOUND }).first().click()
    await expect(page.getByRole('heading', { level: 1, name: FOUND })).toBeVisible()
    await start(page, '复查销号')
    await make(page, '复查销号')
    await expect(page.getByText('已销号').first()).toBeVisible()
    await page.goto(`/drives/${drive.id}`)
    await expect(targets.getByText('隐患1处，已全部销号')).toBeVisible()
    await looksRight(page)
  })
})
