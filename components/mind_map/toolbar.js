// The row of buttons above the map, one stop of the Tab key, and what is saved.

import { element, icon, setAll } from './dom.js'

const STATES = { saved: 'cloud_done', saving: 'sync', unsaved: 'edit', unreachable: 'cloud_off', refused: 'error', conflict: 'call_split' }

// A click on a tool leaves the keyboard where it is: in the map.
const keepFocus = (event) => event.preventDefault()

export class Toolbar {
  constructor(editor) {
    this.editor = editor
    const { texts } = editor
    this.buttons = {}
    this.state = element('span', { class: 'state', role: 'status' })
    this.percent = element('span', { class: 'percent' })
    this.bar = element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': texts.toolbar, onkeydown: (event) => this.key(event), onmousedown: keepFocus })
    this.build(texts)
    this.settle()
  }

  build(texts) {
    const { editor } = this
    const at = (event) => {
      const place = event.currentTarget.getBoundingClientRect()
      return { x: place.left, y: place.bottom + 4 }
    }
    if (!editor.isReadOnly) {
      this.group(
        ['undo', 'undo', texts.undo, 'Ctrl+Z', () => editor.undo(false)],
        ['redo', 'redo', texts.redo, 'Ctrl+Y', () => editor.undo(true)],
      )
      this.group(
        ['child', 'subdirectory_arrow_right', texts.add_child, 'Tab', () => editor.run('addChild')],
        ['sibling', 'splitscreen_add', texts.add_sibling, texts.enter_key, () => editor.run('addSibling')],
        ['rename', 'edit', texts.rename, 'F2', () => editor.run('rename')],
        ['note', 'sticky_note_2', texts.note, 'F4', () => editor.openNote()],
        ['colour', 'palette', texts.colour, '', (event) => editor.openColours(at(event))],
        ['fold', 'unfold_less', texts.fold, texts.space, () => editor.run('fold')],
        ['remove', 'delete', texts.delete, texts.delete_key, () => editor.run('removeNode')],
      )
    } else {
      this.group(['fold', 'unfold_less', texts.fold, texts.space, () => editor.run('fold')])
    }
    this.group(
      ['out', 'zoom_out', texts.zoom_out, '', () => editor.view.zoom(1 / 1.25)],
      ['in', 'zoom_in', texts.zoom_in, '', () => editor.view.zoom(1.25)],
      ['fit', 'fit_screen', texts.fit, '', () => editor.view.fit(editor.layout)],
      ['full', 'fullscreen', texts.full_screen, '', () => editor.toggleFull()],
    )
    this.buttons.in.before(this.percent)
    this.bar.append(element('span', { class: 'gap' }))
    if (!editor.isReadOnly) this.bar.append(this.state)
    this.group(
      ['png', 'download', texts.export_png, '', () => editor.download('png')],
      ['svg', 'download', texts.export_svg, '', () => editor.download('svg')],
    )
    this.group(['keys', 'keyboard', texts.keys_heading, '', () => editor.openKeys()])
    this.buttons.png.append(element('span', { class: 'word' }, 'PNG'))
    this.buttons.svg.append(element('span', { class: 'word' }, 'SVG'))
  }

  group(...buttons) {
    const group = element('div', { class: 'group' })
    for (const [name, sign, label, keys, act] of buttons) {
      const title = keys ? `${label} (${keys})` : label
      this.buttons[name] = element('button', { type: 'button', class: `button-${name}`, title, 'aria-label': label, tabindex: -1, onclick: act }, icon(sign))
      group.append(this.buttons[name])
    }
    this.bar.append(group)
  }

  // What can be done now.
  update({ canUndo, canRedo, hasNode, isRoot, hasChildren, isFolded, scale, isEmpty }) {
    const off = { undo: !canUndo, redo: !canRedo, sibling: !hasNode || isRoot, fold: !hasChildren }
    for (const name of ['rename', 'note', 'colour', 'remove']) off[name] = !hasNode
    for (const name of ['child', 'out', 'in', 'fit', 'png', 'svg']) off[name] = isEmpty
    // Out of use for the eye and the ear, but not for the focus: a button that vanishes under it would lose the keyboard.
    for (const [name, isOff] of Object.entries(off)) if (this.buttons[name]) setAll(this.buttons[name], { 'aria-disabled': String(isOff) })
    const { texts } = this.editor
    const word = isFolded ? texts.unfold : texts.fold
    setAll(this.buttons.fold, { 'aria-label': word, title: `${word} (${texts.space})` })
    this.buttons.fold.firstChild.textContent = isFolded ? 'unfold_more' : 'unfold_less'
    this.percent.textContent = `${Math.round(scale * 100)} %`
  }

  showState(name, sentence = '') {
    const { texts } = this.editor
    const words = element('span', {}, texts[`state_${name}`] + (sentence ? ` ${sentence}` : ''))
    const again = ['unreachable', 'refused'].includes(name)
      ? element('button', { type: 'button', class: 'again', onclick: () => this.editor.saver.flush() }, texts.try_again)
      : ''
    this.state.dataset.state = name
    this.state.replaceChildren(icon(STATES[name]), words, again)
  }

  settle() {
    for (const button of this.bar.querySelectorAll('button')) {
      button.addEventListener('click', (event) => button.getAttribute('aria-disabled') === 'true' && event.stopImmediatePropagation(), { capture: true })
    }
    this.bar.querySelector('button').tabIndex = 0
  }

  key(event) {
    event.stopPropagation()
    const all = [...this.bar.querySelectorAll('.group button')]
    const at = all.indexOf(event.target)
    const to = { ArrowRight: all[at + 1] ?? all[0], ArrowLeft: all.at(at - 1), Home: all[0], End: all.at(-1) }[event.key]
    if (at < 0 || !to) return
    event.preventDefault()
    for (const each of all) each.tabIndex = each === to ? 0 : -1
    to.focus()
  }
}
