import { counted, kindWord, MISSING, type Import, type Missing } from './kinds'

export type Mode = Import['mode']

const rowsOf = ({ counts }: Import) => counts.new + counts.matched + counts.different + counts.wrong

/** Why a checked file can't be taken so; null where it can. */
export function obstacle(one: Import, mode: Mode): string | null {
  const { wrong } = one.counts
  if (one.counts.new === 0) return nothingNew(one)
  if (mode === 'all_or_nothing' && wrong > 0) return `有 ${wrong} 行有误：请更正后重新上传，或选择“只导入正确的行”。`
  return null
}

function nothingNew(one: Import): string {
  const { wrong, different } = one.counts
  if (wrong === rowsOf(one)) return '每一行都有误，没有可导入的内容，请更正后重新上传。'
  if (wrong > 0) return `正确的行系统中都已有；另有 ${wrong} 行有误，更正后可重新上传。`
  return different > 0 ? '文件中的各行系统中都已有，内容不同的以系统为准，不需要导入。' : '文件中的各行系统中都已有，不需要导入。'
}

/** What is made in the directory: a kind of thing, and the names. */
export function makings({ making }: Import): { what: string; names: string[] }[] {
  const named = (Object.keys(MISSING) as Missing[]).map((one) => ({ what: MISSING[one], names: making[one] }))
  return named.filter(({ names }) => names.length > 0)
}

/** What will happen when it is confirmed, in numbers. */
export function consequences(one: Import): string[] {
  const { counts, making, kind } = one
  return [
    `新增 ${counts.new} ${counted(kind)}。`,
    counts.wrong && `有误的 ${counts.wrong} 行不导入，可下载后更正再导。`,
    counts.matched && `系统中已有的 ${counts.matched} 行不重复登记。`,
    counts.different && `与系统不一致的 ${counts.different} 行不改动系统中的内容。`,
    making.enterprises && kind !== 'enterprises' && `名录中新建企业 ${making.enterprises} 家。`,
    ...makings(one).map(({ what, names }) => `名录中新建${what} ${names.length} 个：${names.join('、')}。`),
    kind === 'problems' && '各环节按文件中的日期记入，不向承办单位发通知。',
    '导入后不能整批撤回。',
  ].filter((line): line is string => !!line)
}

/** An import on one line of a list. */
export function summary(one: Import): string {
  const { counts, progress, state } = one
  if (state === 'reading') return '等待核对'
  if (state === 'checking' || state === 'writing') return progress.done ? `已核对 ${progress.done} 行` : '核对中'
  if (state === 'failed' && rowsOf(one) === 0) return one.fault?.detail ?? ''
  const parts = [
    `${state === 'done' ? '已新增' : '新增'} ${counts.new}`,
    counts.matched && `已存在 ${counts.matched}`,
    counts.different && `有差异 ${counts.different}`,
    counts.wrong && `有误 ${counts.wrong}`,
  ]
  return parts.filter(Boolean).join('，')
}

/** How far the server has come: a sentence, and a part of a hundred where that is known. */
export function standing({ state, progress, counts, kind }: Import): { text: string; percent: number | null } {
  const { done, total, prepared } = progress
  const parted = (of: number, all: number) => Math.min(100, Math.round((of / all) * 100))
  if (state === 'reading') return { text: '等待核对……', percent: null }
  const part = total ? parted(done, total) : null
  if (state === 'checking') return { text: done ? `正在核对，已核对 ${done} 行……` : '正在读取文件……', percent: part }
  if (total && done < total) return { text: `导入前再次核对，${done} / ${total} 行……`, percent: part }
  if (prepared > 0 && prepared < counts.new) {
    return { text: `正在整理，${prepared} / ${counts.new} ${counted(kind)}……`, percent: parted(prepared, counts.new) }
  }
  return { text: `正在写入${kindWord(kind)}……`, percent: null }
}
