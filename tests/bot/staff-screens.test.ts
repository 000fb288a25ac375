import { describe, expect, it } from "vitest";
import {
  correctionScreen,
  readCorrection,
  staffDayScreen,
  staffVisitScreen,
} from "../../src/bot/staff/screens.ts";
import type { BookingView } from "../../src/core/booking/index.ts";
import { localDay, plusDays } from "../../src/core/kernel/local-day.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { points } from "../../src/core/kernel/points.ts";
import type { Client } from "../../src/core/people/index.ts";
import { booking, seen, uuid, words } from "./screens-under-test.ts";

describe("staff at work", () => {
  const day = localDay("2026-12-01");
  const at = (hour: number) => ({
    startsAt: new Date(Date.UTC(2026, 11, 1, hour - 3)),
    endsAt: new Date(Date.UTC(2026, 11, 1, hour - 2)),
  });
  const visits: readonly BookingView[] = [
    { ...booking, ...at(10), state: "completed", clientName: "Вера" },
    { ...booking, ...at(11), state: "no_show", owedOnSpot: kopecks(0), clientName: "Глеб" },
    { ...booking, ...at(12), state: "confirmed", slotKind: "regular", onSpot: kopecks(0) },
    { ...booking, ...at(13), state: "held", clientName: "<Дина>" },
  ];
  const ofDay = { day, today: day, specialistId: undefined, page: 0, visits, hasMore: true };
  const client: Client = {
    ...{ id: uuid(3), telegramId: 1001, name: "Анна", phone: "+79001234567", email: undefined },
    ...{ timeZone: undefined, referralCode: "abc", invitedById: undefined, isVip: false },
    ...{ pointsBalance: points(0), createdAt: new Date("2026-11-01T09:00:00Z") },
    ...{ phoneCheckedAt: undefined, birthday: undefined, isErased: false, isReachable: true },
  };

  it("PE-3: everybody's day, in time's order, with what is owed on the spot", () => {
    expect(
      seen(staffDayScreen(words, { ...ofDay, choice: { name: undefined }, hasMenu: true })),
    ).toMatchSnapshot();
  });

  it("PE-3: a specialist's own empty day leads to the days beside it and to today", () => {
    const empty = { ...ofDay, visits: [], hasMore: false, today: plusDays(day, 1) };
    expect(seen(staffDayScreen(words, { ...empty, choice: undefined, hasMenu: false }))).toMatchSnapshot();
  });

  it.each([
    ["before its start", { state: "confirmed" }, "2026-12-01T10:59:59Z"],
    ["from its start on", { state: "confirmed" }, "2026-12-01T11:00:00Z"],
    ["that took place", { state: "completed" }, "2026-12-01T13:00:00Z"],
    ["that was missed", { state: "no_show", owedOnSpot: kopecks(0) }, "2026-12-01T13:00:00Z"],
  ] as const)("CX-3: a visit %s", (_, changed, now) => {
    const facts = { booking: { ...booking, ...changed }, client, day, now: new Date(now) };
    expect(seen(staffVisitScreen(words, facts))).toMatchSnapshot();
  });

  it("CX-8: a correction says what it does and waits for its reason", () => {
    const screen = correctionScreen(words, { booking, mark: "completed" });
    expect(seen(screen)).toMatchSnapshot();
    expect(readCorrection(screen.expects?.subject)).toEqual({ bookingId: booking.id, mark: "completed" });
    for (const subject of [undefined, "", "paid:1", "completed"])
      expect(readCorrection(subject)).toBeUndefined();
  });
});
