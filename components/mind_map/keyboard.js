// Keys on the tree. Escape lets the next Tab leave the map, which otherwise adds a child.

const ARROWS = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' }

export class Keyboard {
  constructor(editor, target) {
    this.editor = editor
    this.isLeaving = false
    target.addEventListener('keydown', (event) => this.down(event))
    target.addEventListener('blur', () => (this.isLeaving = false))
    for (const name of ['copy', 'cut', 'paste']) target.addEventListener(name, (event) => this[name](event))
  }

  down(event) {
    // Keys of the page (search, new, …) are no business of somebody typing into a map.
    event.stopPropagation()
    if (event.key === 'Tab' && (this.isLeaving || event.shiftKey || this.editor.isReadOnly)) return
    const isHandled = this.handle(event)
    if (event.key !== 'Escape' && !['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) this.isLeaving = false
    if (isHandled) event.preventDefault()
  }

  handle(event) {
    const { editor } = this
    const direction = ARROWS[event.key]
    if (event.ctrlKey || event.metaKey) return this.withControl(event.key.toLowerCase(), event.shiftKey)
    if (direction && event.altKey) return this.edit(() => this.moveNode(direction))
    if (direction) return this.go(direction)
    if (event.altKey) return false
    switch (event.key) {
      case 'Escape':
        return this.leave()
      case 'Home':
        if (editor.tree) editor.select(editor.tree.id)
        return true
      case ' ':
        editor.run('fold')
        return true
      case 'ContextMenu':
        return this.menu()
      case 'F1':
        editor.openKeys()
        return true
      case 'F10':
        return event.shiftKey && this.menu()
      case 'Tab':
        return this.edit(() => editor.run('addChild'))
      case 'Enter':
        return this.edit(() => editor.run('addSibling'))
      case 'F2':
        return this.edit(() => editor.run('rename'))
      case 'F4':
        if (editor.tree) editor.openNote()
        return true
      case 'Delete':
      case 'Backspace':
        return this.edit(() => editor.run('removeNode'))
      default:
        return this.type(event.key)
    }
  }

  edit(action) {
    if (this.editor.isReadOnly) return false
    action()
    return true
  }

  withControl(key, isShifted) {
    const { editor } = this
    if (editor.isReadOnly || !['z', 'y'].includes(key)) return false
    editor.undo(key === 'y' || isShifted)
    return true
  }

  moveNode(direction) {
    const { editor } = this
    if (!editor.tree) return
    if (direction === 'up' || direction === 'down') editor.run('reorder', direction === 'down' ? 1 : -1)
    else editor.run('shift', direction)
  }

  go(direction) {
    const { editor } = this
    const box = editor.box(editor.selected)
    if (!box) return true
    if (box.hidden && (box.side || 'right') === direction) editor.run('fold')
    else editor.step(direction)
    return true
  }

  leave() {
    if (this.editor.pointer.drag?.isOn) {
      this.editor.pointer.stop()
      return true
    }
    this.isLeaving = true
    this.editor.announce(this.editor.texts.leaving)
    return true
  }

  menu() {
    const { editor } = this
    if (!editor.tree) return false
    const place = editor.drawing.group(editor.selected).querySelector('.box').getBoundingClientRect()
    editor.openNodeMenu({ x: place.left, y: place.bottom + 4 })
    return true
  }

  // A character begins the text anew, as in a spreadsheet; one that is still being composed arrives in the field by itself.
  type(key) {
    const { editor } = this
    if (editor.isReadOnly || !editor.tree) return false
    const isText = [...key].length === 1 || key === 'Dead' || key === 'Process'
    if (isText) editor.run('rename', '')
    return false
  }

  copy(event) {
    if (!this.editor.tree) return
    event.clipboardData.setData('text/plain', this.editor.commands.copyText(this.editor))
    event.preventDefault()
  }

  cut(event) {
    this.copy(event)
    this.edit(() => this.editor.run('removeNode'))
  }

  paste(event) {
    const text = event.clipboardData.getData('text/plain')
    event.preventDefault()
    this.edit(() => this.editor.run('paste', text))
  }
}
