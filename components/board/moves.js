// Moving a card: shown at once, stored at once, taken back with the reason where the server refuses.

import { fill, make } from '../plans/dom.js'
import { request } from '../plans/http.js'
import { icon } from '../plans/icons.js'
import { Popover } from '../plans/popover.js'

const FIELDS = { person_in_charge: 'person_in_charge_id', client_status: 'client_status', bcg: 'bcg' }

export class Moves {
  constructor(board) {
    this.board = board
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
    for (const status of config.statuses.filter((each) => each !== card.status)) {
      const word = columns.word('status', status)
      const item = make('button', { type: 'button', class: 'item' }, make('span', {}, fill(config.texts.move_to, { column: word })))
      item.addEventListener('click', () => {
        popover.close()
        this.move(card.id, store.column(status, store.find(card.id).column.lane))
      })
      panel.append(item)
    }
    panel.append(make('a', { class: 'item', href: `/plan?id=${card.id}`, target: '_top' }, make('span', {}, config.texts.open)))
  }

  /** Move a card into a column. Stored values it starts from go along, so that nobody is overwritten. */
  async move(id, target) {
    const { store, config, board, columns } = { ...this.board, board: this.board }
    const found = store.find(id)
    if (!found || !target || found.column === target || !config.mayEdit) return board.draw()
    const { card, column } = found
    const set = {}
    if (column.status !== target.status) set.status = { from: column.status, to: target.status }
    if (column.lane !== target.lane) set[FIELDS[store.lanes]] = { from: column.lane, to: target.lane }
    const takeBack = store.place(id, target)
    board.draw()
    const name = card.subject ?? `#${id}`
    try {
      const stored = await request(`/api/v1/plans/${id}`, { method: 'PATCH', body: JSON.stringify({ set }), staffId: config.staffId })
      const where = column.status === target.status ? this.laneWord(target) : columns.word('status', target.status)
      this.say(fill(config.texts.moved, { subject: name, column: where }), { undo: stored.change_set_id })
    } catch (error) {
      takeBack()
      board.draw()
      this.say(fill(config.texts.not_moved, { subject: name, reason: this.reason(error) }), { isProblem: true })
    }
    // Counts and revenue are the database's, not a sum of what is on screen.
    return board.read()
  }

  laneWord(target) {
    const { store, columns } = this.board
    const lane = store.board.lanes.find(({ value }) => value === target.lane)
    return lane.value === null ? this.board.config.texts.not_set : columns.laneName(store, lane)
  }

  reason(error) {
    const { texts } = this.board.config
    const conflict = error.body?.conflicts?.find(({ field }) => field === 'status')
    if (conflict) return fill(texts.moved_by_other, { column: this.board.columns.word('status', conflict.theirs) })
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

  async undo(changeSetId) {
    const { config } = this.board
    try {
      await request(`/api/v1/change-sets/${changeSetId}/undo`, { method: 'POST', staffId: config.staffId })
      this.say(config.texts.undone)
    } catch (error) {
      this.say(error.status ? error.message : config.texts.unreachable, { isProblem: true })
    }
    await this.board.read()
  }
}
