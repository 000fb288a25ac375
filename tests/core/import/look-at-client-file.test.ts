import { describe, expect, it } from "vitest";
import { type ImportFile, lookAtClientFile } from "../../../src/core/import/index.ts";
import { granted } from "../../support/make.ts";
import { textFile } from "./text-file.ts";

/** Cyrillic letters one byte each, as Excel saves them in Russia. */
const asWindows1251 = (text: string): Buffer =>
  Buffer.from(
    [...text].map((letter) => {
      const code = letter.charCodeAt(0);
      return code < 128 ? code : code - 0x410 + 0xc0;
    }),
  );

/** A file that comes whole, as one from a browser does. */
const whole = (bytes: Buffer): ImportFile => ({
  bytes: bytes.length,
  open: async function* () {
    yield bytes;
  },
});

const fileOf = (rows: number): string => {
  const lines = Array.from({ length: rows }, (_, at) => `Анна ${at};+7900${String(at).padStart(7, "0")}\n`);
  return `Имя;Телефон\n${lines.join("")}`;
};

describe.each([0, 1, 2, 3, 4, 5, 40, 5_000])("a file of clients with %i rows", (rows) => {
  it.each([
    ["utf-8", "whole", whole(Buffer.from(fileOf(rows)))],
    ["utf-8", "in pieces", textFile(fileOf(rows))],
    ["windows-1251", "whole", whole(asWindows1251(fileOf(rows)))],
    ["windows-1251", "in pieces", textFile(asWindows1251(fileOf(rows)))],
  ])("in %s, %s, shows its first three", async (_encoding, _how, file) => {
    const looked = granted(await lookAtClientFile(file));
    expect(looked.headings).toEqual(["Имя", "Телефон"]);
    expect(looked.columns).toEqual({ name: "Имя", phone: "Телефон" });
    expect(looked.rows).toEqual(
      Array.from({ length: Math.min(3, rows) }, (_, at) => [`Анна ${at}`, `+7900000000${at}`]),
    );
  });
});

it("is read no further than its first rows", async () => {
  let pieces = 0;
  const bytes = Buffer.from(fileOf(100_000));
  const file: ImportFile = {
    bytes: bytes.length,
    open: async function* () {
      pieces = 0;
      for (let at = 0; at < bytes.length; at += 4_096) {
        pieces += 1;
        yield bytes.subarray(at, at + 4_096);
      }
    },
  };
  granted(await lookAtClientFile(file));
  // What is open is the last way through it; the others are needed whole, or for the headings.
  expect(pieces).toBeLessThan(100);
});
