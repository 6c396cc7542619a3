// Moving a card: shown at once, stored at once, taken back with the reason where the server refuses.

import { fill, make } from '../plans/dom.js'
import { request } from '../plans/http.js'
import { icon } from '../plans/icons.js'
import { Popover } from '../plans/popover.js'
import { FIELDS } from './store.js'

export class Moves {
  constructor(board) {
    this.board = board
    this.storing = 0
    this.status = make('div', { class: 'message', role: 'status', 'aria-live': 'polite' })
  }

  menuButton(card) {
    const { config, root } = this.board
    const popover = new Popover(root, fill(config.texts.menu, { subject: card.subject ?? '' }), (panel) => this.fillMenu(panel, popover, card))
    const button = make(
      'button',
      { type: 'button', class: 'menu', tabindex: '-1', 'aria-haspopup': 'dialog', 'aria-label': fill(config.texts.menu, { subject: card.subject ?? '' }) },
      icon('more_vert', 16),
    )
    button.addEventListener('click', () => popover.toggle(button))
    return button
  }

  fillMenu(panel, popover, card) {
    const { config, store, columns } = this.board
    const { column } = store.find(card.id)
    const item = (word, status, lane) => {
      const button = make('button', { type: 'button', class: 'item' }, make('span', {}, fill(config.texts.move_to, { column: word })))
      button.addEventListener('click', () => {
        popover.close()
        this.move(card.id, { status, lane })
      })
      return button
    }
    const group = (label, items) => items.length && panel.append(make('div', { class: 'group', role: 'group', 'aria-label': label }, make('h3', {}, label), ...items))
    const statuses = config.statuses.filter((each) => each !== column.status)
    group(
      config.texts.status,
      statuses.map((status) => item(columns.word('status', status), status, column.lane)),
    )
    const lanes = store.board.lanes.filter(({ value }) => value !== column.lane)
    group(
      config.lanes.find(({ value }) => value === store.lanes).label,
      lanes.map((lane) => item(columns.laneName(store.lanes, lane), column.status, lane.value)),
    )
    panel.append(make('a', { class: 'item', href: `/plan?id=${card.id}`, target: '_top' }, make('span', {}, config.texts.open)))
  }

  /** Move a card to this place of a column. Stored values it starts from go along, so that nobody is overwritten. */
  async move(id, to, at = 0) {
    const { board } = this
    const { store, config } = board
    const found = store.find(id)
    // The board may have been read anew since the column was drawn.
    const target = to && store.column(to.status, to.lane)
    if (!found || !target || found.column === target || !config.mayEdit) return board.draw()
    const { card, column } = found
    const back = { id, column, at: column.cards.indexOf(card) }
    const set = {}
    if (column.status !== target.status) set.status = { from: column.status, to: target.status }
    if (column.lane !== target.lane) set[FIELDS[store.lanes]] = { from: column.lane, to: target.lane }
    const words = Object.entries(set).map(([field, { to: value }]) => this.wordOf(field, value))
    const takeBack = store.place(id, target, at)
    board.columns.unfold(target)
    board.shown = id
    board.draw()
    const name = card.subject ?? `#${id}`
    this.storing += 1
    try {
      const stored = await request(`/api/v1/plans/${id}`, { method: 'PATCH', body: JSON.stringify({ set }), staffId: config.staffId })
      this.say(fill(config.texts.moved, { subject: name, column: words.join(', ') }), { undo: { changeSetId: stored.change_set_id, back } })
    } catch (error) {
      takeBack()
      board.shown = id
      board.draw()
      this.say(fill(config.texts.not_moved, { subject: name, reason: this.reason(error) }), { isProblem: true })
    } finally {
      this.storing -= 1
    }
    // Counts and revenue are the database's, not a sum of what is on screen.
    return board.read()
  }

  wordOf(field, value) {
    const { store, columns } = this.board
    if (field === 'status') return columns.word('status', value)
    const lane = store.board.lanes.find((each) => each.value === value)
    return lane && columns.laneName(store.lanes, lane)
  }

  reason(error) {
    const { texts } = this.board.config
    const conflict = error.body?.conflicts?.[0]
    const word = conflict && this.wordOf(conflict.field, conflict.theirs)
    if (word) return fill(texts.moved_by_other, { column: word })
    return error.status ? error.message : texts.unreachable
  }

  say(text, { undo = null, isProblem = false } = {}) {
    const { texts } = this.board.config
    const parts = [icon(isProblem ? 'error' : 'check', 16), make('span', {}, text)]
    if (undo) parts.push(make('button', { type: 'button', class: 'plain', onclick: () => this.undo(undo) }, texts.undo))
    parts.push(make('button', { type: 'button', class: 'close', 'aria-label': texts.close, onclick: () => this.status.replaceChildren() }, icon('close', 14)))
    this.status.classList.toggle('problem', isProblem)
    this.status.replaceChildren(...parts)
  }

  async undo({ changeSetId, back }) {
    const { config, store } = this.board
    try {
      await request(`/api/v1/change-sets/${changeSetId}/undo`, { method: 'POST', staffId: config.staffId })
      store.keep(back.id, back.column, back.at)
      this.say(config.texts.undone)
    } catch (error) {
      this.say(error.status ? error.message : config.texts.unreachable, { isProblem: true })
    }
    this.board.shown = back.id
    await this.board.read()
  }
}
