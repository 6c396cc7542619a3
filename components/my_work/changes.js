// Changing a task: stored at once, told with Undo, or told why not. What the change starts from goes along, so that nobody is overwritten.

import { fill, make } from '../plans/dom.js'
import { request } from '../plans/http.js'
import { icon } from '../plans/icons.js'
import { Popover } from '../plans/popover.js'
import { short } from './rows.js'

const DAY = 86_400_000

export class Changes {
  constructor(work) {
    this.work = work
    this.message = make('div', { class: 'message', role: 'status', 'aria-live': 'polite' })
    this.last = null
    this.popover = null
  }

  get isChoosing() {
    return Boolean(this.popover?.isOpen)
  }

  complete(task) {
    return this.store(task, 'status', 'Complete', this.work.config.texts.completed)
  }

  chooseStatus(task, anchor) {
    const { statuses, texts } = this.work.config
    this.open(anchor, fill(texts.status, { action: this.name(task) }), (panel) => {
      for (const [status, words] of Object.entries(statuses)) {
        const isNow = status === task.status
        const item = make('button', { type: 'button', class: 'item', autofocus: isNow, 'aria-pressed': String(isNow) }, make('span', {}, words), isNow ? icon('check', 14) : null)
        item.addEventListener('click', () => this.chosen(() => this.store(task, 'status', status)))
        panel.append(item)
      }
      panel.addEventListener('keydown', (event) => walk(event, panel))
    })
  }

  chooseDeadline(task, anchor) {
    const { texts } = this.work.config
    this.open(anchor, fill(texts.deadline, { action: this.name(task) }), (panel) => {
      const input = make('input', { type: 'date', 'aria-label': texts.deadlineWord, autofocus: true, max: '9999-12-31' })
      input.value = task.deadline ?? ''
      const form = make('form', { class: 'day' }, input, make('button', { type: 'submit', class: 'primary' }, texts.save))
      form.addEventListener('submit', (event) => {
        event.preventDefault()
        if (input.reportValidity()) this.chosen(() => this.store(task, 'deadline', input.value || null))
      })
      panel.append(form)
      for (const [words, days] of [[texts.today, 0], [texts.tomorrow, 1], [texts.inAWeek, 7], [texts.noDeadline, null]]) {
        const item = make('button', { type: 'button', class: 'item' }, make('span', {}, words))
        item.addEventListener('click', () => this.chosen(() => this.store(task, 'deadline', days === null ? null : this.dayIn(days))))
        panel.append(item)
      }
      panel.addEventListener('keydown', (event) => event.target !== input && walk(event, panel))
    })
  }

  dayIn(days) {
    return new Date(Date.parse(this.work.work.today) + days * DAY).toISOString().slice(0, 10)
  }

  open(anchor, label, fillIn) {
    this.popover?.close()
    this.popover = new Popover(this.work.root, label, fillIn)
    this.popover.onClose = () => {
      // By keyboard one goes on from the row. What was read meanwhile is drawn now.
      if (this.work.root.activeElement === anchor) anchor.closest('.row')?.focus()
      this.work.draw()
    }
    this.popover.open(anchor)
  }

  chosen(change) {
    const row = this.popover.anchor.closest('.row')
    this.popover.close()
    row?.focus()
    return change()
  }

  async store(task, field, to, told = this.work.config.texts.changed) {
    const { config } = this.work
    if (!config.mayEdit || task[field] === to) return
    const set = { [field]: { from: task[field], to } }
    try {
      const stored = await request(`/api/v1/tasks/${task.id}`, { method: 'PATCH', body: JSON.stringify({ set }), staffId: config.staffId })
      this.last = stored.change_set_id
      this.say(fill(told, { action: this.name(task) }), { undo: stored.change_set_id })
    } catch (error) {
      this.say(fill(config.texts.notChanged, { action: this.name(task), reason: this.reason(error, field) }), { isProblem: true })
    }
    await this.work.read()
  }

  name(task) {
    return short(task.action?.trim() || this.work.config.texts.noAction)
  }

  reason(error, field) {
    const { texts, statuses } = this.work.config
    const conflict = error.body?.conflicts?.find((each) => each.field === field)
    if (conflict) return fill(texts.changedByOther, { value: statuses[conflict.theirs] ?? conflict.theirs ?? texts.unset })
    return error.status ? error.message : texts.unreachable
  }

  say(text, { undo = null, isProblem = false } = {}) {
    const { texts } = this.work.config
    const parts = [icon(isProblem ? 'error' : 'check', 16), make('span', {}, text)]
    if (undo) parts.push(make('button', { type: 'button', class: 'plain', onclick: () => this.undo(undo) }, texts.undo))
    parts.push(make('button', { type: 'button', class: 'close', 'aria-label': texts.close, onclick: () => this.message.replaceChildren() }, icon('close', 14)))
    this.message.classList.toggle('problem', isProblem)
    this.message.replaceChildren(...parts)
  }

  async undo(changeSetId = this.last) {
    const { config } = this.work
    if (!changeSetId) return
    this.last = null
    try {
      await request(`/api/v1/change-sets/${changeSetId}/undo`, { method: 'POST', staffId: config.staffId })
      this.say(config.texts.undone)
    } catch (error) {
      this.say(error.status ? error.message : config.texts.unreachable, { isProblem: true })
    }
    await this.work.read()
  }
}

function walk(event, panel) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const items = [...panel.querySelectorAll('.item')]
  const next = items[(items.indexOf(event.target) + step + items.length) % items.length]
  event.preventDefault()
  next.focus()
}
