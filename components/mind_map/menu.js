// A menu at a place on screen: items with a word, an icon, a key; arrows go through it, Escape closes it.

import { element, icon } from './dom.js'

// `items`: {label, icon?, keys?, run}, {colours: […], chosen, run}, or null for a line between groups.
export function openMenu(root, items, { x, y }, { label, onClose }) {
  const menu = element('div', { class: 'menu', role: 'menu', 'aria-label': label, popover: 'manual' })
  const close = () => {
    document.removeEventListener('pointerdown', outside, true)
    if (!menu.isConnected) return
    menu.remove()
    onClose()
  }
  const outside = (event) => !event.composedPath().includes(menu) && close()
  for (const item of items) menu.append(item === null ? element('div', { class: 'line', role: 'separator' }) : entry(item, close))
  menu.addEventListener('keydown', (event) => key(event, menu, close))
  root.append(menu)
  menu.showPopover()
  const { width, height } = menu.getBoundingClientRect()
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`
  menu.querySelector('[role^=menuitem]')?.focus()
  document.addEventListener('pointerdown', outside, true)
}

function entry(item, close) {
  if (item.colours) return swatches(item, close)
  const act = () => {
    close()
    item.run()
  }
  return element(
    'button',
    { type: 'button', role: 'menuitem', tabindex: -1, onclick: act },
    icon(item.icon ?? ''),
    element('span', { class: 'label' }, item.label),
    element('kbd', {}, item.keys ?? ''),
  )
}

function swatches({ label, colours, chosen, run }, close) {
  const row = element('div', { class: 'swatches', role: 'group', 'aria-label': label })
  for (const { name, label: word, line } of colours) {
    const act = () => {
      close()
      run(name)
    }
    const button = element('button', { type: 'button', role: 'menuitemradio', tabindex: -1, title: word, 'aria-label': word, 'aria-checked': String(name === chosen), onclick: act })
    if (name) button.style.setProperty('--swatch', line)
    else button.append(icon('format_color_reset'))
    row.append(button)
  }
  return row
}

function key(event, menu, close) {
  event.stopPropagation()
  const items = [...menu.querySelectorAll('[role^=menuitem]')]
  const at = items.indexOf(event.target)
  const steps = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }
  if (event.key === 'Escape' || event.key === 'Tab') close()
  else if (event.key === 'Home') items[0].focus()
  else if (event.key === 'End') items.at(-1).focus()
  else if (steps[event.key]) items.at((at + steps[event.key]) % items.length).focus()
  else return
  event.preventDefault()
}
