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
    if (focused) this.focus(row, focused.column)
    this.wanted = null
  }

  /** The page has the focus where nothing was clicked yet, and the grid draws its rows some frames late. */
  focus(row, column, frames = FRAMES) {
    if (window.parent.document.activeElement === window.parent.document.body) window.focus()
    this.api.setFocusedCell(row, column)
    if (frames) requestAnimationFrame(() => document.activeElement === document.body && this.focus(row, column, frames - 1))
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
