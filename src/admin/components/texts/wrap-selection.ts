/** Puts words around what is selected in a field, or at its cursor; the field is written in again right after them. */
export function wrapSelection(
  field: HTMLTextAreaElement | null,
  [before, after]: readonly [string, string],
  onChange: (value: string) => void,
): void {
  if (field === null) return;
  const { value, selectionStart: from, selectionEnd: to } = field;
  onChange(value.slice(0, from) + before + value.slice(from, to) + after + value.slice(to));
  const cursor = from === to ? from + before.length : to + before.length + after.length;
  requestAnimationFrame(() => {
    field.focus();
    field.setSelectionRange(cursor, cursor);
  });
}
