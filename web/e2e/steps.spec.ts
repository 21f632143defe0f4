import type { Locator, Page } from '@playwright/test'
import { fileFor } from './api'
import { expect, quiet, signIn, test } from './fixtures'

/** A hand that counts what it presses; typing is no press. */
class Hand {
  presses = 0
  async press(what: Locator): Promise<void> {
    this.presses += 1
    await what.click()
  }
}

test('filing takes four taps plus typing', async ({ page }) => {
  const hand = new Hand()
  await signIn(page, 'park', '/problems/new')
  await hand.press(page.getByRole('group', { name: '最近的企业' }).getByRole('button').first())
  await hand.press(page.getByText('用电', { exact: true }))
  await hand.press(page.getByLabel(/问题标题/))
  await page.keyboard.type('担心后续用电得不到保障')
  await hand.press(page.getByRole('button', { name: '提交', exact: true }))
  await expect(page.getByText(/已送达，编号/)).toBeVisible()
  expect(hand.presses).toBe(4)
})

test('accepting takes one press, resolving two', async ({ page, demo }) => {
  const [id] = await fileFor(demo, ['变压器容量不够'])
  await signIn(page, 'department', `/problems/${id}`)
  const accepting = new Hand()
  await accepting.press(page.getByRole('button', { name: '签收', exact: true }))
  await expect(page.getByText('办理中').first()).toBeVisible()
  expect(accepting.presses).toBe(1)
  const resolving = new Hand()
  await resolving.press(page.getByRole('button', { name: '办结', exact: true }))
  // What is to be written is where the keys go at once.
  await expect(page.getByRole('dialog').getByLabel('办理情况')).toBeFocused()
  await page.keyboard.type('已增容，当日送电。')
  await resolving.press(page.getByRole('dialog').getByRole('button', { name: '办结', exact: true }))
  await expect(page.getByText('待回访').first()).toBeVisible()
  expect(resolving.presses).toBe(2)
})

test('ten problems are accepted and resolved at the desk without a mouse', async ({ page, demo }, { project }) => {
  test.skip(project.name === 'phone', 'a phone has no keys')
  const titles = Array.from({ length: 10 }, (_, place) => `键盘办理第${place + 1}件`)
  await fileFor(demo, titles)
  await signIn(page, 'department')
  for (const title of titles) await expect(page.getByRole('button', { name: title }).first()).toBeVisible()

  const heading = page.locator('.detail h1')
  await choose(page, titles[0]!)
  for (const place of titles.keys()) {
    const title = (await heading.textContent())!
    const answer = page.waitForResponse((answer) => answer.url().endsWith('/accept') && answer.ok())
    await expect(page.locator('.detail').getByRole('button', { name: '签收', exact: true })).toBeVisible()
    await page.keyboard.press('a')
    await answer
    // The next one opens by itself.
    if (place < titles.length - 1) await expect(heading).not.toHaveText(title)
    await quiet(page)
  }
  for (const title of titles) {
    await choose(page, title)
    await page.keyboard.press('Enter')
    await tabTo(page, '办结')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog').getByLabel('办理情况')).toBeFocused()
    await page.keyboard.type('已办妥。')
    const answer = page.waitForResponse((answer) => answer.url().endsWith('/resolve') && answer.ok())
    await page.keyboard.press('Control+Enter')
    await answer
    await expect(page.getByRole('dialog')).toBeHidden()
    await quiet(page)
  }
  for (const title of titles) await expect(page.getByRole('button', { name: title })).toHaveCount(0)
})

test('the weekly report takes two presses from anywhere', async ({ page }, { project }) => {
  const hand = new Hand()
  await signIn(page, 'leader', '/overview')
  if (project.name === 'phone') {
    await hand.press(page.getByRole('button', { name: '菜单' }))
    await hand.press(page.getByRole('dialog').getByRole('link', { name: '周报' }))
  } else {
    await hand.press(page.getByRole('link', { name: '周报' }).first())
  }
  await expect(page.frameLocator('iframe').getByText('沙河产业园区').first()).toBeVisible()
  const print = page.getByRole('button', { name: '打印' })
  await expect(print).toBeEnabled()
  if (project.name !== 'phone') {
    await hand.press(print)
  }
  expect(hand.presses).toBe(2)
})

/** Walks down the list with the keys until that problem stands beside it. */
async function choose(page: Page, title: string): Promise<void> {
  const current = page.locator('[aria-current="true"]')
  const waiting = await page.locator('li button').count()
  for (let steps = 0; steps <= waiting; steps += 1) {
    if ((await current.textContent())?.includes(title + 'SH')) return
    await page.keyboard.press('k')
  }
  for (let steps = 0; steps <= waiting; steps += 1) {
    if ((await current.textContent())?.includes(title + 'SH')) return
    await page.keyboard.press('j')
  }
  throw new Error(`${title} isn't in the list`)
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let steps = 0; steps < 12; steps += 1) {
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim())
    if (focused === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no way to ${name} by Tab`)
}
