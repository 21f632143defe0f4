import { colleague } from './api'
import { expect, looksRight, quiet, signIn, test, type Account } from './fixtures'

/** `:id` is the first entry of the list. */
const PAGES: Record<Account, string[]> = {
  park: ['/', '/problems/new', '/problems', '/problems/1', '/search', '/tracking', '/visits', '/visits/new', '/visits/1', '/enterprises', '/enterprises/1', '/imports', '/overview', '/me', '/help', '/help/coordinator'],
  department: ['/', '/problems', '/tracking', '/overview'],
  coordinator: ['/', '/problems', '/imports', '/outbox', '/administration', '/administration/calendar', '/administration/limits', '/administration/report', '/project_targets', '/project_targets/new', '/negative_list', '/reports/monthly'],
  leader: ['/', '/overview', '/problems', '/help', '/project_targets', '/projects/:id'],
  admin: ['/', '/administration', '/administration/users', '/administration/report', '/enterprises'],
  auditor: ['/', '/audit', '/help', '/nowhere'],
}

for (const [account, paths] of Object.entries(PAGES) as [Account, string[]][]) {
  test(`every page of ${account} is whole, accessible and no wider than the screen`, async ({ page, demo }) => {
    await signIn(page, account)
    const reader = await colleague(demo, account)
    for (const pattern of paths) {
      const [list] = pattern.split('/:id')
      const path = list === pattern ? pattern : `${list}/${(await reader.get(`${list}?limit=1`)).items[0].id}`
      await test.step(path, async () => {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
        expect(new URL(page.url()).pathname).toBe(path)
        await looksRight(page)
      })
    }
  })
}

test('the first load stays under 180 KB as it travels', async ({ page, demo }) => {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  let bytes = 0
  session.on('Network.loadingFinished', (finished) => (bytes += finished.encodedDataLength))
  await page.goto(`${demo.url}/sign-in`)
  await quiet(page)
  expect(bytes).toBeGreaterThan(10_000)
  expect(bytes).toBeLessThan(180 * 1024)
})

test('nothing that the page loads is newer than the browsers of modest offices', async ({ page, demo }) => {
  const index = await (await fetch(demo.url)).text()
  const [entry] = /\/assets\/index-[^"]+\.js/.exec(index) ?? []
  const main = await (await fetch(`${demo.url}${entry}`)).text()
  const names = new Set([...`${index}${main}`.matchAll(/assets\/[\w.-]+\.(?:js|css)/g)].map(([name]) => name))
  expect(names.size).toBeGreaterThan(20)
  for (const name of names) {
    const text = await (await fetch(`${demo.url}/${name}`)).text()
    const later = name.endsWith('.css')
      ? /:has\(|@container|@layer|color-mix\(|\d[dsl]vh\b/
      : /structuredClone\(|\.at\(-?\d|Object\.hasOwn\(|\.showModal\(|AbortSignal\.(any|timeout)\(/
    expect(later.exec(text)?.[0], name).toBeUndefined()
  }
  await page.goto(demo.url)
})
