// What the board shows, as the server said it last.

import { request } from '../plans/http.js'

const NONE = 'none'

export class Store {
  constructor(list, config) {
    this.list = list
    this.config = config
    this.board = null
    this.problem = null
    this.asked = 0
  }

  get lanes() {
    return this.config.lanes.some(({ value }) => value === this.list.lanes) ? this.list.lanes : ''
  }

  query() {
    const query = new URLSearchParams(this.list.pairs)
    if (this.lanes) query.set('lanes', this.lanes)
    return query
  }

  /** Read counts, revenue and first cards. Returns false where a later reading overtook this one. */
  async read() {
    const asked = ++this.asked
    const query = this.query()
    const key = `${query}`
    // What was loaded on demand stays loaded, as far as the server allows.
    const most = this.key === key ? Math.max(20, ...(this.board?.columns.map((column) => column.cards.length) ?? [])) : 20
    query.set('cards', String(Math.min(200, most)))
    try {
      const board = await request(`/api/v1/board?${query}`, { staffId: this.config.staffId })
      if (asked !== this.asked) return false
      this.key = key
      this.board = board
      this.problem = null
    } catch (error) {
      if (asked !== this.asked) return false
      this.problem = error
    }
    return true
  }

  column(status, lane) {
    return this.board?.columns.find((column) => column.status === status && column.lane === lane)
  }

  /** Load the next cards of a column. */
  async more(column) {
    const query = this.query()
    query.set('column', column.status)
    if (this.lanes) query.set('lane', column.lane ?? NONE)
    query.set('offset', String(column.cards.length))
    const { items } = await request(`/api/v1/board/cards?${query}`, { staffId: this.config.staffId })
    const known = new Set(column.cards.map((card) => card.id))
    column.cards.push(...items.filter((card) => !known.has(card.id)))
  }

  find(id) {
    for (const column of this.board?.columns ?? []) {
      const card = column.cards.find((each) => each.id === id)
      if (card) return { card, column }
    }
    return null
  }

  /** Put a card into another column here, before the server has said so; returns how to take it back. */
  place(id, target) {
    const { card, column } = this.find(id)
    const at = column.cards.indexOf(card)
    const before = { status: card.status, plans: [column.plans, target.plans] }
    column.cards.splice(at, 1)
    target.cards.unshift(card)
    card.status = target.status
    column.plans -= 1
    target.plans += 1
    return () => {
      target.cards.splice(target.cards.indexOf(card), 1)
      column.cards.splice(at, 0, card)
      card.status = before.status
      ;[column.plans, target.plans] = before.plans
    }
  }
}
