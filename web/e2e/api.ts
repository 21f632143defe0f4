import { PASSWORD, type Demo } from './server'
import type { Account } from './fixtures'

/** Somebody else at work, straight through the API. */
export async function colleague(demo: Demo, username: Account) {
  const call = async (method: string, path: string, body: unknown, token?: string) => {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' }
    if (token) headers.Authorization = `Bearer ${token}`
    if (token && method === 'POST') headers['Idempotency-Key'] = `e2e-${Math.random()}`
    const answer = await fetch(`${demo.url}/api/v1${path}`, { method, headers, body: body ? JSON.stringify(body) : undefined })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { access_token: token } = await call('POST', '/auth/login', { username, password: PASSWORD })
  return {
    get: (path: string) => call('GET', path, undefined, token),
    post: (path: string, body: unknown) => call('POST', path, body, token),
  }
}

/** A problem filed by the campaign office and handed to the department that the demo has an account for. */
export async function fileFor(demo: Demo, titles: string[]): Promise<number[]> {
  const office = await colleague(demo, 'coordinator')
  const [enterprise, departments] = await Promise.all([office.get('/enterprises?limit=1'), office.get('/departments?limit=200')])
  const department = departments.items.find((one: { name: string }) => one.name === '华辰电力公司')
  const ids: number[] = []
  for (const title of titles) {
    const dispatch = { lead_department_id: department.id, supporting_department_ids: [] }
    const filed = await office.post('/problems', { title, description: '', enterprise_id: enterprise.items[0].id, severity: 'ordinary', level: 'district', dispatch })
    ids.push(filed.id)
  }
  return ids
}
