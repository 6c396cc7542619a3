// Which node an arrow key goes to, by where the boxes stand on screen.

function middle(box) {
  return box.y + box.height / 2
}

function nearest(boxes, box) {
  return boxes.reduce((best, each) => (!best || Math.abs(middle(each) - middle(box)) < Math.abs(middle(best) - middle(box)) ? each : best), null)
}

// The box in this direction, or null.
export function neighbour(boxes, box, direction) {
  if (direction === 'up' || direction === 'down') {
    const column = boxes.filter((each) => each.level === box.level && each.side === box.side).sort((one, other) => one.y - other.y)
    return column[column.findIndex((each) => each.id === box.id) + (direction === 'down' ? 1 : -1)] ?? null
  }
  if (box.level === 0 || box.side === direction) {
    return nearest(
      boxes.filter((each) => each.parent === box.id && each.side === direction),
      box,
    )
  }
  return boxes.find((each) => each.id === box.parent) ?? null
}
