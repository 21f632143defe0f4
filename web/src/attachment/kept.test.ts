// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem, offline } from '@/api/problem'
import type { Upload } from './upload'

const upload = vi.hoisted(() => vi.fn())
vi.mock('./upload', () => ({ upload }))
vi.mock('./shrink', () => ({ shrunk: (file: File) => Promise.resolve(file) }))
vi.mock('@/session/session', () => ({
  atSignOut: () => {},
  useSession: () => ({ user: { value: { id: 4 } }, interrupted: { value: false } }),
}))

const { addFiles, discardGroup, release, removeFile, retry, sendFiles, useKept } = await import('./kept')
const { chosenIn, waitingFor, waiting } = useKept()

const photo = (name = '现场.jpg') => new File(['x'], name, { type: 'image/jpeg' })
const sent = (call: number) => upload.mock.calls[call]?.[0] as Upload

beforeEach(async () => {
  vi.useFakeTimers()
  upload.mockReset()
  upload.mockResolvedValue(undefined)
  for (const one of waiting.value) await removeFile(one.id)
  await discardGroup('draft')
})

describe('a photo that is kept', () => {
  it('waits for what it belongs to, and goes out once that is there', async () => {
    expect(await addFiles('draft', [photo()])).toEqual([])
    await sendFiles()
    expect(upload).not.toHaveBeenCalled()
    expect(chosenIn('draft')).toHaveLength(1)
    await release('draft', 'problems/16', 7)
    await sendFiles()
    expect(sent(0)).toMatchObject({ owner: 'problems/16', eventId: 7, name: '现场.jpg' })
    expect(waiting.value).toEqual([])
  })

  it('is sent again under the same key after the connection was lost', async () => {
    upload.mockRejectedValueOnce(offline())
    await addFiles('draft', [photo()])
    await release('draft', 'problems/16')
    await sendFiles()
    expect(waitingFor('problems/16')).toHaveLength(1)
    await sendFiles()
    expect(sent(1).id).toBe(sent(0).id)
    expect(waiting.value).toEqual([])
  })

  it('stays with the reason when the server refuses it, and holds the others up no longer', async () => {
    upload.mockRejectedValueOnce(new ApiProblem(422, 'request.invalid', '类型不受支持'))
    await addFiles('draft', [photo('a.jpg'), photo('b.jpg')])
    await release('draft', 'problems/16')
    await sendFiles()
    expect(waiting.value).toMatchObject([{ name: 'a.jpg', fault: '类型不受支持' }])
    await sendFiles()
    expect(upload).toHaveBeenCalledTimes(2)
    await retry(waiting.value[0]!.id)
    expect(waiting.value).toEqual([])
  })

  it.each([0, 401, 429, 502, 507])('waits when the answer is %i', async (status) => {
    upload.mockRejectedValueOnce(new ApiProblem(status, 'busy', '繁忙'))
    await addFiles('draft', [photo()])
    await release('draft', 'problems/16')
    await sendFiles()
    expect(waiting.value).toMatchObject([{ fault: null }])
  })

  it('goes with the draft that is discarded, unless it is on its way', async () => {
    upload.mockRejectedValue(offline())
    await addFiles('draft', [photo('a.jpg')])
    await release('draft', 'problems/16')
    await addFiles('draft', [photo('b.jpg')])
    await discardGroup('draft')
    expect(chosenIn('draft')).toEqual([])
    expect(waiting.value).toMatchObject([{ name: 'a.jpg' }])
  })
})

it('tells before anything is sent what can’t be', async () => {
  const large = Object.defineProperty(photo('a.pdf'), 'size', { value: 20 * 1024 * 1024 + 1 })
  const files = [new File(['x'], 'a.exe'), new File(['x'], '台账.xls'), new File([], 'leer.pdf'), large]
  const refused = await addFiles('draft', files)
  expect(refused).toHaveLength(4)
  expect(refused.join()).toMatch(/类型不受支持.*另存为 DOCX 或 XLSX.*空文件.*20\.0MB，超过 20MB/)
  expect(chosenIn('draft')).toEqual([])
})

it('takes nine at once', async () => {
  const refused = await addFiles('draft', Array.from({ length: 10 }, () => photo()))
  expect(refused).toHaveLength(1)
  expect(chosenIn('draft')).toHaveLength(9)
})
