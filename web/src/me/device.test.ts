import { expect, it } from 'vitest'
import { device } from './device'

it('names the system and the browser, the more particular one', () => {
  expect(device('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0')).toBe('Windows 电脑 · Edge')
  expect(device('Mozilla/5.0 (Linux; Android 12) Chrome/90 Mobile MicroMessenger/8.0')).toBe('安卓手机 · 微信')
})

it('shows what it does not know as it came', () => {
  expect(device('curl/7.88.1')).toBe('curl/7.88.1')
  expect(device('')).toBe('未知设备')
})
