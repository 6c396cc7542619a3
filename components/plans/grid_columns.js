// The grid's columns from the columns of the list: links, chips, numbers by locale. User text is set as text, never as markup.

import { make } from './dom.js'
import { icon } from './icons.js'

const NUMERIC = new Set(['money', 'percent', 'number', 'integer'])

export function columnDefs(list, formats) {
  const byName = new Map(list.model.columns.map((column) => [column.name, column]))
  return list.shownColumns.map((name) => columnDef(byName.get(name), list, formats))
}

function columnDef(column, list, formats) {
  const layout = list.layout[column.name] || {}
  const isNumeric = NUMERIC.has(column.kind)
  return {
    colId: column.name,
    headerName: column.unit ? `${column.label} (${column.unit})` : column.label,
    headerTooltip: column.label,
    width: layout.width || column.width,
    pinned: layout.pinned || null,
    sortable: column.sortable,
    comparator: () => 0,
    type: isNumeric ? 'rightAligned' : undefined,
    cellClass: isNumeric ? ['ag-right-aligned-cell', 'number'] : column.chips ? 'chips' : undefined,
    valueGetter: ({ data }) => (data ? text(column, data, formats) : ''),
    cellRenderer: asComponent(renderer(column)),
  }
}

function text(column, data, formats) {
  if (column.name === 'time') return formats.period(data)
  if (column.name in data) return formats.show(column, data[column.name])
  return formats.show(column, data.custom_fields?.[column.name])
}

/** A cell component for the grid, which takes a bare function for one of React's. */
function asComponent(draw) {
  return class {
    init(params) {
      this.element = draw(params)
    }

    getGui() {
      return this.element
    }

    refresh() {
      return false
    }
  }
}

function renderer(column) {
  if (column.name === 'subject') return subject
  if (column.chips) return (params) => chip(column, params)
  if (column.kind === 'link') return link
  return ({ value }) => make('span', { title: value?.length > 12 ? value : null }, value ?? '')
}

function subject({ data, value }) {
  if (!data) return make('span', { class: 'loading' })
  return make('a', { href: `/plan?id=${data.id}`, target: '_top', class: 'subject', tabindex: '-1', title: value || null }, value || `#${data.id}`)
}

function chip(column, { data, value }) {
  const stored = data?.[column.name]
  if (!stored) return make('span')
  const { icon: glyph, tone } = column.chips[stored] || {}
  return make('span', { class: `chip tone-${tone || 'plain'}` }, glyph ? icon(glyph, 15) : null, make('span', {}, value))
}

function link({ value }) {
  if (!/^https?:\/\//.test(value || '')) return make('span', {}, value ?? '')
  return make('a', { href: value, target: '_blank', rel: 'noopener noreferrer', tabindex: '-1' }, value)
}
