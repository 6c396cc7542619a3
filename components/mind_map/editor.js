// The mind map of one plan: what is on screen, what is selected, what is being typed; commands change the tree through `change`.

import * as commands from './commands.js'
import { askConflict, askNote, showKeys } from './dialogs.js'
import { element, fill, setAll, svg } from './dom.js'
import { Drawing } from './draw.js'
import { History } from './history.js'
import { Keyboard } from './keyboard.js'
import { layOut } from './layout.js'
import { Teller } from '../teller.js'
import { openMenu } from './menu.js'
import { neighbour } from './navigation.js'
import { Pointer } from './pointer.js'
import { Saver } from './saver.js'
import { Toolbar } from './toolbar.js'
import { find, insert, parentOf, pathTo, set } from './tree.js'
import { Typing } from './typing.js'
import { View } from './view.js'
import { Measure, readWidths } from './wrapping.js'

// Called on every run of the page: builds the editor once, when it comes into sight, and hands it what is new.
export function mount({ data, parentElement, setTriggerValue }) {
  if (parentElement.editor) return parentElement.editor.update(data, setTriggerValue)
  parentElement.editor = { update: (next, trigger) => ([data, setTriggerValue] = [next, trigger]) }
  const host = element('div', { class: 'mind-map' })
  host.style.setProperty('--height', `${data.height}px`)
  parentElement.append(host)
  const watcher = new IntersectionObserver(async (entries) => {
    if (!entries.some((each) => each.isIntersecting)) return
    watcher.disconnect()
    parentElement.editor = new Editor(host, data, setTriggerValue)
    await parentElement.editor.begin()
  })
  watcher.observe(host)
}

let shared = null

// Font and widths, once a page.
async function prepare(base) {
  const load = async () => {
    const faces = { 400: 'SourceSans3-Regular', 600: 'SourceSans3-Semibold' }
    for (const [weight, name] of Object.entries(faces)) document.fonts.add(new FontFace('Source Sans 3', `url(${base}/fonts/${name}.woff2)`, { weight }))
    const answer = await fetch(`${base}/fonts/widths.json`)
    if (!answer.ok) throw new Error()
    return new Measure(readWidths(await answer.json()))
  }
  shared ??= load()
  try {
    return await shared
  } catch (error) {
    shared = null
    throw error
  }
}

export class Editor {
  constructor(host, config, trigger) {
    Object.assign(this, { host, config, trigger, commands, tree: null, draft: null, selected: '', layout: null })
    this.root = host.getRootNode()
    this.history = new History()
    this.teller = new Teller(() => this.trigger('saved', Date.now()))
  }

  get texts() {
    return this.config.texts
  }

  get isReadOnly() {
    return this.config.read_only
  }

  async begin() {
    this.host.replaceChildren(element('p', { class: 'hint', role: 'status' }, this.texts.loading))
    this.saver = new Saver(this.config, this, {
      onState: (name, sentence) => this.toolbar?.showState(name, sentence),
      onConflict: (mine, theirs) => askConflict(this.host, this, mine, theirs),
      onSaved: () => this.config.tells_saves && this.teller.saved(),
    })
    try {
      const [measure, tree] = await Promise.all([prepare(this.config.base), this.saver.load()])
      Object.assign(this, { measure, tree, selected: tree?.id ?? '' })
    } catch (error) {
      const again = element('button', { type: 'button', onclick: () => this.begin() }, this.texts.try_again)
      this.host.replaceChildren(element('p', { class: 'hint', role: 'alert' }, error.message || this.texts.unreachable, again))
      return
    }
    this.build()
  }

  build() {
    const groups = { edges: svg('g', { 'aria-hidden': 'true' }), nodes: svg('g') }
    const overlay = svg('g')
    const world = svg('g', {}, groups.edges, groups.nodes, overlay)
    this.canvas = svg('svg', { class: 'canvas', role: 'presentation' }, world)
    this.surface = element('div', { class: 'tree', role: 'tree', tabindex: 0, 'aria-label': this.texts.mind_map }, this.canvas)
    this.stage = element('div', { class: 'stage' }, this.surface)
    this.voice = element('div', { class: 'voice', 'aria-live': 'polite' })
    this.foot = element('div', { class: 'foot' })
    this.theme = this.readTheme()
    this.drawing = new Drawing(this.config.style, groups, this.config.prefix)
    this.view = new View(this.canvas, world, () => this.typing && this.viewMoved())
    this.typing = new Typing(this, this.stage)
    this.toolbar = new Toolbar(this)
    this.keyboard = new Keyboard(this, this.surface)
    this.pointer = new Pointer(this, this.canvas, overlay)
    this.host.replaceChildren(this.toolbar.bar, this.stage, this.foot, this.voice)
    this.host.addEventListener('fullscreenchange', () => this.view.resize())
    this.toolbar.showState('saved')
    this.redraw()
    if (this.layout) this.view.begin(this.layout)
  }

  // A later run of the page: another language or theme, or the right to edit gone.
  update(config, trigger) {
    const isOther = config.read_only !== this.isReadOnly || config.texts.mind_map !== this.texts.mind_map
    Object.assign(this, { config, trigger })
    if (!this.canvas) return
    if (isOther) return void this.build()
    this.theme = this.readTheme()
    this.redraw()
  }

  // Light or dark as the page is, in the colours of the server's picture.
  readTheme() {
    const name = isDark(getComputedStyle(this.host).getPropertyValue('--st-background-color')) ? 'dark' : 'light'
    return { name, ...this.config.style.themes[name] }
  }

  isConnected() {
    if (this.host.isConnected) return true
    this.saver.close()
    this.view?.close()
    return false
  }

  isBusy() {
    return Boolean(this.draft)
  }

  run(name, ...more) {
    if (!this.typing.isOpen || name !== 'fold') this.typing.finish(true)
    return commands[name](this, ...more)
  }

  // A new tree by the person at this screen: it can be undone, and is saved soon.
  change(tree, selected = this.selected) {
    this.history.push(this.tree, tree, this.selected)
    this.show(tree, selected)
    this.saver.schedule()
  }

  // A tree from elsewhere; `undoTo` is what it replaces, so that one can go back to it.
  adopt(tree, { undoTo } = {}) {
    if (undoTo !== undefined) this.history.push(undoTo, tree, this.selected)
    const hadMap = Boolean(this.tree)
    this.show(tree, tree && find(tree, this.selected) ? this.selected : (tree?.id ?? ''), { shows: false })
    if (!hadMap && tree) this.view.begin(this.layout)
  }

  // A tree as somebody looks at it who may not change it.
  lookAt(tree) {
    this.show(tree, this.selected)
    this.saver.saved = tree
  }

  undo(isRedo) {
    this.typing.finish(true)
    const found = isRedo ? this.history.redo(this.tree, this.selected) : this.history.undo(this.tree, this.selected)
    if (found === null) return
    if (found === undefined) return void this.announce(this.texts.cannot_undo)
    const { tree, selected } = found
    this.show(tree, tree && find(tree, selected) ? selected : (tree?.id ?? ''))
    this.saver.schedule()
  }

  show(tree, selected, { shows = true } = {}) {
    const hadMap = Boolean(this.tree)
    this.tree = tree && commands.unfoldTo(tree, pathTo(tree, selected))
    this.selected = selected
    this.redraw()
    if (!tree) return
    if (!hadMap) this.view.begin(this.layout)
    else if (shows) this.view.show(this.box(selected))
  }

  redraw() {
    const tree = this.draft ? this.draft.tree : this.tree
    this.host.classList.toggle('is-empty', !tree)
    this.layout = tree && layOut(tree, this.config.style, this.measure)
    this.boxes = new Map(this.layout?.boxes.map((box) => [box.id, box]))
    for (const [id, box] of this.boxes) box.made = this.config.made[id]?.kind ?? ''
    const places = new Map()
    const nodes = new Map()
    if (tree) visit(tree, places, nodes)
    this.drawing.draw(this.layout ?? { boxes: [] }, this.theme, (box) => this.describe(box, nodes.get(box.id), places.get(box.id)))
    const current = this.draft?.id ?? this.selected
    setAll(this.surface, { 'aria-activedescendant': current ? `${this.config.prefix}-${current}` : null })
    this.host.querySelector('.empty')?.remove()
    if (!tree) this.stage.append(this.emptyState())
    this.showFoot(nodes.get(this.selected))
    this.viewMoved()
  }

  describe(box, node, { place, size }) {
    const isCurrent = box.id === (this.draft?.id ?? this.selected)
    const name = this.nameOf(node)
    return {
      class: `node${isCurrent ? ' is-selected' : ''}${this.draft?.id === box.id ? ' is-typed' : ''}`,
      'aria-label': name,
      'aria-level': box.level + 1,
      'aria-posinset': place,
      'aria-setsize': size,
      'aria-expanded': node.children.length ? String(!node.folded) : null,
      'aria-selected': String(isCurrent),
    }
  }

  nameOf(node) {
    const text = node.text || this.texts.no_text
    const made = this.config.made[node.id]
    const name = node.note ? fill(this.texts.with_note, { text }) : text
    return made ? fill(this.texts.made_into, { text: name, kind: made.kind }) : name
  }

  emptyState() {
    const { texts } = this
    const begin = element('button', { type: 'button', class: 'is-main', onclick: () => this.run('start') }, texts.start)
    return element('div', { class: 'empty' }, element('p', {}, this.isReadOnly ? texts.no_map : texts.empty), ...(this.isReadOnly ? [] : [begin]))
  }

  showFoot(node) {
    this.foot.replaceChildren()
    const made = node && this.config.made[node.id]
    if (made) this.foot.append(element('strong', {}, made.kind), element('p', {}, made.name))
    if (node?.note) this.foot.append(element('strong', {}, this.texts.note), element('p', {}, node.note))
  }

  viewMoved() {
    this.typing.place()
    const node = this.tree && find(this.tree, this.selected)
    this.toolbar.update({
      canUndo: this.history.done.length > 0,
      canRedo: this.history.undone.length > 0,
      hasNode: Boolean(node),
      isRoot: node === this.tree,
      hasChildren: Boolean(node?.children.length),
      isFolded: Boolean(node?.folded),
      scale: this.view.scale,
      isEmpty: !this.tree,
    })
  }

  box(id) {
    return this.boxes.get(id)
  }

  select(id, { shows = true } = {}) {
    if (!this.tree || !find(this.tree, id)) return
    this.selected = id
    this.redraw()
    if (shows) this.view.show(this.box(id))
  }

  step(direction) {
    const next = neighbour(this.layout.boxes, this.box(this.selected), direction)
    if (next) this.select(next.id)
  }

  focus() {
    this.surface.focus({ preventScroll: true })
  }

  announce(message, values) {
    this.voice.textContent = ''
    requestAnimationFrame(() => (this.voice.textContent = fill(message, values)))
  }

  typeText(id, text) {
    const stored = find(this.tree, id).text
    this.openDraft({ id, isNew: false, make: (words) => set(this.tree, id, { text: words }) }, text ?? stored)
  }

  typeNew(tree, parentId, index, node) {
    this.openDraft({ id: node.id, isNew: true, make: (text) => insert(tree, parentId, { ...node, text }, index) }, '')
  }

  openDraft(draft, text) {
    this.draft = { ...draft, stored: draft.isNew ? '' : find(this.tree, draft.id).text }
    this.preview(text)
    this.view.show(this.box(draft.id))
    this.typing.open(text)
  }

  preview(text) {
    this.draft.tree = this.draft.make(text)
    this.redraw()
    this.view.show(this.box(this.draft.id))
  }

  // The draft becomes the tree, or is given up where `text` is null or nothing was typed into a new node.
  endDraft(text) {
    const { id, isNew, make, stored } = this.draft
    this.draft = null
    const isKept = text !== null && (!isNew || text !== '') && text !== stored
    if (isKept) this.change(make(text), id)
    else this.redraw()
    return isKept || !isNew ? id : ''
  }

  openNote() {
    const node = find(this.tree, this.selected)
    const title = fill(this.texts.note_of, { text: node.text || this.texts.no_text })
    const options = { title, note: node.note ?? '', longest: this.config.longest_note, isReadOnly: this.isReadOnly }
    askNote(this.host, this.texts, options).then((text) => {
      if (text !== null && text !== (node.note ?? '')) this.run('note', text)
      this.focus()
    })
  }

  openKeys() {
    showKeys(this.host, this.texts).then(() => this.focus())
  }

  openColours(place) {
    this.openMenuAt([this.colourItem()], place, this.texts.colour)
  }

  colourItem() {
    const { texts, theme } = this
    const colours = ['', ...this.config.colours].map((name) => ({ name, label: texts.colours[name || 'none'], line: theme.colours[name || 'none'].line }))
    return { label: texts.colour, colours, chosen: find(this.tree, this.selected).colour ?? '', run: (name) => this.run('colour', name) }
  }

  openNodeMenu(place) {
    const { texts } = this
    const node = find(this.tree, this.selected)
    const folds = node.children.length ? [{ label: node.folded ? texts.unfold : texts.fold, icon: node.folded ? 'unfold_more' : 'unfold_less', keys: texts.space, run: () => this.run('fold') }] : []
    if (this.isReadOnly) return void (folds.length && this.openMenuAt(folds, place, texts.node_menu))
    const siblings = node === this.tree ? [] : [{ label: texts.add_sibling, icon: 'splitscreen_add', keys: texts.enter_key, run: () => this.run('addSibling') }]
    const offered = this.config.actions.filter((each) => node.children.length || !each.needs_children)
    const actions = offered.map((each) => ({ label: each.label, icon: each.icon, run: () => this.act(each.name) }))
    const items = [
      { label: texts.add_child, icon: 'subdirectory_arrow_right', keys: 'Tab', run: () => this.run('addChild') },
      ...siblings,
      { label: texts.rename, icon: 'edit', keys: 'F2', run: () => this.run('rename') },
      { label: texts.note, icon: 'sticky_note_2', keys: 'F4', run: () => this.openNote() },
      ...folds,
      null,
      this.colourItem(),
      ...(actions.length ? [null, ...actions] : []),
      null,
      { label: texts.delete, icon: 'delete', keys: texts.delete_key, run: () => this.run('removeNode') },
    ]
    return this.openMenuAt(items, place, texts.node_menu)
  }

  openMenuAt(items, place, label) {
    openMenu(this.host, items, place, { label, onClose: () => this.focus() })
  }

  // Something beyond the map is made of the node: what is on screen is saved first, then Python does it.
  async act(name) {
    if (!(await this.saver.flush())) return
    const node = find(this.tree, this.selected)
    this.trigger('action', { name, node: node.id, parent: parentOf(this.tree, node.id)?.id ?? '', at: Date.now() })
  }

  // The server's picture of what is stored, so what is on screen is stored first.
  async download(form) {
    this.typing.finish(true)
    if (!(await this.saver.flush())) return
    const link = element('a', { href: `/api/v1${this.config.path}/mind-map.${form}?download=true`, download: '' })
    this.host.append(link)
    link.click()
    link.remove()
  }

  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen()
    else this.host.requestFullscreen()
  }
}

function visit(node, places, nodes, place = 1, size = 1) {
  places.set(node.id, { place, size })
  nodes.set(node.id, node)
  node.children.forEach((child, index) => visit(child, places, nodes, index + 1, node.children.length))
}

function isDark(colour) {
  const context = document.createElement('canvas').getContext('2d')
  context.fillStyle = '#ffffff'
  context.fillStyle = colour.trim()
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(context.fillStyle.slice(at, at + 2), 16))
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}
