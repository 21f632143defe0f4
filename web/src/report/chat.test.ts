import { describe, expect, it } from 'vitest'
import { BOUND } from '@/words/words'
import { readChat } from './chat'

const TODAY = '2021-08-16'
const read = (text: string) => readChat(text, TODAY)

describe('a message of a chat group', () => {
  it('becomes a title of one line, with all of it as the description', () => {
    const text = '张三  2021/8/13 9:12:33\n各位领导好，\n聚合庄生态农庄反映担心后续用电得不到保障，变压器容量只有200千伏安。\n联系人：李总 13800001111'
    const said = read(text)
    expect(said.title).toBe('担心后续用电得不到保障，变压器容量只有200千伏安')
    expect(said.description).toBe(text)
    expect(said.raised_on).toBe('2021-08-13')
    expect(said.names[0]).toBe('聚合庄生态农庄')
  })

  it('has a title within its bound and without a break, however long it is', () => {
    const said = read('字'.repeat(BOUND.line + 50))
    expect(Array.from(said.title)).toHaveLength(BOUND.line)
    expect(said.description).toHaveLength(BOUND.line + 50)
    const clauses = read(`${'用电不足，'.repeat(30)}`)
    expect(clauses.title.length).toBeLessThanOrEqual(60)
    expect(clauses.title).not.toMatch(/[\n，]$/)
  })

  it('is read by its labels where it has some', () => {
    const said = read('企业名称：许昌华辰食品有限公司\n问题：门前道路积水，货车进不来\n时间：8月12日')
    expect(said).toMatchObject({ title: '门前道路积水，货车进不来', raised_on: '2021-08-12' })
    expect(said.names[0]).toBe('许昌华辰食品有限公司')
  })

  it('finds a name behind the words before it', () => {
    expect(read('今天上午我们走访了华辰食品有限公司，停水三天了').names).toContain('华辰食品有限公司')
    expect(read('辖区的宏达物流来电，限行时段太长').names).toContain('宏达物流')
    expect(read('路灯坏了').names).toEqual([])
  })
})

describe('the day on which it was said', () => {
  it.each([
    ['昨天企业反映停电', '2021-08-15'],
    ['前日企业反映停电', '2021-08-14'],
    ['8月10日企业反映停电', '2021-08-10'],
    ['2020年12月30日企业反映停电', '2020-12-30'],
    ['李四 昨天 09:12\n停电', '2021-08-15'],
    ['李四 8/12 09:12\n停电', '2021-08-12'],
  ])('is told from “%s”', (text, day) => expect(read(text).raised_on).toBe(day))

  it.each(['8月20日前解决', '请于8月10日前解决', '自8月1日起停电', '8月1日以来停电', '8月30日停电', '今天停电', '8月16日停电', '水压3.5公斤', '2021年13月40日停电', '停电'])(
    'is none in “%s”',
    (text) => expect(read(text).raised_on).toBe(''),
  )

  it('lies in the year before where the new one has just begun', () => {
    expect(readChat('12月30日反映停电', '2022-01-04').raised_on).toBe('2021-12-30')
  })
})
