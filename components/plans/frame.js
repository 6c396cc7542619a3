// The grid's frame within the page: its height, its style, and the keys it does not use itself.

import { make } from './dom.js'

const LOWEST = 260

/** Take the height the window leaves below the frame's top, and keep taking it as lines above come and go. */
export function fitHeight() {
  const page = window.parent
  const frame = window.frameElement
  const container = document.getElementById('gridContainer')
  const fit = () => {
    const top = frame.getBoundingClientRect().top + (page.document.querySelector('[data-testid="stMain"]')?.scrollTop || 0)
    const height = Math.max(LOWEST, Math.floor(page.innerHeight - top - 14))
    if (container.style.height === `${height}px`) return
    container.style.setProperty('height', `${height}px`, 'important')
    frame.style.setProperty('height', `${height}px`, 'important')
  }
  fit()
  page.addEventListener('resize', fit)
  const above = new page.ResizeObserver(fit)
  for (const each of page.document.querySelectorAll('[data-testid="stMainBlockContainer"], .st-key-plans-bar')) above.observe(each)
  window.addEventListener('pagehide', () => {
    page.removeEventListener('resize', fit)
    above.disconnect()
  })
}

export function styleFrame({ style }) {
  document.documentElement.lang = window.parent.document.documentElement.lang
  takeFont()
  document.head.append(make('link', { rel: 'stylesheet', href: new URL(style, location.origin).href }))
}

/** The page's own font for the frame, which knows it in one weight only. */
function takeFont() {
  for (const sheet of window.parent.document.styleSheets) {
    for (const rule of rulesOf(sheet)) {
      if (!rule.cssText.startsWith('@font-face') || !/font-family: "?Source Sans"?;/.test(rule.cssText)) continue
      const base = sheet.href || window.parent.document.baseURI
      const text = rule.cssText
        .replace(/font-family: "?Source Sans"?;/, 'font-family: "Source Sans Pro";')
        .replace(/url\("([^"]+)"\)/g, (_place, address) => `url("${new URL(address, base).href}")`)
      document.head.append(make('style', {}, text))
    }
  }
}

function rulesOf(sheet) {
  try {
    return [...sheet.cssRules]
  } catch {
    // A sheet of another origin keeps its rules to itself.
    return []
  }
}

/** Ctrl+Z and Ctrl+Y, pressed on rows that nobody types into, mean what the message on the page tells. */
export function forwardUndo() {
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, shiftKey } = event
    if (!(ctrlKey || metaKey) || !/^[zy]$/i.test(key) || event.target.closest?.('input:not([type=checkbox]), textarea')) return
    event.preventDefault()
    window.parent.document.body.dispatchEvent(new window.parent.KeyboardEvent('keydown', { key, ctrlKey, metaKey, shiftKey, bubbles: true }))
  })
}

/** Keys of the page pressed in the grid: the frame keeps them from the page, so they are handed on. */
export function forwardKeys(list) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input:not([type=checkbox]), textarea')) return
    if (list.press?.(event.key)) event.preventDefault()
  })
}
