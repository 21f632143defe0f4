/** Bodies that name an entry of another ledger by its id: the field, and whose entries it chooses among. */
const PICKED: Record<string, string> = {
  rule_id: 'negative_list',
  project_id: 'projects',
}

/** The ledger that a field chooses an entry of; none where it is a plain number. */
export const pickedFrom = (name: string): string | undefined => PICKED[name]
