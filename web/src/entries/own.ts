import { defineAsyncComponent, type Component } from 'vue'
import { asks } from '@/leads/lead'
import type { Values } from './body'

/** What single ledgers have of their own on the pages; everything else is drawn from the description. */
interface Own {
  /** Over the list: told the filtered numbers. */
  list?: Component
  /** Beside an entry in a list: told that one. */
  row?: Component
  /** Whether a field is asked for, by what is told of the entry. */
  asks?: (field: string, told: Values) => boolean
  /** Whether the list can be seen by stages, side by side. */
  board?: boolean
  /** On the overview, beneath its line: told the numbers of all. */
  overview?: Component
  /** On an entry's page, before its timeline. */
  detail?: Component
  /** With the plan, whoever reads it: beside the button that sets it. */
  plan?: Component
  /** Beside the button that links. */
  link?: Component
}

export const OWN: Record<string, Own | undefined> = {
  activities: { detail: defineAsyncComponent(() => import('@/activities/ActivityDetail.vue')) },
  bulletins: { detail: defineAsyncComponent(() => import('@/bulletins/BulletinPaper.vue')) },
  drives: { detail: defineAsyncComponent(() => import('@/drives/DriveDetail.vue')) },
  leads: {
    list: defineAsyncComponent(() => import('@/leads/LeadNumbers.vue')),
    row: defineAsyncComponent(() => import('@/leads/LeadCall.vue')),
    board: true,
    asks,
    detail: defineAsyncComponent(() => import('@/leads/LeadDetail.vue')),
  },
  projects: {
    list: defineAsyncComponent(() => import('@/projects/ProjectMoney.vue')),
    overview: defineAsyncComponent(() => import('@/projects/ProjectTargets.vue')),
    detail: defineAsyncComponent(() => import('@/projects/ProjectDetail.vue')),
    plan: defineAsyncComponent(() => import('@/projects/ProjectSchedule.vue')),
    link: defineAsyncComponent(() => import('@/projects/ProjectProblem.vue')),
  },
  revivals: {
    list: defineAsyncComponent(() => import('@/revivals/RevivalUnlisted.vue')),
    detail: defineAsyncComponent(() => import('@/revivals/RevivalSheet.vue')),
  },
}
