import {
  DAY_PARTS,
  findBooking,
  findWaitlistEntry,
  type JoinWaitlistInput,
  joinWaitlist,
  offerWaitlist,
} from "../../src/core/booking/index.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import type { TestApp } from "./app.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "./make.ts";

/** Tomorrow of every test's beginning. */
export const TOMORROW = localDay("2026-11-24");

/** A service with somebody who does it and nothing free. */
export async function makeFullSalon(app: TestApp, over: Parameters<typeof makeService>[1] = {}) {
  const service = await makeService(app, over);
  return { service, specialist: await makeSpecialist(app, [service.id]) };
}

/** Somebody who waits for a service tomorrow, at any time, unless said otherwise. */
export async function makeWaiting(
  app: TestApp,
  over: Pick<JoinWaitlistInput, "serviceId"> & Partial<JoinWaitlistInput>,
) {
  const clientId = over.clientId ?? (await makeClient(app)).id;
  const asked: JoinWaitlistInput = {
    entryId: app.newId(),
    days: [TOMORROW],
    hours: DAY_PARTS.any,
    actor: { kind: "client", id: clientId },
    ...over,
    clientId,
  };
  return { asked, clientId, entry: granted(await joinWaitlist(app, asked)) };
}

/** What was promised to somebody, oldest first. */
export const messagesTo = (app: TestApp, clientId: string) =>
  app.db.many<{ kind: string; bookingId: string | null; dueAt: Date }>(sql`
    SELECT kind, booking_id, due_at FROM outbox WHERE client_id = ${clientId}::uuid ORDER BY created_at, kind`);

/** Whom an earlier test left waiting stands in no later one's way. */
export const nobodyWaits = (app: TestApp) =>
  app.db.run(sql`
    UPDATE waitlist_entries SET state = 'left', ended_reason = 'by_client', ended_at = now()
    WHERE state IN ('waiting', 'offered')`);

/** The offering as the tests speak of it: a look around, what became of a wish, and those who wait in a row. */
export function offeringOn(app: TestApp) {
  const entryOf = ({ entry }: { readonly entry: { readonly id: string } }) =>
    findWaitlistEntry(app.db, entry.id);
  return {
    offer: async () => (await offerWaitlist(app)).offered,
    entryOf,
    holdOf: async (waiting: Awaited<ReturnType<typeof makeWaiting>>) => {
      const bookingId = (await entryOf(waiting))?.offeredBookingId;
      return bookingId === undefined ? undefined : findBooking(app.db, bookingId);
    },
    makeQueue: (count: number, over: Parameters<typeof makeFullSalon>[1] = {}) => makeQueue(app, count, over),
  };
}

/** Several who wait for the same, longest first, a minute apart. */
async function makeQueue(app: TestApp, count: number, over: Parameters<typeof makeFullSalon>[1]) {
  const salon = await makeFullSalon(app, over);
  const queue: Awaited<ReturnType<typeof makeWaiting>>[] = [];
  for (let place = 0; place < count; place += 1) {
    queue.push(await makeWaiting(app, { serviceId: salon.service.id }));
    app.clock.advance(60_000);
  }
  const slotAt = (startsAt = "2026-11-24T09:00:00Z", kind: "regular" | "hot" = "regular") =>
    makeSlot(app, { specialistId: salon.specialist.id, startsAt, kind });
  return { ...salon, queue, slotAt };
}

/** One of a list, which is known to be there. */
export const at = <T>(list: readonly T[], place: number): T => {
  const one = list[place];
  if (one === undefined) throw new RangeError(`nothing at ${place}`);
  return one;
};
