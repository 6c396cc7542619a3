// What others change is merged into the sheet while it is on screen, without touching focus, selection or an open editor.

const EVERY = 5_000;

export class Convergence {
  constructor(sheet, since) {
    this.sheet = sheet;
    this.since = since;
    if (!sheet.http.isShared) return;
    setInterval(() => this.poll(), EVERY);
    parent.document.addEventListener('visibilitychange', () => this.poll());
  }

  async poll() {
    if (parent.document.hidden || this.sheet.queue.trouble) return;
    const { http, own } = this.sheet;
    const since = this.since;
    const answer = await http.readChanges(since);
    if (answer.status !== 200 || since !== this.since) return;
    if (!answer.body.reset && answer.body.items.every((item) => own.has(item.change_set_id))) this.since = answer.body.next;
    else this.sheet.queue.then(() => this.pull(), { isQuiet: true });
  }

  /** Read the rows touched since the last time and show them. Runs between two requests of the queue, never beside one. */
  async pull({ isOwn = false } = {}) {
    const answer = await this.sheet.http.readSheet(this.since);
    if (answer.status !== 200) return;
    this.since = answer.body.next;
    this.sheet.receiver.merge(answer.body, { isOwn });
  }
}
