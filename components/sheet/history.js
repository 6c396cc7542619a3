// Undo and redo of what this person did here: change sets are undone by the server, as far as their values still stand.

import { fill } from './format.js';

/** What one gesture did: the change sets it made, and its cells that were not taken. What is `isComing` is not known yet. */
export class Group {
  constructor() {
    this.changeSets = [];
    this.cells = [];
    this.isComing = false;
  }
}

export class History {
  constructor(sheet) {
    this.sheet = sheet;
    this.done = [];
    this.undone = [];
  }

  begin() {
    const group = new Group();
    this.done.push(group);
    this.undone.length = 0;
    return group;
  }

  undo() {
    this.revert(this.done, this.undone, this.sheet.texts.nothingToUndo);
  }

  redo() {
    this.revert(this.undone, this.done, this.sheet.texts.nothingToRedo);
  }

  revert(from, to, nothing) {
    let group = from.pop();
    while (group && this.isSpent(group)) group = from.pop();
    if (!group) return this.sheet.status.say(nothing);
    const inverse = new Group();
    inverse.isComing = true;
    to.push(inverse);
    for (const step of this.sheet.queue.cancel(group)) this.takeBack(step);
    for (const { row, field, cell } of group.cells) {
      if (row.cells.get(field) === cell && cell.state !== 'waiting') row.cells.delete(field);
    }
    this.sheet.redraw(group.cells.map(({ row }) => row));
    this.sheet.queue.then(() => this.send(group, inverse));
  }

  /** Whether nothing of a group is left to take back, as after a value that was stored already. */
  isSpent(group) {
    const isWaiting = this.sheet.queue.steps.some((step) => step.group === group);
    const isShown = group.cells.some(({ row, field, cell }) => row.cells.get(field) === cell);
    return !group.isComing && !isWaiting && !isShown && !group.changeSets.length;
  }

  /** A step that was never sent is simply taken out of the sheet again. */
  takeBack(step) {
    for (const { row, field, cell } of step.cells) if (row.cells.get(field) === cell) row.cells.delete(field);
    this.sheet.dropRows(step.added);
    this.sheet.putBack(step.deleted);
    this.sheet.redraw(step.cells.map(({ row }) => row));
  }

  async send(group, inverse) {
    let kept = 0;
    while (group.changeSets.length) {
      const answer = await this.sheet.http.undo(group.changeSets.at(-1));
      if (answer.isTransient || answer.status === 401) return answer;
      const changeSet = group.changeSets.pop();
      if (answer.status === 200) {
        kept += answer.body.kept.length;
        if (answer.body.change_set_id) {
          inverse.changeSets.push(answer.body.change_set_id);
          this.sheet.own.add(answer.body.change_set_id);
        }
      } else if (answer.status !== 409) {
        group.changeSets.push(changeSet);
        this.sheet.status.fail(answer.detail);
        break;
      }
    }
    inverse.isComing = false;
    if (kept) this.sheet.status.say(fill(this.sheet.texts.keptSince, { count: kept }));
    // What is undone is shown, also where it lies in what is folded.
    await this.sheet.convergence.pull({ isOwn: true });
    this.sheet.tellPage();
    return null;
  }
}
