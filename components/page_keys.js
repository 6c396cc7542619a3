// Keys of every page: / searches, n begins something new, digits open tabs, g goes into the grid, Ctrl+Z undoes, ? shows the keys. Whoever has a better use for a key prevents its default first.

import { keepDialogs } from './dialog_keys.js'

export const SHOW_KEYS = 'account-planning:keys'
export const ENTER_GRID = 'account-planning:grid'

export function mount({ data, parentElement }) {
  document.documentElement.lang = data.language
  parentElement.shown = data
  if (parentElement.listening) return
  parentElement.listening = true
  // One listener a page: a newly drawn frame takes the place of the one before.
  window.accountPlanningPageKeys?.abort()
  const { signal } = (window.accountPlanningPageKeys = new AbortController())
  // At the window, after all listeners of the document.
  window.addEventListener('keydown', (event) => heard(event) && event.preventDefault(), { signal })
  document.addEventListener(SHOW_KEYS, () => show(parentElement), { signal })
  // Before the document, where Streamlit reruns the page with r and offers to clear its cache with c.
  document.body.addEventListener('keydown', (event) => isStreamlits(event) && event.stopPropagation(), { signal })
  keepDialogs(signal)
}

const isStreamlits = ({ key, ctrlKey, metaKey, altKey }) => /^[rc]$/i.test(key) && !ctrlKey && !metaKey && !altKey

function heard(event) {
  const target = event.composedPath()[0]
  if (event.defaultPrevented || event.altKey || isTyping(target)) return false
  // Focus leaves a closed dialog only with the next picture: a key pressed before that is meant for the page.
  if (document.querySelector('[role="dialog"], dialog[open]') || target.closest?.('dialog[open], :popover-open')) return false
  if (event.ctrlKey || event.metaKey) return undoes(event)
  if (event.key === '/') return search()
  if (event.key === 'n') return begin() || enterGrid(true)
  if (event.key === 'g') return enterGrid(false)
  if (/^[1-9]$/.test(event.key)) return openTab(Number(event.key))
  if (event.key === '?') return document.dispatchEvent(new Event(SHOW_KEYS))
  return false
}

/** Press Undo of the message shown with Ctrl+Z, its Redo with Ctrl+Shift+Z or Ctrl+Y. */
function undoes({ key, shiftKey }) {
  const wanted = key.toLowerCase() === 'z' ? (shiftKey ? 'redo' : 'undo') : key.toLowerCase() === 'y' && 'redo'
  const shown = wanted ? document.querySelectorAll(`[class*="st-key-message-${wanted}-"] button`) : []
  const found = [...shown].find((button) => button.checkVisibility({ visibilityProperty: true }))
  found?.click()
  return Boolean(found)
}

function search() {
  const inputs = roots().flatMap((root) => [...root.querySelectorAll('input[type=search]')])
  const found = inputs.find((input) => input.checkVisibility())
  found?.focus()
  found?.select()
  return Boolean(found)
}

/** Press the button of this page whose key ends with "new" or "new_…". */
function begin() {
  const named = [...document.querySelectorAll('[class*="st-key-"]')].filter(({ classList }) => [...classList].some((name) => /^st-key-.*[-_]new(_\w+)?$/.test(name)))
  const found = named.flatMap((element) => [...element.querySelectorAll('button, a')]).find((button) => button.checkVisibility())
  found?.click()
  return Boolean(found)
}

/** Go to the cell where one was in the sheet of this page, or to its empty last row. */
function enterGrid(isNew) {
  const sheets = [...document.querySelectorAll('iframe')].filter((frame) => frame.contentDocument?.querySelector('.sheet'))
  const found = sheets.find((frame) => frame.checkVisibility())
  found?.contentWindow.dispatchEvent(new CustomEvent(ENTER_GRID, { detail: { isNew } }))
  return Boolean(found)
}

function openTab(place) {
  const found = [...document.querySelectorAll('[data-testid="stTab"]')].filter((tab) => tab.checkVisibility())[place - 1]
  found?.focus()
  found?.click()
  return Boolean(found)
}

/** The page itself and the components that stand in it with a shadow of their own. */
function roots() {
  const hosts = [...document.querySelectorAll('[data-testid^="stBidiComponent"] *')].filter((element) => element.shadowRoot)
  return [document, ...hosts.map((host) => host.shadowRoot)]
}

function show(parent) {
  const { texts, groups } = parent.shown
  const before = focused(document)
  const close = make('button', { type: 'button', autofocus: true }, texts.close)
  const parts = groups.map(([title, keys]) => [make('h3', {}, title), make('dl', {}, ...keys.flatMap(([key, meaning]) => [make('dt', {}, make('kbd', {}, key)), make('dd', {}, meaning)]))])
  const dialog = make('dialog', { 'aria-label': texts.title }, make('h2', {}, texts.title), make('div', {}, ...parts.map((part) => make('section', {}, ...part))), close)
  // At once, not with the event that comes a moment after the closing: whoever presses / meanwhile stays in the search.
  const leave = () => {
    if (!dialog.isConnected) return
    dialog.remove()
    before?.focus()
  }
  close.addEventListener('click', leave)
  dialog.addEventListener('close', leave)
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' && event.key !== '?') return
    event.preventDefault()
    leave()
  })
  dialog.addEventListener('click', (event) => event.target === dialog && leave())
  parent.append(dialog)
  dialog.showModal()
}

/** What has the focus, within components and frames too: a modal dialog takes it away from inside a frame. */
function focused(root) {
  const element = root.activeElement
  const inside = element?.shadowRoot ?? element?.contentDocument
  return (inside && focused(inside)) || element
}

const isTyping = (element) => element instanceof HTMLElement && (element.isContentEditable || element.matches('input:not([type=checkbox], [type=radio]), textarea, select'))

function make(name, attributes, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value === true ? '' : value)
  element.append(...children)
  return element
}
