// The filters as a row of chips: each opens its choices, and takes itself off again.

import { fill, make } from './dom.js'
import { fillField, namesOf, words } from './fields.js'
import { icon } from './icons.js'
import { fillChoices } from './choices.js'
import { Popover } from './popover.js'

export class Pills {
  constructor(root, list) {
    this.root = root
    this.list = list
    this.element = make('div', { class: 'pills' })
    this.added = new Set()
    this.pills = new Map()
  }

  draw(model) {
    this.model = model
    const own = model.filters.filter((field) => !field.custom)
    const custom = model.filters.filter((field) => field.custom)
    const shown = custom.filter((field) => this.added.has(field.name) || this.list.values(field.name).length)
    const wanted = [...own, ...shown]
    const elements = wanted.map((field) => this.pill(field))
    if (custom.some((field) => !field.rare)) elements.push(this.more(custom, shown))
    elements.push(this.clear())
    const before = [...this.element.children]
    if (before.length !== elements.length || before.some((element, place) => element !== elements[place])) {
      this.element.replaceChildren(...elements)
    }
    return this.element
  }

  pill(field) {
    let pill = this.pills.get(field.name)
    if (!pill || pill.label !== field.label) {
      pill = this.makePill(field)
      this.pills.set(field.name, pill)
    }
    const text = words(field, this.list, this.model)
    pill.element.classList.toggle('active', Boolean(text))
    pill.caption.textContent = text ? fill(this.model.texts.chip, { name: field.label, values: text }) : field.label
    pill.remove.hidden = !text
    pill.arrow.classList.toggle('gone', Boolean(text))
    return pill.element
  }

  makePill(field) {
    const caption = make('span', { class: 'caption' })
    const arrow = icon('keyboard_arrow_down', 16)
    const popover = new Popover(this.root, field.label, (panel, own) => fillField(panel, field, this.list, this.model, own))
    const open = make('button', { type: 'button', class: 'open', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' }, caption, arrow)
    open.addEventListener('click', () => popover.toggle(open))
    const remove = make(
      'button',
      { type: 'button', class: 'remove', 'aria-label': fill(this.model.texts.remove_filter, { name: field.label }) },
      icon('close', 14),
    )
    remove.addEventListener('click', () => {
      this.added.delete(field.name)
      open.focus()
      const names = namesOf(field)
      this.list.setPairs(this.list.pairs.filter(([name]) => !names.includes(name)))
    })
    return { element: make('span', { class: 'pill' }, open, remove), label: field.label, caption, arrow, remove, open }
  }

  more(custom, shown) {
    if (!this.moreButton) {
      const open = make('button', { type: 'button', class: 'open', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' }, icon('add', 16), this.model.texts.more_filters)
      const popover = new Popover(this.root, this.model.texts.more_filters, (panel) =>
        fillChoices(panel, {
          options: this.custom.map((field) => ({ value: field.name, label: field.label })),
          texts: this.model.texts,
          label: this.model.texts.more_filters,
          chosen: () => this.shownCustom.map((field) => field.name),
          choose: (name, isTicked) => {
            if (isTicked) this.added.add(name)
            else this.added.delete(name)
            if (!isTicked && this.list.values(name).length) this.list.setFilter(name, [])
            else this.draw(this.model)
          },
        }),
      )
      open.addEventListener('click', () => popover.toggle(open))
      this.moreButton = make('span', { class: 'pill' }, open)
    }
    this.custom = custom
    this.shownCustom = shown
    return this.moreButton
  }

  clear() {
    this.clearButton ??= make(
      'button',
      { type: 'button', class: 'plain clear', onclick: () => this.list.setPairs([]) },
      this.model.texts.clear_all,
    )
    this.clearButton.hidden = !this.list.pairs.length
    return this.clearButton
  }
}
