import { describe, expect, it } from 'vitest'
import { pressed, readNotice, weeksOf } from './notice'

describe('a notice as it is published', () => {
  it('is read with its ranges, single days and worked weekends', () => {
    const text = `六、中秋节：9月19日至21日放假调休，共3天。9月18日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。`
    const { off, work } = readNotice(text, 2021)
    expect(off).toEqual([
      '2021-09-19', '2021-09-20', '2021-09-21',
      '2021-10-01', '2021-10-02', '2021-10-03', '2021-10-04', '2021-10-05', '2021-10-06', '2021-10-07',
    ]) // prettier-ignore
    expect(work).toEqual(['2021-09-18', '2021-09-26', '2021-10-09'])
  })

  it('may begin in the year before, which ends with its paragraph', () => {
    const text = '一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。\n三、清明节：4月5日放假，共1天。'
    expect(readNotice(text, 2023).off).toEqual(['2022-12-31', '2023-01-01', '2023-01-02', '2023-04-05'])
  })

  it('takes weekdays and lunar days in brackets for remarks', () => {
    const text = '二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。'
    const { off, work } = readNotice(text, 2026)
    expect([off.length, off[0], off[8]]).toEqual([9, '2026-02-15', '2026-02-23'])
    expect(work).toEqual(['2026-02-14', '2026-02-28'])
  })

  it('tells apart days off and worked that stand in one sentence', () => {
    expect(readNotice('5月1日至3日放假，5月4日（星期六）上班。', 2024)).toEqual({
      off: ['2024-05-01', '2024-05-02', '2024-05-03'],
      work: ['2024-05-04'],
    })
  })

  it('holds no day that doesn’t exist', () => {
    expect(readNotice('2月30日放假。', 2024).off).toEqual([])
  })
})

describe('a day that is pressed', () => {
  it('goes off, on a weekend to worked, and back', () => {
    const saturday = '2021-09-18'
    const off = pressed({ off: [], work: [] }, saturday)
    expect(off.off).toEqual([saturday])
    const worked = pressed(off, saturday)
    expect(worked).toEqual({ off: [], work: [saturday] })
    expect(pressed(worked, saturday)).toEqual({ off: [], work: [] })
  })

  it('is never worked in exchange on a weekday', () => {
    expect(pressed({ off: ['2021-09-20'], work: [] }, '2021-09-20')).toEqual({ off: [], work: [] })
  })
})

it('lays a month out from Monday to Sunday', () => {
  const weeks = weeksOf(2021, 8)
  expect(weeks[0]).toEqual([null, null, null, null, null, null, '2021-08-01'])
  expect(weeks[5]).toEqual(['2021-08-30', '2021-08-31', null, null, null, null, null])
})
