import { routes } from '@/router'
import { useSession } from '@/session/session'

/** The pages in the menu that are this person's, by heading. */
export function useMenu() {
  const { is } = useSession()
  const mine = routes.filter((route) => route.meta?.menu && (!route.meta.roles || is(...route.meta.roles)))
  const headings = [...new Set(mine.map((route) => route.meta?.menu ?? ''))]
  return headings.map((heading) => ({
    heading,
    entries: mine
      .filter((route) => route.meta?.menu === heading)
      // A parameter that may be left out is left out.
      .map(({ path, meta }) => ({ page: path, path: meta?.entry ?? path.replace(/\/:\w+\?$/, ''), title: meta?.title ?? '' })),
  }))
}
