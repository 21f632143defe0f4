import { expect, it } from 'vitest'
import { answerWord, hasOriginal } from './answers'

it.each([
  ['250 2.0.0 Ok: queued as 4B3C', '邮件服务器已接收'],
  ['550 5.1.1 no such mailbox', '收件地址不存在'],
  ['550 no such user here', '收件地址不存在或被拒收'],
  ['552 5.2.2 mailbox full', '收件邮箱已满'],
  ['554 5.7.1 relay access denied', '邮件被拒收，可能被判为垃圾邮件'],
  ['535 5.7.8 authentication failed', '发件账号或密码不正确'],
  ['451 4.3.0 try again later', '邮件服务器暂时不能处理'],
  ['499 later', '邮件服务器暂不接收'],
  ['no answer within 30 s', '邮件服务器没有应答'],
  ['Connection error: Connection refused (os error 111)', '连不上邮件服务器'],
  ['written to 000031-394e68084aa8.eml', '已写入邮件文件夹，未经邮件服务器'],
  ['收件单位已停用', '收件单位已停用'],
  ['what is this', '邮件服务器的其他答复'],
  [null, '—'],
])('%s is told as %s', (answer, word) => expect(answerWord(answer)).toBe(word))

it('keeps the server’s own words at hand only where something went wrong', () => {
  expect(hasOriginal('550 5.1.1 no such mailbox')).toBe(true)
  expect(hasOriginal('250 Ok')).toBe(false)
  expect(hasOriginal('收件单位已停用')).toBe(false)
  expect(hasOriginal(null)).toBe(false)
})
