import { beforeAll, describe, expect, it } from "vitest";
import {
  checkPayment,
  giveUpHold,
  markVisit,
  openTip,
  recordOnSpot,
  refundBooking,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import {
  FATES,
  type FinanceFilter,
  ledgerCheck,
  listClientMoney,
  listOperations,
  MONEY_KINDS,
  OPERATION_KINDS,
  streamOperations,
  TOTALS_BY,
  totalOperations,
} from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testAppWithBank } from "../../support/app.ts";
import { makePayable, payAtBank } from "../../support/bank.ts";
import { granted } from "../../support/make.ts";
import { makeVisit, providerIdOfTip } from "../../support/till.ts";
import { asked, type HandRow, operationsByHand, sumsByHand } from "./finance-by-hand.ts";
import { liveThroughTwoDays, settle } from "./honest-history.ts";

const app = await testAppWithBank();
const zone = "Europe/Moscow";
const all: FinanceFilter = { from: localDay("2026-11-01"), to: localDay("2026-12-31"), zone };
const actor = OPERATOR;
let byHand: readonly HandRow[] = [];
let lived: Awaited<ReturnType<typeof liveThroughTwoDays>>;

/** Two days of every kind of booking, then the till: cash, a terminal, tips, and what goes back of them. */
beforeAll(async () => {
  lived = await liveThroughTwoDays(app);
  const at = "2026-11-28T09:00:00Z";
  const letGo = await makePayable(app, { at });
  granted(await giveUpHold(app, letGo.hold));
  await payAtBank(app, letGo.providerId);
  for (const method of ["cash", "terminal", "transfer"] as const) {
    const { bookingId } = await makeVisit(app, { at });
    granted(
      await recordOnSpot(app, { paymentId: app.newId(), bookingId, amount: kopecks(123_456), method, actor }),
    );
    const back = { requestId: app.newId(), bookingId, of: "on_spot", amount: kopecks(3_401) } as const;
    granted(await refundBooking(app, { ...back, reason: "сдача", actor }));
  }
  const { bookingId, clientId } = await makeVisit(app, { at });
  app.clock.set("2026-11-28T10:00:00Z");
  granted(await markVisit(app, { bookingId, mark: "completed", actor }));
  const tipId = app.newId();
  granted(await openTip(app, { tipId, bookingId, clientId, amount: kopecks(20_000), method: "bank_card" }));
  await payAtBank(app, await providerIdOfTip(app, tipId));
  granted(await checkPayment(app, { bookingId, clientId }));
  const back = { requestId: app.newId(), bookingId, of: "tip", amount: kopecks(5_000) } as const;
  granted(await refundBooking(app, { ...back, reason: "ошибка", actor }));
  await settle(app);
  expect(await ledgerCheck(app)).toEqual([]);
  byHand = await operationsByHand(app, zone);
}, 120_000);

const listed = async (filter: FinanceFilter) => listOperations(app, filter, { rowsMax: 1_000 });
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
const told = (rows: readonly HandRow[]) =>
  rows
    .map(({ kind, id, day, amount, gross, fee, points, fate, bookingNumber, clientId }) => ({
      ...{ kind, id, day, amount, gross, fee, points, fate, bookingNumber, clientId },
    }))
    .toSorted(byId);

describe("the operations of an honest history (PY-5)", () => {
  it("has every kind and every fate in it, so that nothing is left unproven", () => {
    expect([...new Set(byHand.map(({ kind }) => kind))].toSorted()).toEqual([...OPERATION_KINDS].toSorted());
    expect(sumsByHand(byHand).pointsTakenBack).toBeGreaterThan(0);
    expect([...new Set(byHand.map(({ fate }) => fate))].toSorted()).toEqual([...FATES].toSorted());
  });

  it.each<[string, Partial<FinanceFilter>]>([
    ["of all", {}],
    ["of one day", { from: localDay("2026-11-24"), to: localDay("2026-11-24") }],
    ["of nothing", { from: localDay("2025-01-01"), to: localDay("2025-12-31") }],
    ["of no kind", { kinds: [] }],
    ...OPERATION_KINDS.map((kind) => [`of ${kind}`, { kinds: [kind] }] as [string, Partial<FinanceFilter>]),
    ...FATES.map((fate) => [`that are ${fate}`, { fate }] as [string, Partial<FinanceFilter>]),
    ["of two kinds of one fate", { kinds: ["card", "refund"], fate: "refunded" }],
  ])("%s are those of the bare rows, in list, stream and sums", async (_, part) => {
    const filter = { ...all, ...part };
    const expected = asked(byHand, filter);
    const rows = await listed(filter);
    const same = rows.map((row) => ({ ...row, specialistId: undefined, serviceId: undefined }) as HandRow);
    expect(told(same)).toEqual(told(expected));
    const streamed = [];
    for await (const batch of streamOperations(app, filter)) streamed.push(...batch);
    expect(
      streamed
        .toReversed()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(rows.map(({ id }) => id).toSorted());
    expect((await totalOperations(app, filter)).sum).toEqual(sumsByHand(expected));
  });

  it("are narrowed to a specialist, a service, a client", async () => {
    const { specialist, service, client } = lived.came;
    for (const part of [
      { specialistId: specialist.id },
      { serviceId: service.id },
      { clientId: client.id },
      { specialistId: specialist.id, serviceId: lived.late.service.id },
    ]) {
      const filter = { ...all, ...part };
      const expected = asked(byHand, filter);
      expect((await listed(filter)).map(({ id }) => id).toSorted()).toEqual(
        expected.map(({ id }) => id).toSorted(),
      );
      for (const by of TOTALS_BY)
        expect((await totalOperations(app, filter, by)).sum).toEqual(sumsByHand(expected));
    }
  });

  it("stand on a client's card at the same time, though many were begun earlier", async () => {
    const money = (await listed({ ...all, kinds: MONEY_KINDS })).filter(({ kind }) => kind !== "kept");
    const later = await app.db.first<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM payments WHERE ended_at > created_at`,
    );
    expect(later?.count).toBeGreaterThan(0);
    const onCards = new Map<string, Date>();
    for (const clientId of new Set(money.map((one) => one.clientId)))
      for (const { id, at } of await listClientMoney(app.db, { clientId, rowsMax: 1_000, offset: 0 }))
        onCards.set(id, at);
    expect(money.map(({ id }) => onCards.get(id))).toEqual(money.map(({ at }) => at));
  });

  it("come newest first, page by page, none twice and none left out", async () => {
    const whole = await listed(all);
    const pages = [];
    for (let offset = 0; offset < whole.length; offset += 7)
      pages.push(...(await listOperations(app, all, { rowsMax: 7, offset })));
    expect(pages).toEqual(whole);
    const moments = whole.map(({ at }) => at.getTime());
    expect(moments).toEqual(moments.toSorted((a, b) => b - a));
  });
});

describe("the totals of an honest history", () => {
  it.each(TOTALS_BY)("by %s add up to the sum, line by line as by hand", async (by) => {
    const { lines, sum } = await totalOperations(app, all, by);
    const rows = asked(byHand, all);
    const keyOf = (row: HandRow): string | undefined =>
      ({ day: row.day, kind: row.kind, service: row.serviceId, specialist: row.specialistId })[by];
    const keys = [...new Set(rows.map(keyOf))];
    expect(lines.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    for (const { key, name, ...sums } of lines) {
      expect(sums).toEqual(sumsByHand(rows.filter((row) => keyOf(row) === key)));
      expect(name === undefined).toBe(key === undefined);
    }
    const revenue = lines.reduce((total, line) => total + line.revenue, 0);
    expect([revenue, sum]).toEqual([sum.revenue, sumsByHand(rows)]);
  });

  it("of neighbouring days add up to those of both together", async () => {
    const [first, second] = [localDay("2026-11-23"), localDay("2026-11-24")];
    const of = async (from: typeof first, to: typeof first) =>
      (await totalOperations(app, { ...all, from, to })).sum;
    const [one, two, both] = [await of(first, first), await of(second, second), await of(first, second)];
    for (const figure of Object.keys(both) as (keyof typeof both)[])
      expect(one[figure] + two[figure], figure).toBe(both[figure]);
  });
});
