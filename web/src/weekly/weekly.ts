import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ask, idempotencyKey, type Schemas } from '@/api/client'
import { fileName, save } from '@/parts/save'
import { today } from '@/session/today'
import { plusDays } from '@/words/time'
import { KINDS, type Kind } from './stretch'

export type Weekly = Schemas['Weekly']

/** Which report is asked for; without `which`, that of the last week, month or quarter that is over. */
export interface Asked {
  kind: Kind
  which?: string
  park_id?: number
  /** Of a month that isn't issued: the day as of which its ledgers are counted; its last one where absent. */
  as_of?: string
}

/** The three share one shape; only the name of one parameter differs. */
function request<P extends 'json' | 'text' | 'blob'>({ kind, which, park_id, as_of }: Asked, format: FileFormat | 'html' | 'json', parseAs: P) {
  const address = `/api/v1/reports/${kind}` as '/api/v1/reports/weekly'
  const query = { [KINDS[kind].query]: which, park_id, as_of, format }
  return api.GET(address, { params: { query }, parseAs })
}

const fetchReport = async (asked: Asked) => (await ask(request(asked, 'json', 'json'))) as Weekly
const fetchPage = async (asked: Asked) => (await ask(request(asked, 'html', 'text'))) as string

/** What the office opens a report with; the page itself is for printing. */
export const FILES = { docx: 'Word', xlsx: 'Excel', pdf: 'PDF' } as const
export type FileFormat = keyof typeof FILES

/** Fetched with the token, which a plain link doesn't carry. */
export function useFile() {
  return useMutation({
    mutationFn: async ({ asked, format }: { asked: Asked; format: FileFormat }) => {
      const { data, response } = await request(asked, format, 'blob')
      save(data as unknown as Blob, fileName(response.headers.get('Content-Disposition')) ?? `${KINDS[asked.kind].name}.${format}`)
    },
  })
}

export function useReport(asked: Ref<Asked>) {
  const report = useQuery({ queryKey: ['weekly', 'json', asked], queryFn: () => fetchReport(asked.value) })
  /** What is looked at, printed and saved: of a month that can be issued as it would be, with its ledgers as of yesterday. */
  const drawn = computed<Asked>(() => {
    const { kind } = asked.value
    const shown = report.data.value
    const waits = kind === 'monthly' && shown?.status === 'draft' && shown.to < today.value
    return waits ? { ...asked.value, which: shown.week, as_of: plusDays(today.value, -1) } : asked.value
  })
  const page = useQuery({ queryKey: ['weekly', 'html', drawn], queryFn: () => fetchPage(drawn.value), enabled: computed(() => report.isFetched.value) })
  return { report, page, drawn }
}

/** What is issued: weeks and months are, quarters never. */
export type Issued = Exclude<Kind, 'quarterly'>

/** 签发 of a week or a month, with its number. */
export function useIssue(kind: Issued) {
  const queries = useQueryClient()
  const headers = { 'Idempotency-Key': idempotencyKey() }
  return useMutation({
    mutationFn: ({ report, number: given }: { report: Weekly; number: string }) => {
      const number = given || null
      return ask<Weekly>(
        kind === 'weekly'
          ? api.POST('/api/v1/reports/weekly/issue', { params: { query: { ending: report.to } }, body: { number }, headers })
          : api.POST('/api/v1/reports/monthly/issue', { body: { month: report.week, number }, headers }),
      )
    },
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['weekly'] }), queries.invalidateQueries({ queryKey: ['statistics'] })]),
  })
}

/** 草稿, 已签发 or 已封存, and what that means. */
export function standing(report: Pick<Weekly, 'status' | 'number' | 'closed_at'>, kind: Kind): { word: string; tells: string } {
  if (kind === 'quarterly') return { word: '统计稿', tells: '不签发、不封存，数字随登记变动' }
  if (kind === 'monthly' && report.status === 'closed' && !report.number)
    return { word: '已签发', tells: '本园区在该月月报签发后设立，按签发时的口径统计' }
  if (kind === 'monthly' && report.status === 'draft') return { word: '统计稿', tells: '数字随登记变动，签发后固定' }
  if (report.status === 'draft') return { word: '草稿', tells: '数字随登记变动，签发或过截止时间后固定' }
  if (report.number) return { word: '已签发', tells: '数字已固定，不再变动' }
  // Weeks from before the first start are closed and were never composed.
  if (!report.closed_at) return { word: '已封存', tells: '本系统启用以前的一周，不再计数' }
  return { word: '已封存', tells: '过截止时间未签发，数字已固定，不再变动' }
}

/** The 期号 that comes after the earlier ones, counted within the year. */
export function proposed(earlier: (string | null | undefined)[], year: string): string {
  const numbers = earlier.map((one) => {
    const [, of, running] = /^(\d{4})年第(\d+)期$/.exec(one ?? '') ?? []
    return of === year ? Number(running) : 0
  })
  return `${year}年第${Math.max(0, ...numbers) + 1}期`
}

/** No list is kept of weeks: those before are looked at. */
async function earlierNumbers(to: string): Promise<(string | null)[]> {
  const ends = [1, 2, 3, 4].map((back) => plusDays(to, -7 * back))
  return Promise.all(ends.map(async (which) => (await fetchReport({ kind: 'weekly', which })).number ?? null))
}

export function useNextNumber(kind: Ref<Kind>, to: Ref<string | undefined>, wanted: Ref<boolean>) {
  const earlier = useQuery({
    queryKey: ['weekly', 'numbers', to],
    enabled: computed(() => wanted.value && kind.value === 'weekly' && !!to.value),
    queryFn: () => earlierNumbers(to.value ?? ''),
  })
  return computed(() => {
    const [year, month] = (to.value ?? '').split('-')
    // A month's number is its own.
    if (kind.value === 'monthly') return year && month ? `${year}年第${Number(month)}期` : null
    return earlier.data.value ? proposed(earlier.data.value, year ?? '') : null
  })
}
