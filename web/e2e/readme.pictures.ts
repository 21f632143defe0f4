import { quiet, signIn, test, type Account } from './fixtures'

const PICTURES: { name: string; account: Account; path: string; width: number; height: number }[] = [
  { name: 'overview', account: 'leader', path: '/overview', width: 1280, height: 800 },
  { name: 'problem', account: 'coordinator', path: '/problems/14', width: 1280, height: 800 },
  { name: 'weekly-report', account: 'coordinator', path: '/reports/weekly?ending=2021-08-15', width: 1280, height: 900 },
  { name: 'phone', account: 'park', path: '/problems/new', width: 390, height: 844 },
]

for (const { name, account, path, width, height } of PICTURES) {
  test(name, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await signIn(page, account)
    await page.goto(path)
    await quiet(page)
    await page.screenshot({ path: `../docs/images/${name}.png` })
  })
}
