// Making elements: text is always text, never markup.

/** `make('button', {class: 'pill', onclick: …}, 'words', child)`; attributes that are null or false are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name in element && typeof value !== 'string') element[name] = value
    else element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

/** `{name}` places of a translated sentence filled in. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place))
}

/** One of two sentences by a count, which `{count}` stands for, written in the person's language. */
export function counted(sentences, count, locale) {
  const one = new Intl.PluralRules(locale).select(count) === 'one'
  return fill(sentences[one ? 0 : 1], { count: count.toLocaleString(locale) })
}

export function debounce(work, milliseconds) {
  let timer = 0
  const later = (...values) => {
    clearTimeout(timer)
    timer = setTimeout(() => work(...values), milliseconds)
  }
  later.now = (...values) => {
    clearTimeout(timer)
    work(...values)
  }
  return later
}
