import { createRouter, createWebHistory, type LocationQuery, type RouteRecordRaw } from 'vue-router'
import { offline } from './api/problem'
import { failed } from './parts/notify'
import { useSession, type Role } from './session/session'
import { LEDGER } from './words/words'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** Whose page it is; the API decides what they may do on it. */
    roles?: Role[]
    /** Without menu, and without signing in. */
    bare?: boolean
    /** In the menu, under this heading. */
    menu?: string
    /** Where the menu leads, where the path has parameters. */
    entry?: string
  }
}

const CASES: Role[] = ['coordinator', 'park_staff', 'department_staff', 'leader']
const FIELD: Role[] = ['coordinator', 'park_staff']
const IMPORTERS: Role[] = ['coordinator', 'park_staff', 'department_staff']
/** Who reads of all enterprises of a park; departments are told of those of their entries alone. */
export const FIELD_READERS: Role[] = ['coordinator', 'park_staff', 'leader']
/** Who may look for a part of a text; each finds what they may see. */
export const SEARCHERS: Role[] = ['admin', ...CASES]
/** What a form for a new entry knows by where somebody comes from. */
const KNOWN = ['activity_id', 'problem_id']
const knownOf = (query: LocationQuery) => Object.fromEntries(KNOWN.filter((name) => Number(query[name])).map((name) => [name, Number(query[name])]))
const SETTERS: Role[] = ['admin', 'coordinator']

export const routes: RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('./pages/PageSignIn.vue'), meta: { title: '登录', bare: true } },
  { path: '/door', component: () => import('./pages/PageDoor.vue'), meta: { title: '企业直通', bare: true } },
  { path: '/', component: () => import('./pages/PageHome.vue'), meta: { title: '工作台', menu: '日常' } },
  {
    path: '/problems/new',
    component: () => import('./pages/PageReport.vue'),
    meta: { title: '上报问题', roles: FIELD, menu: '日常' },
  },
  {
    path: '/problems',
    component: () => import('./pages/PageProblems.vue'),
    meta: { title: LEDGER.problems, roles: CASES, menu: '日常' },
  },
  {
    path: '/problems/:id(\\d+)',
    component: () => import('./pages/PageProblem.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
    meta: { title: '问题详情', roles: CASES },
  },
  {
    path: '/search',
    component: () => import('./pages/PageSearch.vue'),
    meta: { title: '检索', roles: SEARCHERS },
  },
  {
    path: '/tracking',
    component: () => import('./pages/PageTracking.vue'),
    meta: { title: '持续跟踪', roles: CASES, menu: '日常' },
  },
  {
    path: '/visits',
    component: () => import('./pages/PageVisits.vue'),
    meta: { title: '走访', roles: FIELD_READERS, menu: '日常' },
  },
  {
    path: '/visits/new',
    component: () => import('./pages/PageVisitNew.vue'),
    meta: { title: '记录走访', roles: FIELD },
  },
  {
    path: '/visits/:id(\\d+)',
    component: () => import('./pages/PageVisit.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
    meta: { title: '走访详情', roles: FIELD_READERS },
  },
  {
    path: '/enterprises',
    component: () => import('./pages/PageEnterprises.vue'),
    meta: { title: '企业', roles: ['admin', ...FIELD_READERS], menu: '日常' },
  },
  {
    path: '/enterprises/:id(\\d+)',
    component: () => import('./pages/PageEnterprise.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
    meta: { title: '一企一档', roles: ['admin', ...FIELD_READERS] },
  },
  {
    path: '/imports',
    component: () => import('./pages/PageImports.vue'),
    meta: { title: '导入', roles: IMPORTERS, menu: '日常' },
  },
  {
    path: '/imports/:id(\\d+)',
    component: () => import('./pages/PageImport.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
    meta: { title: '导入', roles: IMPORTERS },
  },
  {
    path: '/overview',
    component: () => import('./pages/PageOverview.vue'),
    meta: { title: '总览', roles: CASES, menu: '通报' },
  },
  {
    path: '/reports/:kind(weekly|monthly|quarterly)',
    component: () => import('./pages/PagePeriodical.vue'),
    props: true,
    meta: { title: '周报月报季报', roles: FIELD_READERS, menu: '通报', entry: '/reports/weekly' },
  },
  // A ledger's place in the menu; what it is like the server says.
  {
    path: '/projects',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'projects' },
    meta: { title: '项目建设', roles: CASES, menu: '台账' },
  },
  {
    path: '/project_targets',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'project_targets' },
    meta: { title: '项目目标', roles: ['coordinator', 'leader'], menu: '台账' },
  },
  {
    path: '/negative_list',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'negative_list' },
    meta: { title: '两高一危清单', roles: ['coordinator', 'leader'], menu: '台账' },
  },
  {
    path: '/revivals',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'revivals' },
    meta: { title: '停产企业盘活', roles: CASES, menu: '台账' },
  },
  {
    path: '/drives',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'drives' },
    meta: { title: '专项行动', roles: CASES, menu: '台账' },
  },
  {
    path: '/checks',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'checks' },
    meta: { title: '专项检查', roles: CASES, menu: '台账' },
  },
  {
    path: '/hazards',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'hazards' },
    meta: { title: '隐患', roles: CASES, menu: '台账' },
  },
  {
    path: '/leads',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'leads' },
    meta: { title: '双招双引', roles: CASES, menu: '台账' },
  },
  {
    path: '/lead_terms',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'lead_terms' },
    meta: { title: '招商规则', roles: ['coordinator', 'leader'], menu: '台账' },
  },
  {
    path: '/activities',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'activities' },
    meta: { title: '创新服务', roles: CASES, menu: '台账' },
  },
  {
    path: '/matches',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'matches' },
    meta: { title: '对接', roles: CASES, menu: '台账' },
  },
  {
    path: '/case_studies',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'case_studies' },
    meta: { title: '典型案例', roles: CASES, menu: '台账' },
  },
  {
    path: '/bulletins',
    component: () => import('./pages/PageEntries.vue'),
    props: { code: 'bulletins' },
    meta: { title: '简报', roles: ['coordinator', 'leader'], menu: '台账' },
  },
  {
    path: '/outbox',
    component: () => import('./pages/PageOutbox.vue'),
    meta: { title: '通知记录', roles: SETTERS, menu: '管理' },
  },
  {
    path: '/administration/:tab?',
    component: () => import('./pages/PageAdministration.vue'),
    meta: { title: '管理', roles: SETTERS, menu: '管理' },
  },
  {
    path: '/audit',
    component: () => import('./pages/PageAudit.vue'),
    meta: { title: '安全审计', roles: ['auditor'], menu: '管理' },
  },
  { path: '/me', component: () => import('./pages/PageMe.vue'), meta: { title: '我的账号' } },
  {
    path: '/help/:of(park_staff|department_staff|coordinator|leader|admin|auditor)?',
    component: () => import('./pages/PageHelp.vue'),
    props: true,
    meta: { title: '帮助' },
  },
  // Any ledger by its code. What is none, or none of this person's, has no page.
  {
    path: '/:code',
    component: () => import('./pages/PageEntries.vue'),
    props: (route) => ({ code: String(route.params.code) }),
  },
  {
    path: '/:code/new',
    component: () => import('./pages/PageEntryNew.vue'),
    props: (route) => ({ code: String(route.params.code), enterprise: Number(route.query.enterprise_id) || undefined, known: knownOf(route.query) }),
    meta: { title: '台账登记' },
  },
  {
    path: '/:code/:id(\\d+)',
    component: () => import('./pages/PageEntry.vue'),
    props: (route) => ({ code: String(route.params.code), id: Number(route.params.id) }),
    meta: { title: '台账详情' },
  },
  { path: '/:rest(.*)', component: () => import('./pages/PageNotFound.vue'), meta: { title: '没有这一页' } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

/** Begins to load the part of a page, which its guard may still turn away from. */
export function fetchAhead(path: string): void {
  const page = router.resolve(path).matched[0]?.components?.default as (() => Promise<unknown>) | undefined
  // What fails here fails again, and is told, when the page is opened.
  if (typeof page === 'function') void page().catch(() => null)
}

router.beforeEach((to) => {
  const { user, away } = useSession()
  // Whose page it is, the frame tells; there it also says that the server can't be reached.
  if (to.meta.bare || away.value) return true
  if (!user.value) return { path: '/sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (user.value.must_change_password && to.path !== '/me') return '/me'
  return true
})

// The part of the program for a page comes over the network, too.
router.onError(() => failed(offline()))

router.afterEach((to) => {
  document.title = to.meta.title ? `${to.meta.title} · 助企` : '助企'
})
