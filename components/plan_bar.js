// The bar above the list of plans: views, search, filters as chips, the selection and what to do with it.

import { ColumnChooser } from './plans/column_chooser.js'
import { debounce, make } from './plans/dom.js'
import { Exporter } from './plans/exporter.js'
import { request } from './plans/http.js'
import { icon } from './plans/icons.js'
import { Keys } from './plans/keys.js'
import { Outside } from './plans/outside.js'
import { Pills } from './plans/pills.js'
import { readAhead } from './plans/rows.js'
import { grouped, ownList } from './plans/state.js'
import { Strip } from './plans/strip.js'
import { Switch } from './plans/switch.js'
import { ViewMenu } from './plans/view_menu.js'

export function mount(component) {
  const { parentElement, data } = component
  const list = ownList()
  if (!parentElement.bar) {
    parentElement.bar = new Bar(parentElement, list)
    list.open(data.model)
    if (data.place !== 'board') readAhead(list)
  }
  parentElement.bar.update(component)
}

class Bar {
  constructor(root, list) {
    this.list = list
    const command = (name, values) => this.trigger('command', { name, ...values })
    this.views = new ViewMenu(root, list, command)
    this.pills = new Pills(root, list)
    this.columns = new ColumnChooser(root, list)
    this.exporter = new Exporter(list)
    this.strip = new Strip(list, command)
    this.switch = new Switch(list)
    this.search = this.makeSearch()
    this.keys = new Keys(root, list, this.search.input)
    this.outside = new Outside(list)
    this.line = make('div', { class: 'bar' })
    root.append(this.line)
    this.store = debounce(() => this.keep(), 700)
    list.listen('bar', (what) => this.heard(what))
    window.addEventListener('pagehide', () => this.isWaiting && this.keep())
  }

  update({ data, setTriggerValue }) {
    this.isBoard = data.place === 'board'
    const { list } = this
    this.trigger = setTriggerValue
    list.model = this.model = data.model
    this.obey(data.order)
    list.writeAddress()
    this.draw()
  }

  obey({ number, clear_selection: clear, open_view: [view, viewNumber] }) {
    const { list, done } = this
    this.done = { number, clear, viewNumber }
    if (!done) return
    if (viewNumber > done.viewNumber) list.view = view
    if (clear > done.clear) list.clearSelection()
    if (number > done.number) list.tell('view', 'refresh')
  }

  heard(what) {
    if (what.has('filter') || what.has('sort') || what.has('view') || what.has('layout')) {
      this.isWaiting = true
      this.store()
    }
    if (what.has('filter') || what.has('total')) this.outside.count()
    this.draw()
  }

  draw() {
    if (!this.model) return
    const { model, list, search } = this
    const text = list.values('q').join(' ')
    if (search.input.value.trim() !== text && !search.isTyping()) search.input.value = text
    search.input.placeholder = model.texts.search_plans
    search.input.setAttribute('aria-label', model.texts.search_plans)
    const parts = [this.views.draw(model), search.element, this.pills.draw(model)]
    if (!this.line.children.length) this.line.append(...parts)
    const tools = this.isBoard ? [] : [this.exporter.draw(model), this.columns.draw(model)]
    const strip = this.strip.draw(model, this.switch.draw(model, this.isBoard), ...tools)
    if (!strip.isConnected) this.line.after(strip)
  }

  makeSearch() {
    const input = make('input', { type: 'search', autocomplete: 'off', spellcheck: false, maxlength: '500' })
    const apply = () => this.list.setFilter('q', [input.value.trim()])
    const later = debounce(apply, 150)
    input.addEventListener('input', later)
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === 'ArrowDown') later.now()
      if (event.key === 'ArrowDown') {
        event.preventDefault()
        this.list.tell('focus')
      }
    })
    const element = make('label', { class: 'search' }, icon('search'), input)
    return { element, input, isTyping: () => input.getRootNode().activeElement === input }
  }

  /** Remember how the person leaves the list, for the next time it is opened. */
  keep() {
    this.isWaiting = false
    const { list, model } = this
    const body = JSON.stringify({
      opened: list.view === null ? '' : String(list.view),
      filters: grouped(list.pairs),
      sort: list.sort,
      columns: list.columns || [],
      layout: list.layout,
    })
    // Where it cannot be stored, the list opens as it was remembered before, which is no reason to disturb anybody.
    request('/api/v1/views/last', { method: 'PUT', body, keepalive: true, staffId: model.staffId }).catch(() => {})
  }
}
