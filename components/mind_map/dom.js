// Elements made in one line. Text of users is only ever set as text.

const SVG = 'http://www.w3.org/2000/svg'

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  setAll(made, attributes)
  made.append(...children)
  return made
}

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name)
  setAll(made, attributes)
  made.append(...children)
  return made
}

export function setAll(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) target.addEventListener(name.slice(2), value)
    else if (value === false || value === null || value === undefined) target.removeAttribute(name)
    else target.setAttribute(name, value === true ? '' : value)
  }
}

// A sign of Streamlit's own icon font, which is on every page; its name is no text to be read aloud.
export function icon(name) {
  return element('span', { class: 'icon', 'aria-hidden': 'true', translate: 'no' }, name)
}

// The message with its {names} filled in.
export function fill(message, values = {}) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}

export function nodeCount(texts, number) {
  return fill(number === 1 ? texts.node_one : texts.node_many, { count: number })
}
