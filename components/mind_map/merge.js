// Two people's changes of one tree put together node by node, as long as they do not touch the same thing.

const VALUES = ['text', 'colour', 'note', 'side', 'folded']

// The tree with the changes from `base` to `mine` and from `base` to `theirs`, or undefined where they contradict each other.
export function merge(base, mine, theirs) {
  if (mine === theirs || theirs === base) return mine
  if (mine === base) return theirs
  if (!base || !mine || !theirs || mine.id !== theirs.id || base.id !== mine.id) return undefined
  const [before, ours, others] = [base, mine, theirs].map(flatten)
  const merged = new Map()
  for (const id of new Set([...others.keys(), ...ours.keys()])) {
    const outcome = mergeNode(before.get(id), ours.get(id), others.get(id))
    if (outcome === undefined) return undefined
    if (outcome) merged.set(id, outcome)
  }
  return build(mine.id, merged, { before, ours, others })
}

function flatten(tree) {
  const flat = new Map()
  const add = (node, parent) => {
    const values = Object.fromEntries(VALUES.map((name) => [name, node[name] || '']))
    flat.set(node.id, { id: node.id, parent, values, order: node.children.map((child) => child.id) })
    for (const child of node.children) add(child, node.id)
  }
  add(tree, null)
  return flat
}

// A node's outcome; null where it is deleted, undefined where both sides contradict each other.
function mergeNode(before, ours, others) {
  if (!before) return ours && others ? (isUnchanged(ours, others) ? ours : undefined) : (ours ?? others)
  if (!ours || !others) return isUnchanged(before, ours ?? others ?? before) ? null : undefined
  const values = {}
  for (const name of VALUES) {
    // Folding is how somebody looks at the map: no reason to ask anybody.
    const value = pick(before.values[name], ours.values[name], others.values[name], name === 'folded' || name === 'side')
    if (value === undefined) return undefined
    values[name] = value
  }
  const parent = pick(before.parent, ours.parent, others.parent, false)
  return parent === undefined ? undefined : { id: before.id, parent, values }
}

function isUnchanged(before, now) {
  return before.parent === now.parent && VALUES.every((name) => name === 'folded' || before.values[name] === now.values[name])
}

function pick(before, ours, others, oursWins) {
  if (others === before || ours === others) return ours
  return ours === before ? others : oursWins ? ours : undefined
}

function build(rootId, merged, sources) {
  const children = new Map([...merged.keys()].map((id) => [id, []]))
  for (const { id, parent } of merged.values()) {
    if (id === rootId) continue
    if (!children.has(parent)) return undefined
    children.get(parent).push(id)
  }
  let built = 0
  const make = (id) => {
    built += 1
    const node = { id, text: merged.get(id).values.text }
    for (const name of VALUES) if (name !== 'text' && merged.get(id).values[name]) node[name] = merged.get(id).values[name]
    return { ...node, children: inOrder(id, children.get(id), sources).map(make) }
  }
  const tree = make(rootId)
  // Fewer than there are: each moved a branch into the other's.
  return built === merged.size ? tree : undefined
}

// The order of whoever changed it; what only the other one has comes after the same neighbour as there.
function inOrder(parent, ids, { before, ours, others }) {
  const there = new Set(ids)
  const known = (flat) => (flat.get(parent)?.order ?? []).filter((id) => there.has(id))
  const [old, mine, theirs] = [before, ours, others].map(known)
  const both = new Set(old.filter((id) => mine.includes(id) && theirs.includes(id)))
  const stays = (order) => order.filter((id) => both.has(id)).join() === old.filter((id) => both.has(id)).join()
  const [first, second] = stays(theirs) ? [mine, theirs] : [theirs, mine]
  const order = [...first]
  second.forEach((id, place) => {
    if (order.includes(id)) return
    const neighbour = second.slice(0, place).findLast((each) => order.includes(each))
    order.splice(neighbour ? order.indexOf(neighbour) + 1 : 0, 0, id)
  })
  return [...order, ...ids.filter((id) => !order.includes(id))]
}
