import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ask, idempotencyKey, type Schemas } from '@/api/client'
import { plusDays } from '@/words/time'

export type Weekly = Schemas['Weekly']

/** Which report is asked for; without a last day, that of the last week that is over. */
export interface Asked {
  ending?: string
  park_id?: number
}

export async function fetchWeekly(asked: Asked): Promise<Weekly> {
  return (await ask(api.GET('/api/v1/reports/weekly', { params: { query: { ...asked, format: 'json' } } }))) as Weekly
}

async function fetchPage(asked: Asked): Promise<string> {
  const query = { ...asked, format: 'html' } as const
  return (await ask(api.GET('/api/v1/reports/weekly', { params: { query }, parseAs: 'text' }))) as string
}

/** What the office opens a report with; the page itself is for printing. */
export const FILES = { docx: 'Word', xlsx: 'Excel', pdf: 'PDF' } as const
export type FileFormat = keyof typeof FILES

/** The name that the server gives a file (RFC 5987). */
export function fileName(disposition: string | null): string | null {
  const [, name] = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '') ?? []
  return name ? decodeURIComponent(name) : null
}

/** Hands a file to the browser's own way of keeping it. */
export function keep(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** Fetched with the token, which a plain link doesn't carry. */
export function useFile() {
  return useMutation({
    mutationFn: async ({ asked, format }: { asked: Asked; format: FileFormat }) => {
      const query = { ...asked, format }
      const { data, response } = await api.GET('/api/v1/reports/weekly', { params: { query }, parseAs: 'blob' })
      keep(data as unknown as Blob, fileName(response.headers.get('Content-Disposition')) ?? `周报.${format}`)
    },
  })
}

export function useWeekly(asked: Ref<Asked>) {
  const report = useQuery({ queryKey: ['weekly', 'json', asked], queryFn: () => fetchWeekly(asked.value) })
  const page = useQuery({ queryKey: ['weekly', 'html', asked], queryFn: () => fetchPage(asked.value) })
  return { report, page }
}

/** 签发 of a week, with its number. */
export function useIssue() {
  const queries = useQueryClient()
  const key = idempotencyKey()
  return useMutation({
    mutationFn: ({ ending, number }: { ending: string; number: string }) =>
      ask(
        api.POST('/api/v1/reports/weekly/issue', {
          params: { query: { ending } },
          body: { number: number || null },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['weekly'] }), queries.invalidateQueries({ queryKey: ['statistics'] })]),
  })
}

export interface Week {
  from: string
  to: string
  running: boolean
}

/**
 * The running week and those before it, the newest first. Where weeks begin is the server's to
 * say: `last` is the last day of one of them.
 */
export function weeks(last: string, now: string, count = 60): Week[] {
  let to = last
  while (to < now) to = plusDays(to, 7)
  return Array.from({ length: count }, (_, place) => {
    const end = plusDays(to, -7 * place)
    return { from: plusDays(end, -6), to: end, running: end >= now }
  })
}

/** 草稿, 已签发 or 已封存, and what that means. */
export function standing(report: Pick<Weekly, 'status' | 'number' | 'closed_at'>): { word: string; tells: string } {
  if (report.status === 'draft') return { word: '草稿', tells: '数字随登记变动，签发或过截止时间后固定' }
  if (report.number) return { word: '已签发', tells: '数字已固定，不再变动' }
  // Weeks from before the first start are closed and were never composed.
  if (!report.closed_at) return { word: '已封存', tells: '本系统启用以前的一周，不再计数' }
  return { word: '已封存', tells: '过截止时间未签发，数字已固定，不再变动' }
}

/** The 期号 that comes after those of earlier weeks, counted within the year. */
export function proposed(earlier: (string | null | undefined)[], year: string): string {
  const numbers = earlier.map((one) => {
    const [, of, running] = /^(\d{4})年第(\d+)期$/.exec(one ?? '') ?? []
    return of === year ? Number(running) : 0
  })
  return `${year}年第${Math.max(0, ...numbers) + 1}期`
}

/** Looks at the weeks before, since the server keeps no list of issues. */
export function useNextNumber(to: Ref<string | undefined>, wanted: Ref<boolean>) {
  const earlier = useQuery({
    queryKey: ['weekly', 'numbers', to],
    enabled: computed(() => wanted.value && !!to.value),
    queryFn: () => {
      const ends = [1, 2, 3, 4].map((back) => plusDays(to.value ?? '', -7 * back))
      return Promise.all(ends.map(async (ending) => (await fetchWeekly({ ending })).number ?? null))
    },
  })
  return computed(() => (earlier.data.value ? proposed(earlier.data.value, (to.value ?? '').slice(0, 4)) : null))
}
