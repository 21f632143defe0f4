import { ElMessage } from 'element-plus'
import { sentence } from '@/api/problem'

/** Says shortly that something was done. */
export function done(text: string): void {
  ElMessage({ type: 'success', message: text, grouping: true })
}

/** Says what went wrong where no form has a place for it. */
export function failed(error: unknown): void {
  ElMessage({ type: 'error', message: sentence(error), duration: 6000, showClose: true })
}
