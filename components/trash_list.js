// The trash as a table: search, choose, restore, delete for good. What happens and to how many is said before it happens.

import { counted, debounce, fill, make } from './plans/dom.js'
import { request } from './plans/http.js'
import { confirmed } from './confirm.js'

const PAGE = 50

export function mount({ data, parentElement, setTriggerValue }) {
  const trash = (parentElement.trash ??= new TrashList(parentElement))
  trash.draw(data, (outcome) => setTriggerValue('done', outcome))
}

class TrashList {
  constructor(parent) {
    this.parent = parent
    this.q = ''
    this.record = ''
    this.items = []
    this.chosen = new Map()
    this.isAll = false
  }

  draw(data, tellPage) {
    this.data = data
    this.texts = data.texts
    this.tellPage = tellPage
    this.time = new Intl.DateTimeFormat(data.language, { dateStyle: 'medium', timeStyle: 'short', timeZone: data.timeZone })
    this.day = new Intl.DateTimeFormat(data.language, { dateStyle: 'medium', timeZone: data.timeZone })
    const drawn = JSON.stringify([data.language, data.staffId, data.revision])
    if (drawn === this.drawn) return
    const isFirst = !this.drawn
    this.drawn = drawn
    if (isFirst) this.build()
    this.load()
  }

  build() {
    const { texts } = this
    const search = (this.search = make('input', { type: 'search', 'aria-label': texts.search, placeholder: texts.search }))
    const later = debounce(() => this.narrow({ q: search.value.trim() }), 200)
    search.addEventListener('input', () => later())
    const kinds = make('select', { 'aria-label': texts.kind }, make('option', { value: '' }, texts.everything))
    for (const [name, word] of Object.entries(this.data.kinds)) kinds.append(make('option', { value: name }, word[1]))
    kinds.addEventListener('change', () => this.narrow({ record: kinds.value }))
    this.bar = make('div', { class: 'chosen', role: 'status' })
    this.status = make('p', { class: 'status', role: 'status' })
    this.all = make('input', { type: 'checkbox', 'aria-label': texts.chooseAll, onchange: () => this.choosePage(this.all.checked) })
    const heads = [texts.name, texts.what, texts.belongsTo, texts.deletedBy, texts.deletedAt, texts.goneAt].map((word) => make('th', { scope: 'col' }, word))
    this.body = make('tbody')
    this.table = make('table', {}, make('thead', {}, make('tr', {}, make('th', { scope: 'col', class: 'choose' }, this.all), ...heads, make('td'))), this.body)
    this.foot = make('div', { class: 'foot' })
    this.parent.append(make('div', { class: 'tools' }, search, kinds, this.bar), this.status, this.table, this.foot)
  }

  narrow(change) {
    Object.assign(this, change)
    this.unchoose()
    this.load()
  }

  unchoose() {
    this.chosen.clear()
    this.isAll = false
  }

  async load(offset = 0) {
    const query = new URLSearchParams({ offset, limit: PAGE, q: this.q })
    if (this.record) query.set('record', this.record)
    const asked = (this.asked = query.toString())
    const page = await this.ask(`/api/v1/trash?${query}`)
    // A later question has been asked meanwhile; its answer counts.
    if (!page || asked !== this.asked) return
    if (!offset) {
      this.items = []
      this.body.replaceChildren()
    }
    this.items.push(...page.items)
    this.total = page.total
    this.body.append(...page.items.map((item) => this.row(item)))
    this.drawFoot()
    this.drawBar()
  }

  drawFoot() {
    const { texts, total } = this
    const isNarrowed = Boolean(this.q || this.record)
    this.table.hidden = !total
    this.foot.replaceChildren()
    if (!total) this.foot.append(make('p', { class: 'empty' }, isNarrowed ? texts.nothingFound : texts.empty))
    else if (this.items.length < total) {
      const places = { shown: this.number(this.items.length), total: this.number(total) }
      this.foot.append(make('button', { type: 'button', onclick: () => this.load(this.items.length) }, texts.more), make('span', {}, fill(texts.shown, places)))
    }
    if (total && this.data.isAdministrator && !isNarrowed) {
      this.foot.append(make('span', { class: 'stretch' }), this.button(texts.emptyTrash, (near) => this.emptyTrash(near), 'quiet'))
    }
  }

  row(item) {
    const key = `${item.record}/${item.id}`
    const title = item.title || `#${item.id}`
    const box = make('input', { type: 'checkbox', 'aria-label': fill(this.texts.choose, { title }) })
    box.checked = this.isAll || this.chosen.has(key)
    box.addEventListener('change', () => {
      if (this.isAll) this.choosePage(true)
      this.isAll = false
      if (box.checked) this.chosen.set(key, item)
      else this.chosen.delete(key)
      this.drawBar()
    })
    const actions = make('td', { class: 'actions' })
    if (this.data.mayRestore) actions.append(this.button(this.texts.restore, () => this.restore({ items: [ref(item)] }), '', fill(this.texts.restoreThis, { title })))
    if (this.data.mayPurge) actions.append(this.button(this.texts.purge, (near) => this.purge(near, { items: [ref(item)] }, 1, title), 'quiet', fill(this.texts.purgeThis, { title })))
    const cell = (text, name) => make('td', { dir: 'auto', 'data-label': name }, text || '')
    return make(
      'tr', {}, make('td', { class: 'choose' }, box), make('th', { scope: 'row', dir: 'auto' }, title),
      cell(this.data.kinds[item.record]?.[0] ?? item.record, this.texts.what), cell(item.detail, this.texts.belongsTo), cell(item.deleted_by, this.texts.deletedBy),
      cell(this.time.format(new Date(item.deleted_at)), this.texts.deletedAt), cell(this.day.format(new Date(item.gone_at)), this.texts.goneAt), actions,
    )
  }

  choosePage(isChosen) {
    this.unchoose()
    if (isChosen) for (const item of this.items) this.chosen.set(`${item.record}/${item.id}`, item)
    for (const box of this.body.querySelectorAll('input')) box.checked = isChosen
    this.drawBar()
  }

  drawBar() {
    const count = this.isAll ? this.total : this.chosen.size
    this.all.checked = count > 0 && count >= this.items.length
    this.all.indeterminate = count > 0 && count < this.items.length
    this.bar.replaceChildren()
    if (!count) return
    this.bar.append(make('span', {}, counted(this.texts.chosen, count, this.data.language)))
    if (!this.isAll && count === this.items.length && this.total > count) {
      const words = fill(this.texts.chooseEvery, { total: this.number(this.total) })
      this.bar.append(this.button(words, () => this.chooseEvery(), 'quiet'))
    }
    const wanted = () => (this.isAll ? { matching: { q: this.q, record: this.record || null, count: this.total } } : { items: [...this.chosen.values()].map(ref) })
    if (this.data.mayRestore) this.bar.append(this.button(this.texts.restore, () => this.restore(wanted()), 'primary'))
    if (this.data.mayPurge) this.bar.append(this.button(this.texts.purge, (near) => this.purge(near, wanted(), count)))
  }

  chooseEvery() {
    this.isAll = true
    this.drawBar()
  }

  async restore(wanted) {
    const done = await this.ask('/api/v1/trash/restore', { method: 'POST', body: JSON.stringify(wanted) })
    if (done) this.finish({ what: 'restored', count: done.count, change_set_id: done.change_set_id })
  }

  async purge(near, wanted, count, title = '') {
    const { texts } = this
    const scope = title ? fill(texts.purgeOne, { title }) : counted(texts.purgeMany, count, this.data.language)
    if (!(await confirmed(near, { title: texts.purge, sentences: [scope, texts.noUndo], verb: texts.purge, cancel: texts.cancel }))) return
    const done = await this.ask('/api/v1/trash/purge', { method: 'POST', body: JSON.stringify(wanted) })
    if (done) this.finish({ what: 'purged', count: done.count })
  }

  async emptyTrash(near) {
    const { texts, total } = this
    const scope = counted(texts.purgeMany, total, this.data.language)
    if (!(await confirmed(near, { title: texts.emptyTrash, sentences: [scope, texts.noUndo], verb: texts.emptyTrash, cancel: texts.cancel }))) return
    const done = await this.ask(`/api/v1/trash?count=${total}`, { method: 'DELETE' })
    if (done !== undefined) this.finish({ what: 'purged', count: total })
  }

  async finish(outcome) {
    const rows = [...this.body.rows]
    const place = Math.max(0, rows.findIndex((row) => row.contains(row.getRootNode().activeElement)))
    this.unchoose()
    this.tellPage(outcome)
    await this.load()
    // The row that was worked on is gone: go on with the one that took its place.
    const next = this.body.rows[Math.min(place, this.body.rows.length - 1)]
    ;(next?.querySelector('button, input') ?? this.search).focus()
  }

  /** The answer (null where it has no body), or undefined after saying what went wrong. */
  async ask(path, options = {}) {
    try {
      const body = await request(path, { staffId: this.data.staffId, ...options })
      this.say('')
      return body
    } catch (error) {
      this.say(error.status ? error.message : this.texts.unreachable)
      // What is shown may be what has changed.
      if (error.status === 404 || error.status === 409) this.load().then(() => this.say(error.message))
      return undefined
    }
  }

  say(sentence) {
    this.status.textContent = sentence
  }

  button(words, act, kind = '', label = null) {
    const made = make('button', { type: 'button', class: kind, 'aria-label': label }, words)
    made.addEventListener('click', () => act(made))
    return made
  }

  number(count) {
    return count.toLocaleString(this.data.language)
  }
}

const ref = ({ record, id }) => ({ record, id })
