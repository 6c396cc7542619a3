// The line above the rows: how many plans, how many of them selected, and what can be done with those.

import { counted, fill, make } from './dom.js'
import { icon } from './icons.js'

export class Strip {
  constructor(list, command) {
    this.list = list
    this.command = command
    this.count = make('span', { class: 'count', role: 'status' })
    this.all = make('button', { type: 'button', class: 'plain', onclick: () => list.selectAll() })
    this.none = make('button', { type: 'button', class: 'plain', onclick: () => list.clearSelection() })
    this.actions = make('span', { class: 'bulk', role: 'toolbar' })
    this.tools = make('span', { class: 'tools' })
    this.element = make('div', { class: 'strip' }, this.count, this.all, this.none, this.actions, this.tools)
  }

  draw(model, ...tools) {
    const { list } = this
    const { texts, locale } = model
    const count = list.selectedCount
    const isSome = count > 0
    if (list.total === null) this.count.textContent = ''
    else if (!isSome) this.count.textContent = counted(texts.plans, list.total, locale)
    else this.count.textContent = fill(counted(this.sentences(texts), count, locale), { outside: list.outside.toLocaleString(locale) })
    this.element.classList.toggle('selecting', isSome)
    this.all.hidden = !isSome || Boolean(list.all && !list.all.size) || !list.total
    this.all.textContent = counted(texts.select_all, list.total || 0, locale)
    this.none.hidden = !isSome
    this.none.textContent = texts.clear_selection
    this.actions.setAttribute('aria-label', texts.bulk)
    const known = model.actions.map((action) => action.command).join()
    if (this.known !== known) this.actions.replaceChildren(...model.actions.map((action) => this.action(action)))
    this.known = known
    this.actions.hidden = !isSome
    if (!this.tools.children.length) this.tools.replaceChildren(...tools)
    return this.element
  }

  sentences(texts) {
    const { all, outside } = this.list
    if (all) return all.size ? texts.selected : texts.all_selected
    return outside ? texts.selected_outside : texts.selected
  }

  action({ command, label, icon: glyph }) {
    return make('button', { type: 'button', class: 'plain', onclick: () => this.command(command, this.list.scope) }, icon(glyph, 16), make('span', {}, label))
  }
}
