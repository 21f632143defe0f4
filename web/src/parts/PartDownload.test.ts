// @vitest-environment jsdom
import { expect, it, vi } from 'vitest'
import { ApiProblem } from '@/api/problem'
import { click, eventually, page, says, stage, textOf } from '@/testing/stage'
import PartDownload from './PartDownload.vue'

const FORMATS = { xlsx: 'Excel', csv: 'CSV' }

async function choose(format: string) {
  await click('导出')
  await eventually(() => expect(page().querySelector('[role=menuitem]')).not.toBeNull())
  const item = [...page().querySelectorAll<HTMLElement>('[role=menuitem]')].find((one) => textOf(one) === format)
  item!.click()
}

it('hands over the file in the format that was chosen, under its name', async () => {
  const saved: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download)
  })
  URL.createObjectURL = () => 'blob:'
  const fetch = vi.fn(async () => new Blob(['a']))
  await stage(PartDownload, { label: '导出', formats: FORMATS, fetch, name: '走访台账20210816' })
  await choose('CSV')
  await eventually(() => expect(saved).toEqual(['走访台账20210816.csv']))
  expect(fetch).toHaveBeenCalledWith('csv')
})

it('says what went wrong, and saves nothing', async () => {
  const fetch = vi.fn(() => Promise.reject(new ApiProblem(503, 'server.busy', '系统繁忙，请稍后再试')))
  await stage(PartDownload, { label: '导出', formats: FORMATS, fetch, name: '走访台账' })
  await choose('Excel')
  await eventually(() => expect(says('系统繁忙，请稍后再试')).toBe(true))
})
