// A list of records that the server searches, sorts and pages: search and count in a line above the rows.

import { counted, debounce, make } from '../plans/dom.js'
import { fitHeight, forwardUndo, styleFrame } from '../plans/frame.js'
import { Formats } from '../plans/format.js'
import { Place } from '../plans/place.js'
import { request } from '../plans/http.js'

const PAUSE = 150
const NUMERIC = new Set(['money', 'percent', 'number', 'integer'])

export async function mount(api, config) {
  new RecordList(api, config).start()
}

class RecordList {
  constructor(api, config) {
    this.api = api
    this.config = config
    this.formats = new Formats({ locale: config.language, texts: config.texts })
    const query = new URLSearchParams(parent.location.search)
    this.q = query.get('q') ?? ''
    this.sort = query.get('sort') ?? config.sort
    this.search = make('input', { type: 'search', class: 'search', placeholder: config.texts.search, 'aria-label': config.texts.search, spellcheck: 'false' })
    this.search.value = this.q
    this.count = make('span', { class: 'count', role: 'status' })
    this.notice = make('div', { class: 'notice', role: 'status', hidden: true })
  }

  start() {
    const { api, config } = this
    styleFrame(config)
    window.frameElement.title = config.label
    document.querySelector('.ag-root-wrapper').prepend(make('div', { class: 'bar' }, this.search, this.count))
    document.getElementById('gridContainer').append(this.notice)
    document.querySelector('[role=grid], [role=treegrid]')?.setAttribute('aria-label', config.label)
    fitHeight()
    api.setGridOption('columnDefs', config.columns.map((column) => this.columnDef(column)))
    this.showSort()
    this.place = new Place(api, () => this.query)
    this.place.takeBack()
    api.setGridOption('datasource', { getRows: (params) => this.getRows(params) })
    api.addEventListener('sortChanged', () => this.sorted())
    api.addEventListener('rowDoubleClicked', ({ data, event }) => data && !event.target.closest('a') && this.openRecord(data, event))
    api.addEventListener('cellKeyDown', ({ data, event }) => data && event.key === 'Enter' && this.openRecord(data, event))
    document.addEventListener('click', (event) => this.clicked(event))
    const search = debounce(() => this.searched(), PAUSE)
    this.search.addEventListener('input', search)
    this.search.addEventListener('input', () => (this.isArriving = false))
    this.search.addEventListener('keydown', (event) => this.pressedInSearch(event))
    this.listenToKeys()
    forwardUndo()
  }

  // Columns

  columnDef(column) {
    const isNumeric = NUMERIC.has(column.kind)
    return {
      colId: column.name,
      headerName: column.label,
      width: column.width,
      flex: column.flex,
      minWidth: column.flex ? Math.min(column.width, 180) : undefined,
      sortable: column.sortable,
      hide: column.only_if_any,
      comparator: () => 0,
      type: isNumeric ? 'rightAligned' : undefined,
      valueGetter: ({ data }) => (data ? this.formats.show(column, data[column.name]) : ''),
      cellRenderer: cell((params) => this.draw(column, params)),
    }
  }

  draw(column, { data, value }) {
    if (!data) return make('span', { class: column.href ? 'loading' : null })
    const id = data[column.id ?? 'id']
    if (column.href && id) {
      const name = column.name === this.config.title ? 'subject' : 'other'
      return make('a', { href: `${column.href}${id}`, target: '_top', class: name, tabindex: '-1', title: value || null }, value || `#${id}`)
    }
    if (column.kind === 'link' && /^https?:\/\//.test(value)) {
      return make('a', { href: value, target: '_blank', rel: 'noopener noreferrer', class: 'other', tabindex: '-1' }, value.replace(/^https?:\/\//, ''))
    }
    return make('span', { title: value.length > 12 ? value : null }, value)
  }

  // Rows

  async getRows({ startRow, endRow, successCallback, failCallback }) {
    const { config, q, sort } = this
    const query = new URLSearchParams({ q, sort, offset: startRow, limit: endRow - startRow })
    try {
      const page = await request(`${config.path}?${query}`, { staffId: config.staff_id })
      if (q !== this.q || sort !== this.sort) return failCallback()
      this.count.textContent = counted(config.texts.count, page.total, config.language)
      if (startRow === 0) this.showColumns(page.items)
      successCallback(page.items, page.total)
      this.place.giveBack(startRow, startRow + page.items.length)
      if (startRow === 0 && this.isArriving) this.arrive(page.items.length)
      this.tell(page.total ? '' : q ? config.texts.noMatch : config.texts.empty)
    } catch (error) {
      failCallback()
      this.tell(error.status ? error.message : config.texts.unreachable, true)
    }
    return null
  }

  /** Show the columns that only some searches fill where this one does. */
  showColumns(items) {
    for (const { name, only_if_any: isRare } of this.config.columns) {
      if (isRare) this.api.setColumnsVisible([name], items.some((item) => item[name]))
    }
  }

  tell(sentence, isTrouble = false) {
    this.notice.hidden = !sentence
    const again = make('button', { type: 'button', class: 'primary', onclick: () => this.reload() }, this.config.texts.tryAgain)
    this.notice.replaceChildren(make('p', {}, sentence), isTrouble ? again : '')
  }

  reload() {
    this.api.purgeInfiniteCache()
  }

  // Search and sort stand in the address

  searched() {
    const q = this.search.value.trim()
    if (q === this.q) return
    this.q = q
    this.writeAddress()
    this.place.forget()
    this.reload()
  }

  sorted() {
    const model = this.api.getColumnState().filter(({ sort }) => sort)
    model.sort((one, other) => one.sortIndex - other.sortIndex)
    const sort = model.map(({ colId, sort: direction }) => (direction === 'desc' ? `-${colId}` : colId)).join(',') || this.config.sort
    if (sort === this.sort) return
    this.sort = sort
    this.writeAddress()
    this.place.forget()
    this.reload()
  }

  showSort() {
    const state = this.sort.split(',').map((part, sortIndex) => ({ colId: part.replace(/^-/, ''), sort: part.startsWith('-') ? 'desc' : 'asc', sortIndex }))
    this.api.applyColumnState({ state, defaultState: { sort: null } })
  }

  get query() {
    const query = new URLSearchParams()
    if (this.q) query.set('q', this.q)
    if (this.sort !== this.config.sort) query.set('sort', this.sort)
    return String(query)
  }

  writeAddress() {
    const search = this.query
    parent.history.replaceState(parent.history.state, '', parent.location.pathname + (search ? `?${search}` : ''))
  }

  // Keys

  openRecord({ id }, event) {
    const address = new URL(`${this.config.open}${id}`, location.origin).href
    if (event.ctrlKey || event.metaKey) window.open(address, '_blank', 'noopener')
    else this.leave(address)
  }

  /** A plain click on a link leaves by the page; with Ctrl or the middle button the browser opens a tab. */
  clicked(event) {
    const link = event.target.closest('a[target="_top"]')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.leave(link.href)
  }

  /** Go to another address of this site by a link of the page: this frame itself is not allowed to navigate it. */
  leave(address) {
    this.place.keep()
    const link = parent.document.createElement('a')
    link.href = address
    parent.document.body.append(link)
    link.click()
    link.remove()
  }

  pressedInSearch(event) {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault()
      this.searched()
      this.isArriving = true
      this.arrive(this.api.getDisplayedRowCount())
    }
  }

  /** From the search to the first row; whoever is quicker than the rows gets there with them. */
  arrive(count) {
    if (!count || ![this.search, document.body].includes(document.activeElement)) return
    this.search.blur()
    this.place.focus(0, this.config.title)
  }

  listenToKeys() {
    const abort = new AbortController()
    for (const page of [document, parent.document]) page.addEventListener('keydown', (event) => this.pressed(event), { signal: abort.signal })
    window.addEventListener('pagehide', () => abort.abort())
  }

  pressed(event) {
    const target = event.composedPath()[0]
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches?.('input, textarea, select, [contenteditable]')) return
    if (parent.document.querySelector('[role=dialog]')) return
    if (event.key === '/') {
      this.search.focus()
      this.search.select()
    } else if (event.key === 'n' && this.config.create) {
      parent.document.querySelector(`.st-key-${this.config.create} button`)?.click()
    } else {
      return
    }
    event.preventDefault()
  }
}

/** A cell component for the grid, which takes a bare function for one of React's. */
function cell(draw) {
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
