// Which columns the list shows, in which order, and which stay in place: by mouse or by keyboard alone.

import { fill, make } from './dom.js'
import { icon } from './icons.js'
import { Popover } from './popover.js'

export class ColumnChooser {
  constructor(root, list) {
    this.list = list
    this.element = make('button', { type: 'button', class: 'plain', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' }, icon('view_column', 18))
    this.caption = make('span', {})
    this.element.append(this.caption)
    this.popover = new Popover(root, '', (panel) => this.fillIn(panel))
    this.element.addEventListener('click', () => this.popover.toggle(this.element))
  }

  draw(model) {
    this.model = model
    this.popover.label = model.texts.columns
    this.caption.textContent = model.texts.columns
    return this.element
  }

  fillIn(panel) {
    panel.classList.add('columns')
    this.lines = make('div', { class: 'choices', role: 'group', 'aria-label': this.model.texts.columns })
    const reset = make('button', { type: 'button', class: 'plain', onclick: () => {
      this.list.layout = {}
      this.list.setColumns(null)
      this.drawLines()
    } }, this.model.texts.reset_columns)
    this.drawLines()
    panel.append(this.lines, make('div', { class: 'panel-foot' }, reset))
  }

  drawLines(focus = null) {
    const shown = this.list.shownColumns
    const byName = new Map(this.model.columns.map((column) => [column.name, column]))
    const hidden = this.model.columns.filter((column) => !shown.includes(column.name))
    this.lines.replaceChildren(
      ...shown.map((name, place) => this.line(byName.get(name), shown, place)),
      ...hidden.map((column) => this.line(column, shown, -1)),
    )
    const wanted = focus && [...this.lines.querySelectorAll('[data-stop]')].find((stop) => stop.dataset.stop === focus)
    if (wanted) (wanted.disabled ? wanted.parentElement.querySelector('input') : wanted).focus()
  }

  line(column, shown, place) {
    const { texts } = this.model
    const box = make('input', { type: 'checkbox', 'data-stop': `show ${column.name}` })
    box.checked = place >= 0
    box.disabled = place >= 0 && shown.length === 1
    box.addEventListener('change', () => {
      const wanted = box.checked ? [...shown, column.name] : shown.filter((name) => name !== column.name)
      this.change(wanted, `show ${column.name}`)
    })
    const label = make('label', { class: 'choice' }, box, make('span', {}, column.label))
    const line = make('div', { class: 'column-line' }, label)
    if (place >= 0) {
      const isPinned = this.list.layout[column.name]?.pinned === 'left'
      const tool = (name, glyph, words, isOff, act, pressed = null) =>
        make(
          'button',
          {
            type: 'button', class: 'tool', 'data-stop': `${name} ${column.name}`, disabled: isOff, title: words, 'aria-pressed': pressed,
            'aria-label': fill(texts.column_tool, { action: words, column: column.label }), onclick: act,
          },
          icon(glyph, 16),
        )
      line.append(
        tool('pin', 'push_pin', texts.pin, false, () => {
          this.list.setLayout(column.name, { pinned: isPinned ? null : 'left' })
          this.drawLines(`pin ${column.name}`)
        }, String(isPinned)),
        tool('up', 'arrow_upward', texts.move_up, place === 0, () => this.move(shown, place, -1, `up ${column.name}`)),
        tool('down', 'arrow_downward', texts.move_down, place === shown.length - 1, () => this.move(shown, place, 1, `down ${column.name}`)),
      )
    }
    return line
  }

  move(shown, place, step, focus) {
    const wanted = [...shown]
    const [name] = wanted.splice(place, 1)
    wanted.splice(place + step, 0, name)
    this.change(wanted, focus)
  }

  change(columns, focus) {
    this.list.setColumns(columns)
    this.drawLines(focus)
  }
}
