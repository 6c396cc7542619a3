// Requests of the grid to the API: same origin, session cookie, and the staff id this grid was drawn for.

const TIMEOUT = 30_000;
const MOST_KEPT_ALIVE = 20_000;
export const PEOPLE_AT_ONCE = 1000;

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
    this.sheetPath = config.path;
    this.feedPath = config.feed;
    this.undoPath = config.undo;
    this.staffId = String(config.staff_id ?? '');
  }

  async send(method, path, body) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT);
    try {
      const response = await fetch(this.prefix + path, {
        method,
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json', 'X-Staff-Id': this.staffId },
        body: text,
        // So that it arrives although the page is left; browsers allow that to small requests.
        keepalive: (text?.length ?? 0) < MOST_KEPT_ALIVE,
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

  saveSheet(body) {
    return this.send('PATCH', this.sheetPath, body);
  }

  /** Whether others can change this sheet, so that it has to ask what they did. */
  get isShared() {
    return Boolean(this.feedPath);
  }

  readChanges(since) {
    return this.send('GET', `${this.feedPath}&since=${since}`);
  }

  undo(changeSetId) {
    return this.send('POST', `${this.undoPath}/${changeSetId}/undo`);
  }

  readPeople(column, q) {
    return this.send('GET', `${this.sheetPath}/people/${column}?limit=${PEOPLE_AT_ONCE}&q=${encodeURIComponent(q)}`);
  }
}
