// The grid's colours follow the page from light to dark: streamlit-aggrid sets no theme at all when the page changes its own.

/** Keep the theme the grid was mounted with, in the colours of the page; `themes` holds AG Grid's parameters by "light" and "dark". */
export function keepTheme(api, themes) {
  const mounted = api.getGridOption('theme')
  let shown = mounted
  const show = (kind) => {
    document.documentElement.dataset.theme = kind
    shown = mounted.withParams(themes[kind])
    api.setGridOption('theme', shown)
  }
  window.addEventListener('message', ({ data }) => {
    if (data?.type !== 'streamlit:render') return
    // After the component itself has answered the message.
    setTimeout(() => {
      if (api.isDestroyed() || api.getGridOption('theme') === shown) return
      show(data.theme?.base === 'dark' ? 'dark' : 'light')
    })
  })
  document.documentElement.dataset.theme = getComputedStyle(window.parent.document.querySelector('.stApp')).colorScheme === 'dark' ? 'dark' : 'light'
}
