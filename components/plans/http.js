// Requests to our own API, as the person this page was drawn for.

export class Refused extends Error {
  constructor(status, body) {
    super(body?.detail || String(status))
    this.status = status
    this.body = body
  }
}

/** The JSON answer. Throws Refused with the server's sentence, or TypeError where it cannot be reached. */
export async function request(path, { staffId, ...options } = {}) {
  const headers = { accept: 'application/json', ...(staffId ? { 'x-staff-id': String(staffId) } : {}) }
  if (options.body) headers['content-type'] = 'application/json'
  const response = await fetch(new URL(path, location.origin).href, { credentials: 'same-origin', ...options, headers })
  if (response.status === 204) return null
  const body = await response.json().catch(() => null)
  if (!response.ok) throw new Refused(response.status, body)
  return body
}
