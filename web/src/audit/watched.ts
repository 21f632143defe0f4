import { localInstant } from './told'

/** What an auditor looks at first, by its actions in the trail. */
export const WATCHED: { title: string; actions: string[]; alarming?: boolean; listed?: boolean }[] = [
  { title: '登录被拒绝', actions: ['session.refused'], alarming: true },
  { title: '登录', actions: ['session.open'] },
  { title: '账号变动', actions: ['user.create', 'user.update', 'user.reset_password'], listed: true },
  { title: '查看企业联系人', actions: ['enterprise.contacts_read'] },
  { title: '导出问题台账', actions: ['problem.export'] },
]

/** Until when an account was locked by a sign-in that was refused. */
export function lockedUntil(data: unknown): string {
  const until = (data as { locked_until?: unknown } | null)?.locked_until
  return typeof until === 'string' ? localInstant(until) : ''
}
