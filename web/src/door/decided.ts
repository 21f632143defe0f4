import { useQueryClient } from '@tanstack/vue-query'

/** What is looked at anew after a report was decided on. */
export function useDecided() {
  const queries = useQueryClient()
  return () => {
    for (const queryKey of [['door_reports'], ['problems'], ['queue']]) void queries.invalidateQueries({ queryKey })
  }
}
