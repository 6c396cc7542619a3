// The checkbox above the others: every plan of the filter, also those not read yet.

import { counted, make } from './dom.js'

export function selectAllHeader(list) {
  return class {
    init() {
      this.box = make('input', { type: 'checkbox', class: 'select-all' })
      this.box.addEventListener('change', () => (this.box.checked ? list.selectAll() : list.clearSelection()))
      list.listen('select-all', () => this.draw())
      this.draw()
    }

    draw() {
      const { texts, locale } = list.model
      const words = counted(texts.select_all, list.total ?? 0, locale)
      this.box.setAttribute('aria-label', words)
      this.box.title = words
      this.box.disabled = !list.total
      this.box.checked = Boolean(list.all) && list.all.size === 0
      this.box.indeterminate = !this.box.checked && list.selectedCount > 0
    }

    getGui() {
      return this.box
    }

    refresh() {
      this.draw()
      return true
    }
  }
}
