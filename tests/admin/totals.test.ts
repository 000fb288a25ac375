import { describe, expect, it } from "vitest";
import { createTotals } from "../../src/admin/totals.ts";

/** A list whose rows can be counted, and how often they were. */
function makeList(rows: number) {
  const list = { rows, counted: 0, nowMs: 0 };
  const totals = createTotals(() => list.nowMs);
  const total = (where: object = {}) =>
    totals.of({ ...where }, async () => {
      list.counted += 1;
      return list.rows;
    });
  return { list, total };
}

describe("the total of a list", () => {
  it("is counted every time while there are fewer than five thousand", async () => {
    const { list, total } = makeList(4_999);
    expect(await total()).toBe(4_999);
    list.rows -= 1;
    expect(await total()).toBe(4_998);
    expect(list.counted).toBe(2);
  });

  it("is remembered for ten seconds from five thousand on", async () => {
    const { list, total } = makeList(5_000);
    await total();
    list.rows += 1;
    list.nowMs = 9_999;
    expect(await total()).toBe(5_000);
    list.nowMs = 10_000;
    expect(await total()).toBe(5_001);
    expect(list.counted).toBe(2);
  });

  it("is another one for another filter, whatever values it holds", async () => {
    const { list, total } = makeList(20_000);
    await total({ AND: [{ id: 1n }, { at: { gte: new Date(0) } }] });
    await total({ AND: [{ id: 2n }, { at: { gte: new Date(0) } }] });
    await total({ AND: [{ id: 1n }, { at: { gte: new Date(1) } }] });
    await total({ AND: [{ id: 1n }, { at: { gte: new Date(0) } }] });
    expect(list.counted).toBe(3);
  });

  it("is forgotten when more than a hundred others were asked for since", async () => {
    const { list, total } = makeList(20_000);
    await total({ name: "first" });
    for (let other = 0; other < 100; other += 1) await total({ other });
    await total({ name: "first" });
    expect(list.counted).toBe(102);
  });

  it("is not remembered when counting failed", async () => {
    const totals = createTotals(() => 0);
    await expect(totals.of({}, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
    expect(await totals.of({}, async () => 30_000)).toBe(30_000);
  });
});
