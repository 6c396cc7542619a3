// What the list shows: filter, sort, view, columns and selection. One object in the page's window, which filter bar,
// grid and board share, so that a choice reaches the rows without a round trip through Python.

const READY = 'account-planning-list'
const FILTERS = ['q', 'status', 'client', 'bcg', 'person_in_charge', 'client_status', 'template', 'overdue', 'from', 'to']
const SELECTION = 'account-planning.selection'
export const DEFAULT_SORT = '-id'

/** The list of this page, made on first use. Call it in the page itself, not in a frame. */
export function ownList() {
  if (!window.accountPlanningList) {
    window.accountPlanningList = new List()
    document.dispatchEvent(new CustomEvent(READY))
  }
  return window.accountPlanningList
}

/** The list of the page around this frame, as soon as there is one. */
export function listOfPage() {
  const page = window.parent
  if (page.accountPlanningList?.isOpen) return Promise.resolve(page.accountPlanningList)
  return new Promise((resolve) => {
    page.document.addEventListener(READY, () => resolve(page.accountPlanningList), { once: true })
  })
}

const isFilter = (name) => FILTERS.includes(name) || /^cf_\d+$/.test(name)

export class List {
  constructor() {
    this.isOpen = false
    this.listeners = new Map()
    this.pairs = []
    this.sort = DEFAULT_SORT
    this.view = 'all'
    this.columns = null
    this.layout = {}
    this.lanes = ''
    this.total = null
    this.selected = new Set(JSON.parse(sessionStorage.getItem(SELECTION) || '[]'))
    this.all = null
    // How many of the selected plans the filter leaves out, as the server counted last.
    this.outside = 0
  }

  /** One listener a place ("bar", "grid"): a newly drawn one takes the place of the one before. */
  listen(place, listener) {
    this.listeners.set(place, listener)
  }

  forget(...places) {
    for (const place of places) this.listeners.delete(place)
  }

  tell(...what) {
    this.quietly(null, ...what)
  }

  /** Tell everybody but the place that brought the change about. */
  quietly(except, ...what) {
    this.remember(what)
    for (const [place, listener] of this.listeners) if (place !== except) listener(new Set(what))
  }

  remember(what) {
    if (what.includes('selection')) sessionStorage.setItem(SELECTION, JSON.stringify(this.all ? [] : [...this.selected]))
    if (what.some((each) => ['filter', 'sort', 'view'].includes(each))) this.writeAddress()
  }

  // Address

  /** Take the state from the address; where that says nothing, from how the person left the list. */
  open(model) {
    const query = new URLSearchParams(location.search)
    const known = [...query].some(([name]) => isFilter(name) || name === 'sort' || name === 'view')
    const before = this.isOpen ? this.search : null
    this.model = model
    this.lanes = query.get('lanes') ?? this.lanes
    if (known) this.readAddress(query, model)
    else if (!this.isOpen) this.take(model.opening)
    this.isOpen = true
    this.writeAddress()
    document.dispatchEvent(new CustomEvent(READY))
    if (before !== null && before !== this.search) this.tell('filter', 'sort', 'layout')
  }

  readAddress(query, model) {
    const view = this.findView(query.get('view'))
    const pairs = [...query].filter(([name, value]) => isFilter(name) && value)
    if (view && !pairs.length && !query.has('sort')) return this.take(settings(view))
    this.pairs = pairs
    this.sort = query.get('sort') || (view?.sort ?? DEFAULT_SORT)
    this.view = view && !(view.id === 'all' && pairs.length) ? view.id : pairs.length ? null : 'all'
    const shape = view && view.id !== model.opening.view ? settings(view) : model.opening
    this.columns = shape.columns
    this.layout = shape.layout
  }

  take({ pairs, sort, view, columns, layout }) {
    this.pairs = pairs.map((pair) => [...pair])
    this.sort = sort || DEFAULT_SORT
    this.view = view
    this.columns = columns?.length ? [...columns] : null
    this.layout = structuredClone(layout || {})
  }

  query() {
    const query = new URLSearchParams(this.pairs)
    if (this.sort !== DEFAULT_SORT) query.set('sort', this.sort)
    return query
  }

  /** The query of the address that shows this list again. */
  get search() {
    const query = this.query()
    if (this.view !== null) query.set('view', this.view)
    if (this.lanes) query.set('lanes', this.lanes)
    return `?${query}`
  }

  writeAddress() {
    const { search } = this
    if (search !== location.search) history.replaceState(history.state, '', `${location.pathname}${search}`)
  }

  /** Go to another address of this site. The grid cannot: its frame is not allowed to navigate the page. */
  goTo(address) {
    location.assign(address)
  }

  // Filter and sort

  values(name) {
    return this.pairs.filter(([each]) => each === name).map(([, value]) => value)
  }

  setFilter(name, values) {
    const others = this.pairs.filter(([each]) => each !== name)
    this.setPairs([...others, ...values.filter((value) => value !== '').map((value) => [name, value])])
  }

  setPairs(pairs) {
    if (JSON.stringify(pairs) === JSON.stringify(this.pairs)) return
    this.pairs = pairs
    const view = this.findView(this.view)
    if (!pairs.length && (!view || view.pairs.length)) this.view = 'all'
    else if (pairs.length && (this.view === 'all' || this.view === null)) this.view = null
    this.leaveAll()
    this.tell('filter')
  }

  /** The board's swimlanes, which the list keeps for the way back. */
  setLanes(lanes) {
    this.lanes = lanes
    this.tell('filter')
  }

  setSort(sort) {
    const wanted = sort || DEFAULT_SORT
    if (wanted === this.sort) return
    this.sort = wanted
    this.tell('sort')
  }

  // Views

  get builtIn() {
    const plain = { sort: DEFAULT_SORT, columns: null, layout: {} }
    return [
      { id: 'mine', pairs: [['person_in_charge', 'me']], ...plain },
      { id: 'all', pairs: [], ...plain },
    ]
  }

  findView(id) {
    return [...this.builtIn, ...(this.model?.views || [])].find((each) => String(each.id) === String(id)) || null
  }

  openView(id) {
    const view = this.findView(id)
    if (!view) return
    this.take(settings(view))
    this.leaveAll()
    this.tell('filter', 'sort', 'view', 'layout')
  }

  /** Whether the open view is shown otherwise than it was saved. */
  get isChanged() {
    const view = this.findView(this.view)
    if (!view) return false
    const words = (pairs) => JSON.stringify(pairs.map(([name, value]) => `${name}=${value}`).sort())
    return (
      words(view.pairs) !== words(this.pairs) ||
      (view.sort || DEFAULT_SORT) !== this.sort ||
      JSON.stringify(view.columns?.length ? view.columns : this.model.defaultColumns) !== JSON.stringify(this.shownColumns) ||
      JSON.stringify(sorted(view.layout)) !== JSON.stringify(sorted(this.layout))
    )
  }

  // Columns

  get shownColumns() {
    const known = new Set(this.model.columns.map((column) => column.name))
    const shown = (this.columns || this.model.defaultColumns).filter((name) => known.has(name))
    return shown.length ? shown : this.model.defaultColumns
  }

  setColumns(columns) {
    this.columns = columns
    this.tell('layout')
  }

  setLayout(name, change) {
    const wanted = { ...this.layout[name], ...change }
    for (const key of Object.keys(wanted)) if (wanted[key] === null) delete wanted[key]
    this.layout = { ...this.layout, [name]: wanted }
    if (!Object.keys(wanted).length) delete this.layout[name]
    this.tell('layout')
  }

  // Selection: single plans by id, or all plans of the filter but those taken out again

  get selectedCount() {
    return this.all ? Math.max(0, this.total - this.all.size) : this.selected.size
  }

  isSelected(id) {
    return this.all ? !this.all.has(id) : this.selected.has(id)
  }

  select(ids, isSelected) {
    const into = this.all || this.selected
    for (const id of ids) {
      if (isSelected === !this.all) into.add(id)
      else into.delete(id)
    }
    this.tell('selection')
  }

  selectAll() {
    this.all = new Set()
    this.selected = new Set()
    this.outside = 0
    this.tell('selection')
  }

  clearSelection() {
    this.all = null
    this.selected = new Set()
    this.outside = 0
    this.tell('selection')
  }

  leaveAll() {
    if (!this.all) return
    this.all = null
    this.tell('selection')
  }

  /** What a bulk action is to work on, as the API reads it. */
  get scope() {
    if (!this.all) return { ids: [...this.selected], count: this.selected.size }
    return { filter: grouped(this.pairs), except_ids: [...this.all], count: this.selectedCount }
  }
}

/** (name, value) pairs as the API stores them: a list of values by name. */
export function grouped(pairs) {
  const found = {}
  for (const [name, value] of pairs) (found[name] ??= []).push(value)
  return found
}

const settings = (view) => ({ pairs: view.pairs, sort: view.sort, view: view.id, columns: view.columns, layout: view.layout })

const sorted = (layout) => Object.entries(layout || {}).sort(([one], [other]) => (one < other ? -1 : 1))
