// Keys of the list: / searches, n begins a plan. The grid's frame forwards what it does not use itself.

import { SHOW_KEYS } from '../page_keys.js'

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

  heard(event) {
    const target = event.composedPath()[0]
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target) || !this.root.host?.isConnected) return
    if (document.querySelector('[role="dialog"]') || target.closest?.('dialog[open], :popover-open')) return
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
      document.dispatchEvent(new Event(SHOW_KEYS))
      return true
    }
    return false
  }
}

const isTyping = (element) => element instanceof HTMLElement && (element.isContentEditable || element.matches('input:not([type=checkbox]), textarea, select'))
