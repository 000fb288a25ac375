import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { zstdCompressSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { headOf, openBackup, sealed } from "../../../src/core/backup/container.ts";
import { newSeal } from "../../../src/core/backup/seal.ts";

const folder = mkdtempSync(path.join(tmpdir(), "okoshko-backup-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, "file");
/** It does not shrink, so that it takes four chunks. */
const CONTENT = Buffer.from(
  Uint32Array.from({ length: 250_000 }, (_, n) => (n * 2_654_435_761) >>> 0).buffer,
);

describe.each([
  ["with a checksum", undefined],
  ["with a passphrase", "верная лошадь"],
])("a file %s", (_, passphrase) => {
  const made = (async () => {
    const { wrapping, sealFor } = await newSeal(passphrase);
    const head = headOf(wrapping);
    const chunks: Buffer[] = [];
    for await (const chunk of sealed(Readable.from([zstdCompressSync(CONTENT)]), sealFor(head)))
      chunks.push(chunk);
    return { head, chunks };
  })();

  const read = async (parts: readonly Buffer[]): Promise<Buffer> => {
    writeFileSync(file, Buffer.concat(parts));
    const opened = await openBackup(file, { passphrase });
    try {
      return await buffer(opened.content);
    } finally {
      await opened.close();
    }
  };

  it("gives back what was put into it", async () => {
    const { head, chunks } = await made;
    expect(chunks.length).toBeGreaterThan(3);
    expect((await read([head, ...chunks])).equals(CONTENT)).toBe(true);
  });

  it.each<[string, (chunks: readonly Buffer[]) => readonly Buffer[]]>([
    ["chunks swapped", ([a, b, ...rest]) => [b, a, ...rest] as Buffer[]],
    ["a chunk left out", ([a, , ...rest]) => [a, ...rest] as Buffer[]],
    ["a chunk twice", ([a, ...rest]) => [a, a, ...rest] as Buffer[]],
    ["the last chunk left out", (chunks) => chunks.slice(0, -1)],
    ["no chunk at all", () => []],
    [
      "an early chunk marked as the last",
      ([a = Buffer.alloc(0)]) => {
        const marked = Buffer.from(a);
        marked[0] = (marked[0] ?? 0) | 0x80;
        return [marked];
      },
    ],
    ["a second file behind it", (chunks) => [...chunks, ...chunks]],
  ])("is refused with %s", async (_what, change) => {
    const { head, chunks } = await made;
    await expect(read([head, ...change(chunks)])).rejects.toMatchObject({
      refused: { refusal: "backup_damaged" },
    });
  });
});
