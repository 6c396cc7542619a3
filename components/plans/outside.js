// How many of the selected plans the list does not show: a selection stays when the filter changes, and says so.

import { debounce } from './dom.js'
import { request } from './http.js'
import { grouped } from './state.js'

const PAUSE = 150

export class Outside {
  constructor(list) {
    this.list = list
    this.asked = 0
    this.count = debounce(() => this.ask(), PAUSE)
  }

  async ask() {
    const { list } = this
    const number = ++this.asked
    if (list.all || !list.selected.size) return
    const body = JSON.stringify({ ids: [...list.selected], filter: grouped(list.pairs) })
    try {
      const { count } = await request('/api/v1/plans/bulk/outside', { method: 'POST', body, staffId: list.model.staffId })
      if (number !== this.asked || !list.selected.size || count === list.outside) return
      list.outside = count
      list.tell('outside')
    } catch {
      // Not reachable or signed out: the rows say so.
    }
  }
}
