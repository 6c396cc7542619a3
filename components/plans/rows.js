// Blocks of plans from the API, for the grid's infinite row model.

import { request } from './http.js'

export class Rows {
  constructor(list, onProblem) {
    this.list = list
    this.onProblem = onProblem
    this.fields = ''
  }

  /** The fields that the shown columns need; asking for no more keeps blocks small. */
  setFields(columns) {
    const wanted = new Set(['id', 'version', 'subject'])
    for (const column of columns) for (const name of column.fields) wanted.add(name)
    this.fields = [...wanted].join(',')
  }

  async getRows({ startRow, endRow, successCallback, failCallback }) {
    const { list } = this
    const query = list.query()
    for (const [name, value] of Object.entries({ fields: this.fields, brief: true, offset: startRow, limit: endRow - startRow })) {
      query.set(name, value)
    }
    try {
      const page = await request(`/api/v1/plans?${query}`, { staffId: list.model.staffId })
      this.onProblem(null)
      successCallback(page.items, page.total)
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
}
