import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { colleague } from './api'
import { expect, fits, looksRight, signIn, test } from './fixtures'
import { PASSWORD, type Demo } from './server'

const HEADINGS = '序号,单位名称,主要问题,问题类型,何日,牵头部门'
const good = (many: number) => Array.from({ length: many }, (_, place) => `${place + 1},沙河纺织（演示）,台账第${place + 1}条：电压不稳,用电,2021-07-05,华辰电力公司`)
const file = (name: string, rows: string[], headings = HEADINGS) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${[headings, ...rows].join('\r\n')}\r\n`),
})
interface Ledger {
  name: string
  mimeType: string
  buffer: Buffer
}

async function upload(page: Page, ledger: Ledger): Promise<void> {
  await page.getByLabel('选择要导入的文件').setInputFiles(ledger)
  await page.getByRole('button', { name: '上传并核对' }).click()
  await expect(page).toHaveURL(/\/imports\/\d+$/)
}

/** Says what a column is taken for. */
async function take(page: Page, letter: string, heading: string): Promise<void> {
  await page.getByRole('combobox', { name: `${letter} 列导入为` }).click()
  await page.getByRole('option', { name: heading, exact: true }).click()
}

/** The ledger as the server writes it. */
async function exported(demo: Demo): Promise<Buffer> {
  const headers = { 'Content-Type': 'application/json' }
  const body = JSON.stringify({ username: 'coordinator', password: PASSWORD })
  const { access_token } = await (await fetch(`${demo.url}/api/v1/auth/login`, { method: 'POST', headers, body })).json()
  const answer = await fetch(`${demo.url}/api/v1/exports/problems?format=xlsx`, { headers: { Authorization: `Bearer ${access_token}` } })
  return Buffer.from(await answer.arrayBuffer())
}

test('a ledger goes in: errors seen, a column put right, the good rows written, the others back as Excel', async ({ page, demo }) => {
  await signIn(page, 'park', '/problems')
  await page.getByRole('button', { name: '导入', exact: true }).click()
  await expect(page.getByRole('heading', { name: '导入', level: 1 })).toBeVisible()
  const wrong = ['9,沙河纺织（演示）,,用电,2021-07-05,华辰电力公司', '10,沙河纺织（演示）,单位写错了,用电,2021-07-05,火星管理局']
  await upload(page, file('七月台账.csv', [...good(3), ...wrong]))

  // Without 提出日期 every row is wrong.
  await expect(page.getByText('每一行都有误，没有可导入的内容，请更正后重新上传。')).toBeVisible()
  await expect(page.getByText('不导入 2 列：序号、何日')).toBeVisible()
  await take(page, 'E', '提出日期')
  await page.getByRole('button', { name: '按此对应重新核对' }).click()
  await expect(page.getByText('有 2 行有误：请更正后重新上传')).toBeVisible()
  await expect(page.getByRole('region', { name: '有误的行' })).toContainText('没有单位“火星管理局”')
  await looksRight(page)
  const address = page.url()

  await page.getByText('只导入正确的行', { exact: true }).click()
  await page.getByRole('button', { name: '导入 3 件问题' }).click()
  const dialog = page.getByRole('dialog', { name: '确认导入' })
  await expect(dialog).toContainText('有误的 2 行不导入')
  await dialog.getByRole('button', { name: '导入 3 件问题' }).click()
  await expect(page.getByText('已导入 3 件问题')).toBeVisible()
  await looksRight(page)

  const [left] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载未导入的行' }).click()])
  expect(left.suggestedFilename()).toBe('七月台账-有误的行.xlsx')
  expect(readFileSync(await left.path()).subarray(0, 2).toString()).toBe('PK')

  const office = await colleague(demo, 'coordinator')
  const found = await office.get(`/problems?title=${encodeURIComponent('台账第')}&count=true`)
  expect(found.total).toBe(3)
  // Its address tells the same tomorrow.
  await page.goto(address)
  await expect(page.getByText('已导入 3 件问题')).toBeVisible()
  await page.getByRole('button', { name: '查看问题台账' }).click()
  await expect(page.getByText('台账第1条：电压不稳').first()).toBeVisible()
})

test('what was exported comes back in without changing anything', async ({ page, demo }) => {
  const ledger = { name: '问题台账.xlsx', mimeType: 'application/octet-stream', buffer: await exported(demo) }
  await signIn(page, 'coordinator', '/imports?kind=problems')
  for (let times = 0; times < 2; times += 1) {
    await page.goto('/imports?kind=problems')
    await upload(page, ledger)
    await expect(page.getByText('不需要导入。')).toBeVisible()
    await expect(page.getByRole('button', { name: /^导入/ })).toHaveCount(0)
  }
  await looksRight(page)
})

test('a template filled in is taken as it is', async ({ page }) => {
  await signIn(page, 'park', '/imports?kind=visits')
  const [template] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载走访模板' }).click()])
  expect(template.suggestedFilename()).toBe('走访导入模板.xlsx')
  await page.getByLabel('选择要导入的文件').setInputFiles({ name: '空模板.xlsx', mimeType: 'x', buffer: readFileSync(await template.path()) })
  await page.getByRole('button', { name: '上传并核对' }).click()
  await expect(page.getByText('文件中没有数据')).toBeVisible()
  await page.goto('/imports?kind=visits')
  await upload(page, file('走访.csv', ['2021-08-02,沙河纺织（演示）,王干事、李干事,查看车间'], '走访日期,企业或项目,走访人员,走访情况'))
  await page.getByRole('button', { name: '导入 1 次走访' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '导入 1 次走访' }).click()
  await expect(page.getByText('已导入 1 次走访')).toBeVisible()
})

test('a large file is checked while one is elsewhere, and its errors come page by page', async ({ page }) => {
  await signIn(page, 'coordinator', '/imports')
  const rows = Array.from({ length: 3000 }, (_, place) => `${place},沙河产业园区,沙河纺织（演示）,批量第${place}条,2021-07-05,不存在的单位`)
  await upload(page, file('大表.csv', rows, '序号,园区,企业名称,问题标题,提出日期,主办单位'))
  await page.goto('/')
  // Who leaves while the session is renewed takes the spent token along, which ends it.
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.goto('/imports')
  await page.getByRole('link', { name: '大表.csv' }).click()
  const errors = page.getByRole('region', { name: '有误的行' })
  await expect(errors.getByText('已显示 100 条')).toBeVisible({ timeout: 60_000 })
  await errors.getByRole('button', { name: '加载更多' }).click()
  await expect(errors.getByText('已显示 200 条')).toBeVisible()

  // The file isn't known any more after a reload: what is to be made is checked with it chosen again.
  await page.getByText('单位', { exact: true }).first().click()
  await page.getByRole('button', { name: '重新核对' }).click()
  const dialog = page.getByRole('dialog', { name: '请再次选择文件' })
  await dialog.getByLabel('选择要导入的文件').setInputFiles(file('大表.csv', rows.slice(0, 5), '序号,园区,企业名称,问题标题,提出日期,主办单位'))
  await fits(page)
  await dialog.getByRole('button', { name: '上传并核对' }).click()
  await expect(page.getByText('确认后在名录中新建单位 1 个')).toBeVisible()
  await page.getByRole('button', { name: '导入 5 件问题' }).click()
  await expect(page.getByRole('dialog', { name: '确认导入' })).toContainText('名录中新建单位 1 个：不存在的单位。')
})

test('a file without a known heading is read by the letters of its columns', async ({ page }) => {
  await signIn(page, 'park', '/imports')
  await upload(page, file('无列名.csv', ['沙河纺织（演示）,用电负荷不够,2021-07-05'], '甲,乙,丙'))
  await expect(page.getByText('前20行中没有找到表头')).toBeVisible()
  await looksRight(page)
  await take(page, 'A', '企业名称')
  await take(page, 'B', '问题标题')
  await take(page, 'C', '提出日期')
  await page.getByRole('button', { name: '按此对应重新核对' }).click()
  await expect(page.getByRole('button', { name: '导入 1 件问题' })).toBeEnabled()
})

test('a problem’s papers are looked at, printed and taken along', async ({ page }) => {
  await signIn(page, 'coordinator', '/problems/14')
  await page.getByRole('button', { name: '打印交办单' }).click()
  const dialog = page.getByRole('dialog', { name: '交办单' })
  await expect(dialog.frameLocator('iframe').getByText('问题交办单')).toBeVisible()
  const [word] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: '下载 Word' }).click()])
  expect(word.suggestedFilename()).toBe('问题交办单SH-2021-014.docx')
  await expect(page.getByRole('button', { name: '打印办结单' })).toHaveCount(0)
  await fits(page)
})

test('months and quarters stand beside the weeks, each at its address', async ({ page }) => {
  await signIn(page, 'leader', '/reports/weekly')
  await page.getByRole('link', { name: '月报', exact: true }).click()
  await expect(page).toHaveURL(/\/reports\/monthly$/)
  await expect(page.frameLocator('iframe').getByText('万人助万企月报')).toBeVisible()
  await expect(page.getByRole('button', { name: '签发' })).toHaveCount(0)
  await looksRight(page)
  await page.getByRole('button', { name: '下一月' }).click()
  await expect(page).toHaveURL(/month=2021-08/)
  await expect(page.getByText('本月尚未结束，数字截至今日')).toBeVisible()
  await expect(page.getByRole('button', { name: '下一月' })).toBeDisabled()
  await page.getByRole('link', { name: '季报', exact: true }).click()
  await expect(page.frameLocator('iframe').getByText('万人助万企季报')).toBeVisible()
  const [excel] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载 Excel' }).click()])
  expect(excel.suggestedFilename()).toBe('万人助万企季报2021年第2季度（统计稿）.xlsx')
})
