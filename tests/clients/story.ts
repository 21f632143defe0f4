// A problem from filing to resolution, through openapi-fetch with the types that openapi-typescript made of
// the document. That it compiles says as much as that it runs.

import assert from 'node:assert/strict'
import createClient from 'openapi-fetch'
import type { components, paths } from './api.js'

type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

const baseUrl = process.argv[2]
const password = process.env['ZHUQI_STORY_PASSWORD']
assert.ok(baseUrl && password, 'the address as argument, the password in ZHUQI_STORY_PASSWORD')

/** The body of an answer that is no error. */
function given<T>(answer: { data?: T; error?: Schema<'Problem'>; response: Response }): T {
    assert.ok(answer.data !== undefined, `${answer.response.status}: ${answer.error?.code}`)
    return answer.data
}

async function signedIn(username: string) {
    const client = createClient<paths>({ baseUrl })
    const { access_token } = given(await client.POST('/api/v1/auth/login', { body: { username, password: password! } }))
    client.use({
        onRequest({ request }) {
            request.headers.set('Authorization', `Bearer ${access_token}`)
        },
    })
    return client
}

const park = await signedIn('park')
const department = await signedIn('department')

const enterprises = given(await park.GET('/api/v1/enterprises', { params: { query: { limit: 200 } } })).items
const enterprise = enterprises.find((one) => one.name.includes('聚合庄'))
const departments = given(await park.GET('/api/v1/departments', { params: { query: { limit: 200 } } })).items
const lead = departments.find((one) => one.name === '华辰电力公司')
assert.ok(enterprise && lead, 'the demo has the farm and the power company')

const report: Schema<'Report'> = {
    title: '接口客户端：大棚用电容量不足',
    description: '冬季增温后变压器容量不足',
    enterprise_id: enterprise.id,
    severity: 'urgent',
    dispatch: { lead_department_id: lead.id, note: '请尽快联系企业' },
}
const header = { 'Idempotency-Key': 'client-in-typescript' }
const filed = given(await park.POST('/api/v1/problems', { params: { header }, body: report }))
const repeated = given(await park.POST('/api/v1/problems', { params: { header }, body: report }))
assert.equal(repeated.number, filed.number, 'a repeat under the same key files nothing')
assert.match(filed.number, /^[A-Z]+-2021-\d{3,}$/)
assert.equal(filed.status, 'dispatched' satisfies Schema<'Status'>)

const path = { id: filed.id }
const accepted = given(await department.POST('/api/v1/problems/{id}/accept', { params: { path }, body: {} }))
assert.equal(accepted.clocks.accept?.met, true)
const resolution: Schema<'Resolve'> = { outcome: 'solved', resolution: '已更换变压器并恢复供电' }
given(await department.POST('/api/v1/problems/{id}/resolve', { params: { path }, body: resolution }))

const read = await park.GET('/api/v1/problems/{id}', { params: { path } })
const problem = given(read)
assert.equal(problem.status, 'resolved')
assert.equal(problem.outcome, 'solved')
assert.equal(problem.number, filed.number)
assert.equal(problem.clocks.solve?.met, true)
assert.ok(problem.clocks.solve.due_on > '2021-08-16')
assert.equal(read.response.headers.get('ETag'), `"${problem.version}"`)

const unchanged = { path, header: { 'If-None-Match': `"${problem.version}"` } }
assert.equal((await park.GET('/api/v1/problems/{id}', { params: unchanged })).response.status, 304)
const stale = { path, header: { 'If-Match': '"1"' } }
const refused = await park.POST('/api/v1/problems/{id}/comment', { params: stale, body: { text: '已电话了解' } })
assert.equal(refused.error?.code, 'request.stale_version' satisfies Schema<'Problem'>['code'])

const wrong = await park.POST('/api/v1/problems', { body: { ...report, title: '' } })
assert.equal(wrong.response.status, 422)
assert.deepEqual(
    wrong.error?.errors?.map(({ pointer, code }) => [pointer, code]),
    [['/title', 'required']],
)

const weekly = { params: { query: { ending: '2021-08-15', format: 'docx' } }, parseAs: 'arrayBuffer' } as const
const paper: ArrayBuffer = given(await park.GET('/api/v1/reports/weekly', weekly))
assert.equal(Buffer.from(paper).subarray(0, 2).toString(), 'PK', 'Word files are zip files')

console.log(`TypeScript: ${problem.number} ${problem.status}, a report of ${paper.byteLength} bytes`)
