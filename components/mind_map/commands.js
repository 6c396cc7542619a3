// What one can do with the selected node. Each takes the editor and, where the tree changes, goes through `editor.change`.

import { chooseSides } from './layout.js'
import { count, find, fromOutline, insert, makeNode, move, parentOf, remove, replace, set, toOutline } from './tree.js'

const OTHER = { left: 'right', right: 'left' }

// Every branch keeps the side where it is seen, so that adding or moving one does not throw the others across.
function pinSides(tree) {
  if (!tree || tree.children.every((each) => each.side)) return tree
  const sides = chooseSides(tree.children)
  return { ...tree, children: tree.children.map((each, place) => ({ ...each, side: sides[place] })) }
}

function newBranch(editor, tree, side) {
  const used = (colour) => tree.children.filter((each) => each.colour === colour).length
  const palette = editor.config.colours
  const colour = palette.reduce((best, each) => (used(each) < used(best) ? each : best), palette[0])
  const weight = (at) => tree.children.filter((each) => each.side === at).reduce((sum, each) => sum + count(each), 0)
  return { colour, side: side ?? (weight('left') < weight('right') ? 'left' : 'right') }
}

export function start(editor) {
  const root = makeNode(editor.config.title)
  editor.change(root, root.id)
  rename(editor)
  editor.typing.field.select()
}

export function addChild(editor) {
  if (!editor.tree) return start(editor)
  const tree = pinSides(editor.tree)
  const parent = find(tree, editor.selected)
  return editor.typeNew(tree, parent.id, Infinity, makeNode('', parent.id === tree.id ? newBranch(editor, tree) : {}))
}

export function addSibling(editor) {
  if (!editor.tree || editor.selected === editor.tree.id) return addChild(editor)
  const tree = pinSides(editor.tree)
  const parent = parentOf(tree, editor.selected)
  const place = parent.children.findIndex((each) => each.id === editor.selected)
  const more = parent.id === tree.id ? newBranch(editor, tree, parent.children[place].side) : {}
  return editor.typeNew(tree, parent.id, place + 1, makeNode('', more))
}

export function rename(editor, text) {
  if (editor.tree) editor.typeText(editor.selected, text)
}

export function removeNode(editor) {
  if (!editor.tree) return
  const { selected, texts } = editor
  const gone = find(editor.tree, selected)
  const parent = parentOf(editor.tree, selected)
  if (!parent) {
    editor.change(null, '')
  } else {
    const tree = pinSides(editor.tree)
    const row = sameSide(tree, parent.id, selected)
    const place = row.findIndex((each) => each.id === selected)
    editor.change(remove(tree, selected), (row[place + 1] ?? row[place - 1] ?? parent).id)
  }
  editor.announce(texts.deleted, { text: gone.text })
}

// Its siblings on the same side of the root, itself included.
function sameSide(tree, parentId, id) {
  const siblings = find(tree, parentId).children
  const node = siblings.find((each) => each.id === id)
  return parentId === tree.id ? siblings.filter((each) => each.side === node.side) : siblings
}

export function reorder(editor, step) {
  const tree = pinSides(editor.tree)
  const parent = parentOf(tree, editor.selected)
  if (!parent) return
  const row = sameSide(tree, parent.id, editor.selected)
  const other = row[row.findIndex((each) => each.id === editor.selected) + step]
  if (!other) return
  const rest = parent.children.filter((each) => each.id !== editor.selected)
  const place = rest.findIndex((each) => each.id === other.id) + (step > 0 ? 1 : 0)
  editor.change(move(tree, editor.selected, parent.id, place, find(tree, editor.selected).side))
}

// Away from the root a node goes into the one above it, towards the root beside its parent, and from there to the other side.
export function shift(editor, direction) {
  const tree = pinSides(editor.tree)
  const box = editor.box(editor.selected)
  const parent = parentOf(tree, editor.selected)
  if (!parent) return
  if (direction === box.side) {
    const row = sameSide(tree, parent.id, editor.selected)
    const above = row[row.findIndex((each) => each.id === editor.selected) - 1]
    if (above) editor.change(move(tree, editor.selected, above.id, Infinity))
  } else if (parent.id === tree.id) {
    editor.change(set(tree, editor.selected, { side: OTHER[box.side] }))
  } else {
    const above = parentOf(tree, parent.id)
    const place = above.children.findIndex((each) => each.id === parent.id) + 1
    const side = above.id === tree.id ? box.side : undefined
    editor.change(withColour(move(tree, editor.selected, above.id, place, side), editor.selected, box))
  }
}

// A branch taken out of another one keeps the colour it was seen in.
function withColour(tree, id, box) {
  return find(tree, id).colour || box.colour === 'none' ? tree : set(tree, id, { colour: box.colour })
}

// After a drag: under, before or after another node.
export function place(editor, id, { target, where, side }) {
  const tree = pinSides(editor.tree)
  const box = editor.box(id)
  if (where === 'into') {
    const isBranch = target === tree.id
    const moved = move(tree, id, target, Infinity, isBranch ? side : undefined)
    editor.change(isBranch ? withColour(moved, id, box) : moved, id)
    return
  }
  const parent = parentOf(tree, target)
  const rest = parent.children.filter((each) => each.id !== id)
  const index = rest.findIndex((each) => each.id === target) + (where === 'after' ? 1 : 0)
  const isBranch = parent.id === tree.id
  const moved = move(tree, id, parent.id, index, isBranch ? find(tree, target).side : undefined)
  editor.change(isBranch ? withColour(moved, id, box) : moved, id)
}

export function fold(editor, id = editor.selected) {
  const node = editor.tree && find(editor.tree, id)
  if (!node?.children.length) return
  const next = set(pinSides(editor.tree), id, { folded: !node.folded })
  if (editor.isReadOnly) editor.lookAt(next)
  else editor.change(next, id)
}

export function colour(editor, name) {
  if (editor.tree) editor.change(set(pinSides(editor.tree), editor.selected, { colour: name }))
}

export function note(editor, text) {
  if (editor.tree) editor.change(set(pinSides(editor.tree), editor.selected, { note: text }))
}

export function copyText(editor) {
  return editor.tree ? toOutline(find(editor.tree, editor.selected)) : ''
}

// Lines of text become nodes below the selected one, indented ones deeper.
export function paste(editor, text) {
  const nodes = fromOutline(text, editor.config.longest_text)
  if (!nodes.length) return
  if (!editor.tree) {
    const root = nodes.length === 1 ? nodes[0] : makeNode(editor.config.title, { children: nodes })
    editor.change(pinSides(root), root.id)
    return
  }
  let tree = pinSides(editor.tree)
  for (const node of nodes) {
    const more = editor.selected === tree.id ? newBranch(editor, tree) : {}
    tree = insert(tree, editor.selected, { ...node, ...more })
  }
  editor.change(tree, nodes.at(-1).id)
}

export function unfoldTo(tree, path) {
  return path.slice(0, -1).reduce((sum, node) => (node.folded ? replace(sum, node.id, (each) => ({ ...each, folded: false })) : sum), tree)
}
