// The board of plans: columns by status, in swimlanes on request. Rows come from the API, every move goes back to it at once.

import { Drag } from './board/drag.js'
import { Columns } from './board/columns.js'
import { Keyboard } from './board/keyboard.js'
import { Moves } from './board/moves.js'
import { Store } from './board/store.js'
import { make } from './plans/dom.js'
import { poll } from './plans/poll.js'
import { listOfPage } from './plans/state.js'

export async function mount({ parentElement, data }) {
  if (parentElement.board) return parentElement.board.update(data)
  parentElement.board = new Board(parentElement, data)
  parentElement.board.start(await listOfPage())
}

class Board {
  constructor(root, config) {
    this.root = root
    this.config = config
    this.shown = null
    this.isPressed = false
    this.isWaiting = false
    this.element = make('div', { class: 'board', role: 'region', 'aria-label': config.texts.board, 'aria-describedby': 'board-help', 'aria-busy': 'true' })
    this.help = make('p', { class: 'unseen', id: 'board-help' }, config.texts.help)
    this.tools = make('div', { class: 'tools' })
    root.append(this.tools, this.help, this.element)
  }

  start(list) {
    this.list = list
    this.store = new Store(list, this.config)
    this.columns = new Columns(this)
    this.moves = new Moves(this)
    this.keyboard = new Keyboard(this)
    this.drag = new Drag(this)
    this.drawTools()
    list.listen('board', (what) => (what.has('filter') || what.has('refresh') || what.has('view')) && this.read())
    poll(list, () => this.read())
    window.addEventListener('resize', () => this.fit())
    this.element.addEventListener('pointerdown', () => (this.isPressed = true))
    for (const each of ['pointerup', 'pointercancel']) window.addEventListener(each, () => this.release(), true)
    this.read()
  }

  update(config) {
    this.config = config
    if (this.store) this.store.config = config
  }

  /** Read the board anew; nothing is read while a move is being stored, which reads it afterwards. */
  async read() {
    if (this.moves.storing || !(await this.store.read())) return
    this.draw()
    if (!this.store.problem && (await this.store.readRest())) this.draw()
  }

  /** The click that follows reaches what was pressed; only then is drawn what was read meanwhile. */
  release() {
    this.isPressed = false
    setTimeout(() => this.isWaiting && this.draw())
  }

  /** While a card or a button is under the hand, what was read waits until it is let go. `shown` is a card to bring in sight with the next drawing. */
  draw() {
    this.isWaiting = this.isPressed || this.drag.isHeld
    if (this.isWaiting) return
    const { focused } = this.keyboard
    const { shown } = this
    this.shown = null
    this.columns.draw(this.store)
    this.drag.attach().then(() => this.element.setAttribute('aria-busy', 'false'))
    if (shown) this.keyboard.show(shown)
    else this.keyboard.restore(focused)
    this.list.total = this.store.board?.total ?? null
    this.list.quietly('board', 'total')
    this.fit()
  }

  drawTools() {
    const { texts, lanes } = this.config
    const choice = make('select', { 'aria-label': texts.swimlanes })
    for (const lane of lanes) choice.append(make('option', { value: lane.value }, lane.label))
    choice.value = this.store.lanes
    choice.addEventListener('change', () => this.list.setLanes(choice.value))
    this.tools.replaceChildren(make('label', { class: 'lanes' }, make('span', {}, texts.swimlanes), choice), this.moves.status)
  }

  /** Take the height the window leaves, so that columns scroll and the page does not. */
  fit() {
    const top = this.element.getBoundingClientRect().top
    this.element.style.setProperty('--height', `${Math.max(320, Math.floor(window.innerHeight - top - 14))}px`)
  }
}
