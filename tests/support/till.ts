import { bookForClient, markVisit, openTip } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import type { TestApp } from "./app.ts";
import { granted, makeSituation } from "./make.ts";

/** Tomorrow's visit at noon of 2 000 ₽ that is paid on the spot, already confirmed. */
export async function makeVisit(app: TestApp, over: Parameters<typeof makeSituation>[1] = {}) {
  const situation = await makeSituation(app, { ...over, service: { policy: "onSite", ...over.service } });
  const { client, service, slot, specialist } = situation;
  const bookingId = app.newId();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const input = {
    bookingId,
    clientId: client.id,
    serviceId: service.id,
    slotId: slot.id,
    payment,
    actor: OPERATOR,
  };
  granted(await bookForClient(app, input));
  return { ...situation, bookingId, clientId: client.id, specialistId: specialist.id };
}

/** The same after it took place: it earned 200 points. */
export async function makeCompleted(app: TestApp, over: Parameters<typeof makeVisit>[1] = {}) {
  const visit = await makeVisit(app, over);
  app.clock.set("2026-11-24T10:00:00Z");
  granted(await markVisit(app, { bookingId: visit.bookingId, mark: "completed", actor: OPERATOR }));
  return visit;
}

export const rubles = (amount: number) => kopecks(Math.round(amount * 100));

/** What `openTip` is asked for a visit, under a new id. */
export const tipOf = (
  app: TestApp,
  { bookingId, clientId }: { readonly bookingId: string; readonly clientId: string },
  amount = rubles(200),
) => ({ tipId: app.newId(), bookingId, clientId, amount, method: "bank_card" as const });

/** A completed visit whose client has a tip's page open; `providerId` is the bank's name for it. */
export async function makeTip(app: TestApp, amount = rubles(200)) {
  const visit = await makeCompleted(app);
  const asked = tipOf(app, visit, amount);
  const opened = granted(await openTip(app, asked));
  return { ...visit, asked, opened, providerId: await providerIdOfTip(app, asked.tipId) };
}

export async function providerIdOfTip(app: TestApp, tipId: string): Promise<string> {
  const row = await app.db.first<{ providerPaymentId: string | null }>(
    sql`SELECT provider_payment_id FROM payments WHERE id = ${tipId}::uuid`,
  );
  return row?.providerPaymentId ?? "";
}

export async function entriesOf(
  app: TestApp,
  bookingId: string,
): Promise<readonly (readonly [string, number])[]> {
  const rows = await app.db.many<{ kind: string; points: number }>(
    sql`SELECT kind, points FROM point_entries WHERE booking_id = ${bookingId}::uuid ORDER BY sequence`,
  );
  return rows.map(({ kind, points }) => [kind, points] as const);
}
