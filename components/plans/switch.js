// List or board: two links that keep the filter, the sort and the view.

import { make } from './dom.js'
import { icon } from './icons.js'

export class Switch {
  constructor(list) {
    this.list = list
    this.links = [
      ['list', '/plans', 'view_list'],
      ['board', '/kanban', 'view_kanban'],
    ].map(([name, path, glyph]) => ({ name, path, element: make('a', { target: '_top' }, icon(glyph, 16), make('span', {})) }))
    this.element = make('nav', { class: 'switch' }, ...this.links.map(({ element }) => element))
  }

  draw({ texts }, isBoard) {
    this.element.setAttribute('aria-label', texts.show_as)
    for (const { name, path, element } of this.links) {
      element.href = `${path}${this.list.search}`
      element.lastElementChild.textContent = texts[name]
      if ((name === 'board') === isBoard) element.setAttribute('aria-current', 'page')
      else element.removeAttribute('aria-current')
    }
    return this.element
  }
}
