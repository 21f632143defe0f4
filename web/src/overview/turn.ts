/**
 * A queue in which one question is asked after the other. The pictures ask for many numbers, and a server that
 * counts for somebody has fewer hands for everybody else; what stands first on the page asks first.
 */
export function queue() {
  let last: Promise<unknown> = Promise.resolve()
  return function inTurn<T>(question: () => Promise<T>): Promise<T> {
    const turn = last.then(question)
    last = turn.catch(() => undefined)
    return turn
  }
}
