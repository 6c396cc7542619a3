// Dialogs of the map: a note, the keys, and which of two versions to keep.

import { element, nodeCount, svg } from './dom.js'
import { Drawing } from './draw.js'
import { layOut } from './layout.js'
import { count } from './tree.js'

const MOST_LISTED = 5

// A dialog with a heading; resolves with the value of the button that closed it, empty where it was given up.
function ask(root, heading, body, buttons) {
  const id = `dialog-${heading.length}-${Math.round(performance.now())}`
  const dialog = element('dialog', { 'aria-labelledby': id })
  const row = element('div', { class: 'buttons' })
  for (const { label, value, isMain } of buttons) {
    row.append(element('button', { type: 'button', class: isMain ? 'is-main' : null, onclick: () => dialog.close(value) }, label))
  }
  dialog.append(element('h2', { id }, heading), ...body, row)
  dialog.addEventListener('keydown', (event) => event.stopPropagation())
  root.append(dialog)
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue)
    })
    dialog.showModal()
  })
}

// The new text of the note, or null where it stays as it is.
export async function askNote(root, texts, { title, note, longest, isReadOnly }) {
  const field = element('textarea', { class: 'note-field', rows: 8, maxlength: longest, 'aria-label': texts.note, readonly: isReadOnly })
  field.value = note
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) field.closest('dialog').close('save')
  })
  const buttons = isReadOnly
    ? [{ label: texts.close, value: '' }]
    : [
        { label: texts.cancel, value: '' },
        { label: texts.save_note, value: 'save', isMain: true },
      ]
  const asked = ask(root, title, [field], buttons)
  field.focus()
  return (await asked) === 'save' ? field.value.trimEnd() : null
}

export function showKeys(root, texts) {
  const table = element('table', { class: 'keys' })
  for (const [keys, what] of texts.keys) table.append(element('tr', {}, element('th', { scope: 'row' }, keys), element('td', {}, what)))
  return ask(root, texts.keys_heading, [table], [{ label: texts.close, value: '', isMain: true }])
}

// Both versions as pictures; true keeps mine, and there is no way around choosing.
export async function askConflict(root, editor, mine, theirs) {
  const { texts } = editor
  const cards = element(
    'div',
    { class: 'versions' },
    version(editor, texts.mine, mine, theirs),
    version(editor, texts.theirs, theirs, mine),
  )
  for (;;) {
    const answer = await ask(
      root,
      texts.conflict_heading,
      [element('p', {}, texts.conflict), cards],
      [
        { label: texts.take_theirs, value: 'theirs' },
        { label: texts.keep_mine, value: 'mine', isMain: true },
      ],
    )
    if (answer) return answer === 'mine'
  }
}

function version(editor, label, tree, other) {
  const { texts } = editor
  const caption = element('figcaption', {}, element('strong', {}, label), element('span', {}, tree ? nodeCount(texts, count(tree)) : texts.no_map))
  if (!tree) return element('figure', {}, caption)
  const different = differences(tree, other)
  const list = element('ul', { class: 'differences', 'aria-label': texts.differences })
  for (const node of different.slice(0, MOST_LISTED)) list.append(element('li', {}, node.text || texts.no_text))
  if (different.length > MOST_LISTED) list.append(element('li', {}, '…'))
  return element('figure', {}, miniature(editor, tree, label, new Set(different.map((node) => node.id))), caption, different.length ? list : '')
}

// The nodes that the other version lacks or has with another text, note, colour or parent.
function differences(tree, other) {
  const key = (node, parent) => JSON.stringify([parent, node.text, node.note || '', node.colour || ''])
  const known = new Map()
  const visit = (node, parent, act) => {
    act(node, parent)
    for (const child of node.children) visit(child, node.id, act)
  }
  if (other) visit(other, '', (node, parent) => known.set(node.id, key(node, parent)))
  const found = []
  visit(tree, '', (node, parent) => known.get(node.id) !== key(node, parent) && found.push(node))
  return found
}

function miniature(editor, tree, label, marked) {
  const { style } = editor.config
  const layout = layOut(tree, style, editor.measure, { whole: true })
  const edges = svg('g')
  const nodes = svg('g')
  const viewBox = `${layout.x} ${layout.y} ${layout.width} ${layout.height}`
  const picture = svg('svg', { class: 'miniature', role: 'img', 'aria-label': label, viewBox }, edges, nodes)
  const describe = (box) => ({ role: null, class: marked.has(box.id) ? 'is-different' : null })
  new Drawing(style, { edges, nodes }, `miniature-${label.length}-${Math.round(performance.now())}`).draw(layout, editor.theme, describe)
  return picture
}
