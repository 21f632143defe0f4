import { colleague, fileFor } from './api'
import { expect, looksRight, signIn, test } from './fixtures'

// The browser itself reports the refusal.
test.use({ mishaps: /Failed to load resource/ })

test('several of the ledger are urged with one text, by the keyboard too; what went wrong stays selected', async ({ page, demo }, { project }) => {
  const ids = await fileFor(demo, ['批量甲', '批量乙', '批量丙'])
  const path = `/problems?title=${encodeURIComponent('批量')}`
  await signIn(page, 'coordinator', path)
  await page.goto(path)
  await expect(page.getByText('批量甲').first()).toBeVisible()
  if (project.name === 'phone') await page.getByRole('button', { name: '选择', exact: true }).click()
  const box = (title: string) => page.getByRole('checkbox', { name: new RegExp(`选择 .*${title}`) })
  // A list with the last one first: from one end to the other by two keys on a desk.
  await box('批量丙').focus()
  await page.keyboard.press('Space')
  await box('批量乙').focus()
  await page.keyboard.press('Space')
  await box('批量甲').focus()
  await page.keyboard.press('Space')
  const bar = page.getByRole('region', { name: '批量办理' })
  await expect(bar).toContainText('已选 3 件')
  await looksRight(page)

  await bar.getByRole('button', { name: '督办', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('内容').fill('请抓紧办理。')
  // One of them is gone by the time.
  await (await colleague(demo, 'coordinator')).post(`/problems/${ids[1]}/withdraw`, { reason: '企业撤回', told_by: '李主任' })
  await dialog.getByRole('button', { name: '督办 3 件' }).click()
  await expect(dialog.getByRole('alert')).toContainText('1 件未督办，仍为选中')
  await expect(dialog.getByLabel('内容')).toHaveValue('请抓紧办理。')
  await expect(dialog.getByRole('list', { name: '所选问题' })).toContainText('批量乙')
  const office = await colleague(demo, 'coordinator')
  for (const [place, many] of [[0, 1], [1, 0], [2, 1]] as const) {
    const events = await office.get(`/problems/${ids[place]}/events?limit=200`)
    expect(events.items.filter((one: { kind: string }) => one.kind === 'supervise')).toHaveLength(many)
  }
})
