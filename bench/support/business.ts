import type { Queryable } from "../../src/core/runtime/sql.ts";
import { bookAhead, growCatalog, growClients, growPast, growSlots, settleDown } from "./growth.ts";

const SPECIALISTS = 20;

/**
 * A business of a million bookings with their money, points and messages: what a check or a copy of everything goes
 * through. A small one only shows that the bench works.
 */
export async function growBusiness(db: Queryable, { isSmall }: { readonly isSmall: boolean }): Promise<void> {
  const { days, past } = isSmall ? { days: 30, past: 5_000 } : { days: 469, past: 1_000_000 };
  const { serviceId } = await growCatalog(db, SPECIALISTS);
  await growClients(db, { count: 10_000, firstTelegramId: 1_001, points: 1_000 });
  await growSlots(db, { fromDay: 60 - days, days, perDay: 32, minutes: 15 });
  await bookAhead(db, { serviceId, slots: 4 });
  await growPast(db, { serviceId, count: past, withMoney: true });
  await settleDown(db);
}
