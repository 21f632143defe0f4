import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page, type Request } from '@playwright/test'
import { rmSync } from 'node:fs'
import { Demo, PASSWORD } from './server'

/** axe tries its scripts in the preview of a paper, too, whose sandbox forbids all of them. */
const AXE_OUTSIDE = /^Blocked script execution in 'about:srcdoc'/

/** What each page has asked for and not yet got. */
const awaited = new WeakMap<Page, Set<Request>>()

/** Every test has a fresh demo, and fails on an error of the console or a request to another host. */
export const test = base.extend<{ demo: Demo; mishaps: RegExp; guarded: void }, { told: string }>({
  /** The folder of a demo that each test goes on with. */
  told: [
    async ({}, use) => {
      const told = await Demo.tell()
      await use(told)
      rmSync(told, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  /** What the browser itself reports where a test takes something away on purpose. */
  mishaps: [/^$/, { option: true }],
  demo: async ({ told }, use) => {
    const demo = await Demo.goOn(told)
    await use(demo)
    await demo.stop()
  },
  baseURL: async ({ demo }, use) => use(demo.url),
  guarded: [
    async ({ page, demo, mishaps }, use) => {
      const faults: string[] = []
      page.on('console', (message) => {
        const expected = mishaps.test(message.text()) || AXE_OUTSIDE.test(message.text())
        if (message.type() === 'error' && !expected) faults.push(`console: ${message.text()}`)
      })
      page.on('pageerror', (error) => faults.push(`script: ${error.message}`))
      const open = new Set<Request>()
      awaited.set(page, open)
      page.on('requestfinished', (request) => open.delete(request))
      page.on('requestfailed', (request) => open.delete(request))
      page.on('request', (request) => {
        open.add(request)
        const url = new URL(request.url())
        if (url.protocol.startsWith('http') && url.origin !== demo.url) faults.push(`outside: ${request.url()}`)
      })
      await use()
      expect(faults).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

export type Account = 'admin' | 'coordinator' | 'park' | 'department' | 'leader' | 'auditor'

export async function signIn(page: Page, account: Account, path = '/'): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(path)}`)
  await page.getByLabel('账号').fill(account)
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('button', { name: '我的账号' })).toBeVisible()
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: '我的账号' }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible()
}

/**
 * Nothing has been under way for a moment. The tool's own `networkidle` asks every frame, and the frame
 * of a preview that was replaced never says that it is.
 */
export async function quiet(page: Page): Promise<void> {
  let busy = Date.now()
  const still = () => {
    if (awaited.get(page)?.size) busy = Date.now()
    return Date.now() - busy
  }
  await expect.poll(still, { intervals: [50] }).toBeGreaterThan(300)
}

/** Nothing that axe calls serious, and nothing wider than the screen. */
export async function looksRight(page: Page): Promise<void> {
  // Nothing is still loading, and nothing half faded out.
  for (const passing of ['.el-skeleton', '.el-overlay:visible', '.el-message']) {
    await expect(page.locator(passing)).toHaveCount(0)
  }
  await quiet(page)
  // Without its own frames axe would wait for the sandboxed one for ever.
  const found = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
  const serious = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
  expect(serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)).toEqual([])
  await fits(page)
}

/** Nothing wider than the screen. */
export async function fits(page: Page): Promise<void> {
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }))
  expect(scroll, 'scrolls sideways').toBeLessThanOrEqual(width)
}
