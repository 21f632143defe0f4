import { VueQueryPlugin, QueryClient } from '@tanstack/vue-query'
import { createApp } from 'vue'
import App from './App.vue'
import { forgetAnswers } from './api/held'
import { ApiProblem } from './api/problem'
import { fetchAhead, router } from './router'
import { atSignOut, restore } from './session/session'
import 'element-plus/theme-chalk/base.css'
import './theme.css'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Whether there is a way to an intranet's server isn't known to the browser: it is tried.
      networkMode: 'always',
      // What the server refused it will refuse again; a lost connection may come back.
      retry: (failures, error) => error instanceof ApiProblem && error.isOffline && failures < 2,
    },
    mutations: { networkMode: 'always' },
  },
})
atSignOut(() => {
  queries.clear()
  forgetAnswers()
})

// The part of the first page comes while the session is asked for.
fetchAhead(location.pathname)
void restore().then(() => createApp(App).use(VueQueryPlugin, { queryClient: queries }).use(router).mount('#app'))
