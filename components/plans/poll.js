// Convergence: while the page is visible, ask every few seconds whether plans changed, and read the rows in sight anew.

import { request } from './http.js'

const EVERY = 5000

export function poll(list, refresh) {
  let since = null
  let isAsking = false
  const ask = async () => {
    if (document.hidden || isAsking) return
    isAsking = true
    try {
      const query = new URLSearchParams({ record: 'plan', limit: '1', ...(since === null ? {} : { since }) })
      const found = await request(`/api/v1/changes?${query}`, { staffId: list.model.staffId })
      if (since !== null && (found.items.length || found.reset)) refresh()
      since = found.next
    } catch {
      // Not reachable or signed out: the next block says so, where the person looks.
    } finally {
      isAsking = false
    }
  }
  const timer = setInterval(ask, EVERY)
  ask()
  window.addEventListener('pagehide', () => clearInterval(timer))
}
