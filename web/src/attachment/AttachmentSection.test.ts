// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { json, Server } from '@/testing/server'
import { asUser, eventually, says, stage } from '@/testing/stage'
import type { Attachment } from './attachments'
import AttachmentSection from './AttachmentSection.vue'

const server = new Server()
const LIST = 'GET /api/v1/projects/5/attachments'
const paper: Attachment = {
  id: 7,
  file_name: '批复.pdf',
  content_type: 'application/pdf',
  size: 2048,
  sha256: 'h',
  has_thumbnail: false,
  event_id: null,
  uploaded_by: { id: 4, name: '张专员' },
  created_at: '2021-08-16T09:30:00+08:00',
  voided: false,
  void_reason: null,
  allowed_actions: [],
}
const shown = (items: Attachment[], allowed_actions: string[]) => {
  server.on(LIST, () => json({ items, allowed_actions }))
  return stage(AttachmentSection, { owner: 'projects/5' })
}
const chooser = () => document.querySelector('input[aria-label="选择照片或文件"]')

describe('the files of an entry of a ledger', () => {
  it('are shown, and more are taken from whoever may add some', async () => {
    await asUser(server)
    await shown([paper], ['add'])
    await eventually(() => expect(says('批复.pdf')).toBe(true))
    expect(chooser()).not.toBeNull()
  })

  it('are only read by others, who are told where there are none', async () => {
    await asUser(server)
    await shown([], [])
    await eventually(() => expect(says('暂无附件')).toBe(true))
    expect(chooser()).toBeNull()
  })
})
