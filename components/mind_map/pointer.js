// Mouse, pen and fingers: select, move a node by drag, pan, pinch.

import { setAll, svg } from './dom.js'
import { levelStyle } from './layout.js'
import { find, holds } from './tree.js'

const FAR = 5

export class Pointer {
  constructor(editor, canvas, overlay) {
    Object.assign(this, { editor, canvas, overlay, fingers: new Map(), drag: null, pan: null, pinch: 0, pressed: '' })
    setAll(canvas, {
      onpointerdown: (event) => this.down(event),
      onpointermove: (event) => this.moved(event),
      onpointerup: (event) => this.up(event),
      onpointercancel: (event) => this.up(event, true),
      // The canvas holds the pointer and is what a double click names: what was pressed is what is meant.
      ondblclick: () => this.pressed && !editor.isReadOnly && editor.run('rename'),
      oncontextmenu: (event) => this.menu(event),
    })
  }

  nodeAt(event) {
    return event.target.closest('[data-node]')?.dataset.node ?? ''
  }

  down(event) {
    if (event.button !== 0) return
    this.editor.typing.finish(true)
    this.editor.focus()
    this.fingers.set(event.pointerId, this.editor.view.inWindow(event))
    this.canvas.setPointerCapture(event.pointerId)
    if (this.fingers.size === 2) {
      this.stop()
      this.pinch = this.spread()
      return
    }
    const fold = event.target.closest('[data-fold]')?.dataset.fold
    if (fold) return void this.editor.run('fold', fold)
    const id = this.nodeAt(event)
    this.pressed = id
    const wasSelected = id && id === this.editor.selected
    if (id) this.editor.select(id, { shows: false })
    const { x, y } = event
    // A finger on a node that is not selected pans, or nobody could move about on a small screen.
    const mayDrag = id && !this.editor.isReadOnly && id !== this.editor.tree.id && (event.pointerType === 'mouse' || wasSelected)
    if (mayDrag) this.drag = { id, x, y, isOn: false, drop: null }
    else this.pan = { x, y }
  }

  moved(event) {
    if (this.fingers.has(event.pointerId)) this.fingers.set(event.pointerId, this.editor.view.inWindow(event))
    if (this.fingers.size === 2) return this.pinched()
    if (this.drag) return this.dragged(event)
    if (!this.pan) return undefined
    this.editor.view.pan(event.x - this.pan.x, event.y - this.pan.y)
    this.pan = { x: event.x, y: event.y }
    return undefined
  }

  spread() {
    const [one, other] = [...this.fingers.values()]
    return Math.hypot(one.x - other.x, one.y - other.y)
  }

  pinched() {
    const [one, other] = [...this.fingers.values()]
    const spread = this.spread()
    this.editor.view.zoom(spread / (this.pinch || spread), { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 })
    this.pinch = spread
  }

  dragged(event) {
    const { drag, editor } = this
    if (!drag.isOn && Math.hypot(event.x - drag.x, event.y - drag.y) < FAR) return
    if (!drag.isOn) this.lift()
    const at = editor.view.inLayout(event)
    setAll(drag.ghost, { transform: `translate(${at.x + 8} ${at.y + 8})` })
    drag.drop = this.dropAt(at)
    this.mark(drag.drop)
  }

  lift() {
    const { drag, editor } = this
    drag.isOn = true
    drag.inside = find(editor.tree, drag.id)
    const group = editor.drawing.group(drag.id)
    group.classList.add('is-lifted')
    drag.ghost = svg('g', { class: 'ghost', 'aria-hidden': 'true' }, ...[...group.children].map((each) => each.cloneNode(true)))
    drag.mark = svg('rect', { class: 'drop', rx: 6 })
    this.overlay.append(drag.mark, drag.ghost)
    this.canvas.classList.add('is-dragging')
  }

  // Where a node let go here would land: into, before or after another, or null.
  dropAt({ x, y }) {
    const { editor, drag } = this
    for (const box of editor.layout.boxes) {
      if (holds(drag.inside, box.id)) continue
      if (x < box.x - 24 || x > box.x + box.width + 24 || y < box.y - 4 || y > box.y + box.height + 4) continue
      if (box.level === 0) return { target: box.id, where: 'into', side: x < 0 ? 'left' : 'right' }
      const share = (y - box.y) / box.height
      return { target: box.id, where: share < 0.28 ? 'before' : share > 0.72 ? 'after' : 'into' }
    }
    const own = editor.box(drag.id)
    const side = x < 0 ? 'left' : 'right'
    return own.level === 1 && side !== own.side ? { target: editor.tree.id, where: 'into', side } : null
  }

  mark(drop) {
    const { mark } = this.drag
    mark.style.display = drop ? '' : 'none'
    if (!drop) return
    const box = this.editor.box(drop.target)
    const radius = levelStyle(this.editor.config.style, box.level).radius
    if (drop.where === 'into') setAll(mark, { x: box.x - 3, y: box.y - 3, width: box.width + 6, height: box.height + 6, rx: radius + 3, class: 'drop' })
    else setAll(mark, { x: box.x, y: (drop.where === 'before' ? box.y - 3 : box.y + box.height) - 0.5, width: box.width, height: 4, rx: 2, class: 'drop is-line' })
  }

  up(event, isCancelled = false) {
    this.fingers.delete(event.pointerId)
    const { drag } = this
    this.stop()
    if (drag?.drop && !isCancelled) this.editor.run('place', drag.id, drag.drop)
  }

  stop() {
    if (this.drag?.isOn) {
      this.editor.drawing.group(this.drag.id)?.classList.remove('is-lifted')
      this.overlay.replaceChildren()
      this.canvas.classList.remove('is-dragging')
    }
    this.drag = null
    this.pan = null
  }

  menu(event) {
    const id = this.nodeAt(event)
    if (!id) return
    event.preventDefault()
    this.stop()
    this.editor.select(id, { shows: false })
    this.editor.openNodeMenu({ x: event.clientX, y: event.clientY })
  }
}
