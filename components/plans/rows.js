// Blocks of plans from the API, for the grid's infinite row model.

import { request } from './http.js'

const BLOCK = 100

/** Ask for the first rows before the grid's frame is there; it takes the answer if it asks for the same. */
export function readAhead(list) {
  const address = blockAddress(list, 0, BLOCK)
  const answer = request(address, { staffId: list.model.staffId })
  // Whoever takes the answer hears of what went wrong.
  answer.catch(() => {})
  list.ahead = { address, answer }
}

export class Rows {
  constructor(list, onProblem) {
    this.list = list
    this.onProblem = onProblem
  }

  async getRows({ startRow, endRow, successCallback, failCallback }) {
    const { list } = this
    const asked = String(list.query())
    try {
      const page = await this.read(blockAddress(list, startRow, endRow))
      successCallback(page.items, page.total)
      // An answer that comes after the filter changed again is no news.
      if (asked !== String(list.query())) return
      this.onProblem(null)
      if (list.total !== page.total) {
        list.total = page.total
        list.tell('total')
      }
      this.onBlock?.(startRow, page)
    } catch (error) {
      failCallback()
      this.onProblem(error)
    }
  }

  read(address) {
    const { ahead, model } = this.list
    this.list.ahead = null
    return ahead?.address === address ? ahead.answer : request(address, { staffId: model.staffId })
  }
}

/** The fields that the shown columns need, and no more, keep blocks small. */
function blockAddress(list, start, end) {
  const shown = new Set(list.shownColumns)
  const fields = new Set(['id', 'version', 'subject'])
  for (const column of list.model.columns) if (shown.has(column.name)) for (const name of column.fields) fields.add(name)
  const query = list.query()
  for (const [name, value] of Object.entries({ fields: [...fields].join(','), brief: true, offset: start, limit: end - start })) {
    query.set(name, value)
  }
  return `/api/v1/plans?${query}`
}
