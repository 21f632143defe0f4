// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { CHAPTERS, chaptersOf } from '@/help/roles'
import { STEPS } from '@/help/steps'
import type { Role } from '@/session/session'
import { Server } from '@/testing/server'
import { asUser, page, says, stage, textOf } from '@/testing/stage'
import { ROLE } from '@/words/words'
import PageHelp from './PageHelp.vue'

const server = new Server()
const roles = Object.keys(ROLE) as Role[]
const headings = () => [...page().querySelectorAll('h2')].map(textOf)

describe('the help', () => {
  it('opens with one’s own page, and leads to those of others', async () => {
    await asUser(server, { role: 'department_staff', park_id: null, department_id: 2 })
    await stage(PageHelp)
    expect(textOf(page().querySelector('h1'))).toBe('帮助：承办单位')
    const links = [...page().querySelectorAll('nav[aria-label=各类人员的帮助] a')]
    expect(links.map(textOf).sort()).toEqual(Object.values(ROLE).sort())
    expect(textOf(page().querySelector('[aria-current=page]'))).toBe('承办单位')
  })

  it.each(roles)('has the steps of %s first, and each of its chapters once', async (of) => {
    await asUser(server)
    await stage(PageHelp, { of })
    expect(headings()).toEqual(chaptersOf(of).map((one) => CHAPTERS[one]))
    expect(headings()[0]).toBe('操作步骤')
    for (const step of STEPS[of]) expect(says(step)).toBe(true)
    // Every link of the contents has its chapter.
    for (const link of page().querySelectorAll('nav a[href^="#"]')) {
      expect(page().querySelector(link.getAttribute('href')!)).not.toBeNull()
    }
  })

  it('says how it is counted and imported to those who ask', () => {
    expect(chaptersOf('leader')).toContain('numbers')
    expect(chaptersOf('auditor')).toEqual(['steps', 'keys'])
    for (const role of ['park_staff', 'department_staff', 'coordinator'] as const) {
      expect(chaptersOf(role)).toEqual(expect.arrayContaining(['imports', 'numbers']))
    }
  })
})
