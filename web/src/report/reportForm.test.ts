import { describe, expect, it } from 'vitest'
import { setServerTime } from '@/session/today'
import { blankReport, missingInReport, reportBody } from './reportForm'

setServerTime('2021-08-16T09:00:00+08:00')

const atEnterprise = () => ({
  ...blankReport(),
  title: ' 担心用电 ',
  place: { mode: 'enterprise' as const, enterprise: { id: 7, name: '甲', park_id: 1 }, site_name: '旧地', park_id: 1 },
})

describe('the body of a problem', () => {
  it('names the enterprise alone, or the site with its park', () => {
    const body = reportBody(atEnterprise())
    expect(body).toMatchObject({ title: '担心用电', enterprise_id: 7 })
    expect(body).not.toHaveProperty('site_name')
    const site = reportBody({ ...atEnterprise(), place: { ...atEnterprise().place, mode: 'site' } })
    expect(site).toMatchObject({ park_id: 1, site_name: '旧地' })
    expect(site).not.toHaveProperty('enterprise_id')
  })

  it('has an outside number only where the source is one that gives it', () => {
    const form = { ...atEnterprise(), source_reference: '12345-1', source_due_on: '2021-08-20' }
    expect(reportBody({ ...form, source: 'hotline' })).toMatchObject({ source_reference: '12345-1', source_due_on: '2021-08-20' })
    expect(reportBody({ ...form, source: 'enterprise' })).toMatchObject({ source_reference: null, source_due_on: null })
  })

  it('whistles with an instant of the server’s time zone, and only when asked to', () => {
    const form = atEnterprise()
    Object.assign(form.dispatch, { lead_department_id: 9, meet_on: '2021-08-17', meet_time: '10:30' })
    expect(reportBody(form).dispatch).toBeNull()
    form.dispatch.wanted = true
    expect(reportBody(form).dispatch).toMatchObject({ lead_department_id: 9, meet_at: '2021-08-17T10:30:00+08:00' })
  })
})

it('tells what is missing before anything is sent', () => {
  const form = blankReport()
  form.dispatch.wanted = true
  form.dispatch.meet_time = '10:00'
  expect(Object.keys(missingInReport(form))).toEqual(['/title', '/dispatch/lead_department_id', '/dispatch/meet_at', '/enterprise_id'])
  expect(missingInReport(atEnterprise())).toEqual({})
})
