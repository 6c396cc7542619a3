// Values as a person reads them: money, percentages, dates and periods by locale, choices as translated words.

import { fill } from './dom.js'

export class Formats {
  constructor({ locale, texts }) {
    this.texts = texts
    this.money = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    this.number = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
    this.date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
    this.time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
    this.month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  }

  show(column, value) {
    if (value === null || value === undefined) return ''
    switch (column.kind) {
      // Decimal strings go to the formatter as they are: as numbers they would lose digits.
      case 'money':
        return this.money.format(value)
      case 'percent':
      case 'number':
      case 'integer':
        return column.name === 'id' ? String(value) : this.number.format(value)
      case 'date':
        return this.date.format(new Date(`${value}T00:00:00Z`))
      case 'time':
        return this.time.format(new Date(value))
      case 'yes_no':
        return value ? this.texts.yes : this.texts.no
      case 'choice':
        return column.words?.[value] ?? value
      case 'choices':
        return value.map((each) => column.words?.[each] ?? each).join(', ')
      default:
        return String(value)
    }
  }

  period({ period_type: type, period_start: start }) {
    if (!start) return ''
    const year = start.slice(0, 4)
    if (type === 'year') return year
    if (type === 'quarter') return fill(this.texts.quarter, { quarter: Math.ceil(Number(start.slice(5, 7)) / 3), year })
    const month = this.month.format(new Date(`${start}T00:00:00Z`))
    return month
  }
}
