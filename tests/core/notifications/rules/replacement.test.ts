import { expect, it } from "vitest";
import type { MessageKind } from "../../../../src/core/notifications/model.ts";
import { endsRemindersOf } from "../../../../src/core/notifications/rules/replacement.ts";

const CASES: readonly (readonly [MessageKind, string | undefined, string | undefined])[] = [
  ["reminder", undefined, "own"],
  ["booking_cancelled", undefined, "own"],
  ["booking_moved", "old", "old"],
  ["booking_confirmed", "old", "old"],
  ["booking_confirmed", undefined, undefined],
  ["staff_booking_moved", "old", undefined],
  ["staff_booking_cancelled", undefined, undefined],
  ["visit_completed", undefined, undefined],
];

it.each(CASES)("MS-1: %s, in place of %s, takes the place of the reminder of %s", (kind, replaced, ends) => {
  const payload = replaced === undefined ? {} : { replacedBookingId: replaced };
  expect(endsRemindersOf({ kind, bookingId: "own", payload })).toBe(ends);
  expect(endsRemindersOf({ kind, bookingId: undefined, payload })).toBe(ends === "own" ? undefined : ends);
});
