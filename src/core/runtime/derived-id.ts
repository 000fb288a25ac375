import { createHash } from "node:crypto";

/**
 * The id that some facts always have: made again from the same facts it is the same, so that whatever is written under it
 * is written once.
 */
export function derivedId(...facts: readonly (string | number)[]): string {
  const hex = createHash("sha256").update(JSON.stringify(facts)).digest("hex");
  // Marked as RFC 9562 wants the ids marked that somebody made in their own way: version 8.
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
