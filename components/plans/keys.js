// Keys of the list: / searches, n begins a plan, ? shows the keys. The grid's frame forwards what it does not use itself.

import { make } from './dom.js'

export class Keys {
  constructor(root, list, search) {
    this.root = root
    this.search = search
    list.press = (key) => this.press(key)
    // One listener a page: a newly drawn bar takes the place of the one before.
    window.accountPlanningKeys?.abort()
    window.accountPlanningKeys = new AbortController()
    document.addEventListener('keydown', (event) => this.heard(event), { signal: window.accountPlanningKeys.signal })
  }

  draw(model) {
    this.texts = model.texts
    this.keys = model.keys
  }

  heard(event) {
    const target = event.composedPath()[0]
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target) || !this.root.host?.isConnected) return
    if (document.querySelector('[role="dialog"]') || target.closest?.('dialog, [popover]')) return
    if (this.press(event.key)) event.preventDefault()
  }

  press(key) {
    if (key === '/') {
      window.focus()
      this.search.focus()
      this.search.select()
      return true
    }
    if (key === 'n') {
      const button = document.querySelector('.st-key-plans-new :is(button, a)')
      button?.click()
      return Boolean(button)
    }
    if (key === '?') {
      this.help()
      return true
    }
    return false
  }

  help() {
    const close = make('button', { type: 'button', class: 'plain', autofocus: true }, this.texts.close)
    const rows = this.keys.map(([key, meaning]) => make('div', {}, make('dt', {}, make('kbd', {}, key)), make('dd', {}, meaning)))
    const dialog = make('dialog', { class: 'keys', 'aria-label': this.texts.keys }, make('h2', {}, this.texts.keys), make('dl', {}, ...rows), close)
    close.addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => dialog.remove())
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
    this.root.append(dialog)
    dialog.showModal()
  }
}

const isTyping = (element) => element instanceof HTMLElement && (element.isContentEditable || element.matches('input:not([type=checkbox]), textarea, select'))
