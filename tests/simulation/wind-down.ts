import { refundBooking } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { goBy, runJobs } from "./background.ts";
import { checkBooks } from "./books.ts";
import { compareTouched, type Difference, touchAll } from "./compare.ts";
import { act, type Life } from "./life.ts";
import { HOUR } from "./model/state.ts";
import { keptOnline, refundByStaff } from "./model/visits.ts";

/** The bank keeps a hold for seven days; what is still open after that will be for ever. */
const ROUNDS_MAX = 24 * 9;

/**
 * Nobody comes any more, and the bank is well: everything that waits for an answer gets it. Then every ruble is
 * captured for a booking that was kept, refunded, or was never taken (PY-5).
 */
export async function windDown(living: Life): Promise<readonly Difference[]> {
  const life: Life = { ...living, mayDie: false };
  const { world, product } = life;
  await product.bank.sim("/faults", { refunds: "normal" });
  for (let round = 0; round < ROUNDS_MAX && (round < 3 || (await isAnythingOpen(life))); round += 1) {
    await goBy(life, HOUR);
    const differences = [...(await runJobs(life)), ...(await compareTouched(product.db, world))];
    if (differences.length > 0) return differences;
  }
  const open = await isAnythingOpen(life);
  if (open)
    return [{ about: "at the end", model: "nothing is open", product: "payments or refunds still are" }];
  const lookedAfter = await lookAfterRefused(life);
  touchAll(world);
  return [
    ...lookedAfter,
    ...(await compareTouched(product.db, world)),
    ...(await checkBooks(life, { isEnd: true })),
  ];
}

async function isAnythingOpen({ product }: Life): Promise<boolean> {
  const row = await product.db.first(sql`
    SELECT 1 AS open FROM payments WHERE state NOT IN ('captured', 'cancelled', 'rejected')
    UNION ALL SELECT 1 FROM refunds WHERE state NOT IN ('succeeded', 'canceled')
    UNION ALL SELECT 1 FROM bookings WHERE state IN ('held', 'confirming') LIMIT 1`);
  return row !== undefined;
}

/** A refund that the bank refused waits for a person: here they come, and give back by hand what should have gone. */
async function lookAfterRefused(life: Life): Promise<readonly Difference[]> {
  const { world, chance } = life;
  const differences: Difference[] = [];
  for (const booking of world.bookings.values()) {
    const isDue = booking.refunds.some(({ isRefused, reason }) => isRefused && reason !== "by_staff");
    const kept = keptOnline(booking);
    if (!isDue || kept === 0) continue;
    const deed = {
      what: `staff give back the ${kept} that the bank refused`,
      reasons: new Set<string>(),
      apply: () => refundByStaff(world, booking, kept),
    };
    const input = {
      requestId: chance.uuid(),
      bookingId: booking.id,
      amount: kopecks(kept),
      reason: "банк отказал",
      actor: OPERATOR,
    };
    differences.push(...(await act(life, deed, (app) => refundBooking(app, input))).differences);
  }
  await goBy(life, HOUR);
  differences.push(...(await runJobs(life)));
  await goBy(life, HOUR);
  return [...differences, ...(await runJobs(life))];
}
