// What the board shows, as the server said it last, with the cards one has just moved where one put them.

import { request } from '../plans/http.js'

const NONE = 'none'
const FIRST = 20
const BLOCK = 1000
const MOST_KEPT = 100
export const FIELDS = { person_in_charge: 'person_in_charge_id', client_status: 'client_status', bcg: 'bcg' }

export class Store {
  constructor(list, config) {
    this.list = list
    this.config = config
    this.board = null
    this.problem = null
    this.asked = 0
    // Cards moved since the board was loaded, by id, with the column and the place that they were put in.
    this.kept = new Map()
  }

  get lanes() {
    return this.config.lanes.some(({ value }) => value === this.list.lanes) ? this.list.lanes : ''
  }

  query() {
    const query = new URLSearchParams(this.list.pairs)
    if (this.lanes) query.set('lanes', this.lanes)
    return query
  }

  /** Read counts, revenue and first cards. Returns false where a later reading or a move overtook this one. */
  async read() {
    const asked = ++this.asked
    const query = this.query()
    const key = `${query}`
    const isSame = this.key === key
    const kept = isSame ? this.kept : new Map()
    query.set('cards', String(FIRST))
    for (const id of kept.keys()) query.append('keep', String(id))
    try {
      const board = await request(`/api/v1/board?${query}`, { staffId: this.config.staffId })
      if (asked !== this.asked) return false
      this.take(board, isSame)
      this.key = key
      this.kept = kept
      this.problem = null
      this.arrange()
    } catch (error) {
      if (asked !== this.asked) return false
      this.problem = error
    }
    return true
  }

  /** What was loaded on demand stands in until it is read anew. */
  take(board, isSame) {
    const shown = new Set(board.columns.flatMap((column) => column.cards.map((card) => card.id)))
    for (const column of board.columns) {
      const before = isSame ? this.column(column.status, column.lane) : null
      column.own = column.cards.slice(0, FIRST)
      column.further = column.cards.slice(FIRST)
      column.before = before?.wanted > FIRST ? [...before.own, ...before.before].filter((card) => !shown.has(card.id)) : []
      column.wanted = before?.wanted ?? FIRST
    }
    this.board = board
  }

  /** Read what else had been loaded of each column; what cannot be read now is with the next change. Returns whether there was any. */
  async readRest() {
    const columns = this.board?.columns.filter((column) => column.before.length || Math.min(column.wanted, column.plans) > column.own.length) ?? []
    await Promise.allSettled(columns.map((column) => this.fillUp(column)))
    return columns.length > 0
  }

  /** Load the next cards of a column. */
  async more(column) {
    column.wanted = column.own.length + FIRST
    await this.fillUp(column)
  }

  async fillUp(column) {
    const query = this.query()
    query.set('column', column.status)
    if (this.lanes) query.set('lane', column.lane ?? NONE)
    while (column.own.length < Math.min(column.wanted, column.plans)) {
      query.set('offset', String(column.own.length))
      query.set('limit', String(Math.min(BLOCK, column.wanted - column.own.length)))
      const { items } = await request(`/api/v1/board/cards?${query}`, { staffId: this.config.staffId })
      if (!items.length) break
      column.own.push(...items)
    }
    column.before = []
    this.arrange()
  }

  /** Put together what each column shows: its cards in order, and those moved into it where they were put. */
  arrange() {
    for (const column of this.board.columns) {
      const known = new Map([...column.before, ...column.further, ...column.own].map((card) => [card.id, card]))
      const moved = [...this.kept].filter(([, { status, lane }]) => status === column.status && lane === column.lane)
      for (const [id] of moved) if (!known.has(id)) this.kept.delete(id)
      const shown = new Set([...column.own, ...column.before].map((card) => card.id).filter((id) => !this.isKept(id, column)))
      column.cards = [...shown].map((id) => known.get(id))
      for (const [id, { at }] of moved) if (known.has(id)) column.cards.splice(at, 0, known.get(id))
    }
  }

  isKept(id, column) {
    const kept = this.kept.get(id)
    return Boolean(kept) && kept.status === column.status && kept.lane === column.lane
  }

  /** From now on show a card at this place of a column, until the board is loaded anew. */
  keep(id, { status, lane }, at) {
    this.kept.delete(id)
    this.kept.set(id, { status, lane, at })
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value)
  }

  column(status, lane) {
    return this.board?.columns.find((column) => column.status === status && column.lane === lane)
  }

  find(id) {
    for (const column of this.board?.columns ?? []) {
      const card = column.cards.find((each) => each.id === id)
      if (card) return { card, column }
    }
    return null
  }

  /** Put a card into another column here, before the server has said so; returns how to take it back. */
  place(id, target, at) {
    const { card, column } = this.find(id)
    const lists = ['own', 'further', 'before']
    const before = { kept: this.kept.get(id), lists: lists.map((name) => column[name]) }
    const lane = this.board.lanes.find(({ value }) => value === target.lane)
    const moved = { ...card, status: target.status, ...(this.lanes && { [FIELDS[this.lanes]]: target.lane, [this.lanes]: lane.name }) }
    // What is being read now knows nothing of the move.
    this.asked += 1
    for (const name of lists) column[name] = column[name].filter((each) => each.id !== id)
    target.further = [moved, ...target.further]
    column.plans -= 1
    target.plans += 1
    this.keep(id, target, at)
    this.arrange()
    return () => {
      lists.forEach((name, place) => (column[name] = before.lists[place]))
      target.further = target.further.filter((each) => each.id !== id)
      column.plans += 1
      target.plans -= 1
      this.kept.delete(id)
      if (before.kept) this.kept.set(id, before.kept)
      this.arrange()
    }
  }
}
