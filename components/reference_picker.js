// Choosing a record by its name: a combobox that asks the server with every pause in typing, among any number of records.

import { debounce, fill, make } from './plans/dom.js'
import { request } from './plans/http.js'

const PAUSE = 120

export function mount(component) {
  const { parentElement } = component
  parentElement.picker ??= new Picker(parentElement)
  parentElement.picker.draw(component)
}

class Picker {
  constructor(root) {
    this.list = make('ul', { role: 'listbox', class: 'list', id: 'list', popover: 'manual' })
    this.input = make('input', {
      type: 'text',
      role: 'combobox',
      id: 'input',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-autocomplete': 'list',
      'aria-controls': 'list',
      'aria-expanded': 'false',
    })
    this.clear = make('button', { type: 'button', class: 'clear' }, '×')
    this.label = make('label', { for: 'input' })
    this.box = make('div', { class: 'box' }, this.input, this.clear)
    this.problem = make('p', { class: 'problem', role: 'alert' })
    root.append(make('div', { class: 'picker' }, this.label, this.box, this.problem, this.list))
    this.options = []
    this.active = -1
    this.asked = 0
    this.isSearching = false
    // What was chosen or left in the pause is not asked for any more: the answer would cover what is below.
    this.search = debounce(() => this.isSearching && this.ask(), PAUSE)
    this.input.addEventListener('input', () => this.typed())
    this.input.addEventListener('focus', () => this.input.select())
    this.input.addEventListener('click', () => this.isOpen || this.ask())
    this.input.addEventListener('keydown', (event) => this.pressed(event))
    this.input.addEventListener('blur', () => (this.isTaking || this.problem.textContent ? this.fold() : this.close()))
    this.clear.addEventListener('click', () => this.choose({ id: null, name: '' }))
    // The focus stays in the input while the list is used by mouse.
    for (const each of [this.list, this.clear]) each.addEventListener('mousedown', (event) => event.preventDefault())
  }

  draw({ data, setTriggerValue }) {
    this.data = data
    this.tell = setTriggerValue
    const { label, required, help, disabled, texts, placeholder } = data
    this.label.replaceChildren(label, required ? make('span', { class: 'star', 'aria-hidden': 'true' }, ' *') : '')
    this.label.title = help ?? ''
    this.input.setAttribute('aria-required', String(Boolean(required)))
    this.input.setAttribute('aria-label', label)
    this.list.setAttribute('aria-label', label)
    this.input.placeholder = placeholder
    this.input.disabled = disabled
    this.clear.setAttribute('aria-label', fill(texts.clear, { label }))
    this.clear.hidden = disabled || required || data.value === null
    if (this.value !== data.value || this.name !== data.name) {
      this.value = data.value
      this.name = data.name
      if (!this.isOpen) this.input.value = data.name
    }
  }

  get isOpen() {
    return this.list.matches(':popover-open')
  }

  typed() {
    this.isSearching = true
    this.isAnswered = false
    this.isTaking = false
    this.problem.textContent = ''
    this.search()
  }

  ask() {
    const text = this.input.value === this.name ? '' : this.input.value
    return this.find(text, (items) => this.show(items, text))
  }

  /** Take the best match for what was typed as soon as it is known, wherever the person has gone by then. */
  take() {
    const text = this.input.value
    this.isSearching = false
    this.isTaking = true
    return this.find(text, (items) => {
      this.isTaking = false
      const best = items.find(({ name }) => name?.toLowerCase() === text.trim().toLowerCase()) ?? items[0]
      if (best) this.choose(best)
      else this.refuse(text)
    })
  }

  /** What was typed stays, and it says so that nothing is called like it. */
  refuse(text) {
    this.isSearching = true
    if (this.hasFocus) this.show([], text)
    else this.problem.textContent = this.data.texts.none
  }

  /** Hand over what matches this text, unless something else is asked for meanwhile. */
  async find(text, then) {
    const mine = ++this.asked
    const query = new URLSearchParams({ q: text, limit: '20' })
    if (this.data.client) query.set('client', this.data.client)
    try {
      const found = await request(`/api/v1/references/${this.data.record}?${query}`, { staffId: this.data.staffId })
      if (mine === this.asked) then(found.items.filter(({ id }) => id !== this.data.except))
    } catch (error) {
      if (mine !== this.asked) return
      this.isTaking = false
      this.say(error.status ? error.message : this.data.texts.unreachable)
    }
  }

  get hasFocus() {
    return this.input.getRootNode().activeElement === this.input
  }

  show(items, text) {
    if (!this.hasFocus) return
    this.isAnswered = true
    const { texts, create, value } = this.data
    this.options = [...items]
    if (create) this.options.push({ isNew: true, name: text.trim() })
    this.list.replaceChildren(...this.options.map((option, index) => this.item(option, index, value)))
    if (!items.length) this.list.prepend(make('li', { class: 'none', role: 'presentation' }, texts.none))
    this.open()
    this.activate(items.length && text ? 0 : this.options.findIndex(({ id }) => id === value && id !== undefined))
  }

  item(option, index, value) {
    const words = option.isNew
      ? [make('span', {}, option.name ? fill(this.data.texts.createNamed, { name: option.name }) : this.data.texts.create)]
      : [make('span', {}, option.name ?? `#${option.id}`), option.detail && make('small', {}, option.detail)]
    return make(
      'li',
      {
        role: 'option',
        id: `option-${index}`,
        class: option.isNew ? 'new' : null,
        'aria-selected': String(option.id === value && value !== null),
        onclick: () => this.choose(option),
        onmousemove: () => this.activate(index),
      },
      ...words,
    )
  }

  say(sentence) {
    if (!this.hasFocus) {
      this.problem.textContent = sentence
      return
    }
    this.options = []
    this.list.replaceChildren(make('li', { class: 'none', role: 'presentation' }, sentence))
    this.open()
  }

  open() {
    if (!this.isOpen) this.list.showPopover()
    const place = this.box.getBoundingClientRect()
    const below = window.innerHeight - place.bottom
    const isAbove = below < 220 && place.top > below
    Object.assign(this.list.style, {
      left: `${place.left}px`,
      width: `${place.width}px`,
      maxHeight: `${Math.min(320, (isAbove ? place.top : below) - 12)}px`,
      top: isAbove ? 'auto' : `${place.bottom + 4}px`,
      bottom: isAbove ? `${window.innerHeight - place.top + 4}px` : 'auto',
    })
    this.input.setAttribute('aria-expanded', 'true')
  }

  close() {
    this.asked++
    this.isSearching = false
    this.isTaking = false
    this.problem.textContent = ''
    this.fold()
    this.input.value = this.name ?? ''
  }

  fold() {
    if (this.isOpen) this.list.hidePopover()
    this.input.setAttribute('aria-expanded', 'false')
    this.input.removeAttribute('aria-activedescendant')
  }

  activate(index) {
    this.active = index
    const rows = [...this.list.querySelectorAll('[role=option]')]
    rows.forEach((row, place) => row.classList.toggle('active', place === index))
    if (rows[index]) {
      this.input.setAttribute('aria-activedescendant', rows[index].id)
      rows[index].scrollIntoView({ block: 'nearest' })
    } else {
      this.input.removeAttribute('aria-activedescendant')
    }
  }

  pressed(event) {
    const { key } = event
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault()
      if (!this.isOpen) return this.ask()
      const count = this.options.length
      if (count) this.activate((this.active + (key === 'ArrowDown' ? 1 : -1) + count + (this.active < 0 && key === 'ArrowUp' ? 1 : 0)) % count)
    } else if ((key === 'Enter' || key === 'Tab') && this.isSearching && !this.isAnswered && this.input.value.trim()) {
      if (key === 'Enter') event.preventDefault()
      this.take()
    } else if (key === 'Tab' && this.isSearching && this.isOpen) {
      const option = this.options[this.active]
      if (option && !option.isNew) this.choose(option)
      else if (this.input.value.trim()) this.problem.textContent = this.data.texts.none
    } else if (key === 'Enter' && this.isOpen) {
      event.preventDefault()
      const option = this.options[this.active]
      if (option) this.choose(option)
    } else if (key === 'Escape' && this.isOpen) {
      event.preventDefault()
      event.stopPropagation()
      this.close()
      this.input.select()
    }
    return undefined
  }

  choose(option) {
    if (option.isNew) {
      this.close()
      this.tell('create', option.name)
      return
    }
    this.value = option.id
    this.name = option.name ?? ''
    this.close()
    this.clear.hidden = this.data.required || option.id === null
    if (option.id !== this.data.value) this.tell('chosen', { id: option.id, name: this.name })
  }
}
