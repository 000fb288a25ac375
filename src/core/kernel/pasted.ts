/** Letters that no shell reads as anything else. */
const SAFE = /^[\p{L}\p{N}_./:@%+,=-]+$/u;

/** A file's name as it can be pasted into a command: quoted where a shell would read it otherwise, and never a flag. */
export function pasted(file: string): string {
  const named = file.startsWith("-") ? `./${file}` : file;
  return SAFE.test(named) ? named : `'${named.replaceAll("'", String.raw`'\''`)}'`;
}
