import { expect } from "vitest";
import {
  type BookingView,
  checkPayment,
  choosePoints,
  confirmHold,
  expireHolds,
  findBooking,
  holdSlot,
  openPayment,
  type RescheduleBookingInput,
  rescheduleBooking,
} from "../../src/core/booking/index.ts";
import type { SlotKind } from "../../src/core/calendar/index.ts";
import type { AddServiceInput } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { balanceOf } from "../../src/core/loyalty/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import type { TestApp } from "./app.ts";
import { type BankApp, pass, payAtBank, providerIdOf } from "./bank.ts";
import { wish } from "./hold.ts";
import { givePoints, granted, makeClient, makeSituation, makeSlot } from "./make.ts";

/** The hour of a paid visit, a day later. */
export const NEXT_DAY = "2026-11-25T09:00:00Z";
/** Cheaper by a fifth, and with a prepayment of 500 ₽. */
export const HOT_NEXT_DAY = { startsAt: NEXT_DAY, kind: "hot" } as const;

type Booked = {
  readonly kind?: SlotKind;
  readonly service?: Partial<AddServiceInput>;
  /** Given to the client and spent on the booking. */
  readonly points?: number;
  readonly inviteCode?: string;
};

/** Somebody whose visit of tomorrow noon in Moscow is confirmed, paid by card where it has to be, an hour ago. */
export async function makePaid(app: BankApp, over: Booked = {}) {
  const situation = await makeSituation(app, {
    ...(over.service && { service: over.service }),
    ...(over.kind && { kind: over.kind }),
  });
  const client =
    over.inviteCode === undefined ? situation.client : await makeClient(app, { inviteCode: over.inviteCode });
  const asked = wish(app, { ...situation, client });
  granted(await holdSlot(app, asked));
  if (over.points) {
    await givePoints(app, client.id, over.points);
    granted(await choosePoints(app, { ...asked, points: over.points }));
  }
  const booking = await settled(app, asked);
  app.clock.advance(60 * 60_000);
  const byClient = { kind: "client", clientId: client.id } as const;
  return { ...situation, client, booking, byClient };
}
export type Paid = Awaited<ReturnType<typeof makePaid>>;

/** A hold paid by card, or confirmed where nothing is to be paid. */
export async function settled(
  app: BankApp,
  hold: { readonly bookingId: string; readonly clientId: string },
): Promise<BookingView> {
  const held = await findBooking(app.db, hold.bookingId);
  if (held?.payNow === 0) return granted(await confirmHold(app, hold));
  granted(await openPayment(app, { ...hold, method: "bank_card" }));
  await payAtBank(app, await providerIdOf(app, hold.bookingId));
  return granted(await checkPayment(app, hold));
}

/** Another visit of the same client, confirmed, a day after the first and with somebody else. */
export async function makeAnother(app: BankApp, { client }: Pick<Paid, "client">) {
  const situation = { ...(await makeSituation(app)), client };
  const slot = await makeSlot(app, { specialistId: situation.specialist.id, startsAt: NEXT_DAY });
  const asked = wish(app, { ...situation, slot });
  granted(await holdSlot(app, asked));
  return { ...situation, slot, booking: await settled(app, asked) };
}

/** What moving a booking to a start is asked with, by its client, under a new id. */
export async function wishMove(
  app: TestApp,
  paid: Pick<Paid, "booking" | "service" | "specialist" | "byClient">,
  to: string | Omit<Parameters<typeof makeSlot>[1], "specialistId">,
): Promise<RescheduleBookingInput> {
  const where = typeof to === "string" ? { startsAt: to } : to;
  const slot = await makeSlot(app, { specialistId: paid.specialist.id, ...where });
  return {
    bookingId: app.newId(),
    replacesId: paid.booking.id,
    serviceId: paid.service.id,
    slotId: slot.id,
    by: paid.byClient,
  };
}

/** A booking that is moved to a start, by its client unless somebody else is named. */
export async function makeMoved(
  app: TestApp,
  paid: Parameters<typeof wishMove>[1],
  to: Parameters<typeof wishMove>[2],
  by: RescheduleBookingInput["by"] = paid.byClient,
): Promise<BookingView> {
  return granted(await rescheduleBooking(app, { ...(await wishMove(app, paid, to)), by }));
}

/** The hold by which a booking is being moved. */
export async function makeReplacing(app: BankApp, paid: Paid, to: Parameters<typeof wishMove>[2]) {
  const asked = await wishMove(app, paid, to);
  const hold = granted(await rescheduleBooking(app, asked));
  return { ...paid, asked, replacing: hold, hold: { bookingId: hold.id, clientId: hold.clientId } };
}

export const byBusiness = (reason = "мастер заболел") =>
  ({ kind: "business", actor: OPERATOR, reason }) as const;

export const balance = async (app: TestApp, clientId: string) => {
  const has = await balanceOf(app.db, { clientId, now: app.clock.now() });
  return [has.balance, has.available] as const;
};

/** How a booking stands: its state, why it ended, what was paid and not given back. */
export async function standingOf(app: TestApp, bookingId: string) {
  const booking = await findBooking(app.db, bookingId);
  return [booking?.state, booking?.endedReason ?? null, booking?.paid] as const;
}

/** While a booking is being moved, the old one stands as it stood. */
export async function expectUntouched(app: TestApp, paid: Paid): Promise<void> {
  expect(await standingOf(app, paid.booking.id)).toEqual(["confirmed", null, paid.booking.paid]);
  expect(await claimsOf(app, paid.booking.id)).toEqual([paid.slot.id]);
}

/** Lets every hold run out. */
export async function expireAll(app: BankApp): Promise<void> {
  await pass(app, 15 * 60);
  await expireHolds(app);
}

/** Which slots a booking claims. */
export async function claimsOf(app: TestApp, bookingId: string): Promise<readonly string[]> {
  const rows = await app.db.many<{ id: string }>(
    sql`SELECT id FROM slots WHERE booking_id = ${bookingId}::uuid ORDER BY starts_at`,
  );
  return rows.map(({ id }) => id);
}

/** The refunds promised of a booking, in kopecks. */
export async function refundsOf(app: TestApp, bookingId: string): Promise<readonly number[]> {
  const rows = await app.db.many<{ amountKopecks: number }>(
    sql`SELECT amount_kopecks FROM refunds WHERE booking_id = ${bookingId}::uuid ORDER BY created_at`,
  );
  return rows.map(({ amountKopecks }) => amountKopecks);
}
