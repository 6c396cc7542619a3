// The save queue: one step after the other, each step one request and one change set.
// Steps wait for each other, so that edits of one row never conflict with their own versions.

import { fill } from './format.js';

const LONGEST_WAIT = 30_000;

let made = 0;

/** What the person did in one go. Steps of one group are undone together. */
export class Step {
  constructor(group, { cells = [], added = [], deleted = [], moved = [] } = {}) {
    this.group = group;
    this.cells = cells;
    this.added = added;
    this.deleted = deleted;
    this.moved = moved;
    this.request = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${++made}`;
  }
}

export class Queue {
  constructor(http, model, texts, receive) {
    this.http = http;
    this.model = model;
    this.texts = texts;
    this.receive = receive;
    this.steps = [];
    this.sending = null;
    this.failures = 0;
    this.trouble = '';
    this.isHalted = false;
    this.isWaiting = false;
    this.listeners = [];
    this.idle = [];
    addEventListener('online', () => this.retry());
    addEventListener('pageshow', (event) => event.persisted && this.retry());
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  changed() {
    for (const listener of this.listeners) listener();
  }

  push(step) {
    this.steps.push(step);
    this.run();
  }

  /** Do something between two requests, in its turn; quiet are those that save nothing. */
  then(action, { isQuiet = false } = {}) {
    this.push({ action, isQuiet });
  }

  get isBusy() {
    return this.steps.some((step) => !step.isQuiet);
  }

  /** Take back what was not sent yet of a group; returns the steps. */
  cancel(group) {
    const isCancelled = (step) => step.group === group && step !== this.sending;
    const cancelled = this.steps.filter(isCancelled);
    this.steps = this.steps.filter((step) => !isCancelled(step));
    this.changed();
    return cancelled;
  }

  retry() {
    clearTimeout(this.timer);
    this.isWaiting = false;
    this.isHalted = false;
    this.run();
  }

  async run() {
    if (this.sending || this.isWaiting || this.isHalted) return this.changed();
    while (this.steps.length && !this.isWaiting && !this.isHalted) {
      this.sending = this.steps[0];
      this.changed();
      const isDone = await this.send(this.sending);
      if (isDone) this.steps = this.steps.filter((step) => step !== this.sending);
      this.sending = null;
    }
    this.changed();
  }

  async send(step) {
    if (step.action) return this.settle(await step.action(), step);
    step.sent = new Set();
    const body = this.build(step);
    if (!body) return true;
    const answer = await this.http.saveSheet(body);
    if (!this.settle(answer, step)) return false;
    this.receive(step, answer);
    return true;
  }

  /** The page goes away: send what is waiting without waiting for answers, and try nothing again, for nothing works any more. */
  sendLast() {
    this.isHalted = true;
    for (const step of this.steps) {
      if (step.action || step === this.sending) continue;
      step.sent = new Set();
      const body = this.build(step);
      if (body) this.http.saveSheet(body);
    }
  }

  /** Whether the answer is final; otherwise the step stays and is tried again later, or when the person asks. */
  settle(answer, step) {
    if (!answer || !(answer.isTransient || answer.status === 401 || (answer.status === 403 && !step.action))) {
      this.failures = 0;
      this.trouble = '';
      return true;
    }
    if (answer.isTransient) {
      const wait = Math.max(answer.retryAfter * 1000, Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures++));
      this.trouble = fill(this.texts.noConnection, { seconds: Math.round(wait / 1000) });
      this.isWaiting = true;
      this.timer = setTimeout(() => this.retry(), wait);
    } else {
      this.trouble = answer.status === 401 ? this.texts.signedOut : answer.detail;
      this.isHalted = true;
    }
    return false;
  }

  /** The request of a step as things stand now, or null where nothing is left of it. */
  build(step) {
    const changed = new Map();
    for (const { row, field, cell } of step.cells) {
      if (row.cells.get(field) !== cell || row.id === null || step.added.includes(row)) continue;
      if (!changed.has(row)) changed.set(row, {});
      changed.get(row)[field] = { from: cell.from ?? null, to: cell.to };
      step.sent.add(cell);
    }
    const body = {
      input: 'text',
      request: step.request,
      changed: [...changed].map(([row, set]) => ({ id: row.id, set })),
      added: this.buildAdded(step),
      deleted: step.deleted.filter(({ row }) => row.id !== null).map(({ row }) => ({ id: row.id, version: row.version })),
      moved: this.buildMoved(step),
    };
    return body.changed.length || body.added.length || body.deleted.length || body.moved.length ? body : null;
  }

  buildAdded(step) {
    const added = new Set(step.added.filter((row) => row.id === null && this.model.byRowId.has(row.rowId)));
    if (!added.size) return [];
    const found = [];
    let before = null;
    for (const row of this.model.rows) {
      if (added.has(row)) {
        const values = {};
        for (const [field, cell] of row.cells) {
          if (cell.step !== step) continue;
          values[field] = cell.to;
          step.sent.add(cell);
        }
        found.push({ key: row.key, values, after: before });
        before = row.key;
      } else if (row.id !== null) {
        before = row.id;
      }
    }
    return found;
  }

  buildMoved(step) {
    const moved = new Set(step.moved.filter((row) => row.id !== null));
    if (!moved.size) return [];
    const found = [];
    let before = null;
    for (const row of this.model.rows) {
      if (row.id === null) continue;
      if (moved.has(row)) found.push({ id: row.id, after: before });
      before = row.id;
    }
    return found;
  }
}
