// Lanes, columns and cards as elements.

import { counted, make } from '../plans/dom.js'
import { Formats } from '../plans/format.js'
import { icon } from '../plans/icons.js'

export class Columns {
  constructor(board) {
    this.board = board
    this.folded = new Set()
    // Cards as drawn last, by id, with what they said: one that says the same is used again.
    this.drawn = new Map()
  }

  draw(store) {
    const { element, config, list } = this.board
    this.formats = new Formats(list.model)
    this.revenue = new Intl.NumberFormat(list.model.locale, { maximumFractionDigits: 0 })
    if (store.problem) return element.replaceChildren(this.problem(store.problem))
    const scrolled = new Map([...element.querySelectorAll('.column')].map((column) => [column.dataset.key, column.querySelector('.cards')?.scrollTop]))
    const { scrollLeft, scrollTop } = element
    this.before = this.drawn
    this.drawn = new Map()
    const lanes = store.board.lanes.filter(({ value }) => !store.lanes || store.board.columns.some((column) => column.lane === value && column.plans))
    if (!store.board.total) lanes.splice(1)
    const parts = [this.heads(store), ...lanes.map((lane) => this.lane(lane, store))]
    element.classList.toggle('laned', Boolean(store.lanes))
    element.replaceChildren(...(store.board.total ? [] : [make('p', { class: 'empty' }, config.texts.empty)]), ...parts)
    Object.assign(element, { scrollLeft, scrollTop })
    // Without cards there is nothing in it by which a keyboard could scroll it.
    element.tabIndex = store.board.total ? -1 : 0
    for (const column of element.querySelectorAll('.column')) column.querySelector('.cards').scrollTop = scrolled.get(column.dataset.key) ?? 0
  }

  problem(error) {
    const { texts } = this.board.config
    const again = make('button', { type: 'button', class: 'primary', onclick: () => this.board.read() }, texts.try_again)
    return make('div', { class: 'empty' }, make('p', {}, error.status ? error.message : texts.unreachable), again)
  }

  /** Each status with its count and revenue over all lanes, from the database. */
  heads(store) {
    const { config, list } = this.board
    const heads = config.statuses.map((status) => {
      const columns = store.board.columns.filter((column) => column.status === status)
      const plans = columns.reduce((sum, column) => sum + column.plans, 0)
      const revenue = columns.reduce((sum, column) => sum + Number(column.revenue), 0)
      const glyph = icon(this.chip('status', status).icon, 16)
      return make(
        'div',
        { class: 'head', 'data-status': status },
        make('h2', {}, glyph, make('span', {}, this.word('status', status))),
        make('span', { class: 'count', 'aria-label': counted(config.texts.plans, plans, list.model.locale) }, this.revenue.format(plans)),
        make('span', { class: 'revenue' }, `${this.revenue.format(revenue)} ${config.currency}`),
      )
    })
    return make('div', { class: 'heads' }, ...heads)
  }

  lane(lane, store) {
    const { config, list } = this.board
    const columns = config.statuses.map((status) => this.column(store.column(status, lane.value)))
    const row = make('div', { class: 'row' }, ...columns)
    if (!store.lanes) return row
    const plans = store.board.columns.filter((column) => column.lane === lane.value).reduce((sum, column) => sum + column.plans, 0)
    const key = `${store.lanes}:${lane.value}`
    const title = make('summary', {}, make('strong', {}, this.laneName(store.lanes, lane)), ' ', make('span', {}, counted(config.texts.plans, plans, list.model.locale)))
    const details = make('details', { class: 'lane', open: !this.folded.has(key) }, title, row)
    details.addEventListener('toggle', () => (details.open ? this.folded.delete(key) : this.folded.add(key)))
    return details
  }

  laneName(lanes, { value, name }) {
    const { nobody, not_set: notSet } = this.board.config.texts
    if (lanes === 'person_in_charge') return value === null ? nobody : (name ?? String(value))
    return value === null ? notSet : this.word(lanes, value)
  }

  /** The lane of a column stands open from now on. */
  unfold({ lane }) {
    this.folded.delete(`${this.board.store.lanes}:${lane}`)
  }

  column(column) {
    const { config } = this.board
    const cards = make('div', { class: 'cards', role: 'list', 'aria-label': this.word('status', column.status) })
    cards.append(...column.cards.map((card) => this.cardAsBefore(card, this.board.store.isKept(card.id, column))))
    if (!column.plans) cards.append(make('p', { class: 'nothing', role: 'listitem' }, config.texts.drop_here))
    const left = column.plans - column.cards.length
    if (left > 0) cards.append(make('div', { class: 'rest', role: 'listitem' }, this.more(column, left)))
    const element = make('div', { class: 'column', 'data-key': `${column.status}|${column.lane}` }, cards)
    element.column = column
    return element
  }

  more(column, left) {
    const { config, store, list } = this.board
    const button = make('button', { type: 'button', class: 'more' }, counted(config.texts.more, Math.min(20, left), list.model.locale))
    const load = async () => {
      if (button.disabled) return
      button.disabled = true
      try {
        await store.more(column)
        this.board.draw()
      } catch {
        button.disabled = false
      }
    }
    button.addEventListener('click', load)
    new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && load(), { root: button.closest('.cards'), rootMargin: '0px' }).observe(button)
    return button
  }

  cardAsBefore(card, isKept) {
    const said = JSON.stringify([card, isKept, this.board.store.lanes])
    const before = this.before.get(card.id)
    const element = before?.said === said ? before.element : this.card(card, isKept)
    this.drawn.set(card.id, { said, element })
    return element
  }

  card(card, isKept) {
    const { config, list, moves, store } = this.board
    const { locale } = list.model
    const lines = [
      make('a', { class: 'subject', title: card.subject, href: `/plan?id=${card.id}`, target: '_top', tabindex: '-1', draggable: 'false' }, card.subject || `#${card.id}`),
      make('span', { class: 'client' }, [card.client, this.formats.period(card)].filter(Boolean).join(' · ')),
    ]
    if (card.person_in_charge && store.lanes !== 'person_in_charge') lines.push(make('span', { class: 'person' }, icon('person', 14), make('span', {}, card.person_in_charge)))
    const marks = make('span', { class: 'marks' })
    if (card.client_status) {
      const chip = this.chip('client_status', card.client_status)
      marks.append(make('span', { class: `chip tone-${chip.tone}` }, icon(chip.icon, 14), make('span', {}, this.word('client_status', card.client_status))))
    }
    if (card.overdue) marks.append(make('span', { class: 'chip overdue' }, icon('calendar_month', 14), make('span', {}, counted(config.texts.overdue, card.overdue, locale))))
    if (marks.children.length) lines.push(marks)
    const element = make(
      'article',
      {
        class: isKept ? 'card kept' : 'card',
        role: 'listitem',
        tabindex: '0',
        title: isKept ? config.texts.kept : null,
        'data-id': String(card.id),
        'aria-label': [card.subject, card.client].filter(Boolean).join(', '),
      },
      ...lines,
    )
    if (config.mayEdit) element.append(moves.menuButton(card))
    return element
  }

  word(column, value) {
    return this.board.list.model.columns.find(({ name }) => name === column)?.words?.[value] ?? value
  }

  chip(column, value) {
    return this.board.list.model.columns.find(({ name }) => name === column)?.chips?.[value] ?? {}
  }
}
