// Groups and rows as elements.

import { counted, fill, make } from '../plans/dom.js'
import { Formats } from '../plans/format.js'
import { icon } from '../plans/icons.js'

const DAY = 86_400_000
// An administrator may have many to approve; the tasks below stay in sight.
const FEW = 5
const GLYPHS = { overdue: 'error', today: 'calendar_month', week: 'calendar_month', later: 'calendar_month', no_deadline: 'inbox', waiting: 'more_horiz', approvals: 'rate_review' }

export class Rows {
  constructor(work) {
    this.work = work
    const { locale, texts } = work.config
    this.formats = new Formats({ locale, texts })
    this.day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
    this.dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
    this.folded = new Set()
  }

  draw() {
    const { element, problem } = this.work
    if (problem) return element.replaceChildren(this.trouble(problem))
    const { groups, approvals } = this.work.work
    const total = groups.reduce((sum, group) => sum + group.total, 0)
    this.work.count(total)
    const parts = groups.filter((group) => group.total).map((group) => this.group(group))
    const isMine = this.work.filter.person === 'me'
    if (isMine && approvals.length) parts.splice(groups.slice(0, 2).filter((group) => group.total).length, 0, this.approvals(approvals))
    if (!parts.length) parts.push(this.nothing())
    element.replaceChildren(...parts)
  }

  nothing() {
    const { config, filter } = this.work
    const isPlain = filter.person === 'me' && !filter.q
    return make('div', { class: 'empty' }, icon('task_alt', 32), make('p', {}, isPlain ? config.texts.empty : config.texts.noMatch))
  }

  trouble(error) {
    const { texts } = this.work.config
    const again = make('button', { type: 'button', class: 'primary', onclick: () => this.work.read() }, texts.tryAgain)
    return make('div', { class: 'empty' }, make('p', {}, error.status ? error.message : texts.unreachable), again)
  }

  section(name, total, rows, more = null) {
    const { texts, locale } = this.work.config
    const head = make('summary', {}, icon(GLYPHS[name], 16), make('h2', {}, texts.groups[name]), make('span', { class: 'count' }, total.toLocaleString(locale)))
    const list = make('div', { role: 'list', 'aria-label': texts.groups[name] }, ...rows)
    const details = make('details', { class: `group ${name}`, open: !this.folded.has(name) }, head, list, more)
    details.addEventListener('toggle', () => (details.open ? this.folded.delete(name) : this.folded.add(name)))
    return details
  }

  group(group) {
    const { texts, locale } = this.work.config
    const left = group.total - group.items.length
    const more = left > 0 ? make('button', { type: 'button', class: 'more' }, counted(texts.more, Math.min(50, left), locale)) : null
    more?.addEventListener('click', async () => {
      more.disabled = true
      await this.work.more(group).catch(() => (more.disabled = false))
    })
    return this.section(group.name, group.total, group.items.map((task) => this.task(task)), more)
  }

  task(task) {
    const { texts, mayEdit, priorities, statuses } = this.work.config
    const { changes, filter } = this.work
    const name = task.action?.trim() || texts.noAction
    const where = [task.plan?.startsWith(task.client) ? null : task.client, task.plan, task.objective].filter(Boolean).join(' · ')
    const done = mayEdit && make('button', { type: 'button', class: 'done', tabindex: '-1', title: fill(texts.complete, { action: short(name) }), 'aria-label': fill(texts.complete, { action: short(name) }) }, icon('check', 16))
    if (done) done.addEventListener('click', () => changes.complete(task))
    const row = make(
      'div',
      { class: 'row task', role: 'listitem', tabindex: '-1', 'data-key': `task-${task.id}`, 'aria-label': [name, where, statuses[task.status], this.deadlineWords(task)].filter(Boolean).join(', ') },
      done,
      make('div', { class: 'what' }, make('a', { class: 'name', href: this.address(task), tabindex: '-1', title: name }, name), make('span', { class: 'where', title: where }, where)),
      filter.person === 'me' ? null : make('span', { class: 'people' }, task.people_in_charge.join(', ')),
      make('span', { class: `priority ${task.priority ? task.priority.toLowerCase() : ''}` }, task.priority ? priorities[task.priority] : ''),
      this.button('status', fill(texts.status, { action: short(name) }), statuses[task.status], (anchor) => changes.chooseStatus(task, anchor)),
      this.button(`deadline${task.overdue ? ' late' : ''}`, fill(texts.deadline, { action: short(name) }), this.deadlineWords(task), (anchor) => changes.chooseDeadline(task, anchor), task.overdue && 'error'),
    )
    row.task = task
    row.address = this.address(task)
    return row
  }

  button(kind, label, words, open, glyph = null) {
    const parts = [glyph ? icon(glyph, 14) : null, make('span', {}, words)]
    if (!this.work.config.mayEdit) return make('span', { class: `cell ${kind}` }, ...parts)
    const button = make('button', { type: 'button', class: `cell ${kind}`, tabindex: '-1', 'aria-label': `${label}: ${words}`, 'aria-haspopup': 'dialog' }, ...parts)
    button.addEventListener('click', () => open(button))
    return button
  }

  address(task) {
    return `/plan?id=${task.plan_id}&tab=planning&part=tasks&task=${task.id}`
  }

  deadlineWords(task) {
    const { texts, locale } = this.work.config
    if (!task.deadline) return texts.noDeadline
    const days = Math.round((Date.parse(task.deadline) - Date.parse(this.work.work.today)) / DAY)
    if (task.overdue) return `${this.shownDay(task.deadline)} · ${counted(texts.overdue, -days, locale)}`
    return days === 0 ? texts.today : days === 1 ? texts.tomorrow : this.shownDay(task.deadline)
  }

  shownDay(day) {
    const isThisYear = day.slice(0, 4) === this.work.work.today.slice(0, 4)
    return (isThisYear ? this.day : this.dayOfYear).format(new Date(`${day}T00:00:00Z`))
  }

  approvals(plans) {
    const { texts, locale } = this.work.config
    const rows = plans.map((plan) => {
      const where = [plan.client, this.formats.period(plan)].filter(Boolean).join(' · ')
      const name = plan.subject || `#${plan.id}`
      const address = `/plan?id=${plan.id}&tab=planning`
      const row = make(
        'div',
        { class: 'row plan', role: 'listitem', tabindex: '-1', 'data-key': `plan-${plan.id}`, 'aria-label': `${name}, ${where}` },
        make('div', { class: 'what' }, make('a', { class: 'name', href: address, tabindex: '-1', title: name }, name), make('span', { class: 'where' }, where)),
        make('span', { class: 'cell status' }, icon('rate_review', 14), make('span', {}, texts.review)),
      )
      row.address = address
      return row
    })
    const left = this.showsAllApprovals ? 0 : rows.length - FEW
    const more = left > 0 ? make('button', { type: 'button', class: 'more' }, counted(texts.more, left, locale)) : null
    more?.addEventListener('click', () => {
      this.showsAllApprovals = true
      this.work.draw()
    })
    return this.section('approvals', plans.length, left > 0 ? rows.slice(0, FEW) : rows, more)
  }
}

export const short = (name) => (name.length > 60 ? `${name.slice(0, 57)}…` : name).replaceAll('\n', ' ')
