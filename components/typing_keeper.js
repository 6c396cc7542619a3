// Typing that no one saved yet: kept in this tab, letter by letter, so that a reload or an ended session does not take it away.
// Streamlit hears of a text when its field is left; what is typed until then, or refused, is known here alone.

export function mount(component) {
  const { parentElement } = component
  if (!parentElement.keeper) {
    parentElement.keeper = new Keeper(component.data)
    // Nothing to see: it takes no place, nor the gap that would stand beside one.
    parentElement.host.closest('[class*="st-key-"]')?.style.setProperty('position', 'absolute')
  }
  parentElement.keeper.draw(component)
}

class Keeper {
  constructor({ store, staffId }) {
    this.store = `account-planning.typed.${staffId}.${store}`
    this.listener = (event) => this.typed(event)
    document.addEventListener('input', this.listener, true)
  }

  get kept() {
    return JSON.parse(sessionStorage.getItem(this.store) || '{}')
  }

  set kept(fields) {
    if (Object.keys(fields).length) sessionStorage.setItem(this.store, JSON.stringify(fields))
    else sessionStorage.removeItem(this.store)
  }

  draw({ data, parentElement, setTriggerValue }) {
    this.data = data
    this.root = parentElement
    const kept = this.kept
    if (!this.isDrawn) {
      this.isDrawn = true
      // An earlier visit of this tab left it, or this page was built anew.
      const left = Object.fromEntries(Object.entries(kept).filter(([name]) => name in data.saves))
      if (Object.keys(left).length) {
        this.kept = Object.fromEntries(Object.entries(kept).map(([name, { text }]) => [name, { text, saves: data.saves[name] ?? 0 }]))
        setTriggerValue('left', Object.fromEntries(Object.entries(left).map(([name, { text }]) => [name, text])))
      }
      return
    }
    for (const [name, { saves }] of Object.entries(kept)) {
      if (data.saves[name] > saves && !this.isBeingTyped(name)) delete kept[name]
    }
    this.kept = kept
  }

  typed(event) {
    if (!this.root?.host.isConnected) {
      document.removeEventListener('input', this.listener, true)
      return
    }
    const name = this.fieldOf(event.target)
    if (name) this.kept = { ...this.kept, [name]: { text: event.target.value, saves: this.data.saves[name] } }
  }

  isBeingTyped(name) {
    return this.fieldOf(document.activeElement) === name
  }

  /** The field whose input this is, by the class that Streamlit makes of a widget's key. */
  fieldOf(element) {
    for (let each = element?.closest?.('[class*="st-key-"]'); each; each = each.parentElement?.closest('[class*="st-key-"]')) {
      for (const name of each.classList) if (name in this.data.fields) return this.data.fields[name]
    }
    return null
  }
}
