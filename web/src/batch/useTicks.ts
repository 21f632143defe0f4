import { computed, ref, watch, type Ref } from 'vue'

/** Which rows of a list are ticked: those that are still there. */
export function useTicks<R extends { id: number }>(rows: Readonly<Ref<R[]>>) {
  const ids = ref<ReadonlySet<number>>(new Set())
  let last: number | null = null
  const ticked = computed(() => rows.value.filter((row) => ids.value.has(row.id)))

  function set(these: number[], on: boolean) {
    const next = new Set(ids.value)
    for (const id of these) {
      if (on) next.add(id)
      else next.delete(id)
    }
    ids.value = next
  }
  /** One, or with Shift all from the one before to this one. */
  function tick(row: R, on: boolean, through = false) {
    const all = rows.value.map((one) => one.id)
    const [from, to] = [last == null ? -1 : all.indexOf(last), all.indexOf(row.id)]
    set(through && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [row.id], on)
    last = row.id
  }
  // What the filters let through no more was not meant to be done something to.
  watch(rows, (now) => {
    const here = new Set(now.map((row) => row.id))
    if ([...ids.value].some((id) => !here.has(id))) ids.value = new Set([...ids.value].filter((id) => here.has(id)))
  })

  return {
    ticked,
    isTicked: (row: R) => ids.value.has(row.id),
    all: computed(() => rows.value.length > 0 && ticked.value.length === rows.value.length),
    tick,
    tickAll: (on: boolean) => set(rows.value.map((row) => row.id), on),
    only: (these: R[]) => void (ids.value = new Set(these.map((row) => row.id))),
  }
}

export type Ticks<R extends { id: number }> = ReturnType<typeof useTicks<R>>
