/**
 * Asks even where the browser believes to be offline: an error is shown at once instead of a wait
 * without end, and intranets that the browser can't judge work. Asked again when the network is back.
 */
export const ANYWAY = { networkMode: 'always', refetchOnReconnect: true } as const
