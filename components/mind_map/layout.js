// Where every node stands, exactly as services/mind_map/layout.py computes it: whole pixels around the root's centre.

import { count } from './tree.js'

export function levelStyle(style, level) {
  return style.levels[Math.min(level, style.levels.length - 1)]
}

function edgeX(box, side) {
  return side === 'left' ? box.x : box.x + box.width
}

// The boxes, parents before their children, and the whole with its margin. What is folded is left out unless `whole`.
export function layOut(tree, style, measure, { whole = false } = {}) {
  const root = measureBranch(tree, { parent: '', level: 0, side: '', colour: 'none' }, { style, measure, whole })
  root.box.x = -Math.floor(root.box.width / 2)
  root.box.y = -Math.floor(root.box.height / 2)
  for (const side of ['right', 'left']) {
    const branches = root.children.filter((each) => each.box.side === side)
    placeChildren(style, root.box, branches, -Math.floor(total(style, branches, 0) / 2))
  }
  const boxes = []
  collect(root, boxes)
  return bounds(style, boxes)
}

// The side of each branch: its own, or else the first half (by the leaves shown) right and the rest left.
export function chooseSides(branches, { whole = false } = {}) {
  const weights = branches.map((each) => (each.side ? 0 : leaves(each, whole)))
  const sum = weights.reduce((one, other) => one + other, 0)
  let before = 0
  return branches.map((branch, place) => {
    const side = branch.side || (2 * before + weights[place] <= sum ? 'right' : 'left')
    before += weights[place]
    return side
  })
}

function shownChildren(node, whole) {
  return whole || !node.folded ? node.children : []
}

function leaves(node, whole) {
  let sum = 0
  for (const child of shownChildren(node, whole)) sum += leaves(child, whole)
  return sum || 1
}

function measureBranch(node, { parent, level, side, colour: inherited }, context) {
  const { style, measure, whole } = context
  const own = levelStyle(style, level)
  const { lines, width: textWidth } = measure.lines(node, own)
  const hasNote = Boolean(node.note)
  const width = textWidth + (hasNote ? style.note : 0)
  const colour = node.colour || inherited
  const shown = shownChildren(node, whole)
  const box = {
    id: node.id,
    parent,
    level,
    side,
    colour,
    lines,
    hasNote,
    hidden: node.children.length && !shown.length ? count(node) - 1 : 0,
    width: Math.max(style.narrowest, width) + 2 * own.pad_x,
    height: lines.length * own.line + 2 * own.pad_y,
    x: 0,
    y: 0,
  }
  const sides = level ? shown.map(() => side) : chooseSides(shown, { whole })
  const children = shown.map((child, place) =>
    measureBranch(child, { parent: node.id, level: level + 1, side: sides[place], colour }, context),
  )
  return { box, children, height: Math.max(box.height, level ? total(style, children, level) : 0) }
}

function total(style, branches, level) {
  const gap = levelStyle(style, level).gap_y
  return branches.reduce((sum, each) => sum + each.height, 0) + gap * Math.max(0, branches.length - 1)
}

function placeChildren(style, parent, branches, top) {
  const own = levelStyle(style, parent.level)
  for (const branch of branches) {
    const { box } = branch
    const edge = edgeX(parent, box.side)
    box.x = box.side === 'left' ? edge - own.gap_x - box.width : edge + own.gap_x
    box.y = top + Math.floor((branch.height - box.height) / 2)
    placeChildren(style, box, branch.children, top + Math.floor((branch.height - total(style, branch.children, box.level)) / 2))
    top += branch.height + own.gap_y
  }
}

function collect(branch, boxes) {
  boxes.push(branch.box)
  for (const child of branch.children) collect(child, boxes)
}

function bounds(style, boxes) {
  const badge = style.badge.gap + style.badge.width
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const box of boxes) {
    left = Math.min(left, box.x - (box.hidden && box.side === 'left' ? badge : 0))
    right = Math.max(right, box.x + box.width + (box.hidden && box.side !== 'left' ? badge : 0))
    top = Math.min(top, box.y)
    bottom = Math.max(bottom, box.y + box.height)
  }
  const { margin } = style
  return { boxes, x: left - margin, y: top - margin, width: right - left + 2 * margin, height: bottom - top + 2 * margin }
}

export function edgePath(parent, child) {
  const start = edgeX(parent, child.side)
  const end = edgeX(child, child.side === 'left' ? 'right' : 'left')
  const startY = parent.y + Math.floor(parent.height / 2)
  const endY = child.y + Math.floor(child.height / 2)
  const middle = Math.floor((start + end) / 2)
  return `M${start} ${startY}C${middle} ${startY} ${middle} ${endY} ${end} ${endY}`
}
