// Undo and redo of one's own steps. Where others changed the tree since, only one's own part is taken back.

import { merge } from './merge.js'
import { same } from './tree.js'

const MOST = 200

export class History {
  constructor() {
    this.done = []
    this.undone = []
  }

  push(before, after, selected) {
    this.done.push({ before, after, selected })
    if (this.done.length > MOST) this.done.shift()
    this.undone = []
  }

  // {tree, selected}, null where there is nothing to undo, undefined where the step cannot be undone any more.
  undo(current, selected) {
    return step(this.done, this.undone, current, selected, (entry) => [entry.after, entry.before])
  }

  redo(current, selected) {
    return step(this.undone, this.done, current, selected, (entry) => [entry.before, entry.after])
  }
}

function step(from, to, current, selected, ends) {
  const entry = from.pop()
  if (!entry) return null
  const [start, goal] = ends(entry)
  const tree = same(start, current) ? goal : merge(start, goal, current)
  if (tree === undefined) return undefined
  to.push({ ...entry, selected })
  return { tree, selected: entry.selected }
}
