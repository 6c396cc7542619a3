// What one filter offers in its panel and how it reads on its chip, by the kind of its field.

import { fillChoices } from './choices.js'
import { fill, make } from './dom.js'
import { request } from './http.js'

const MOST_CLIENTS = 50

/** Fill the panel of a filter. */
export function fillField(panel, field, list, model) {
  if (field.kind === 'choices') return fillChoices(panel, choicesOf(field, list, model, field.options))
  if (field.kind === 'clients') return fillChoices(panel, choicesOf(field, list, model, (text) => findClients(text, list, model)))
  if (field.kind === 'period') return fillPeriod(panel, list, model)
  if (field.kind === 'range') return fillRange(panel, field, list, model)
  return fillText(panel, field, list)
}

/** The words on the chip, or '' where the filter is not set. */
export function words(field, list, model) {
  if (field.kind === 'period') return spanWords(day(list.values('from')[0], model), day(list.values('to')[0], model), model)
  const values = list.values(field.name)
  if (!values.length) return ''
  if (field.kind === 'range') {
    const [low, high] = bounds(values[0])
    const show = (text) => (field.type === 'date' ? day(text, model) : text)
    return low === high ? show(low) : spanWords(show(low), show(high), model)
  }
  if (field.kind === 'text') return `“${values[0]}”`
  const labels = values.map((value) => labelOf(field, value, model))
  return labels.length > 2 ? `${labels.slice(0, 2).join(', ')} +${labels.length - 2}` : labels.join(', ')
}

/** The names in the address that this filter sets. */
export const namesOf = (field) => (field.kind === 'period' ? ['from', 'to'] : [field.name])

function labelOf(field, value, model) {
  if (field.kind === 'clients') return model.clientNames[value] || `#${value}`
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
  const query = new URLSearchParams({ q: text, sort: 'name', limit: MOST_CLIENTS })
  const found = await request(`/api/v1/clients?${query}`, { staffId: model.staffId })
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

function fillRange(panel, field, list, model) {
  const [low, high] = bounds(list.values(field.name)[0] || '..')
  const inputs = [low, high].map((value) =>
    make('input', field.type === 'date' ? { type: 'date', value } : { type: 'text', inputmode: 'decimal', value }),
  )
  const problem = make('p', { class: 'problem', role: 'alert' })
  const apply = () => {
    const values = inputs.map((input) => input.value.trim().replace(',', '.'))
    const isWrong = field.type !== 'date' && values.some((value) => value && !/^-?\d+(\.\d+)?$/.test(value))
    problem.textContent = isWrong ? model.texts.number_wanted : ''
    if (!isWrong) list.setFilter(field.name, values.some(Boolean) ? [`${values[0]}..${values[1]}`] : [])
  }
  for (const input of inputs) input.addEventListener('change', apply)
  const captions = [model.texts.from, model.texts.to]
  panel.append(
    make('div', { class: 'pair' }, ...inputs.map((input, place) => make('label', { class: 'field' }, make('span', {}, captions[place]), input))),
    problem,
  )
}

function fillText(panel, field, list) {
  const input = make('input', { type: 'search', value: list.values(field.name)[0] || '', 'aria-label': field.label, autofocus: true })
  input.addEventListener('change', () => list.setFilter(field.name, [input.value.trim()]))
  panel.append(make('div', { class: 'panel-search' }, input))
}

function bounds(text) {
  const [low, high] = text.includes('..') ? text.split('..') : [text, text]
  return [low, high]
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
