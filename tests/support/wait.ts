import { DAY_PARTS, type JoinWaitlistInput, joinWaitlist } from "../../src/core/booking/index.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import type { TestApp } from "./app.ts";
import { granted, makeClient, makeService, makeSpecialist } from "./make.ts";

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
