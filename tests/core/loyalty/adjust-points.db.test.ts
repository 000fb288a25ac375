import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import {
  type AdjustPointsInput,
  adjustPoints,
  balanceOf,
  listPointEntries,
} from "../../../src/core/loyalty/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient } from "../../support/make.ts";

const app = await testApp();
const NOBODY = "00000000-0000-4000-8000-000000000000";

async function adjustment(over: Partial<AdjustPointsInput> = {}): Promise<AdjustPointsInput> {
  const clientId = over.clientId ?? (await makeClient(app)).id;
  return { entryId: app.newId(), points: 300, reason: "За терпение", actor: OPERATOR, ...over, clientId };
}
const balance = async (clientId: string) =>
  (await balanceOf(app.db, { clientId, now: app.clock.now() })).balance;

describe("points changed by hand", () => {
  it("move the balance by one entry, with the reason and who did it", async () => {
    const input = await adjustment({ reason: "  За терпение " });
    expect(granted(await adjustPoints(app, input))).toMatchObject({ balance: 300, held: 0, available: 300 });
    granted(
      await adjustPoints(
        app,
        await adjustment({ clientId: input.clientId, points: -450, reason: "Ошибка", mayOwe: true }),
      ),
    );
    expect(await balance(input.clientId)).toBe(-150);
    const trail = await app.db.many(
      sql`SELECT action, reason, change FROM audit WHERE subject_id = ${input.clientId} ORDER BY id`,
    );
    expect(trail[0]).toEqual({ action: "adjust_points", reason: "За терпение", change: { points: 300 } });
  });

  it("with the same id are one entry, also when asked ten times at once", async () => {
    const input = await adjustment();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => adjustPoints(app, input)));
    expect(new Set(outcomes.map((outcome) => granted(outcome).balance))).toEqual(new Set([300]));
    await writingNothing(app, () => adjustPoints(app, input));
    expect(await listPointEntries(app.db, { clientId: input.clientId, rowsMax: 10, offset: 0 })).toHaveLength(
      1,
    );
  });

  it("under the id of another adjustment are refused, to another client too, at once or later", async () => {
    const input = await adjustment();
    granted(await adjustPoints(app, input));
    const { entryId } = input;
    expect(await refusedBy(app, () => adjustPoints(app, { ...input, points: 301 }))).toBe("entry_is_another");
    const other = await adjustment({ entryId });
    expect(await refusedBy(app, () => adjustPoints(app, other))).toBe("entry_is_another");

    const id = app.newId();
    const two = [await adjustment({ entryId: id }), await adjustment({ entryId: id })];
    const outcomes = await Promise.all(two.map((one) => adjustPoints(app, one)));
    expect(outcomes.map(refusalOf).sort()).toEqual(["done", "entry_is_another"]);
  });

  it("UN-2: take no more than there is, unless a debt is meant; to the last point they do", async () => {
    const input = await adjustment({ points: 450 });
    granted(await adjustPoints(app, input));
    const { clientId } = input;
    const slip = await adjustment({ clientId, points: -99_999 });
    expect(await writingNothing(app, () => adjustPoints(app, slip))).toMatchObject({
      ...{ refusal: "points_below_zero", detail: { given: -99_999, balance: 450, after: -99_549 } },
    });
    granted(await adjustPoints(app, await adjustment({ clientId, points: -450 })));
    expect(await refusedBy(app, async () => adjustPoints(app, { ...slip, points: -1 }))).toBe(
      "points_below_zero",
    );
    granted(await adjustPoints(app, { ...slip, points: -1, mayOwe: true }));
    granted(await adjustPoints(app, await adjustment({ clientId, points: 1 })));
    expect(await balance(clientId)).toBe(0);
  });

  it.each([
    [{ reason: "  " }, "reason_missing"],
    [{ points: 0 }, "points_zero"],
    [{ points: 0.5 }, "points_out_of_range"],
    [{ points: 1_000_001 }, "points_out_of_range"],
    [{ points: Number.NaN }, "points_out_of_range"],
    [{ clientId: NOBODY }, "unknown_client"],
  ])("are refused with %o: %s", async (over, refusal) => {
    const input = await adjustment(over);
    expect(await refusedBy(app, () => adjustPoints(app, input))).toBe(refusal);
  });

  it("interrupted leave no entry and no balance", async () => {
    const input = await adjustment();
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => adjustPoints(dying, input)),
    );
  });
});

describe("the entries of a client", () => {
  it("come newest first, each with the balance after it, page by page; their sum is the balance", async () => {
    const { id: clientId } = await makeClient(app);
    for (const points of [100, -30, 5, -200]) {
      app.clock.advance(1_000);
      granted(await adjustPoints(app, await adjustment({ clientId, points, mayOwe: true })));
    }
    const page = async (offset: number) =>
      (await listPointEntries(app.db, { clientId, rowsMax: 2, offset })).map((one) => [
        one.points,
        one.balanceAfter,
      ]);
    expect(await page(0)).toEqual([
      [-200, -125],
      [5, 75],
    ]);
    expect(await page(2)).toEqual([
      [-30, 70],
      [100, 100],
    ]);
    expect(await page(4)).toEqual([]);
    expect(await balance(clientId)).toBe(-125);
  });

  it("are only their own", async () => {
    const input = await adjustment();
    granted(await adjustPoints(app, input));
    const { id: clientId } = await makeClient(app);
    expect(await listPointEntries(app.db, { clientId, rowsMax: 10, offset: 0 })).toEqual([]);
    expect(await balance(clientId)).toBe(0);
  });
});
