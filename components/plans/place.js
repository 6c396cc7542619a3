// Where the person was in a list: kept by address, so that Back from a record returns to the same row, with the focus there.

const PLACE = 'account-planning.place'
const ROW_HEIGHT = 32
const FRAMES = 20

export class Place {
  /** `query` gives what the list shows, as in its address. */
  constructor(api, query) {
    this.api = api
    this.query = query
    api.addEventListener('bodyScrollEnd', () => this.keep())
    api.addEventListener('cellFocused', () => this.keep())
    window.addEventListener('pagehide', () => this.keep())
    window.addEventListener('focus', () => this.refocus())
  }

  get address() {
    return `${window.parent.location.pathname}?${this.query()}`
  }

  keep() {
    if (this.wanted) return
    const focused = this.api.getFocusedCell()
    const place = {
      address: this.address,
      top: this.api.getVerticalPixelRange().top,
      left: this.api.getHorizontalPixelRange().left,
      focused: focused && { row: focused.rowIndex, column: focused.column.getColId() },
    }
    sessionStorage.setItem(PLACE, JSON.stringify(place))
  }

  /** Before the first rows: where to return to, if this address is the one that was left. */
  takeBack() {
    const place = JSON.parse(sessionStorage.getItem(PLACE) || 'null')
    this.wanted = place?.address === this.address && (place.top > 0 || place.focused) ? place : null
    if (!this.wanted) return
    const last = Math.ceil((place.top + window.innerHeight) / ROW_HEIGHT)
    this.api.setRowCount(Math.max(last, (place.focused?.row ?? 0) + 1), false)
    this.scroll()
  }

  /** Rows from `start` to `end` are there now: focus the row that was left, if it is among them. */
  giveBack(start, end) {
    if (!this.wanted) return
    this.scroll()
    const { focused, top } = this.wanted
    const row = focused?.row ?? Math.floor(top / ROW_HEIGHT)
    if (row < start || row >= end) return
    // Unless something else on the page has it by now.
    if (focused && window.parent.document.activeElement === window.parent.document.body) this.focus(row, focused.column)
    else if (focused) this.api.setFocusedCell(row, focused.column)
    this.wanted = null
  }

  focus(row, column) {
    window.focus()
    this.api.setFocusedCell(row, column)
    this.keepFocus(row, column, FRAMES)
  }

  /** The focus comes back into the frame: to its cell, which may have been drawn anew meanwhile. */
  refocus() {
    const focused = this.api.getFocusedCell()
    if (focused && document.activeElement === document.body) this.keepFocus(focused.rowIndex, focused.column, FRAMES)
  }

  /** Rows are drawn and removed some frames late, which may take the focus away. */
  keepFocus(row, column, frames) {
    cancelAnimationFrame(this.frame)
    if (!frames) return
    this.frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body && document.hasFocus()) this.api.setFocusedCell(row, column)
      this.keepFocus(row, column, frames - 1)
    })
  }

  scroll() {
    const viewport = document.querySelector('.ag-body-viewport')
    if (viewport) viewport.scrollTop = this.wanted.top
  }

  forget() {
    this.wanted = null
    sessionStorage.removeItem(PLACE)
  }
}
