// The sign-in form: a real form in the page, so that password managers and the Enter key work.

export function mount({ data, parentElement }) {
  let form = parentElement.querySelector('form')
  if (form) return
  form = build(data.texts)
  parentElement.append(form)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    send(form, data)
  })
  form.elements.email.focus()
}

function build(texts) {
  const form = document.createElement('form')
  form.className = 'sign-in'
  // Only used where this script is gone: a password never travels in an address.
  form.method = 'post'
  form.action = '/api/session'
  form.append(
    field('email', 'email', texts.email, 'username'),
    field('password', 'password', texts.password, 'current-password'),
    problem(),
    button(texts.submit),
  )
  return form
}

function field(name, type, label, autocomplete) {
  const wrapper = document.createElement('label')
  const caption = document.createElement('span')
  caption.textContent = label
  const input = document.createElement('input')
  Object.assign(input, { name, type, autocomplete, required: true, spellcheck: false })
  input.setAttribute('autocapitalize', 'none')
  input.setAttribute('aria-describedby', 'sign-in-problem')
  wrapper.append(caption, input)
  return wrapper
}

function problem() {
  const line = document.createElement('p')
  line.id = 'sign-in-problem'
  line.setAttribute('role', 'alert')
  return line
}

function button(text) {
  const made = document.createElement('button')
  made.type = 'submit'
  made.textContent = text
  return made
}

async function send(form, { texts, next }) {
  const submit = form.querySelector('button')
  const line = form.querySelector('p')
  submit.disabled = true
  submit.setAttribute('aria-busy', 'true')
  line.textContent = ''
  try {
    const answer = await fetch('/api/session', { method: 'POST', body: new URLSearchParams(new FormData(form)) })
    if (answer.ok) {
      location.assign(goal(next))
      return
    }
    line.textContent = (await answer.json()).detail
    for (const input of [form.elements.email, form.elements.password]) input.setAttribute('aria-invalid', 'true')
    form.elements.password.select()
  } catch {
    line.textContent = texts.unreachable
  }
  submit.disabled = false
  submit.removeAttribute('aria-busy')
}

// Where to go on: only to an address of this site, the page that was asked for where none is given.
export function goal(next) {
  const here = location.pathname.endsWith('/sign-in') ? '/' : location.pathname + location.search + location.hash
  const target = new URL(next || here, location.origin)
  if (target.origin !== location.origin || target.pathname.startsWith('/api/')) return '/'
  return target.pathname + target.search + target.hash
}
