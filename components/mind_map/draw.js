// The picture on screen: the same boxes, curves and colours as services/mind_map/picture.py, and what a tree needs to be read aloud.

import { setAll, svg } from './dom.js'
import { edgePath, levelStyle } from './layout.js'

// From the line's middle down to the base line of Source Sans, in thousandths of the font size.
const BASELINE = 330
const NOTE_PATH = 'M1.5 .5h6l3 3v8h-9zM7.5 .5v3h3M3.5 6h5M3.5 8.5h5'

const LOOKS = ['lines', 'level', 'side', 'colour', 'hasNote', 'hidden', 'made', 'width', 'height']

// Setting an attribute costs far more than comparing: in a large map most stay as they are.
function changes(before, now) {
  return before ? Object.fromEntries(Object.entries(now).filter(([name, value]) => before[name] !== value)) : now
}

// Draws a layout into `edges` and `nodes` (groups of an SVG), keeping what is already as it should be.
export class Drawing {
  constructor(style, { edges, nodes }, prefix) {
    Object.assign(this, { style, edges, nodes, prefix })
    this.drawn = new Map()
  }

  draw(layout, theme, describe) {
    const boxes = new Map(layout.boxes.map((box) => [box.id, box]))
    for (const [id, kept] of this.drawn) {
      if (boxes.has(id)) continue
      kept.group.remove()
      kept.edge?.remove()
      this.drawn.delete(id)
    }
    let last = null
    for (const box of layout.boxes) {
      const kept = this.drawn.get(box.id) ?? this.start(box)
      this.update(kept, box, theme)
      this.tell(kept, describe(box))
      this.updateEdge(kept, boxes.get(box.parent), box, theme)
      // Parents before children and in the order of the tree, which is the order of reading.
      if ((last ? last.nextSibling : this.nodes.firstChild) !== kept.group) this.nodes.insertBefore(kept.group, last ? last.nextSibling : this.nodes.firstChild)
      last = kept.group
    }
  }

  start(box) {
    const kept = { group: svg('g', { id: `${this.prefix}-${box.id}`, class: 'node', role: 'treeitem', 'data-node': box.id }), edge: null }
    this.drawn.set(box.id, kept)
    return kept
  }

  group(id) {
    return this.drawn.get(id)?.group
  }

  update(kept, box, theme) {
    const was = kept.box
    const isSame = was && kept.theme === theme.name && LOOKS.every((name) => was[name] === box[name])
    if (!isSame) kept.group.replaceChildren(...this.parts(box, theme))
    if (was?.x !== box.x || was.y !== box.y) setAll(kept.group, { transform: `translate(${box.x} ${box.y})` })
    Object.assign(kept, { box, theme: theme.name })
  }

  updateEdge(kept, parent, box, theme) {
    if (!parent) {
      kept.edge?.remove()
      kept.edge = null
      return
    }
    kept.edge ??= this.edges.appendChild(svg('path', { fill: 'none' }))
    const looks = { d: edgePath(parent, box), stroke: theme.colours[box.colour].line, 'stroke-width': box.level === 1 ? 2.5 : 1.5 }
    setAll(kept.edge, changes(kept.edgeLooks, looks))
    kept.edgeLooks = looks
  }

  tell(kept, words) {
    setAll(kept.group, changes(kept.words, words))
    kept.words = words
  }

  // What a node is made of, around its own upper left corner.
  parts(box, theme) {
    const own = levelStyle(this.style, box.level)
    const colour = theme.colours[box.colour]
    const fill = box.level === 0 ? (box.colour === 'none' ? theme.root : colour.line) : box.level === 1 ? colour.fill : theme.background
    const text = box.level === 0 ? theme.root_text : theme.text
    const parts = [svg('rect', { class: 'ring', x: -4, y: -4, width: box.width + 8, height: box.height + 8, rx: own.radius + 4, fill: 'none' })]
    parts.push(
      svg('rect', { class: 'box', width: box.width, height: box.height, rx: own.radius, fill, stroke: own.stroke ? colour.line : 'none', 'stroke-width': own.stroke }),
      this.words(box, own, text),
    )
    if (box.hasNote) parts.push(this.noteSign(box, own, text))
    if (box.hidden) parts.push(this.badge(box, theme))
    if (box.made) parts.push(this.madeSign(box, theme, colour))
    return parts
  }

  words(box, own, colour) {
    const isRoot = box.level === 0
    const x = isRoot ? Math.floor((box.width - (box.hasNote ? this.style.note : 0)) / 2) : own.pad_x
    const first = own.pad_y + own.line / 2 + (own.size * BASELINE) / 1000
    const group = svg('g', { class: 'words', fill: colour, 'font-size': own.size, 'font-weight': own.weight, 'aria-hidden': 'true' })
    box.lines.forEach((line, place) => {
      if (line) group.append(svg('text', { x, y: first + place * own.line, 'text-anchor': isRoot ? 'middle' : null }, line))
    })
    return group
  }

  noteSign(box, own, colour) {
    const place = `translate(${box.width - own.pad_x - 11} ${Math.floor((box.height - 12) / 2)})`
    return svg('path', { class: 'note-sign', d: NOTE_PATH, transform: place, fill: 'none', stroke: colour, opacity: 0.7 })
  }

  // On the corner of what stands in the plan as well; on screen only, as it is nothing of the map's own.
  madeSign(box, theme, colour) {
    const sign = svg(
      'g',
      { class: 'made-sign', transform: `translate(${box.width - 3} 3)`, 'aria-hidden': 'true' },
      svg('circle', { r: 7.5, fill: theme.background, stroke: colour.line, 'stroke-width': 1.5 }),
      svg('path', { d: 'M-3.4 .2l2.4 2.4 4.4-4.8', fill: 'none', stroke: theme.text, 'stroke-width': 1.6 }),
    )
    sign.append(svg('title', {}, box.made))
    return sign
  }

  badge(box, theme) {
    const { gap, width, height, size } = this.style.badge
    const x = box.side === 'left' ? -gap - width : box.width + gap
    const y = Math.floor(box.height / 2) - Math.floor(height / 2)
    return svg(
      'g',
      { class: 'badge', 'data-fold': box.id, 'aria-hidden': 'true' },
      svg('rect', { x, y, width, height, rx: Math.floor(height / 2), fill: theme.background, stroke: theme.colours[box.colour].line }),
      svg('text', { x: x + Math.floor(width / 2), y: y + height / 2 + (size * BASELINE) / 1000, 'font-size': size, fill: theme.muted, 'text-anchor': 'middle' }, String(box.hidden)),
    )
  }
}
