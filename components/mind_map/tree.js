// Trees of nodes {id, text, children, colour?, note?, side?, folded?}. Nothing is changed in place: an undo keeps the old tree.

const INDENT = '\t'

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('')
}

export function makeNode(text, more = {}) {
  return { id: newId(), text, ...more, children: more.children ?? [] }
}

export function* walk(node) {
  yield node
  for (const child of node.children) yield* walk(child)
}

export function count(node) {
  let sum = 1
  for (const child of node.children) sum += count(child)
  return sum
}

// The nodes from the root down to this one, empty where there is none.
export function pathTo(tree, id) {
  if (!tree) return []
  if (tree.id === id) return [tree]
  for (const child of tree.children) {
    const path = pathTo(child, id)
    if (path.length) return [tree, ...path]
  }
  return []
}

export function find(tree, id) {
  return pathTo(tree, id).at(-1)
}

export function parentOf(tree, id) {
  return pathTo(tree, id).at(-2)
}

export function holds(node, id) {
  return Boolean(find(node, id))
}

// The tree with this node changed by `change(node)`; null removes it.
export function replace(tree, id, change) {
  if (tree.id === id) return change(tree)
  let isChanged = false
  const children = []
  for (const child of tree.children) {
    const next = isChanged ? child : replace(child, id, change)
    isChanged ||= next !== child
    if (next) children.push(next)
  }
  return isChanged ? { ...tree, children } : tree
}

// The tree with values of one node set; an empty value is taken away.
export function set(tree, id, values) {
  return replace(tree, id, (node) => {
    const next = { ...node, ...values }
    for (const name of ['colour', 'note', 'side', 'folded']) if (!next[name]) delete next[name]
    return next
  })
}

export function insert(tree, parentId, node, index = Infinity) {
  return replace(tree, parentId, (parent) => {
    const children = [...parent.children]
    children.splice(Math.min(index, children.length), 0, node)
    return { ...parent, children, folded: false }
  })
}

export function remove(tree, id) {
  return replace(tree, id, () => null)
}

// The tree with a node under another parent; `index` counts among the children without the node itself.
export function move(tree, id, parentId, index, side) {
  const node = { ...find(tree, id) }
  delete node.side
  if (side) node.side = side
  return insert(remove(tree, id), parentId, node, index)
}

// The form in which the server stores a tree, to tell whether two are the same.
export function canonical(node) {
  const kept = { id: node.id, text: node.text }
  for (const name of ['colour', 'note', 'side', 'folded']) if (node[name]) kept[name] = node[name]
  if (!node.children.length) delete kept.folded
  return { ...kept, children: node.children.map(canonical) }
}

export function same(one, other) {
  if (one === other) return true
  return Boolean(one && other) && JSON.stringify(canonical(one)) === JSON.stringify(canonical(other))
}

// A branch as text, a line each node, indented by tabs.
export function toOutline(node, depth = 0) {
  const line = INDENT.repeat(depth) + node.text.replace(/\s*\n\s*/g, ' ')
  return [line, ...node.children.map((child) => toOutline(child, depth + 1))].join('\n')
}

// Nodes from text: a line each, deeper where it is indented further than the line above. Bullets are dropped.
export function fromOutline(text, longest) {
  const top = { children: [] }
  const open = [{ indent: -1, node: top }]
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const [, space, , words] = line.match(/^(\s*)([-*•–]\s+)?(.*?)\s*$/)
    if (!words) continue
    const indent = space.replace(/\t/g, '    ').length
    while (open.at(-1).indent >= indent) open.pop()
    const node = makeNode(words.replace(/\t+/g, ' ').slice(0, longest))
    open.at(-1).node.children.push(node)
    open.push({ indent, node })
  }
  return top.children
}
