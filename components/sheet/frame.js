// The frame the grid stands in: its name, its style sheet, and a height that leaves nothing of the window unused.

const BELOW = 20;
const LEAST = 260;

export function setUpFrame(config) {
  document.documentElement.lang = config.language;
  if (window.frameElement) window.frameElement.title = config.label;
  if (!document.getElementById('sheet-style')) {
    const link = document.createElement('link');
    Object.assign(link, { id: 'sheet-style', rel: 'stylesheet', href: new URL('./sheet.css', import.meta.url).href });
    document.head.append(link);
  }
  const container = document.getElementById('gridContainer');
  container.classList.add('sheet');
  return container;
}

/** The element that carries the grid's theme: our own line and dialogs stand in it and take its colours. */
export const themed = () => document.querySelector('.ag-root-wrapper');

/** How many pixels a text takes in a cell. */
export function widthOf(text, weight = 400) {
  const canvas = document.createElement('canvas').getContext('2d');
  canvas.font = `${weight} 14px 'Source Sans Pro', 'Source Sans', sans-serif`;
  return Math.ceil(canvas.measureText(text).width);
}

/** Follow the page between light and dark; the page hands a new context over with each run. */
export function followTheme(api, container) {
  const apply = () => container.classList.toggle('sheet-dark', getComputedStyle(themed()).colorScheme === 'dark');
  new MutationObserver(apply).observe(document.head, { childList: true, subtree: true, characterData: true });
  apply();
}

/** Take the height that is left in the window, now and when it changes. */
export function fillViewport(container) {
  const frame = window.frameElement;
  const fit = () => {
    const top = frame.getBoundingClientRect().top + scrolled(frame);
    const height = Math.max(LEAST, Math.floor(parent.innerHeight - top - BELOW));
    if (container.style.height !== `${height}px`) container.style.height = `${height}px`;
  };
  parent.addEventListener('resize', fit);
  addEventListener('pagehide', () => parent.removeEventListener('resize', fit));
  fit();
}

/** Focus what comes before this frame in the page's order of Tab. */
export function focusBefore(frame) {
  const all = [...parent.document.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"]')];
  const before = all.filter((each) => each.compareDocumentPosition(frame) & Node.DOCUMENT_POSITION_FOLLOWING && each.offsetParent && !each.matches('[role=radio][aria-checked=false]'));
  before.at(-1)?.focus();
}

/** How far the page is scrolled, so that the height does not depend on it. */
function scrolled(frame) {
  for (let each = frame.parentElement; each; each = each.parentElement) if (each.scrollTop) return each.scrollTop;
  return 0;
}
