/** Hands a text to the browser's downloads. */
export function saveFile(file: {
  readonly name: string;
  readonly text: string;
  readonly type: string;
}): void {
  const url = URL.createObjectURL(new Blob([file.text], { type: `${file.type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(url);
}
