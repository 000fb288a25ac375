import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { FileTrouble, writeWholeFile } from "../../../src/core/runtime/whole-file.ts";

const folder = await mkdtemp(path.join(tmpdir(), "okoshko-whole-"));
afterAll(() => rm(folder, { recursive: true }));

const write = (name: string, words: string, replaces: boolean) =>
  writeWholeFile(path.join(folder, name), { replaces }, async (append) => {
    await append(Buffer.from(words));
    return words;
  });

it("gives a new name to one of many who write it at once; the others hear that it is taken", async () => {
  const all = await Promise.allSettled(["a", "b", "c", "d"].map((words) => write("one", words, false)));
  const won = all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const lost = all.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(won).toEqual([await readFile(path.join(folder, "one"), "utf8")]);
  expect(lost).toHaveLength(3);
  for (const trouble of lost) {
    expect(trouble).toBeInstanceOf(FileTrouble);
    expect(trouble).toMatchObject({ code: "EEXIST" });
  }
  expect(await readdir(folder)).toEqual(["one"]);
});

it("replaces a file where that was said", async () => {
  await write("two", "first", false);
  await write("two", "second", true);
  expect(await readFile(path.join(folder, "two"), "utf8")).toBe("second");
});
