import { describe, expect, it } from "vitest";
import { eventsOf, type Told } from "../../src/admin/components/calendar/events.ts";
import type { Feed, FeedBooking, FeedSlot } from "../../src/admin/pages/calendar/model.ts";

const ANNA = "anna";
const SLOT: FeedSlot = {
  ...{ id: "slot", specialistId: ANNA, kind: "regular", state: "free" },
  ...{ start: "2026-12-01T10:00", end: "2026-12-01T11:00" },
};
const BOOKING: FeedBooking = {
  ...{ id: "booking", number: 1, specialistId: ANNA, kind: "regular", state: "confirmed" },
  ...{
    start: "2026-12-01T14:00",
    end: "2026-12-01T15:00",
    stateText: "",
    client: "Вера",
    service: "Стрижка",
  },
  ...{ isPromised: false, isMoving: false, isOwed: false, note: "" },
};
const FEED: Feed = {
  ...{ revision: "", now: "2026-12-01T12:00", view: "day", date: "2026-12-01", from: "2026-12-01", days: 1 },
  ...{ zone: "Europe/Moscow", slots: [], bookings: [], off: [], counts: [] },
  ...{ isChosen: false, columnsMax: 20 },
  everybody: [{ id: ANNA, name: "Анна" }],
  columns: [{ id: ANNA, name: "Анна" }],
  may: { add: true, generate: true, move: true, takeTimeOff: true },
};

const drawn = (feed: Partial<Feed>, chosen?: string) =>
  eventsOf({ ...FEED, ...feed }, chosen).flatMap((event) => {
    const told = event.extendedProps?.told as Told | undefined;
    return told === undefined ? [] : [{ ...event, told }];
  });
const stretches = (feed: Partial<Feed>) =>
  drawn(feed)
    .filter(({ told }) => told.of === "off")
    .map(({ start, end }) => `${String(start).slice(11)}–${String(end).slice(11)}`);

describe("a slot whose time is over", () => {
  it("says so and stays where it is; one ahead is free and moves", () => {
    const [past] = drawn({ slots: [SLOT] });
    expect([past?.told.title, past?.startEditable]).toEqual(["прошло", false]);
    const [ahead] = drawn({ slots: [SLOT], now: "2026-12-01T09:00" });
    expect([ahead?.told.title, ahead?.startEditable]).toEqual(["свободно", true]);
  });

  it("PY-8: one that goes on is not of the past: whoever walks in can be booked into it", () => {
    const at = (now: string, over: Partial<FeedSlot> = {}) => {
      const [one] = drawn({ slots: [{ ...SLOT, ...over }], now });
      return [one?.told.title, one?.startEditable, String(one?.classNames).includes("ok-cal-past")];
    };
    expect(at("2026-12-01T10:13")).toEqual(["идёт, свободно", false, false]);
    expect(at("2026-12-01T11:00")).toEqual(["прошло", false, true]);
    expect(at("2026-12-01T10:13", { state: "closed" })).toEqual(["закрыто", false, true]);
    expect(drawn({ view: "list", slots: [SLOT], now: "2026-12-01T10:13" })).toHaveLength(1);
  });

  it("is not in the list; one ahead is, and so is a past one that was closed", () => {
    expect(drawn({ view: "list", slots: [SLOT] })).toEqual([]);
    expect(drawn({ view: "list", slots: [SLOT], now: "2026-12-01T09:00" })).toHaveLength(1);
    expect(drawn({ view: "list", slots: [{ ...SLOT, state: "closed" }] })).toHaveLength(1);
  });
});

it("the list is of bookings alone where it is asked for so", () => {
  const off = {
    id: "off",
    specialistId: ANNA,
    reason: "врач",
    start: "2026-12-01T16:00",
    end: "2026-12-01T17:00",
  };
  const feed = {
    ...FEED,
    view: "list",
    slots: [{ ...SLOT, start: "2026-12-01T13:00", end: "2026-12-01T14:00" }],
    bookings: [BOOKING],
    off: [off],
  } as const;
  expect(eventsOf(feed)).toHaveLength(3);
  expect(eventsOf(feed, undefined, true).map(({ id }) => id)).toEqual(["booking:booking:2026-12-01"]);
});

describe("a hold says first how long it waits still: in a narrow column the rest is cut", () => {
  it.each([
    ["2026-12-01T12:30", "ещё 30 мин, ждёт оплаты"],
    ["2026-12-01T18:25", "до 18:25, ждёт оплаты"],
    ["2026-12-02T09:25", "ещё 21 ч, ждёт оплаты"],
    ["2026-12-02T14:25", "до 2\u00a0дек 14:25, ждёт оплаты"],
    ["2026-12-01T12:00", "время на оплату вышло"],
  ])("until %s: %s", (heldUntil, line) => {
    const [held] = drawn({ bookings: [{ ...BOOKING, state: "held", heldUntil }] });
    expect(held?.told.line).toBe(line);
  });
});

describe("a visit that is over says what is still to be done with it (EP-3, PY-7)", () => {
  const over = { start: "2026-12-01T10:00", end: "2026-12-01T11:00" };
  it.each<[string, Partial<FeedBooking>, string, string]>([
    ["ahead, paid on the spot", { isOwed: true }, "Стрижка", "ok-cal-confirmed"],
    ["over and not marked", over, "не отмечена, Стрижка", "ok-cal-unmarked"],
    ["and owed besides", { ...over, isOwed: true }, "не отмечена, долг, Стрижка", "ok-cal-unmarked"],
    ["marked and owed", { ...over, state: "completed", isOwed: true }, "долг, Стрижка", "ok-cal-past"],
    ["marked and paid", { ...over, state: "completed" }, "Стрижка", "ok-cal-past"],
    ["missed", { ...over, state: "no_show" }, "Стрижка", "ok-cal-past"],
  ])("%s", (_, of, line, look) => {
    const [one] = drawn({ bookings: [{ ...BOOKING, ...of }] });
    expect(one?.told.line).toBe(line);
    expect(one?.classNames).toContain(look);
  });
});

describe("what cannot be moved knows why", () => {
  it.each<[string, Partial<FeedBooking>, RegExp | undefined]>([
    ["a confirmed one ahead moves", {}, undefined],
    ["a hold", { state: "held" }, /ждёт оплаты/],
    ["a payment that is checked", { state: "confirming" }, /ждёт оплаты/],
    ["a visit that was", { state: "completed" }, /уже отмечен/],
    ["a missed one", { state: "no_show" }, /уже отмечен/],
    [
      "one whose time is over",
      { start: "2026-12-01T10:00", end: "2026-12-01T11:00" },
      /отметьте, пришёл ли клиент/,
    ],
  ])("%s", (_, over, why) => {
    const [one] = drawn({ bookings: [{ ...BOOKING, ...over }] });
    expect(one?.startEditable).toBe(why === undefined);
    expect(one?.told.stays ?? "").toMatch(why ?? /^$/);
  });
});

describe("SL-4: time off is drawn around the bookings in it", () => {
  const off = [
    {
      id: "off",
      specialistId: ANNA,
      start: "2026-12-01T09:00",
      end: "2026-12-01T18:00",
      reason: "врач",
    },
  ];
  it.each<[string, Partial<FeedBooking>, readonly string[]]>([
    ["one in the middle", {}, ["09:00–14:00", "15:00–18:00"]],
    ["one at its beginning", { start: "2026-12-01T08:30", end: "2026-12-01T10:00" }, ["10:00–18:00"]],
    ["one that touches it", { start: "2026-12-01T18:00", end: "2026-12-01T19:00" }, ["09:00–18:00"]],
    ["one that fills it", { start: "2026-12-01T09:00", end: "2026-12-01T18:00" }, []],
    ["somebody else's", { specialistId: "maria" }, ["09:00–18:00"]],
  ])("%s", (_, over, pieces) => {
    expect(stretches({ off, bookings: [{ ...BOOKING, ...over }] })).toEqual(pieces);
  });
});

it("what the sheet is about is outlined, and nothing else", () => {
  const all = drawn({ slots: [SLOT], bookings: [BOOKING] }, "booking:booking");
  expect(all.map(({ classNames }) => String(classNames).includes("ok-cal-picked"))).toEqual([false, true]);
});

it("days that are over have a ground of their own, today and those ahead none", () => {
  const gone = (over: Partial<Feed>) =>
    eventsOf({ ...FEED, view: "week", from: "2026-11-30", days: 7, ...over })
      .filter(({ classNames }) => String(classNames).includes("ok-cal-gone"))
      .map(({ start, resourceIds }) => [String(start).slice(0, 10), resourceIds]);
  expect(gone({ now: "2026-12-02T00:00" })).toEqual([
    ["2026-11-30", [ANNA]],
    ["2026-12-01", [ANNA]],
  ]);
  expect(gone({ now: "2026-12-01T23:59" })).toHaveLength(1);
  expect(gone({ now: "2026-11-29T12:00" })).toEqual([]);
  expect(gone({ now: "2026-12-09T12:00", view: "list" })).toEqual([]);
});

it("the line of the moment stands behind what is there, and over its edge alone", () => {
  const looks = eventsOf(FEED).map(({ display, classNames }) => [display, String(classNames)]);
  expect(looks).toEqual([
    ["background", "ok-cal-now"],
    ["background", "ok-cal-now-edge"],
  ]);
});
