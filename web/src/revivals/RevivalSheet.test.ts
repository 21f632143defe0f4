// @vitest-environment jsdom
import { expect, it, vi } from 'vitest'
import { entry } from '@/entries/testing'
import { refusal, Server } from '@/testing/server'
import { asUser, click, eventually, page, says, stage, textOf } from '@/testing/stage'
import RevivalSheet from './RevivalSheet.vue'

const server = new Server()
const SHEET = 'GET /api/v1/revivals/5/sheet'

async function choose(format: string) {
  await asUser(server)
  await stage(RevivalSheet, { entry: entry({ number: 'SH-PH-2021-005' }) })
  await click('下载一企一策方案表')
  await eventually(() => expect(page().querySelector('[role=menuitem]')).not.toBeNull())
  const items = [...page().querySelectorAll<HTMLElement>('[role=menuitem]')]
  expect(items.map(textOf)).toEqual(['Word', 'PDF', '网页'])
  items.find((one) => textOf(one) === format)!.click()
}

it('hands over the plan in the format that was chosen', async () => {
  const saved: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download)
  })
  URL.createObjectURL = () => 'blob:'
  server.on(SHEET, () => new Response('%PDF-1.7'))
  await choose('PDF')
  await eventually(() => expect(saved).toEqual(['一企一策方案表SH-PH-2021-005.pdf']))
  expect(server.to(SHEET)[0]!.query.get('format')).toBe('pdf')
})

it('says why there is none', async () => {
  server.on(SHEET, () => refusal(503, 'overloaded', '服务器繁忙'))
  await choose('Word')
  await eventually(() => expect(says('服务器繁忙')).toBe(true))
})
