interface Asked {
  state: { status: string; errorUpdateCount: number }
}

const LONGEST = 5 * 60_000

/** How long to wait before asking again: twice as long after each failure in a row. */
export function pause(every: number, failures: number): number {
  return Math.min(every * 2 ** Math.min(failures, 10), LONGEST)
}

/**
 * For what somebody looks at: asked again after a while, only while the page is visible, more seldom
 * while the server can't be reached, at once when the page is looked at again or the network is back.
 */
export function live(every: number) {
  let before = 0
  return {
    refetchInterval: ({ state }: Asked) => {
      if (state.status !== 'error') before = state.errorUpdateCount
      return pause(every, state.errorUpdateCount - before)
    },
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    refetchOnReconnect: true,
  } as const
}
