import { expect, it } from "vitest";
import { idleColumns, withoutIdle } from "../../src/admin/components/calendar/idle-columns.ts";
import type { Feed } from "../../src/admin/pages/calendar/model.ts";

const columns = ["a", "b", "c", "d", "e"].map((id) => ({ id, name: id }));
const at = { start: "2026-12-01T10:00", end: "2026-12-01T11:00" };
const FEED = {
  ...{ revision: "", now: "2026-12-01T12:00", view: "week", date: "2026-12-01", from: "2026-11-30", days: 7 },
  ...{ zone: "Europe/Moscow", columnsMax: 20, isChosen: false, everybody: columns, columns, counts: [] },
  may: { add: true, generate: true, move: true, takeTimeOff: true },
  slots: [{ id: "s", specialistId: "a", kind: "regular", state: "claimed", ...at }],
  bookings: [],
  off: [{ id: "o", specialistId: "c", reason: "отпуск", ...at }],
} as const satisfies Feed;
const idleOf = (over: Partial<Feed> = {}) => idleColumns({ ...FEED, ...over }).map(({ id }) => id);

it("of many specialists those who have nothing on these days are left out", () => {
  expect(idleOf()).toEqual(["b", "d", "e"]);
  expect(idleOf({ view: "day" })).toEqual(["b", "d", "e"]);
  const { columns: left } = withoutIdle(FEED, idleColumns(FEED));
  expect(left.map(({ id }) => id)).toEqual(["a", "c"]);
});

it.each<[string, Partial<Feed>]>([
  ["of few", { columns: columns.slice(0, 4) }],
  ["of those who were chosen by name", { isChosen: true }],
  ["where all of them are idle", { slots: [], off: [] }],
  ["where one alone would be left", { off: [] }],
  ["in a month", { view: "month" }],
  ["in a list", { view: "list" }],
])("nobody is left out %s", (_, over) => {
  expect(idleOf(over)).toEqual([]);
});
