// The list to Excel, and the way to the import: the export is long work on the server, whose progress shows in place of the button.

import { fill, make } from './dom.js'
import { Refused, request } from './http.js'
import { icon } from './icons.js'

const PAUSE = 250
const RUNNING = ['waiting', 'running']

export class Exporter {
  constructor(list) {
    this.list = list
    this.caption = make('span', {})
    this.button = make('button', { type: 'button', class: 'plain', onclick: () => this.start() }, icon('download', 16), this.caption)
    this.told = make('span', { class: 'export-told', role: 'status' })
    this.bar = make('progress', { class: 'export-bar', max: 1, hidden: true })
    this.cancel = make('button', { type: 'button', class: 'plain', hidden: true, onclick: () => this.stop() })
    this.importing = make('a', { class: 'plain', href: '/import', hidden: true }, icon('upload', 16), make('span', {}))
    this.element = make('span', { class: 'export' }, this.told, this.bar, this.cancel, this.button, this.importing)
  }

  draw(model) {
    this.model = model
    const { texts } = model
    this.caption.textContent = texts.export
    this.button.title = texts.export_hint
    this.bar.setAttribute('aria-label', texts.export)
    this.cancel.textContent = texts.cancel
    this.importing.hidden = !model.mayImport
    this.importing.lastChild.textContent = texts.import
    return this.element
  }

  get query() {
    const query = this.list.query()
    query.set('columns', this.list.shownColumns.join())
    return query
  }

  /** Write exactly what the list shows: its filter, its sort, its columns. */
  async start() {
    const { staffId } = this.model
    this.show(null)
    try {
      let job = await request(`/api/v1/plans/export?${this.query}`, { method: 'POST', staffId })
      this.job = job.id
      while (RUNNING.includes(job.state)) {
        this.show(job)
        await new Promise((resolve) => setTimeout(resolve, PAUSE))
        job = await request(`/api/v1/jobs/${job.id}`, { staffId })
      }
      this.end(job)
    } catch (error) {
      this.finish(error instanceof Refused ? error.message : this.model.texts.unreachable)
    }
  }

  show(job) {
    const { texts, locale } = this.model
    this.button.hidden = this.importing.hidden = true
    this.bar.hidden = this.cancel.hidden = false
    if (job?.total) this.bar.value = job.done / job.total
    else this.bar.removeAttribute('value')
    const counts = { done: (job?.done || 0).toLocaleString(locale), total: (job?.total || 0).toLocaleString(locale) }
    this.told.textContent = job?.total ? fill(texts.exporting, counts) : ''
  }

  end(job) {
    if (job.state === 'done') {
      const link = make('a', { href: `/api/v1/jobs/${job.id}/file`, download: '' })
      document.body.append(link)
      link.click()
      link.remove()
    }
    this.finish(job.state === 'failed' ? job.reason : '')
  }

  finish(sentence) {
    this.job = null
    this.bar.hidden = this.cancel.hidden = true
    this.button.hidden = false
    this.told.textContent = sentence
    this.draw(this.model)
  }

  stop() {
    if (this.job) request(`/api/v1/jobs/${this.job}`, { method: 'DELETE', staffId: this.model.staffId }).catch(() => {})
  }
}
