import { expect, it } from "vitest";
import { priorityOf } from "../../../../src/core/notifications/rules/priority.ts";

type Kind = Parameters<typeof priorityOf>[0];

/** What the client waits for, then what people wrote or must look into, then news for staff. */
const ORDER: readonly (readonly Kind[])[] = [
  [
    "booking_confirmed",
    "payment_declined",
    "payment_too_late",
    "payment_returned",
    "capture_refused",
    "hold_expired",
  ],
  ["message_from_staff", "staff_payment_needs_person"],
  ["staff_new_booking", "staff_client_message"],
];

it("MS-6: payment and booking messages go before words of people, and those before news for staff", () => {
  const priorities = ORDER.map((kinds) => kinds.map(priorityOf));
  priorities.forEach((group, index) => {
    const next = priorities[index + 1] ?? [];
    expect(Math.max(...group)).toBeLessThan(Math.min(...next, Number.POSITIVE_INFINITY));
  });
});

it("MS-6: payment and booking messages wait for none of their own", () => {
  expect(new Set(ORDER[0]?.map(priorityOf)).size).toBe(1);
});
