import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'

/** What is done for many: a problem, or an entry of the queue that stands for one. */
export interface Row {
  id: number
  number: string
  title: string
}

/** So many are under way at once: quick, and the server still has time for others. */
const AT_ONCE = 4

/** Does one thing for many rows, each by itself with its own result: one that fails stops no other. */
export function useBatch<R extends Row>() {
  const queries = useQueryClient()
  const progress = reactive({
    running: false,
    total: 0,
    done: 0,
    failures: [] as { row: R; error: unknown }[],
  })

  /** The rows for which it was done. */
  async function run(rows: R[], step: (row: R) => Promise<unknown>): Promise<R[]> {
    if (progress.running) return []
    Object.assign(progress, { running: true, total: rows.length, done: 0, failures: [] })
    const waiting = [...rows]
    const failed = new Map<number, unknown>()
    const work = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        const { id } = row
        await step(row).catch((error) => failed.set(id, error))
        progress.done += 1
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    // In the order in which they stand on the page.
    progress.failures = rows.filter((row) => failed.has(row.id)).map((row) => ({ row, error: failed.get(row.id) })) as typeof progress.failures
    progress.running = false
    const touched = ['queue', 'problems', 'statistics', 'weekly']
    await Promise.all([
      ...touched.map((key) => queries.invalidateQueries({ queryKey: [key] })),
      ...rows.map((row) => queries.invalidateQueries({ queryKey: ['problem', row.id] })),
    ])
    return rows.filter((row) => !failed.has(row.id))
  }
  return { progress, run }
}
