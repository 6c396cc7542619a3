// One line of the activity log: which value of what, from what to what, the whole on demand, and a button that reverts it.

import { fill, make } from './plans/dom.js'

/** With `showsPlan` the line names the plan it belongs to, for a log of more than one. */
export function entryRow(entry, { texts, revert, readValues, showsPlan = false }) {
  const words = [entry.record === 'plan' ? '' : entry.what, entry.label].filter(Boolean).join(' · ')
  const name = make('span', { class: 'name', dir: 'auto' }, words || entry.what)
  if (showsPlan && entry.plan_id) {
    name.append(make('a', { class: 'plan', dir: 'auto', href: `/plan?id=${entry.plan_id}` }, entry.plan || `#${entry.plan_id}`))
  }
  const line = make('li', { class: entry.kind }, name, change(entry, texts))
  const buttons = make('span', { class: 'buttons' })
  const more = make('div', { class: 'more' })
  if (entry.is_cut) buttons.append(wholeButton(entry, texts, more, readValues))
  if (revert) {
    const what = [entry.what, entry.label].filter(Boolean).join(' · ')
    buttons.append(make('button', { type: 'button', 'aria-label': fill(texts.revertThis, { what }), onclick: revert }, texts.revert))
  }
  line.append(buttons, more)
  return line
}

function change(entry, texts) {
  if (entry.kind !== 'update') return make('span', { class: 'change' }, texts.kinds[entry.kind] ?? '')
  const from = make('del', { dir: 'auto' }, entry.old || texts.unset)
  const to = make('ins', { dir: 'auto' }, entry.new || texts.unset)
  from.classList.toggle('unset', !entry.old)
  to.classList.toggle('unset', !entry.new)
  // Read aloud as words, drawn as an arrow.
  return make('span', { class: 'change' }, from, make('span', { class: 'arrow', role: 'img', 'aria-label': texts.became }, '→'), to)
}

function wholeButton(entry, texts, more, readValues) {
  const closed = entry.kind === 'update' ? texts.whole : texts.values
  const button = make('button', { type: 'button', class: 'quiet', 'aria-expanded': 'false' }, closed)
  button.addEventListener('click', async () => {
    const isOpen = button.getAttribute('aria-expanded') === 'true'
    if (!isOpen && !more.childElementCount) {
      const values = await readValues()
      if (!values) return
      more.append(values.values.length ? table(values.values) : sides(values, texts))
    }
    button.setAttribute('aria-expanded', String(!isOpen))
    button.textContent = isOpen ? closed : texts.less
    more.hidden = isOpen
  })
  return button
}

function sides(values, texts) {
  const side = (title, text) => make('div', {}, make('h4', {}, title), make('p', { dir: 'auto', tabindex: '0' }, text || texts.unset))
  return make('div', { class: 'sides' }, side(texts.before, values.old), side(texts.after, values.new))
}

function table(pairs) {
  return make('dl', {}, ...pairs.flatMap(([label, text]) => [make('dt', {}, label), make('dd', { dir: 'auto' }, text)]))
}
