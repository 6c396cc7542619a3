// A dialog that says what will happen and to how many before it happens; the verb is on the button.

import { make } from './plans/dom.js'

/** True where the person agreed. `near` is the button that asked; focus comes back to it. */
export function confirmed(near, { title, sentences, verb, cancel }) {
  return new Promise((resolve) => {
    const close = (answer) => {
      dialog.close(answer)
    }
    const no = make('button', { type: 'button', onclick: () => close('no') }, cancel)
    const yes = make('button', { type: 'button', class: 'primary', onclick: () => close('yes') }, verb)
    const dialog = make(
      'dialog',
      { 'aria-label': title },
      make('h3', {}, title),
      ...sentences.map((sentence) => make('p', {}, sentence)),
      make('div', { class: 'buttons' }, no, yes),
    )
    dialog.addEventListener('close', () => {
      dialog.remove()
      near.focus()
      resolve(dialog.returnValue === 'yes')
    })
    near.after(dialog)
    dialog.showModal()
    no.focus()
  })
}
