import { expect, it } from 'vitest'
import { fileName } from './save'

it('takes the Chinese name that the server gives a file', () => {
  const given = "attachment; filename=\"report.docx\"; filename*=UTF-8''%E5%91%A8%E6%8A%A5%2Edocx"
  expect(fileName(given)).toBe('周报.docx')
  expect(fileName('attachment')).toBeNull()
  expect(fileName(null)).toBeNull()
})
