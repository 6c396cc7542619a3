// Text broken into lines by the widths of the shipped font, exactly as services/mind_map/wrapping.py does it.

const EM = 1000
const FALLBACK = 'DejaVuSans'
const WEIGHTS = { 400: 'SourceSans3-Regular', 600: 'SourceSans3-Semibold' }
const JOINER = '\u200d'

// Widths by character and weight, from the file that the server measures with.
export function readWidths(tables) {
  const widths = {}
  for (const [weight, name] of Object.entries(WEIGHTS)) {
    const known = new Map()
    for (const table of [FALLBACK, name]) {
      for (const [first, run] of tables[table]) {
        run.forEach((width, place) => known.set(String.fromCodePoint(first + place), width))
      }
    }
    widths[weight] = known
  }
  return widths
}

export class Measure {
  constructor(widths) {
    this.widths = widths
    this.known = new WeakMap()
  }

  // Lines and width of a node's text. A node that changes is another object, so what was measured once holds.
  lines(node, style) {
    const found = this.known.get(node)
    if (found?.style === style) return found
    const lines = this.wrap(node.text, style)
    const measured = { style, lines, width: Math.max(...lines.map((line) => this.lineWidth(line, style))) }
    this.known.set(node, measured)
    return measured
  }

  units(text, weight) {
    const known = this.widths[weight]
    let sum = 0
    for (const character of text) sum += known.get(character) ?? EM
    return sum
  }

  fits(text, style) {
    return this.units(text, style.weight) * style.size <= style.most * 1000
  }

  // Width in whole pixels, rounded up.
  lineWidth(text, style) {
    return Math.ceil((this.units(text, style.weight) * style.size) / 1000)
  }

  // Lines no wider than `style.most` pixels; words longer than a line are broken, runs of spaces become one.
  wrap(text, style) {
    const lines = []
    for (const paragraph of text.split('\n')) {
      let line = ''
      for (const word of paragraph.replace(/^[ \t]+|[ \t]+$/g, '').split(/[ \t]+/)) {
        const longer = line ? `${line} ${word}` : word
        if (this.fits(longer, style)) {
          line = longer
          continue
        }
        if (line) lines.push(line)
        const pieces = this.breakWord(word, style)
        line = pieces.pop()
        lines.push(...pieces)
      }
      lines.push(line)
    }
    return lines
  }

  breakWord(word, style) {
    const pieces = []
    let piece = ''
    for (const character of word) {
      const isJoined = this.units(character, style.weight) === 0 || piece.endsWith(JOINER)
      if (piece && !isJoined && !this.fits(piece + character, style)) {
        pieces.push(piece)
        piece = ''
      }
      piece += character
    }
    return [...pieces, piece]
  }
}
