// The activity log of a plan: change sets, the latest first, each with what went from what to what; one line or all of it can be reverted.

import { fill, make } from './plans/dom.js'
import { request } from './plans/http.js'
import { entryRow } from './activity_entry.js'
import { confirmed } from './confirm.js'

const PAGE = 20
const ALL = 1000

export function mount({ data, parentElement, setTriggerValue }) {
  const log = (parentElement.log ??= new ActivityLog(parentElement))
  log.draw(data, () => setTriggerValue('changed', Date.now()))
}

class ActivityLog {
  constructor(parent) {
    this.list = make('div', { class: 'sets', role: 'feed' })
    this.foot = make('div', { class: 'foot' })
    this.status = make('p', { class: 'status', role: 'status' })
    parent.append(this.status, this.list, this.foot)
  }

  draw(data, tellPage) {
    this.data = data
    this.texts = data.texts
    this.tellPage = tellPage
    this.list.setAttribute('aria-label', this.texts.activity)
    this.time = new Intl.DateTimeFormat(data.language, { dateStyle: 'medium', timeStyle: 'short', timeZone: data.timeZone })
    const drawn = JSON.stringify([data.filter, data.language, data.staffId, data.revision])
    if (drawn !== this.drawn) {
      this.drawn = drawn
      this.load()
    }
  }

  /** Read the first pages anew, as many change sets as stand there. */
  async load() {
    const wanted = Math.min(Math.max(this.shown ?? 0, PAGE), 100)
    const page = await this.read({ offset: 0, limit: wanted })
    if (!page) return
    const answer = JSON.stringify([this.data.language, this.data.staffId, page])
    // What says the same stays: with what was opened in it, and with the focus.
    if (answer === this.answer) return
    this.answer = answer
    this.list.replaceChildren()
    this.append(page)
  }

  async more() {
    const page = await this.read({ offset: this.shown, limit: PAGE })
    if (page) this.append(page)
  }

  append(page) {
    for (const set of page.items) this.list.append(this.setBlock(set))
    this.shown = this.list.childElementCount
    this.foot.replaceChildren()
    if (!page.total) this.foot.append(make('p', { class: 'empty' }, this.texts.empty))
    else if (this.shown < page.total) {
      const left = fill(this.texts.shown, { shown: this.shown.toLocaleString(this.data.language), total: page.total.toLocaleString(this.data.language) })
      this.foot.append(make('button', { type: 'button', onclick: () => this.more() }, this.texts.more), make('span', {}, left))
    }
  }

  async read(more) {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...this.data.filter, ...more })) {
      for (const each of Array.isArray(value) ? value : [value]) query.append(name, each)
    }
    return this.ask(`/api/v1/change-sets?${query}`)
  }

  /** The answer, or null after saying what went wrong. */
  async ask(path, options = {}) {
    try {
      const body = await request(path, { staffId: this.data.staffId, ...options })
      if (this.status.classList.contains('error')) this.say('')
      return body
    } catch (error) {
      this.say(error.status ? error.message : this.texts.unreachable, true)
      return null
    }
  }

  say(sentence, isError = false) {
    this.status.textContent = sentence
    this.status.classList.toggle('error', isError)
  }

  setBlock(set) {
    const time = make('time', { datetime: set.happened_at }, this.time.format(new Date(set.happened_at)))
    const head = make('header', {}, make('strong', { dir: 'auto' }, set.person), make('span', {}, set.action), time)
    if (set.source) head.append(make('span', { class: 'tag' }, set.source))
    if (set.is_undone) head.append(make('span', { class: 'tag' }, this.texts.undone))
    const outcome = make('div', { class: 'outcome', role: 'status' })
    const rows = make('ul', {}, ...set.entries.map((entry) => this.row(set, entry, outcome)))
    const block = make('article', { 'aria-label': `${set.person}, ${set.action}, ${time.textContent}` }, head, rows)
    if (set.entry_count > set.entries.length) block.append(this.allButton(set, rows, outcome))
    if (set.may_undo && set.record_count > 1) head.append(this.undoButton(set, outcome))
    block.append(outcome)
    return block
  }

  row(set, entry, outcome) {
    const revert = set.may_undo ? () => this.revert(`/api/v1/activity/${entry.id}/revert`, outcome) : null
    const readValues = () => this.ask(`/api/v1/activity/${entry.id}`)
    return entryRow(entry, { texts: this.texts, revert, readValues, showsPlan: !this.data.filter.plan })
  }

  allButton(set, rows, outcome) {
    const words = fill(this.texts.all, { count: set.entry_count.toLocaleString(this.data.language) })
    const button = make('button', { type: 'button', class: 'quiet' }, words)
    button.addEventListener('click', async () => {
      const page = await this.read({ change_set: set.id, entries: ALL })
      if (!page?.items.length) return
      rows.replaceChildren(...page.items[0].entries.map((entry) => this.row(set, entry, outcome)))
      button.remove()
    })
    return button
  }

  undoButton(set, outcome) {
    const button = make('button', { type: 'button' }, this.texts.undoAll)
    button.addEventListener('click', async () => {
      const count = set.record_count.toLocaleString(this.data.language)
      const sentences = [fill(this.texts.undoScope, { count })]
      if (set.record_count > set.entry_count) sentences.push(this.texts.undoElsewhere)
      const agreed = await confirmed(button, { title: this.texts.undoTitle, sentences, verb: this.texts.undoAll, cancel: this.texts.cancel })
      if (agreed) await this.revert(`/api/v1/change-sets/${set.id}/undo`, outcome)
    })
    return button
  }

  async revert(path, outcome) {
    this.say('')
    const done = await this.ask(path, { method: 'POST' })
    if (!done) return
    if (done.kept.length) {
      const lines = done.kept.slice(0, 50).map((kept) => make('li', {}, [kept.label, kept.reason].filter(Boolean).join(': ')))
      const count = done.kept.length.toLocaleString(this.data.language)
      outcome.replaceChildren(make('p', {}, fill(this.texts.kept, { count })), make('ul', {}, ...lines))
    }
    if (done.change_set_id === null) return
    // The page draws its head anew and this log with it; until then the lines above say what was kept.
    const kept = outcome.textContent
    await this.load()
    this.say(kept ? `${this.texts.reverted} ${kept}` : this.texts.reverted)
    this.tellPage()
  }
}
