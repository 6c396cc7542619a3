// The board by keyboard: arrows walk between cards, Alt with an arrow moves one to the next column or lane, Enter opens it, m opens its menu.

export class Keyboard {
  constructor(board) {
    this.board = board
    board.element.addEventListener('keydown', (event) => this.pressed(event))
  }

  /** The card that has the focus, with where it stands. */
  get focused() {
    const card = this.board.root.activeElement?.closest?.('.card')
    if (!card) return null
    return { id: card.dataset.id, key: card.closest('.column').dataset.key, at: [...card.parentElement.children].indexOf(card) }
  }

  /** Give the focus back after drawing: to the same card, or to what stands in its place. */
  restore(focused) {
    if (!focused) return
    const cards = [...this.board.element.querySelectorAll('.card')]
    const beside = cards.filter((card) => card.closest('.column').dataset.key === focused.key)
    const card = cards.find((each) => each.dataset.id === focused.id) ?? beside[Math.min(focused.at, beside.length - 1)] ?? cards[0] ?? this.board.element
    card.focus({ preventScroll: true })
  }

  /** Give a card that was moved the focus, and bring it in sight. */
  show(id) {
    const card = this.board.element.querySelector(`.card[data-id="${id}"]`)
    card?.focus({ preventScroll: true })
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  pressed(event) {
    const card = event.target.closest?.('.card')
    if (!card || event.target !== card) return
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (event.key === 'Enter') window.top.location.href = new URL(`/plan?id=${card.dataset.id}`, location.origin).href
    else if (event.key === 'm' || event.key === 'ContextMenu') card.querySelector('.menu')?.click()
    else if (step && event.altKey) this.move(card, step)
    else if (step) this.walk(card, step)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  columnsBeside(card) {
    const column = card.closest('.column')
    const columns = [...column.parentElement.children]
    return { columns, place: columns.indexOf(column) }
  }

  /** Into the next column, or into the next lane. */
  move(card, [across, down]) {
    const { columns, place } = this.columnsBeside(card)
    const target = across ? columns[place + across] : this.rowBeside(card, down)?.children[place]
    if (target) this.board.moves.move(Number(card.dataset.id), target.column)
  }

  rowBeside(card, down) {
    const rows = [...this.board.element.querySelectorAll('.row')]
    return rows[rows.indexOf(card.closest('.row')) + down]
  }

  walk(card, [across, down]) {
    const cards = [...card.parentElement.querySelectorAll('.card')]
    const at = cards.indexOf(card)
    if (down) {
      const next = cards[at + down] ?? this.cardOfNextLane(card, down)
      return next?.focus()
    }
    const { columns, place } = this.columnsBeside(card)
    for (let next = place + across; columns[next]; next += across) {
      const there = [...columns[next].querySelectorAll('.card')]
      if (there.length) return there[Math.min(at, there.length - 1)].focus()
    }
    return undefined
  }

  cardOfNextLane(card, down) {
    const rows = [...this.board.element.querySelectorAll('.board > .row, [open] > .row')]
    const row = card.closest('.row')
    const place = [...row.children].indexOf(card.closest('.column'))
    for (let next = rows.indexOf(row) + down; rows[next]; next += down) {
      const there = rows[next].children[place]?.querySelectorAll('.card') ?? []
      if (there.length) return down > 0 ? there[0] : there[there.length - 1]
    }
    return null
  }
}
