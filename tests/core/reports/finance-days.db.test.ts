import { expect, it } from "vitest";
import { recordOnSpot } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { listOperations, streamOperations, totalOperations } from "../../../src/core/reports/index.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { testApp } from "../../support/app.ts";
import { granted } from "../../support/make.ts";
import { makeVisit, rubles } from "../../support/till.ts";

const app = await testApp();
const ADAK = "America/Adak";

/** Money taken at a moment. */
async function takeAt(moment: string, amount: number): Promise<void> {
  const { bookingId } = await makeVisit(app, { at: "2026-11-28T09:00:00Z" });
  app.clock.set(moment);
  const input = { paymentId: app.newId(), bookingId, amount: rubles(amount), actor: OPERATOR };
  granted(await recordOnSpot(app, { ...input, method: "cash" }));
  app.clock.set("2026-11-23T09:00:00Z");
}

it("counts money on the day that the business's clocks show, to the millisecond (UN-4)", async () => {
  await takeAt("2026-11-24T20:59:59.999Z", 1);
  await takeAt("2026-11-24T21:00:00Z", 10);
  await takeAt("2026-11-24T23:30:00Z", 100);
  await takeAt("2026-11-25T20:59:59.999Z", 1_000);
  const cashOf = async (day: string, zone = "Europe/Moscow") => {
    const filter = { from: localDay(day), to: localDay(day), zone };
    const { lines, sum } = await totalOperations(app, filter, "day");
    expect(lines.map(({ key }) => key)).toEqual(sum.operations === 0 ? [] : [day]);
    const listed = await listOperations(app, filter, { rowsMax: 10 });
    expect(listed.every((one) => one.day === day)).toBe(true);
    expect(listed.reduce((total, { gross }) => total + gross, 0)).toBe(sum.cash);
    return sum.cash / 100;
  };
  expect([await cashOf("2026-11-24"), await cashOf("2026-11-25"), await cashOf("2026-11-26")]).toEqual([
    1, 1_110, 0,
  ]);
  // The same instants in a business on the other side of the world.
  expect([await cashOf("2026-11-24", ADAK), await cashOf("2026-11-25", ADAK)]).toEqual([111, 1_000]);
  granted(await changeSetting(app, { key: "business.timeZone", typed: "Asia/Vladivostok", actor: OPERATOR }));
  expect(await cashOf("2026-11-25", "Asia/Vladivostok")).toBe(111);
});

it("lets a reader of the stream stop, and holds no connection then", async () => {
  const filter = { from: localDay("2026-11-01"), to: localDay("2026-11-30"), zone: "Europe/Moscow" };
  for (let round = 0; round < 20; round += 1)
    for await (const batch of streamOperations(app, filter)) {
      expect(batch).toHaveLength(4);
      break;
    }
  expect(app.db.pool.totalCount - app.db.pool.idleCount).toBe(0);
});
