import type { ImportFile } from "../../../src/core/import/index.ts";

/** A file of this content, read in pieces that cut letters in two. */
export function textFile(text: string | Buffer): ImportFile {
  const bytes = Buffer.from(text as string);
  const piece = 4_097;
  return {
    bytes: bytes.length,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
  };
}
