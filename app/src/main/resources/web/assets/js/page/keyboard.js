/** Calls when somebody begins to write wherever they are: whatever was pressed last, words belong in the message box. */
export function onTyped(begin) {
  document.addEventListener('keydown', ({ key, target, altKey, ctrlKey, metaKey }) => {
    const isLetter = [...key].length === 1 && key !== ' ' && !altKey && !ctrlKey && !metaKey;
    if (isLetter && !target.closest('input, textarea, select, dialog:modal')) begin();
  });
}
