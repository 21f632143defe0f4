import type { Schemas } from '@/api/client'

/** The rule in force, before it is broken. */
export function ruleText(rule: Schemas['PasswordRule']): string {
  const parts = [`至少${rule.least}位`]
  if (rule.classes > 1) parts.push(`含大写字母、小写字母、数字、符号中的至少${'一两三四'[rule.classes - 1]}类`)
  parts.push('不能用常见密码')
  return `${parts.join('，')}。${rule.days ? `每${rule.days}天须更换一次。` : ''}`
}
