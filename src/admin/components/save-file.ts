export type FileToSave = { readonly name: string; readonly type: string; readonly text: string };

/** Lets the browser save what the server made, as if it were a download. */
export function saveFile({ name, type, text }: FileToSave): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
