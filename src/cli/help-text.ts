import type { Command } from "commander";

const WIDTH_WHEN_UNKNOWN = 80;

/** A text under a command's help: each line of it is wrapped to the help's width, as the flags above are. */
export const helpText =
  (text: string) =>
  ({ command }: { readonly command: Command }): string =>
    wrapped(text, command.createHelp().helpWidth ?? WIDTH_WHEN_UNKNOWN);

/** Lines that are too long go on under their last column, or a little further in; what is to be copied is left whole. */
export const wrapped = (text: string, width: number): string =>
  text
    .split("\n")
    .flatMap((line) => (line.length <= width || isToCopy(line) ? [line] : wrappedLine(line, width)))
    .join("\n");

const isToCopy = (line: string): boolean => line.trimStart().startsWith("{");

function wrappedLine(line: string, width: number): readonly string[] {
  const indent = " ".repeat(indentOf(line, width));
  const [start = ""] = /^\s*/.exec(line) ?? [];
  // Gaps between columns are no places to break at.
  const words = line.trimStart().split(/(?<! ) (?! )/);
  const lines: string[] = [];
  let last = start;
  for (const word of words) {
    const isBegun = last.trim() !== "";
    if (isBegun && last.length + 1 + word.length > width) {
      lines.push(last);
      last = `${indent}${word}`;
    } else last = isBegun ? `${last} ${word}` : `${last}${word}`;
  }
  return [...lines, last];
}

/** Where a line goes on: under its last column, two further in than it begins, or where a paragraph does. */
function indentOf(line: string, width: number): number {
  const columns = /^(\s*\S.*\s{2,})\S/.exec(line)?.[1]?.length ?? 0;
  if (columns > 0 && columns <= width / 2) return columns;
  const start = line.length - line.trimStart().length;
  return start === 0 ? 0 : start + 2;
}
