// Typing the text of a node where it stands: the map makes room while one types.

import { element } from './dom.js'
import { levelStyle } from './layout.js'

export class Typing {
  constructor(editor, stage) {
    this.editor = editor
    this.field = element('textarea', {
      class: 'typing',
      rows: 1,
      maxlength: editor.config.longest_text,
      'aria-label': editor.texts.node_text,
      spellcheck: true,
      onkeydown: (event) => this.key(event),
      oninput: () => this.editor.preview(this.field.value),
      onblur: () => this.finish(true),
      onpaste: (event) => event.stopPropagation(),
      oncopy: (event) => event.stopPropagation(),
      oncut: (event) => event.stopPropagation(),
    })
    this.field.hidden = true
    stage.append(this.field)
    this.isOpen = false
  }

  open(text) {
    this.isOpen = true
    this.field.hidden = false
    this.field.value = text
    this.place()
    this.field.focus({ preventScroll: true })
    this.field.setSelectionRange(text.length, text.length)
  }

  // Exactly over the words of the box, at the map's own scale.
  place() {
    if (!this.isOpen) return
    const { editor, field } = this
    const box = editor.box(editor.draft.id)
    const own = levelStyle(editor.config.style, box.level)
    const { view } = editor
    const x = view.x + (box.x + own.pad_x) * view.scale
    const y = view.y + (box.y + own.pad_y) * view.scale
    Object.assign(field.style, {
      width: `${box.width - 2 * own.pad_x + 2}px`,
      height: `${box.height - 2 * own.pad_y + 2}px`,
      transform: `translate(${x}px, ${y}px) scale(${view.scale})`,
      font: `${own.weight} ${own.size}px/${own.line}px 'Source Sans 3', 'DejaVu Sans', sans-serif`,
      color: box.level === 0 ? editor.theme.root_text : editor.theme.text,
      textAlign: box.level === 0 ? 'center' : 'start',
    })
  }

  key(event) {
    event.stopPropagation()
    if (event.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      this.finish(false)
    } else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') {
      event.preventDefault()
      const id = this.finish(true)
      if (event.key === 'Tab' && !event.shiftKey && id) this.editor.run('addChild')
    }
  }

  // The id of the node that was typed, empty where it was given up.
  finish(keeps) {
    if (!this.isOpen) return ''
    this.isOpen = false
    const hadFocus = this.editor.root.activeElement === this.field
    const text = this.field.value.replace(/\s+$/, '')
    const id = this.editor.endDraft(keeps ? text : null)
    this.field.hidden = true
    if (hadFocus) this.editor.focus()
    return id
  }
}
