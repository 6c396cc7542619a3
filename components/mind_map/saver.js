// Keeps the tree on the server: saves soon after a change, tries again, puts two people's changes together, asks where it cannot.

import { merge } from './merge.js'
import { same } from './tree.js'

const SOON = 400
const POLL = 5000
const LONGEST_WAIT = 30_000

export class Saver {
  // `editor` has `tree`, `adopt(tree)` for what came from elsewhere, `isBusy()` while somebody types; `onState(state, sentence)`.
  constructor(config, editor, { onState, onConflict, onSaved }) {
    Object.assign(this, { config, editor, onState, onConflict, onSaved })
    this.address = `/api/v1${config.path}`
    this.saved = null
    this.tag = ''
    this.wait = 1000
    this.timer = null
    this.running = null
    this.isAsking = false
  }

  get isClean() {
    return same(this.saved, this.editor.tree)
  }

  // The stored tree. Throws with a sentence where it cannot be had.
  async load() {
    const answer = await this.request('GET', `${this.address}/mind-map`)
    if (!answer.ok) throw new Error((await sentence(answer)) || this.config.texts.unreachable)
    this.tag = answer.headers.get('etag') ?? ''
    this.saved = (await answer.json()).mind_map
    this.poll = setInterval(() => this.look(), POLL)
    this.leave = () => this.flush()
    document.addEventListener('visibilitychange', this.leave)
    this.online = () => this.flush()
    window.addEventListener('online', this.online)
    this.warn = (event) => !this.isClean && event.preventDefault()
    window.addEventListener('beforeunload', this.warn)
    return this.saved
  }

  close() {
    this.flush()
    clearInterval(this.poll)
    document.removeEventListener('visibilitychange', this.leave)
    window.removeEventListener('online', this.online)
    window.removeEventListener('beforeunload', this.warn)
  }

  schedule(delay = SOON) {
    if (this.isClean) return
    this.onState('unsaved')
    this.timer ??= setTimeout(() => this.flush(), delay)
  }

  // Save now what is not saved, and tell whether everything is.
  async flush() {
    clearTimeout(this.timer)
    this.timer = null
    while (this.running) await this.running
    if (this.isClean || this.isAsking) return this.isClean
    this.running = this.save()
    await this.running
    this.running = null
    if (!this.isClean && !this.timer && !this.isAsking && this.isGoingWell) return this.flush()
    return this.isClean
  }

  async save() {
    const sent = this.editor.tree
    this.isGoingWell = false
    this.onState('saving')
    const body = JSON.stringify({ set: { mind_map: { from: this.saved, to: sent } } })
    let answer
    try {
      answer = await this.request('PATCH', this.address, body)
    } catch {
      return this.later(this.config.texts.unreachable)
    }
    if (answer.status === 409) return this.resolve()
    if (answer.status >= 500 || answer.status === 429) return this.later(this.config.texts.unreachable)
    if (!answer.ok) return this.onState('refused', await sentence(answer))
    this.saved = sent
    this.wait = 1000
    this.isGoingWell = true
    this.onState(this.isClean ? 'saved' : 'unsaved')
    this.onSaved()
    return undefined
  }

  later(reason) {
    this.onState('unreachable', reason)
    this.timer = setTimeout(() => this.flush(), this.wait)
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT)
  }

  // Somebody else saved first: put both together, or ask.
  async resolve() {
    let theirs
    try {
      const answer = await this.request('GET', `${this.address}/mind-map`)
      if (!answer.ok) return this.onState('refused', await sentence(answer))
      theirs = (await answer.json()).mind_map
    } catch {
      return this.later(this.config.texts.unreachable)
    }
    const mine = this.editor.tree
    const merged = merge(this.saved, mine, theirs)
    if (merged !== undefined) {
      this.saved = theirs
      this.editor.adopt(merged)
      this.isGoingWell = true
      return undefined
    }
    this.isAsking = true
    this.onState('conflict')
    const keepsMine = await this.onConflict(mine, theirs)
    this.isAsking = false
    this.saved = theirs
    if (!keepsMine) this.editor.adopt(theirs, { undoTo: this.editor.tree })
    this.isGoingWell = true
    if (this.isClean) this.onState('saved')
    return undefined
  }

  // What others changed meanwhile, while nothing of ours is on its way.
  async look() {
    const isHere = document.visibilityState === 'visible' && this.editor.isConnected()
    if (!isHere || this.running || this.isAsking || !this.isClean || this.editor.isBusy()) return
    let answer
    try {
      answer = await this.request('GET', `${this.address}/mind-map`, undefined, { 'if-none-match': this.tag })
      if (!answer.ok) return
      const theirs = (await answer.json()).mind_map
      if (this.running || !this.isClean || this.editor.isBusy()) return
      this.tag = answer.headers.get('etag') ?? ''
      if (same(this.saved, theirs)) return
      this.saved = theirs
      this.editor.adopt(theirs)
    } catch {
      // The next look or save tells.
    }
  }

  request(method, address, body, headers = {}) {
    return fetch(address, {
      method,
      body,
      cache: 'no-store',
      headers: { 'x-staff-id': String(this.config.staff_id), ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      // A page that is being left still sends what is small enough.
      keepalive: Boolean(body && body.length < 60_000),
    })
  }
}

async function sentence(answer) {
  try {
    const body = await answer.json()
    return body.problems?.[0]?.reason ?? body.detail ?? ''
  } catch {
    return ''
  }
}
