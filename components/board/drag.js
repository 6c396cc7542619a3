// Drag and drop of cards, by mouse and by touch, with SortableJS.

export class Drag {
  constructor(board) {
    this.board = board
    this.isHeld = false
    this.lists = []
    this.library = board.config.mayEdit ? import(new URL(board.config.sortable, location.origin).href) : null
  }

  /** Make the cards of the columns just drawn draggable. */
  async attach() {
    if (!this.library) return
    const { default: Sortable } = await this.library
    for (const list of this.lists) list.destroy()
    const columns = [...this.board.element.querySelectorAll('.column .cards')]
    this.lists = columns.map((cards) =>
      Sortable.create(cards, {
        group: 'plans',
        draggable: '.card',
        filter: '.menu',
        preventOnFilter: false,
        sort: false,
        animation: 120,
        // Its own dragging in place of the browser's: the same by mouse and touch, and inside a shadow root.
        forceFallback: true,
        fallbackTolerance: 4,
        fallbackOnBody: false,
        delay: 180,
        delayOnTouchOnly: true,
        ghostClass: 'ghost',
        scroll: true,
        onStart: () => {
          this.isHeld = true
          this.board.element.classList.add('dragging')
        },
        onEnd: ({ item, to, newDraggableIndex }) => {
          this.isHeld = false
          this.board.element.classList.remove('dragging')
          const id = Number(item.dataset.id)
          this.board.moves.move(id, to.closest('.column').column, newDraggableIndex)
        },
      }),
    )
  }
}
