// Telling the page that something was saved, so that it draws what depends on it. That run would close a dialog that opens at the same
// moment and take the effect of a click that is being answered: so it is told before the person goes elsewhere, or once the page is idle.

const AGAIN = 300
const BUSY = '[data-testid="stDialog"], [data-test-script-state="running"], [data-test-script-state="rerunRequested"]'

export class Teller {
  /** Call `tell` when the person has paused for `pause` milliseconds, and at once when they leave this frame. */
  constructor(tell, pause = 0) {
    this.tell = tell
    this.pause = pause
    this.timer = null
    window.addEventListener('blur', () => this.timer !== null && this.wait(0))
  }

  saved() {
    this.wait(document.hasFocus() ? this.pause : 0)
  }

  wait(time) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.tellOrWait(), time)
  }

  tellOrWait() {
    if (window.parent.document.querySelector(BUSY)) return this.wait(AGAIN)
    this.timer = null
    this.tell()
  }
}
