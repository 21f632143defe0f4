/** What servers mean by the enhanced codes that mails come back with (RFC 3463), by their last two numbers. */
const ENHANCED: Record<string, string> = {
  '1.1': '收件地址不存在',
  '1.2': '收件地址的域名不存在',
  '1.3': '收件地址有误',
  '1.6': '收件邮箱已迁移',
  '1.7': '发件地址有误',
  '1.8': '发件地址的域名不被认可',
  '1.10': '收件单位不接收邮件',
  '2.1': '收件邮箱已停用',
  '2.2': '收件邮箱已满',
  '2.3': '邮件超过对方限制的大小',
  '3.4': '邮件超过服务器限制的大小',
  '4.1': '连不上对方的邮件服务器',
  '4.4': '找不到对方的邮件服务器',
  '4.7': '多次投递未成功，已过期',
  '6.0': '邮件内容被服务器拒收',
  '7.0': '邮件服务器要求登录',
  '7.8': '发件账号或密码不正确',
}

/** And by the plain codes where there is no better. */
const PLAIN: Record<string, string> = {
  421: '邮件服务器暂时停止服务',
  450: '收件邮箱暂时不可用',
  451: '邮件服务器暂时不能处理',
  452: '邮件服务器空间不足',
  501: '收件地址有误',
  504: '邮件服务器不认可本机名称',
  530: '邮件服务器要求登录',
  535: '发件账号或密码不正确',
  550: '收件地址不存在或被拒收',
  551: '收件人不在该服务器',
  552: '邮件过大或收件邮箱已满',
  553: '邮件地址不被接受',
  554: '邮件被拒收，可能被判为垃圾邮件',
}

/** What the mail server answered last, in words; its own may be shown beside them. */
export function answerWord(answer: string | null | undefined): string {
  if (!answer) return '—'
  // The program's own reasons are told in Chinese already.
  if (/[\u4e00-\u9fa5]/.test(answer)) return answer
  if (/^written to /.test(answer)) return '已写入邮件文件夹，未经邮件服务器'
  if (/no answer within|timed? ?out/i.test(answer)) return '邮件服务器没有应答'
  if (/certificate|tls|ssl/i.test(answer) && !/^\d{3}/.test(answer)) return '与邮件服务器的加密连接未成功'
  if (/connect|resolve|lookup|network|unreachable|refused/i.test(answer) && !/^\d{3}/.test(answer)) return '连不上邮件服务器'
  const [, code = '', , enhanced = ''] = /^(\d{3})(?:[ -]([245])\.(\d{1,3}\.\d{1,3}))?/.exec(answer) ?? []
  if (code.startsWith('2')) return '邮件服务器已接收'
  // A refusal to pass mail on, or that of a filter: the plain code says as much as can be told.
  return ENHANCED[enhanced] ?? PLAIN[code] ?? (code.startsWith('4') ? '邮件服务器暂不接收' : code.startsWith('5') ? '邮件服务器拒收' : '邮件服务器的其他答复')
}

/** Whether there are words of the server's own behind it, for those who look into a fault. */
export const hasOriginal = (answer: string | null | undefined) => !!answer && answerWord(answer) !== answer && !/^2\d\d|^written to /.test(answer)
