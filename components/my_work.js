// What a person has to do, group by group: rows come from the API, every change goes back to it at once.

import { Changes } from './my_work/changes.js'
import { Keyboard } from './my_work/keyboard.js'
import { Rows } from './my_work/rows.js'
import { counted, debounce, make } from './plans/dom.js'
import { request } from './plans/http.js'

const FIRST = 50
const PAUSE = 150
const EVERY = 5000

export function mount({ parentElement, data }) {
  if (parentElement.work) {
    parentElement.work.config = data
    return
  }
  parentElement.work = new Work(parentElement, data)
  parentElement.work.start()
}

class Work {
  constructor(root, config) {
    this.root = root
    this.config = config
    this.asked = 0
    this.shown = {}
    const query = new URLSearchParams(location.search)
    this.filter = { person: query.get('person') || 'me', q: query.get('q') ?? '', plans: query.get('plans') === 'all' ? 'all' : 'open' }
  }

  start() {
    const { config, root } = this
    this.help = make('p', { class: 'unseen', id: 'work-help' }, config.texts.help)
    this.tools = make('div', { class: 'tools' })
    this.element = make('div', { class: 'work', role: 'region', 'aria-label': config.texts.label, 'aria-describedby': 'work-help', 'aria-busy': 'true' })
    this.changes = new Changes(this)
    this.rows = new Rows(this)
    this.keyboard = new Keyboard(this)
    root.append(this.tools, this.help, this.element)
    this.drawTools()
    this.poll()
    this.read()
  }

  query() {
    const { person, q, plans } = this.filter
    const query = new URLSearchParams()
    if (person !== 'all') query.append('person', person)
    if (q) query.append('q', q)
    if (plans === 'open') for (const status of this.config.planStatuses) query.append('plan_status', status)
    return query
  }

  /** Read every group anew; what was loaded on demand stays loaded. */
  async read() {
    const asked = ++this.asked
    const query = this.query()
    const most = Math.max(FIRST, ...Object.values(this.shown))
    query.set('limit', String(Math.min(1000, most)))
    try {
      const found = await request(`/api/v1/work?${query}`, { staffId: this.config.staffId })
      if (asked !== this.asked) return
      this.work = found
      this.problem = null
    } catch (error) {
      if (asked !== this.asked) return
      this.problem = error
    }
    if (!this.changes.isChoosing) this.draw()
  }

  async more(group) {
    const query = this.query()
    query.set('group', group.name)
    query.set('offset', String(group.items.length))
    query.set('limit', String(FIRST))
    const { items } = await request(`/api/v1/tasks?${query}`, { staffId: this.config.staffId })
    const known = new Set(group.items.map(({ id }) => id))
    group.items.push(...items.filter(({ id }) => !known.has(id)))
    this.shown[group.name] = group.items.length
    this.draw()
  }

  draw() {
    const place = this.keyboard.place()
    this.rows.draw()
    this.keyboard.restore(place)
    this.element.setAttribute('aria-busy', 'false')
  }

  drawTools() {
    const { texts, people } = this.config
    const person = this.choice(texts.person, people, 'person')
    const plans = this.choice(texts.plans, [{ value: 'open', label: texts.openPlans }, { value: 'all', label: texts.allPlans }], 'plans')
    const search = make('input', { type: 'search', placeholder: texts.search, 'aria-label': texts.search, spellcheck: 'false' })
    search.value = this.filter.q
    search.addEventListener('input', debounce(() => this.refine('q', search.value.trim()), PAUSE))
    search.addEventListener('keydown', (event) => ['ArrowDown', 'Enter'].includes(event.key) && this.keyboard.first(event))
    this.total = make('span', { class: 'total', role: 'status' })
    this.tools.replaceChildren(search, person, plans, this.total, this.changes.message)
  }

  choice(label, options, name) {
    const select = make('select', { 'aria-label': label })
    for (const { value, label: words } of options) select.append(make('option', { value }, words))
    select.value = this.filter[name]
    if (!select.value) {
      this.filter[name] = options[0].value
      select.value = options[0].value
    }
    select.addEventListener('change', () => this.refine(name, select.value))
    return make('label', { class: 'choice' }, make('span', {}, label), select)
  }

  refine(name, value) {
    if (this.filter[name] === value) return
    this.filter[name] = value
    this.shown = {}
    const query = new URLSearchParams()
    if (this.filter.person !== 'me') query.set('person', this.filter.person)
    if (this.filter.q) query.set('q', this.filter.q)
    if (this.filter.plans !== 'open') query.set('plans', this.filter.plans)
    history.replaceState(history.state, '', location.pathname + (query.size ? `?${query}` : ''))
    this.read()
  }

  count(total) {
    this.total.textContent = counted(this.config.texts.tasks, total, this.config.locale)
  }

  /** While the page is visible, ask every few seconds whether tasks or plans changed. */
  poll() {
    let since = null
    const timer = setInterval(async () => {
      if (!this.root.host?.isConnected) return clearInterval(timer)
      if (document.hidden) return null
      try {
        const query = new URLSearchParams([['record', 'task'], ['record', 'plan'], ['limit', '1'], ...(since === null ? [] : [['since', since]])])
        const found = await request(`/api/v1/changes?${query}`, { staffId: this.config.staffId })
        if (since !== null && (found.items.length || found.reset)) this.read()
        since = found.next
      } catch {
        // Not reachable or signed out: the next change says so, where the person looks.
      }
      return null
    }, EVERY)
  }
}
