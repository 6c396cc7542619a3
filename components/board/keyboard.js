// The board by keyboard: arrows walk between cards, Alt with an arrow moves one, Enter opens it.

export class Keyboard {
  constructor(board) {
    this.board = board
    board.element.addEventListener('keydown', (event) => this.pressed(event))
  }

  get focusedId() {
    return this.board.root.activeElement?.closest?.('.card')?.dataset.id ?? null
  }

  restore(id) {
    if (id) this.board.element.querySelector(`.card[data-id="${id}"]`)?.focus({ preventScroll: false })
  }

  pressed(event) {
    const card = event.target.closest?.('.card')
    if (!card || event.target !== card) return
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (event.key === 'Enter') window.top.location.href = new URL(`/plan?id=${card.dataset.id}`, location.origin).href
    else if (event.key === 'm' || event.key === 'ContextMenu') card.querySelector('.menu')?.click()
    else if (step && event.altKey && step[0]) this.move(card, step[0])
    else if (step && !event.altKey) this.walk(card, step)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  columnsBeside(card) {
    const column = card.closest('.column')
    const columns = [...column.parentElement.children]
    return { columns, place: columns.indexOf(column) }
  }

  move(card, step) {
    const { columns, place } = this.columnsBeside(card)
    const target = columns[place + step]
    if (target) this.board.moves.move(Number(card.dataset.id), target.column)
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
    const rows = [...this.board.element.querySelectorAll('.row')]
    const row = card.closest('.row')
    const place = [...row.children].indexOf(card.closest('.column'))
    for (let next = rows.indexOf(row) + down; rows[next]; next += down) {
      const there = rows[next].children[place]?.querySelectorAll('.card') ?? []
      if (there.length) return down > 0 ? there[0] : there[there.length - 1]
    }
    return null
  }
}
