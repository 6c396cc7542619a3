// Where the map stands in its window, and how large: drag to pan, pinch or Ctrl with the wheel to zoom, fit.

const SMALLEST = 0.2
const LARGEST = 2.5
const MARGIN = 28
// Text smaller than this cannot be read: a large map opens at its middle.
const READABLE = 0.6

export class View {
  // `canvas` is the SVG, `world` the group that moves in it; `onChange` hears of every new place.
  constructor(canvas, world, onChange) {
    Object.assign(this, { canvas, world, onChange, x: 0, y: 0, scale: 1 })
    this.size = { width: 0, height: 0 }
    this.watcher = new ResizeObserver(() => this.resize())
    this.watcher.observe(canvas)
    canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false })
  }

  close() {
    this.watcher.disconnect()
  }

  resize() {
    const { width, height } = this.canvas.getBoundingClientRect()
    if (!width || (width === this.size.width && height === this.size.height)) return
    this.x += (width - this.size.width) / 2
    this.y += (height - this.size.height) / 2
    this.size = { width, height }
    this.apply()
  }

  apply() {
    this.world.setAttribute('transform', `translate(${this.x} ${this.y}) scale(${this.scale})`)
    this.onChange()
  }

  // The whole map where it can be read so, or else its middle.
  begin(layout) {
    this.fit(layout)
    if (this.scale >= READABLE) return
    this.scale = READABLE
    this.x = this.size.width / 2
    this.y = this.size.height / 2
    this.apply()
  }

  // The whole map in the window, never larger than life.
  fit(layout) {
    this.resize()
    const { width, height } = this.size
    if (!width) return
    this.scale = Math.max(SMALLEST, Math.min(1, width / layout.width, height / layout.height))
    this.x = (width - layout.width * this.scale) / 2 - layout.x * this.scale
    this.y = (height - layout.height * this.scale) / 2 - layout.y * this.scale
    this.apply()
  }

  // Larger or smaller, with the point (in the window) staying where it is; the middle where none is given.
  zoom(factor, point = { x: this.size.width / 2, y: this.size.height / 2 }) {
    const scale = Math.max(SMALLEST, Math.min(LARGEST, this.scale * factor))
    this.x = point.x - ((point.x - this.x) * scale) / this.scale
    this.y = point.y - ((point.y - this.y) * scale) / this.scale
    this.scale = scale
    this.apply()
  }

  pan(dx, dy) {
    this.x += dx
    this.y += dy
    this.apply()
  }

  // Move just as far as it takes to see this box.
  show(box) {
    const left = this.x + box.x * this.scale
    const top = this.y + box.y * this.scale
    const dx = into(left, left + box.width * this.scale, this.size.width)
    const dy = into(top, top + box.height * this.scale, this.size.height)
    if (dx || dy) this.pan(dx, dy)
  }

  wheel(event) {
    const isFull = Boolean(document.fullscreenElement)
    // A plain wheel scrolls the page the map stands in.
    if (!event.ctrlKey && !event.metaKey && !isFull) return
    event.preventDefault()
    if (event.ctrlKey || event.metaKey) this.zoom(Math.exp(-event.deltaY * 0.004), this.inWindow(event))
    else this.pan(-event.deltaX, -event.deltaY)
  }

  inWindow(event) {
    const { left, top } = this.canvas.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  // A point of the window in the coordinates of the layout.
  inLayout(event) {
    const point = this.inWindow(event)
    return { x: (point.x - this.x) / this.scale, y: (point.y - this.y) / this.scale }
  }
}

// How far to move so that `from`…`to` lies between 0 and `size`; the beginning matters more where both do not fit.
function into(from, to, size) {
  if (from < MARGIN) return MARGIN - from
  return to > size - MARGIN ? Math.max(size - MARGIN - to, MARGIN - from) : 0
}
