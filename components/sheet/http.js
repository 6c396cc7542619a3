// Requests of the grid to the API: same origin, session cookie, and the staff id this grid was drawn for.

const TIMEOUT = 30_000;

/** What came back, sorted by what can be done about it. */
export class Answer {
  constructor(status, body, retryAfter = 0) {
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** No answer, or one that may be another in a moment. */
  get isTransient() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  get detail() {
    return this.body?.detail ?? '';
  }
}

export class Http {
  constructor(config) {
    this.prefix = '/api/v1';
    this.sheetPath = `/plans/${config.plan_id}/sheets/${config.sheet}`;
    this.staffId = String(config.staff_id ?? '');
  }

  async send(method, path, body, { isLast = false } = {}) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT);
    try {
      const response = await fetch(this.prefix + path, {
        method,
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json', 'X-Staff-Id': this.staffId },
        body: body === undefined ? undefined : JSON.stringify(body),
        keepalive: isLast,
        signal: abort.signal,
      });
      const isJson = (response.headers.get('content-type') ?? '').includes('json');
      const retryAfter = Number(response.headers.get('retry-after')) || 0;
      return new Answer(response.status, isJson ? await response.json() : null, retryAfter);
    } catch (error) {
      if (error instanceof TypeError || error.name === 'AbortError' || error instanceof SyntaxError) return new Answer(0, null);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  readSheet(since) {
    return this.send('GET', this.sheetPath + (since === undefined ? '' : `?since=${since}`));
  }

  saveSheet(body, options) {
    return this.send('PATCH', this.sheetPath, body, options);
  }

  readChanges(planId, sheet, since) {
    return this.send('GET', `/changes?plan=${planId}&record=${sheet}&since=${since}`);
  }

  undo(changeSetId) {
    return this.send('POST', `/change-sets/${changeSetId}/undo`);
  }

  readPeople(column, q) {
    return this.send('GET', `${this.sheetPath}/people/${column}?limit=1000&q=${encodeURIComponent(q)}`);
  }
}
