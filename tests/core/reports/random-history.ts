import {
  bookForClient,
  cancelBooking,
  markVisit,
  promiseToCome,
  rateVisit,
  recordOnSpot,
  refundBooking,
} from "../../../src/core/booking/index.ts";
import { closeSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { deliverDue } from "../../../src/core/notifications/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { type Chance, chanceFrom } from "../../simulation/chance.ts";
import type { TestApp } from "../../support/app.ts";
import {
  givePoints,
  granted,
  makeClient,
  makeService,
  makeSlot,
  makeSpecialist,
} from "../../support/make.ts";

const actor = OPERATOR;
const reason = "так вышло";
const HOUR_MS = 3_600_000;

/**
 * Weeks of a small salon, lived hour by hour through the use cases alone: people join, some by a friend's link, book
 * usual and hot windows, promise to come, cancel early and late, come or do not, pay at the desk and are paid back, are
 * marked wrongly and marked again, say how it was. Windows stand around midnight, too.
 */
export async function liveThroughWeeks(
  app: TestApp,
  { seed, days }: { readonly seed: number; readonly days: number },
) {
  const chance = chanceFrom(seed);
  const service = await makeService(app, { policy: "onSite", durationMinutes: 90 });
  const masters = [await makeSpecialist(app, [service.id]), await makeSpecialist(app, [service.id])];
  const people = [await makeClient(app), await makeClient(app)];
  const begin = app.clock.now().getTime();
  const open: { readonly slotId: string; readonly startsAt: Date }[] = [];
  for (let day = 1; day <= days; day += 1)
    for (const master of masters)
      for (const hour of [6, 9, 12.5, 19.75, 21.5]) {
        if (chance.below(100) < 40) continue;
        const startsAt = new Date(begin - 9 * HOUR_MS + (day * 24 + hour) * HOUR_MS);
        const kind = chance.below(100) < 30 ? "hot" : "regular";
        const slot = await makeSlot(app, {
          specialistId: master.id,
          startsAt: startsAt.toISOString(),
          minutes: 90,
          kind,
        });
        open.push({ slotId: slot.id, startsAt });
      }
  for (const { slotId, startsAt } of open.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    await live(app, { slotId, startsAt, people, serviceId: service.id, chance });
  }
}

/** What becomes of one window. */
async function live(
  app: TestApp,
  of: {
    readonly slotId: string;
    readonly startsAt: Date;
    readonly people: Awaited<ReturnType<typeof makeClient>>[];
    readonly serviceId: string;
    readonly chance: Chance;
  },
): Promise<void> {
  const { slotId, startsAt, people, serviceId, chance } = of;
  const at = (hours: number) => app.clock.set(new Date(startsAt.getTime() + hours * HOUR_MS));
  at(-26);
  if (chance.below(100) < 20) {
    const inviter = chance.below(100) < 50 ? chance.pick(people) : undefined;
    people.push(await makeClient(app, inviter ? { inviteCode: inviter.referralCode } : {}));
  }
  if (chance.below(100) < 10) return void (await closeSlot(app, { slotId, reason, actor }));
  if (chance.below(100) < 15) return;
  const client = chance.pick(people);
  const bookingId = app.newId();
  const payment = { by: "on_spot", waiverReason: "свои" } as const;
  const booked = await bookForClient(app, {
    bookingId,
    clientId: client.id,
    serviceId,
    slotId,
    payment,
    actor,
  });
  if (!booked.ok) return;
  at(-20);
  if (chance.below(100) < 50) await deliverDue(app);
  if (chance.below(100) < 40) await promiseToCome(app, { bookingId, clientId: client.id });
  if (chance.below(100) < 25) {
    at(chance.pick([-18, -3]));
    const by =
      chance.below(100) < 80
        ? ({ kind: "client", clientId: client.id } as const)
        : ({ kind: "business", actor, reason } as const);
    granted(await cancelBooking(app, { bookingId, by }));
    return;
  }
  await visit(app, { bookingId, clientId: client.id, at, chance });
}

async function visit(
  app: TestApp,
  of: {
    readonly bookingId: string;
    readonly clientId: string;
    readonly at: (hours: number) => void;
    readonly chance: Chance;
  },
): Promise<void> {
  const { bookingId, clientId, at, chance } = of;
  at(1.5);
  const came = chance.below(100) < 75;
  if (came && chance.below(100) < 80) {
    const amount = kopecks(chance.pick([50_000, 100_001, 160_000]));
    granted(await recordOnSpot(app, { paymentId: app.newId(), bookingId, amount, method: "cash", actor }));
  }
  at(2);
  if (chance.below(100) < 10) return;
  const mark = came ? "completed" : "no_show";
  granted(await markVisit(app, { bookingId, mark, actor }));
  if (chance.below(100) < 20)
    granted(await markVisit(app, { bookingId, mark: came ? "no_show" : "completed", actor, reason }));
  const row = await app.db.first<{ state: string }>(
    sql`SELECT state FROM bookings WHERE id = ${bookingId}::uuid`,
  );
  if (row?.state === "completed" && chance.below(100) < 50)
    granted(await rateVisit(app, { bookingId, clientId, rating: chance.pick([3, 4, 5]) }));
  if (chance.below(100) < 20)
    await refundBooking(app, { requestId: app.newId(), bookingId, amount: kopecks(30_001), reason, actor });
  if (chance.below(100) < 10) await givePoints(app, clientId, 50);
}
