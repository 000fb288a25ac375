import { expect, it } from "vitest";
import { onlyOne } from "../../../src/core/runtime/only-one.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testDatabase } from "../../support/database.ts";

const db = await testDatabase();

/** Who holds a place here; other files of tests hold theirs on the same server. */
const holders = () =>
  db.many<{ pid: number }>(sql`
    SELECT pid FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);

it("of several at once one works, the others are told that somebody is at it, and afterwards anybody may", async () => {
  const { promise: end, resolve } = Promise.withResolvers<string>();
  const first = onlyOne(db, "keeper", () => end);
  await expect.poll(holders).toHaveLength(1);
  expect(await Promise.all([onlyOne(db, "keeper", () => end), onlyOne(db, "keeper", () => end)])).toEqual([
    undefined,
    undefined,
  ]);
  expect(await onlyOne(db, "another role", async () => "free")).toBe("free");
  resolve("done");
  expect(await first).toBe("done");
  expect(await onlyOne(db, "keeper", async () => "mine")).toBe("mine");
});

it("work that fails gives the place free, and its connection back", async () => {
  const failing = onlyOne(db, "keeper", async () => {
    throw new TypeError("no");
  });
  await expect(failing).rejects.toThrow(TypeError);
  expect(await onlyOne(db, "keeper", async () => "mine")).toBe("mine");
});

it("the death of the one who works lets the next in", async () => {
  const { promise: end, resolve } = Promise.withResolvers<string>();
  const dead = onlyOne(db, "keeper", () => end);
  await expect.poll(holders).toHaveLength(1);
  for (const { pid } of await holders()) await db.run(sql`SELECT pg_terminate_backend(${pid}::int)`);
  await expect.poll(() => onlyOne(db, "keeper", async () => "mine")).toBe("mine");
  resolve("late");
  expect(await dead).toBe("late");
});
