// A list of checkboxes with a search field, for filters with few choices as for clients by the thousand.

import { debounce, make } from './dom.js'
import { icon } from './icons.js'

const SEARCHABLE_FROM = 9

/**
 * Fill a panel. `options` is a list of {value, label, icon, tone}, or a function that finds some for a text.
 * `chosen()` tells the values ticked now, `choose(value, isTicked, option)` is called for each change.
 */
export function fillChoices(panel, { options, texts, label, chosen, choose }) {
  const isRemote = typeof options === 'function'
  const list = make('div', { class: 'choices', role: 'group', 'aria-label': label })
  const note = make('p', { class: 'note', role: 'status' })
  const draw = (found) => {
    list.replaceChildren(...found.map((option) => line(option, chosen, choose)))
    note.textContent = found.length ? '' : texts.nothing_found
  }
  if (isRemote || options.length >= SEARCHABLE_FROM) panel.append(searchField(texts, options, draw, isRemote, note))
  panel.append(list, note)
  panel.addEventListener('keydown', (event) => moveByArrow(event, panel))
  if (!isRemote) draw(options)
}

function searchField(texts, options, draw, isRemote, note) {
  const input = make('input', { type: 'search', placeholder: texts.search, 'aria-label': texts.search, autofocus: true, autocomplete: 'off' })
  let asked = 0
  const find = async () => {
    const number = ++asked
    if (!isRemote) return draw(options.filter((option) => folded(option.label).includes(folded(input.value))))
    try {
      const found = await options(input.value.trim())
      if (number === asked) draw(found)
    } catch (error) {
      note.textContent = error.status ? error.message : texts.unreachable
    }
  }
  input.addEventListener('input', isRemote ? debounce(find, 120) : find)
  if (isRemote) find()
  return make('div', { class: 'panel-search' }, icon('search'), input)
}

function line(option, chosen, choose) {
  const box = make('input', { type: 'checkbox', value: option.value })
  box.checked = chosen().includes(option.value)
  box.addEventListener('change', () => choose(option.value, box.checked, option))
  const mark = option.icon ? icon(option.icon, 16) : null
  if (mark && option.tone) mark.classList.add(`tone-${option.tone}`)
  return make('label', { class: 'choice' }, box, mark, make('span', {}, option.label))
}

function moveByArrow(event, panel) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const stops = [...panel.querySelectorAll('input[type=search], input[type=checkbox], button')]
  const here = stops.indexOf(panel.getRootNode().activeElement)
  const next = stops[here + (event.key === 'ArrowDown' ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}

const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
