// Dialogs by keyboard: one begins in its first field, Enter confirms it, and the focus is lost neither in it nor after it, nor on the page.
// Streamlit draws a dialog piece by piece and builds anew what changed, so the focus is looked after with every change of the page.

const DIALOG = '[data-testid="stDialog"] [role="dialog"]'
const CONFIRMS = '[data-testid$="-primary"], [data-testid$="-primaryFormSubmit"]'
const FIELD = 'input, textarea, select, [role="spinbutton"], [role="radio"][aria-checked="true"], button[data-variant="pills"]'
const FOCUSABLE = 'a[href], button, input, textarea, select, [tabindex]'
const MOST_PLACES = 8
const FRAMES = 90

export function keepDialogs(signal) {
  const keeper = new Keeper()
  const observer = new MutationObserver(() => keeper.soon())
  observer.observe(document.body, { childList: true, subtree: true })
  signal.addEventListener('abort', () => observer.disconnect())
  document.addEventListener('focusin', (event) => keeper.focused(event.composedPath()[0]), { signal })
  document.addEventListener('focusout', (event) => event.relatedTarget || keeper.blurred(event.composedPath()[0]), { signal })
  window.addEventListener('pointerdown', (event) => keeper.acted(event), { signal, capture: true })
  window.addEventListener('keydown', (event) => keeper.pressed(event), { signal, capture: true })
}

class Keeper {
  constructor() {
    this.dialog = null
    // Where the focus was on the page, the latest first: what opened a dialog may be gone when that closes.
    this.places = []
    this.inDialog = null
    this.isReturning = false
    this.isDue = false
  }

  /** Look once what is going on is over: while the focus goes from one field to another it is nowhere, which is no reason to give it back. */
  soon() {
    if (this.isDue) return
    this.isDue = true
    setTimeout(() => {
      this.isDue = false
      this.look()
    })
  }

  look() {
    const dialog = document.querySelector(DIALOG)
    if (dialog !== this.dialog) {
      // A dialog that is built anew is still the one that was opened.
      if (!dialog) this.return(FRAMES)
      this.dialog = dialog
      this.inDialog = null
      this.hasActed = false
    }
    if (dialog) this.hold()
    else if (isNowhere()) this.give(this.isReturning ? this.places.map(find).find(Boolean) : this.successor)
  }

  /** For some frames the focus is given again: what opened the dialog may be hidden a moment after the closing. */
  return(frames) {
    this.isReturning = true
    if (frames) requestAnimationFrame(() => this.isReturning && (this.look(), this.return(frames - 1)))
  }

  /** What took the place of the element that had the focus, where Streamlit replaced it. */
  get successor() {
    const [last] = this.places
    return last && !last.element.isConnected && find(last)
  }

  /** Until the person does something the first field has the focus; afterwards it is given again where it was lost. */
  hold() {
    const { dialog, inDialog } = this
    const active = document.activeElement
    if (!this.hasActed) {
      const first = firstOf(dialog)
      // What is drawn within a component is no change of the page.
      if (!first) requestAnimationFrame(() => this.dialog === dialog && this.look())
      else if (deepest(active) !== first) {
        this.give(first)
        if (first.matches('input:not([type=checkbox])')) first.select()
      }
    } else if (isNowhere() || (active === dialog && inDialog && !inDialog.element.isConnected)) {
      this.give((inDialog && find(inDialog)) || firstOf(dialog))
    }
  }

  give(element) {
    this.isGiving = true
    focusOn(element)
    this.isGiving = false
  }

  focused(element) {
    if (!(element instanceof Element)) return
    if (this.dialog?.contains(hostOf(element))) {
      if (element === this.dialog) return
      this.inDialog = placeOf(element)
      // Whoever went to another field stays there.
      if (!this.isGiving) this.hasActed = true
    } else if (!element.closest(DIALOG)) this.places = [placeOf(element), ...this.places.filter((each) => each.element !== element)].slice(0, MOST_PLACES)
  }

  /** The focus went into a frame, or the person clicked beside everything. */
  blurred(element) {
    setTimeout(() => {
      if (document.activeElement instanceof HTMLIFrameElement) this.focused(document.activeElement)
      else if (isNowhere() && element.isConnected && !this.dialog && !this.isReturning) this.places = []
    })
  }

  acted({ target }) {
    this.isReturning = false
    if (this.dialog && target !== this.dialog && this.dialog.contains(target)) this.hasActed = true
  }

  /** Before anybody else hears of the key: the fields keep it to themselves, and only afterwards it shows whether they had a use for it. */
  pressed(event) {
    this.acted(event)
    const field = event.composedPath()[0]
    if (event.key !== 'Enter' || event.isComposing || !this.dialog?.contains(event.target) || field.matches('textarea')) return
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
    const isSegment = field.matches('button[data-variant]')
    if (event.repeat || isSegment) {
      // An Enter still held down from opening the dialog confirms nothing; among pills and segments the space bar chooses.
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    // A form is sent by its text fields themselves.
    const isSent = field.closest('[data-testid="stForm"]') && field.matches('input:not([type=checkbox], [role=combobox])')
    const isChoosing = field.getAttribute('aria-expanded') === 'true'
    if (event.repeat || isSent || isChoosing || (field.matches('button, a') && !isSegment)) return
    setTimeout(() => this.hasActed && !(field.matches('[role=combobox]') && event.defaultPrevented) && this.confirm())
  }

  confirm() {
    const field = deepest(document.activeElement)
    if (this.dialog) confirmingOf(this.dialog)?.click()
    // The button takes the focus with the click; where it refuses, one goes on in the field.
    field?.focus()
  }
}

function firstOf(dialog) {
  const roots = [...dialog.querySelectorAll('*')].flatMap((each) => (each.matches(FIELD) ? [each] : each.shadowRoot ? [...each.shadowRoot.querySelectorAll(FIELD)] : []))
  return roots.find((each) => each.tabIndex >= 0 && canTakeFocus(each)) ?? (isDrawn(dialog) && confirmingOf(dialog))
}

/** Streamlit runs the dialog to its end, and loads the code of a kind of field when one is first shown. */
const isDrawn = (dialog) => document.querySelector('[data-test-script-state="notRunning"]') && !dialog.querySelector('[data-testid="stSkeleton"]')

const confirmingOf = (dialog) => [...dialog.querySelectorAll(CONFIRMS)].findLast(canTakeFocus)

const canTakeFocus = (element) => element.isConnected && element.checkVisibility() && !element.matches(':disabled')

const isNowhere = () => !document.activeElement || document.activeElement === document.body

const hostOf = (element) => (element.getRootNode() instanceof ShadowRoot ? element.getRootNode().host : element)

const deepest = (element) => (element?.shadowRoot?.activeElement ? deepest(element.shadowRoot.activeElement) : element)

/** An element and how to find the one that took its place: by the class Streamlit makes of the widget's key. */
function placeOf(element) {
  const box = element.closest('[class*="st-key-"]')
  const name = [...(box?.classList ?? [])].find((each) => each.startsWith('st-key-'))
  return { element, name, index: name ? [...box.querySelectorAll(FOCUSABLE)].indexOf(element) : -1 }
}

function find({ element, name, index }) {
  if (canTakeFocus(element)) return element
  const found = name && document.querySelector(`.${CSS.escape(name)}`)?.querySelectorAll(FOCUSABLE)[index]
  return found && canTakeFocus(found) ? found : null
}

function focusOn(element) {
  if (element instanceof HTMLIFrameElement) {
    element.contentWindow.focus()
    element.contentDocument?.activeElement?.focus()
  } else if (element) {
    element.focus()
  }
}
