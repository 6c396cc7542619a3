// A small panel under a button: in the top layer, so that it lies over the grid's frame; Escape or a click elsewhere closes it.

import { make } from './dom.js'

const MARGIN = 8

export class Popover {
  constructor(root, label, fillIn) {
    this.root = root
    this.label = label
    this.fillIn = fillIn
    this.panel = null
  }

  get isOpen() {
    return Boolean(this.panel)
  }

  toggle(anchor) {
    if (this.isOpen) this.close()
    else this.open(anchor)
  }

  open(anchor) {
    this.anchor = anchor
    const panel = make('div', { class: 'panel', role: 'dialog', 'aria-label': this.label, popover: 'auto' })
    panel.addEventListener('toggle', (event) => event.newState === 'closed' && this.closed(panel))
    this.root.append(panel)
    this.fillIn(panel, this)
    this.show(panel)
  }

  /** Show the panel as it was left, where it has been closed since: there is something in it to mend. */
  reopen(panel) {
    if (this.isOpen) return
    this.root.append(panel)
    this.show(panel)
  }

  show(panel) {
    this.panel = panel
    panel.showPopover()
    this.place()
    this.anchor.setAttribute('aria-expanded', 'true')
    // A click into the grid's frame reaches this window only as a loss of focus.
    this.onBlur = () => this.close()
    window.addEventListener('blur', this.onBlur)
    const first = panel.querySelector('[aria-invalid=true], [autofocus]') || panel.querySelector('input, button, select')
    first?.focus()
  }

  place() {
    const box = this.anchor.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = this.panel
    const left = Math.max(MARGIN, Math.min(box.left, window.innerWidth - width - MARGIN))
    const below = window.innerHeight - box.bottom - MARGIN
    const top = below >= height || below > box.top ? box.bottom + 4 : Math.max(MARGIN, box.top - height - 4)
    Object.assign(this.panel.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${window.innerHeight - top - MARGIN}px` })
  }

  close() {
    this.panel?.hidePopover()
  }

  closed(panel) {
    if (this.panel !== panel) return
    const hadFocus = panel.contains(this.root.activeElement ?? document.activeElement)
    window.removeEventListener('blur', this.onBlur)
    this.panel = null
    panel.remove()
    this.anchor.setAttribute('aria-expanded', 'false')
    if (hadFocus) this.anchor.focus()
    this.onClose?.()
  }
}
