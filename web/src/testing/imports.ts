import type { Import } from '@/imports/kinds'

/** An import as the server tells it. */
export const imported = (told: Partial<Import> = {}): Import => ({
  id: 5,
  kind: 'problems',
  state: 'ready',
  dry_run: true,
  mode: 'all_or_nothing',
  file_name: '问题台账.csv',
  sheet: null,
  sheets: [],
  first_rows: [],
  skipped: { count: 0, rows: [] },
  columns: [
    { letter: 'A', heading: '单位', key: 'enterprise' },
    { letter: 'B', heading: '主要问题', key: 'title' },
    { letter: 'C', heading: '县里要求', key: null },
  ],
  known_columns: [
    { key: 'enterprise', heading: '企业名称' },
    { key: 'title', heading: '问题标题' },
    { key: 'description', heading: '问题描述' },
  ],
  progress: { done: 3, total: 3, prepared: 0 },
  counts: { new: 0, matched: 0, different: 0, wrong: 0 },
  making: { parks: [], departments: [], categories: [], enterprises: 0 },
  fault: null,
  created_at: '2021-08-16T09:00:00+08:00',
  finished_at: null,
  ...told,
})
