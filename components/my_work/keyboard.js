// The list by keyboard: one row can be reached by Tab, arrows or j and k walk, a letter changes the task in hand.

export class Keyboard {
  constructor(work) {
    this.work = work
    work.element.addEventListener('keydown', (event) => this.pressed(event))
    work.element.addEventListener('focusin', ({ target }) => this.reach(target.closest('.row')))
  }

  get rows() {
    return [...this.work.element.querySelectorAll('details[open] .row')]
  }

  get row() {
    return this.work.root.activeElement?.closest?.('.row') ?? null
  }

  /** Where the focus is, so that it can be found again after the rows were drawn anew. */
  place() {
    const { rows, row } = this
    return row && { key: row.dataset.key, at: rows.indexOf(row) }
  }

  restore(place) {
    const { rows } = this
    const found = place && (rows.find((row) => row.dataset.key === place.key) ?? rows[Math.min(place.at, rows.length - 1)])
    this.reach(found ?? rows[0])
    if (place) found?.focus()
  }

  /** Make this the row that Tab reaches. */
  reach(row) {
    if (!row) return
    for (const each of this.work.element.querySelectorAll('.row[tabindex="0"]')) each.tabIndex = -1
    row.tabIndex = 0
  }

  first(event) {
    event.preventDefault()
    this.rows[0]?.focus()
  }

  walk(row, step) {
    const { rows } = this
    const next = rows[rows.indexOf(row) + step]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }

  pressed(event) {
    const { row, work } = this
    if (!row || event.altKey) return
    if ((event.ctrlKey || event.metaKey) && event.key === 'z') work.changes.undo()
    else if (event.ctrlKey || event.metaKey) return
    else if (event.target !== row && [' ', 'Enter'].includes(event.key)) return
    else if (event.key === 'ArrowDown' || event.key === 'j') this.walk(row, 1)
    else if (event.key === 'ArrowUp' || event.key === 'k') this.walk(row, -1)
    else if (event.key === 'Home') this.rows[0].focus()
    else if (event.key === 'End') this.rows.at(-1).focus()
    else if (event.key === 'Enter') row.querySelector('.name').click()
    else if (event.key === 'u') work.changes.undo()
    else if (!row.task || !work.config.mayEdit) return
    else if (event.key === 'd' || event.key === ' ') work.changes.complete(row.task)
    else if (event.key === 's') row.querySelector('.status').click()
    else if (event.key === 'e') row.querySelector('.deadline').click()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
