// Saved views: which is open, whether it is changed, and what can be done with it.

import { make } from './dom.js'
import { icon } from './icons.js'
import { Popover } from './popover.js'
import { grouped } from './state.js'

export class ViewMenu {
  constructor(root, list, command) {
    this.list = list
    this.command = command
    this.caption = make('span', { class: 'caption' })
    this.flag = make('span', { class: 'flag' })
    this.element = make(
      'button',
      { type: 'button', class: 'view', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
      icon('bookmark', 18),
      this.caption,
      this.flag,
      icon('keyboard_arrow_down', 16),
    )
    this.popover = new Popover(root, '', (panel) => this.fillIn(panel))
    this.element.addEventListener('click', () => this.popover.toggle(this.element))
  }

  draw(model) {
    this.model = model
    this.popover.label = model.texts.views
    this.caption.textContent = this.name(this.list.findView(this.list.view))
    this.flag.textContent = this.list.isChanged ? model.texts.changed : ''
    return this.element
  }

  name(view) {
    const { texts } = this.model
    if (!view) return texts.unsaved_view
    return view.name ?? texts[`view_${view.id}`]
  }

  fillIn(panel) {
    const { list, model } = this
    const { texts } = model
    const open = list.findView(list.view)
    const group = (title, views) =>
      views.length ? make('div', { class: 'menu-group', role: 'group', 'aria-label': title }, make('h3', {}, title), ...views.map((view) => this.line(view, open))) : null
    panel.append(
      make('div', { class: 'menu-group' }, ...list.builtIn.map((view) => this.line(view, open))),
      ...[group(texts.personal, model.views.filter((view) => view.scope === 'personal')), group(texts.team, model.views.filter((view) => view.scope === 'team'))].filter(Boolean),
      make('div', { class: 'menu-group actions' }, ...this.actions(open)),
    )
  }

  line(view, open) {
    const isOpen = view.id === open?.id
    return make(
      'button',
      { type: 'button', class: 'item', 'aria-current': isOpen ? 'true' : null, onclick: () => this.close(() => this.list.openView(view.id)) },
      icon(isOpen ? 'check' : 'bookmark', 16),
      make('span', {}, this.name(view)),
      view.owner && !view.may_change ? make('small', {}, view.owner) : null,
    )
  }

  actions(open) {
    const { texts } = this.model
    const now = () => ({ filters: grouped(this.list.pairs), sort: this.list.sort, columns: this.list.shownColumns, layout: this.list.layout })
    const action = (name, glyph, label, more = {}) =>
      make('button', { type: 'button', class: 'item', onclick: () => this.close(() => this.command(name, { ...now(), ...more })) }, icon(glyph, 16), make('span', {}, label))
    const found = [action('save_view', 'add', texts.save_as)]
    if (open && this.list.isChanged) {
      found.push(
        make('button', { type: 'button', class: 'item', onclick: () => this.close(() => this.list.openView(open.id)) }, icon('close', 16), make('span', {}, texts.discard)),
      )
    }
    if (open?.may_change) {
      const which = { view: open.id, version: open.version }
      if (this.list.isChanged) found.unshift(action('overwrite_view', 'save', texts.overwrite, which))
      found.push(action('rename_view', 'edit', texts.rename, which), action('delete_view', 'delete', texts.delete_view, which))
    }
    return found
  }

  close(then) {
    this.popover.close()
    then()
  }
}
