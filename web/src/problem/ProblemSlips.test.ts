// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { problem } from '@/testing/problems'
import { Server } from '@/testing/server'
import { asUser, buttons, click, eventually, page, stage, textOf } from '@/testing/stage'
import ProblemSlips from './ProblemSlips.vue'

const server = new Server()
const SLIP = 'GET /api/v1/problems/16/slip'
const settled = problem({ status: 'resolved', outcome: 'solved' })

beforeEach(async () => {
  await asUser(server)
  server.on(SLIP, () => new Response('<p>问题办结单</p>'))
})

it('shows a paper as it is printed, and hands it over as Word and PDF', async () => {
  await stage(ProblemSlips, { problem: settled })
  await click('打印办结单')
  const dialog = page().querySelector('.el-dialog')!
  await eventually(() => expect(dialog.querySelector('iframe')?.getAttribute('srcdoc')).toContain('问题办结单'))
  expect(buttons(dialog).filter((name) => name)).toEqual(['打印', 'Word', 'PDF'])
  await click('下载 Word', dialog)
  await click('下载 PDF', dialog)
  const asked = server.to(SLIP).map(({ query }) => [query.get('kind'), query.get('format')])
  expect(asked).toEqual([['resolution', 'html'], ['resolution', 'docx'], ['resolution', 'pdf']])
})

it('has nothing to print before anything happened', async () => {
  await stage(ProblemSlips, { problem: problem({ status: 'reported' }) })
  expect(textOf(page().querySelector('main'))).toBe('')
})
