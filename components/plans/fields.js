// What one filter offers in its panel and how it reads on its chip, by the kind of its field.

import { fillChoices } from './choices.js'
import { fill, make } from './dom.js'
import { request } from './http.js'

const MOST_CLIENTS = 50
const NONE = 'none'

/** Fill the panel of a filter, which stands in this popover. */
export function fillField(panel, field, list, model, popover) {
  if (field.kind === 'choices') return fillChoices(panel, choicesOf(field, list, model, field.options))
  if (field.kind === 'clients') return fillChoices(panel, choicesOf(field, list, model, (text) => findClients(text, list, model)))
  if (field.kind === 'period') return fillPeriod(panel, list, model)
  if (field.kind === 'range') return fillRange(panel, field, list, model, popover)
  return fillText(panel, field, list, model)
}

/** The words on the chip, or '' where the filter is not set. */
export function words(field, list, model) {
  if (field.kind === 'period') return spanWords(day(list.values('from')[0], model), day(list.values('to')[0], model), model)
  const values = list.values(field.name)
  if (!values.length) return ''
  const labels = values.map((value) => labelOf(field, value, model)).filter(Boolean)
  return labels.length > 2 ? `${labels.slice(0, 2).join(', ')} +${labels.length - 2}` : labels.join(', ')
}

/** The names in the address that this filter sets. */
export const namesOf = (field) => (field.kind === 'period' ? ['from', 'to'] : [field.name])

function labelOf(field, value, model) {
  if (field.kind === 'clients') return model.clientNames[value] || `#${value}`
  if (value === NONE) return model.texts.not_set
  if (field.kind === 'text') return `“${unescaped(value)}”`
  if (field.kind === 'range') {
    const [low, high] = bounds(value).map((text) => (field.type === 'date' ? day(text, model) : numberText(text, model)))
    return low === high ? low : spanWords(low, high, model)
  }
  return field.options.find((option) => option.value === value)?.label ?? value
}

function choicesOf(field, list, model, options) {
  return {
    options,
    texts: model.texts,
    label: field.label,
    chosen: () => list.values(field.name),
    choose: (value, isTicked, option) => {
      if (field.kind === 'clients') model.clientNames[value] = option.label
      const others = list.values(field.name).filter((each) => each !== value)
      list.setFilter(field.name, isTicked ? [...others, value] : others)
    },
  }
}

async function findClients(text, list, model) {
  const query = new URLSearchParams({ q: text, limit: MOST_CLIENTS })
  const found = await request(`/api/v1/references/client?${query}`, { staffId: model.staffId })
  const options = found.items.map((client) => ({ value: String(client.id), label: client.name }))
  const chosen = list.values('client').map((id) => ({ value: id, label: model.clientNames[id] || `#${id}` }))
  const wanted = text ? [] : chosen
  return [...wanted, ...options.filter((option) => !wanted.some((each) => each.value === option.value))]
}

function fillPeriod(panel, list, model) {
  const set = (from, to) => list.setPairs([...list.pairs.filter(([name]) => name !== 'from' && name !== 'to'), ...pairs(from, to)])
  const from = dateField(model.texts.from, list.values('from')[0])
  const to = dateField(model.texts.to, list.values('to')[0])
  const apply = () => set(from.input.value, to.input.value)
  for (const field of [from, to]) field.input.addEventListener('change', apply)
  const quick = make(
    'div',
    { class: 'quick' },
    ...model.periods.map((period) =>
      make('button', { type: 'button', class: 'plain', onclick: () => {
        from.input.value = period.from
        to.input.value = period.to
        apply()
      } }, period.label),
    ),
  )
  panel.append(quick, make('div', { class: 'pair' }, from.label, to.label))
}

const pairs = (from, to) => [['from', from], ['to', to]].filter(([, value]) => value)

function dateField(caption, value) {
  const input = make('input', { type: 'date', value: value || '' })
  return { input, label: make('label', { class: 'field' }, make('span', {}, caption), input) }
}

/** Let the panel also ask for what is not set. */
function offerNone(panel, field, list, model) {
  fillChoices(panel, choicesOf(field, list, model, [{ value: NONE, label: model.texts.not_set }]))
}

/** The value the panel shows and changes; others of the address stay as they are. */
const shownValue = (field, list) => list.values(field.name).find((value) => value !== NONE)

function setShown(field, list, value) {
  const shown = shownValue(field, list)
  const others = list.values(field.name).filter((each) => each !== shown && each !== value)
  list.setFilter(field.name, [value, ...others].filter(Boolean))
}

// A text to find that itself reads as "none" has a sign in front.
const escaped = (text) => (/^=*none$/.test(text) ? `=${text}` : text)
const unescaped = (text) => (/^=+none$/.test(text) ? text.slice(1) : text)

function fillRange(panel, field, list, model, popover) {
  const shown = bounds(shownValue(field, list) || '..')
  const ends = ['from', 'to'].map((end, place) => rangeEnd(end, field, shown[place], model))
  let asked = 0
  const apply = async () => {
    const number = ++asked
    const query = new URLSearchParams(ends.map(({ end, input }) => [end, input.value]))
    const problems = {}
    try {
      const read = await request(`/api/v1/plans/ranges/${field.name}?${query}`, { staffId: model.staffId })
      if (number === asked) setShown(field, list, read.range)
    } catch (error) {
      for (const { field: end, reason } of error.body?.problems ?? []) problems[end] = reason
      if (!error.body?.problems) problems.to = error.status ? error.message : model.texts.unreachable
    }
    if (number !== asked) return
    for (const each of ends) each.refuse(problems[each.end] ?? '')
    if (Object.keys(problems).length) popover.reopen(panel)
  }
  for (const { input } of ends) input.addEventListener('change', apply)
  panel.append(make('div', { class: 'pair' }, ...ends.map(({ element }) => element)))
  offerNone(panel, field, list, model)
}

/** One bound of a range: a date as the browser asks for it, a number as the person writes it, which the server reads. */
function rangeEnd(end, field, value, model) {
  const problem = make('p', { class: 'problem', role: 'alert' })
  const input = make('input', field.type === 'date' ? { type: 'date', value } : { type: 'text', inputmode: 'decimal', value: numberText(value, model, false) })
  const refuse = (reason) => {
    problem.textContent = reason
    input.setAttribute('aria-invalid', String(Boolean(reason)))
  }
  const label = make('label', { class: 'field' }, make('span', {}, model.texts[end]), input)
  return { end, input, refuse, element: make('div', {}, label, problem) }
}

function fillText(panel, field, list, model) {
  const value = unescaped(shownValue(field, list) || '')
  const input = make('input', { type: 'search', value, 'aria-label': field.label, autofocus: true })
  input.addEventListener('change', () => setShown(field, list, escaped(input.value.trim())))
  panel.append(make('div', { class: 'panel-search' }, input))
  offerNone(panel, field, list, model)
}

function bounds(text) {
  const [low, high] = text.includes('..') ? text.split('..') : [text, text]
  return [low, high]
}

/** A number of the address in the form of the person's language; its decimal text is formatted as it is, so that it loses no digit. */
function numberText(text, { locale }, useGrouping = true) {
  return /^-?\d+(\.\d+)?$/.test(text) ? new Intl.NumberFormat(locale, { useGrouping, maximumFractionDigits: 4 }).format(text) : text
}

function spanWords(from, to, { texts }) {
  if (from && to) return fill(texts.from_to, { from, to })
  if (from) return fill(texts.from_only, { from })
  return to ? fill(texts.to_only, { to }) : ''
}

function day(text, { locale }) {
  if (!text) return ''
  const date = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? text : date.toLocaleDateString(locale, { dateStyle: 'medium', timeZone: 'UTC' })
}
