/** What a browser has and jsdom lacks, for every test. */

// The page asks for addresses without a host; Node's own requests want one.
const Plain = globalThis.Request
globalThis.Request = class extends Plain {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(typeof input === 'string' ? new URL(input, 'http://localhost') : input, init)
  }
}

// Tests of rules have no browser at all.
if ('window' in globalThis) {
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }

  window.scrollTo = () => {}
  Element.prototype.scrollIntoView = () => {}
}
