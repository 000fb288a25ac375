import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FolderTrouble, makeFolder } from "../../../src/core/runtime/make-folder.ts";

const top = fs.mkdtempSync(path.join(tmpdir(), "okoshko-folder-"));
afterAll(() => fs.rmSync(top, { recursive: true }));

describe("a folder", () => {
  it("is made with those above it, and made once", () => {
    const deep = path.join(top, "a", "b", "c");
    expect(makeFolder(deep, { mode: 0o700 })).toBe(path.join(top, "a"));
    expect(fs.statSync(deep).mode & 0o777).toBe(0o700);
    expect(makeFolder(deep)).toBeUndefined();
  });

  it("that cannot be made is trouble at once, never an endless attempt", () => {
    const file = path.join(top, "file");
    fs.writeFileSync(file, "");
    for (const place of [file, path.join(file, "below"), "/proc/x", "/proc/x/y"]) {
      expect(() => makeFolder(place), place).toThrow(FolderTrouble);
    }
  });
});
