import type { Schemas } from '@/api/client'

/** What happened, to somebody who has never seen the system. */
export const STEPS: Record<Schemas['DoorStep'], string> = {
  reported: '园区登记',
  dispatched: '交办',
  accepted: '承办单位签收',
  on_site: '上门对接',
  resolved: '办结',
  closed: '归档',
  reopened: '重新办理',
}
