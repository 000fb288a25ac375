import { expect, it } from "vitest";
import { markVisit, recordOnSpot, refundBooking } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { listUnpaidVisits, sumUnpaidVisits } from "../../../src/core/reports/index.ts";
import { testApp } from "../../support/app.ts";
import { granted } from "../../support/make.ts";
import { makeCompleted } from "../../support/till.ts";

const app = await testApp();
const visit = await makeCompleted(app);
const DAY = { from: new Date("2026-11-24T00:00:00Z"), to: new Date("2026-11-25T00:00:00Z") };
const { bookingId, clientId, specialistId } = visit;
const actor = OPERATOR;
const take = async (amount: number) =>
  granted(
    await recordOnSpot(app, {
      ...{ paymentId: app.newId(), bookingId, amount: kopecks(amount), method: "cash", actor },
    }),
  );
const mark = async (as: "completed" | "no_show") =>
  granted(await markVisit(app, { bookingId, mark: as, actor, reason: "ошиблись" }));

it("PY-7: a visit that took place counts until all of it is paid, by what it owes still", async () => {
  expect(await sumUnpaidVisits(app.db, DAY)).toEqual({ visits: 1, owed: 200_000 });
  await take(50_000);
  expect(await sumUnpaidVisits(app.db, DAY)).toEqual({ visits: 1, owed: 150_000 });
  expect(await listUnpaidVisits(app.db, DAY)).toEqual([{ bookingId, owed: 150_000 }]);
});

it("is asked for a stretch, a specialist, a client", async () => {
  const NOBODY = app.newId();
  const none = { visits: 0, owed: 0 };
  const one = { visits: 1, owed: 150_000 };
  expect(await sumUnpaidVisits(app.db, { ...DAY, from: DAY.to, to: new Date("2027-01-01") })).toEqual(none);
  expect(await sumUnpaidVisits(app.db, { ...DAY, specialistId })).toEqual(one);
  expect(await sumUnpaidVisits(app.db, { ...DAY, clientId })).toEqual(one);
  for (const whose of [{ specialistId: NOBODY }, { serviceId: NOBODY }, { clientId: NOBODY }])
    expect(await sumUnpaidVisits(app.db, { ...DAY, ...whose })).toEqual(none);
});

it("a missed visit owes nothing here; a paid one neither, and what was given back is not owed again", async () => {
  await mark("no_show");
  expect((await sumUnpaidVisits(app.db, DAY)).visits).toBe(0);
  await mark("completed");
  await take(150_000);
  expect((await sumUnpaidVisits(app.db, DAY)).visits).toBe(0);
  const back = { requestId: app.newId(), bookingId, amount: kopecks(50_000), of: "on_spot" } as const;
  granted(await refundBooking(app, { ...back, reason: "скидка", actor }));
  expect((await sumUnpaidVisits(app.db, DAY)).visits).toBe(0);
});
