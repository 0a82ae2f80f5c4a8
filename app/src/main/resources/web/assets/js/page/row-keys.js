/**
 * The rows of the timeline by keyboard. All of them are one stop for Tab: ↑ enters them, arrows, Home and End go from row to row,
 * and only the row that one stands on lets Tab into its links.
 */
export function moveByKeys(scroller, rows) {
  let entered;
  scroller.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const stop = next(event.key, event.target.closest('.rows > li'), [...rows.querySelectorAll(':scope > [tabindex]')], scroller);
    if (!stop) return;
    event.preventDefault();
    stop.focus();
  });
  rows.addEventListener('focusin', ({ target }) => {
    const row = target.closest('.rows > li');
    if (row === entered) return;
    letTabInto(entered, -1);
    letTabInto(row, 0);
    entered = row;
  });
}

function next(key, row, stops, scroller) {
  if (!row) return key === 'ArrowUp' && stops.findLast((stop) => isSeen(stop, scroller));
  const at = stops.indexOf(row);
  return { ArrowUp: stops[at - 1], ArrowDown: stops[at + 1], Home: stops[0], End: stops.at(-1) }[key];
}

/** Whether enough of the row is in view to have been seen. */
export function isSeen(row, scroller) {
  return row.getBoundingClientRect().top < scroller.getBoundingClientRect().bottom - 20;
}

function letTabInto(row, tabIndex) {
  row?.querySelectorAll('a').forEach((link) => { link.tabIndex = tabIndex; });
}
