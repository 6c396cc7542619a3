// The grid of plans: rows by the block from the API, sorted and filtered there, selected by id.

import { columnDefs } from './grid_columns.js'
import { debounce, make } from './dom.js'
import { fitHeight, forwardKeys, forwardUndo, styleFrame } from './frame.js'
import { Formats } from './format.js'
import { Place } from './place.js'
import { poll } from './poll.js'
import { Rows } from './rows.js'
import { selectAllHeader } from './select_all.js'
import { DEFAULT_SORT, listOfPage } from './state.js'

export async function mount(api, config) {
  styleFrame(config)
  const list = await listOfPage()
  new PlanGrid(api, list, config).start()
}

class PlanGrid {
  constructor(api, list, config) {
    this.api = api
    this.list = list
    this.config = config
    this.formats = new Formats(list.model)
    this.place = new Place(api, () => String(list.query()))
    this.rows = new Rows(list, (error) => this.showProblem(error))
    this.rows.onBlock = (start, page) => this.drawn(start, page)
    this.notice = make('div', { class: 'notice', role: 'status', hidden: true })
    document.querySelector('.ag-root-wrapper').append(this.notice)
  }

  start() {
    const { api, list } = this
    window.frameElement.title = list.model.texts.grid
    document.querySelector('.ag-root').setAttribute('aria-label', list.model.texts.grid)
    fitHeight()
    api.setGridOption('selectionColumnDef', { ...api.getGridOption('selectionColumnDef'), headerComponent: selectAllHeader(list) })
    this.applyColumns()
    api.setGridOption('datasource', { getRows: (params) => this.getRows(params) })
    this.place.takeBack()
    list.listen('grid', (what) => this.heard(what))
    window.addEventListener('pagehide', () => list.forget('grid', 'select-all'))
    const layoutDone = debounce(() => this.readLayout(), 200)
    api.addEventListener('columnMoved', (event) => event.finished && event.source === 'uiColumnMoved' && layoutDone())
    api.addEventListener('columnPinned', (event) => event.source === 'uiColumnMoved' && layoutDone())
    api.addEventListener('columnResized', (event) => event.finished && event.source === 'uiColumnResized' && layoutDone())
    api.addEventListener('rowSelected', ({ node }) => this.readSelection(node))
    api.addEventListener('cellKeyDown', ({ data, event }) => this.pressed(data, event))
    api.addEventListener('rowDoubleClicked', ({ data, event }) => data && !event.target.closest('a, input') && this.openPlan(data))
    document.addEventListener('click', (event) => this.clicked(event))
    for (const kind of ['keydown', 'mousedown']) document.addEventListener(kind, () => (this.isArriving = false), true)
    forwardKeys(list)
    forwardUndo()
    poll(list, () => this.refresh())
  }

  heard(what) {
    if (what.has('layout')) this.applyColumns()
    const isSorted = what.has('sort') && this.applySort()
    if (what.has('filter') || what.has('sort')) this.reload(isSorted)
    else if (what.has('refresh') || what.has('layout')) this.refresh()
    if (what.has('selection')) this.applySelection()
    if (what.has('focus')) this.focusFirst()
  }

  // Columns and sort

  applyColumns() {
    const { api, list } = this
    api.setGridOption('columnDefs', columnDefs(list, this.formats))
    this.applySort()
  }

  /** Show the list's order in the headers. Returns whether that made the grid read its rows anew. */
  applySort() {
    const before = this.shownSort
    const state = this.list.sort.split(',').map((part, sortIndex) => ({
      colId: part.replace(/^-/, ''),
      sort: part.startsWith('-') ? 'desc' : 'asc',
      sortIndex,
    }))
    this.shownSort = sortWords(state.filter(({ colId }) => this.list.shownColumns.includes(colId)))
    this.api.applyColumnState({ state, defaultState: { sort: null } })
    return before !== this.shownSort
  }

  getRows(params) {
    // A click on a header arrives here first. The list may also be sorted by columns that are not shown.
    const clicked = sortWords(params.sortModel)
    if (clicked !== this.shownSort) {
      this.shownSort = clicked
      this.list.sort = clicked || DEFAULT_SORT
      this.place.forget()
      this.list.quietly('grid', 'sort')
    }
    return this.rows.getRows(params)
  }

  readLayout() {
    const { list } = this
    const shown = this.api.getColumnState().filter(({ colId, hide }) => !hide && list.model.columns.some((column) => column.name === colId))
    const layout = {}
    for (const { colId, width, pinned } of shown) {
      const declared = list.model.columns.find((column) => column.name === colId)
      const change = { ...(width !== declared.width ? { width } : {}), ...(pinned ? { pinned } : {}) }
      if (Object.keys(change).length) layout[colId] = change
    }
    const names = shown.map(({ colId }) => colId)
    // Who chose no columns keeps none, so that a field defined later with "shown in list" appears.
    list.columns = !list.columns && String(names) === String(list.model.defaultColumns) ? null : names
    list.layout = layout
    list.quietly('grid', 'layout')
  }

  // Rows

  reload(isReadingAnew) {
    this.place.forget()
    if (this.api.getDisplayedRowCount()) this.api.ensureIndexVisible(0, 'top')
    if (!isReadingAnew) this.api.purgeInfiniteCache()
  }

  refresh() {
    this.api.refreshInfiniteCache()
  }

  drawn(start, page) {
    this.applySelection(start, start + page.items.length)
    if (page.total === 0) this.showEmpty()
    else if (this.isEmpty) this.hideNotice()
    this.place.giveBack(start, start + page.items.length)
    // Whoever came from the search was quicker than the rows.
    if (start === 0 && this.isArriving && page.items.length) this.place.focus(0, this.list.shownColumns[0])
  }

  showEmpty() {
    const { list } = this
    const { texts } = list.model
    this.isEmpty = true
    const isFiltered = list.pairs.length > 0
    // The first view of somebody who is in charge of nothing yet.
    const isMine = String(list.pairs) === 'person_in_charge,me'
    const button = isFiltered
      ? make('button', { type: 'button', class: 'primary', onclick: () => list.setPairs([]) }, isMine ? texts.show_all : texts.clear_filters)
      : list.model.mayCreate && make('button', { type: 'button', class: 'primary', onclick: () => list.press('n') }, texts.new_plan)
    this.notice.replaceChildren(make('p', {}, isMine ? texts.no_mine : isFiltered ? texts.no_match : texts.no_plans), button || '')
    this.notice.hidden = false
  }

  showProblem(error) {
    if (!error) {
      if (!this.isEmpty) this.notice.hidden = true
      return
    }
    const { texts } = this.list.model
    this.isEmpty = false
    const isSignedOut = error.status === 401
    const act = () => (isSignedOut ? this.list.goTo(window.parent.location.href) : this.api.purgeInfiniteCache())
    const again = make('button', { type: 'button', class: 'primary', onclick: act }, isSignedOut ? texts.sign_in : texts.try_again)
    this.notice.replaceChildren(make('p', {}, error.status ? error.message : texts.unreachable), again)
    this.notice.hidden = false
    this.list.total = null
    this.list.tell('total')
  }

  hideNotice() {
    this.isEmpty = false
    this.notice.hidden = true
  }

  // Selection

  applySelection(start = 0, end = Infinity) {
    this.isApplying = true
    this.api.forEachNode((node) => {
      if (!node.data || node.rowIndex < start || node.rowIndex >= end) return
      const wanted = this.list.isSelected(node.data.id)
      if (node.isSelected() !== wanted) node.setSelected(wanted, false, 'api')
    })
    this.isApplying = false
  }

  readSelection(node) {
    if (this.isApplying || !node.data || this.list.isSelected(node.data.id) === node.isSelected()) return
    this.waiting ??= new Map()
    this.waiting.set(node.data.id, node.isSelected())
    // A range picked with Shift arrives row by row and is told once.
    queueMicrotask(() => {
      const waiting = this.waiting
      this.waiting = null
      if (!waiting) return
      for (const isSelected of [true, false]) {
        const ids = [...waiting].filter(([, each]) => each === isSelected).map(([id]) => id)
        if (ids.length) this.list.select(ids, isSelected)
      }
    })
  }

  // Keyboard

  pressed(data, event) {
    if (event.key === 'Enter' && data && !event.target.closest('input, button')) this.openPlan(data, event.ctrlKey || event.metaKey)
  }

  /** A plain click on a subject leaves by the page; with Ctrl or the middle button the browser opens a tab. */
  clicked(event) {
    const link = event.target.closest('a.subject')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.place.keep()
    this.list.goTo(link.href)
  }

  openPlan({ id }, isNew = false) {
    const address = new URL(`/plan?id=${id}`, location.origin).href
    this.place.keep()
    if (isNew) window.open(address, '_blank', 'noopener')
    else this.list.goTo(address)
  }

  focusFirst() {
    this.isArriving = true
    this.place.focus(this.api.getFirstDisplayedRowIndex(), this.list.shownColumns[0])
  }
}

const sortWords = (model) => model.map(({ colId, sort }) => (sort === 'desc' ? `-${colId}` : colId)).join(',')
