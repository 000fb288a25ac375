import { createHash } from "node:crypto";

/**
 * The uuid that belongs to one thing a person did: the same update, handled again after a crash, asks a use
 * case with the same id and so does nothing twice.
 */
export function stableId(purpose: string, ...of: readonly (string | number)[]): string {
  const hex = createHash("sha256")
    .update([purpose, ...of].join("\n"))
    .digest("hex")
    .slice(0, 32);
  const text = `${hex.slice(0, 12)}8${hex.slice(13, 16)}a${hex.slice(17)}`;
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    "-",
  );
}
