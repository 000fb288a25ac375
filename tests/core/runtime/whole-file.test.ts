import { chmod, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
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

it("sweeps away what a sudden death left an hour ago, and nothing that may be somebody else's", async () => {
  const place = await mkdtemp(path.join(folder, "swept-"));
  const left = async (
    name: string,
    { hours, mode = 0o600 }: { readonly hours: number; readonly mode?: number },
  ) => {
    const file = path.join(place, name);
    await writeFile(file, "half");
    await chmod(file, mode);
    const at = new Date(Date.now() - hours * 3_600_000);
    await utimes(file, at, at);
    return name;
  };
  await left("finance-2026-11-25.csv.0a1b2c3d.part", { hours: 1.1 });
  const kept = [
    await left("finance-2026-11-26.csv.0a1b2c3e.part", { hours: 0.9 }),
    await left("somebody.else.part", { hours: 99 }),
    await left("readable.csv.0a1b2c3f.part", { hours: 99, mode: 0o644 }),
    await left("finance.csv", { hours: 99 }),
  ];
  await symlink(path.join(place, "finance.csv"), path.join(place, "link.0a1b2c40.part"));
  await writeWholeFile(path.join(place, "new.csv"), { replaces: false }, (append) =>
    append(Buffer.from("all")),
  );
  expect((await readdir(place)).toSorted()).toEqual([...kept, "link.0a1b2c40.part", "new.csv"].toSorted());
});
