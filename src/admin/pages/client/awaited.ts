import { formatRubles, kopecks } from "../../../core/kernel/money.ts";
import { listUnpaidVisits } from "../../../core/reports/index.ts";
import type { PageCall } from "../../panel-page.ts";
import { wordFor } from "../../readable.ts";
import { listUnpaidLately } from "../../unpaid.ts";
import type { ClientCard } from "./view.ts";

const EVER = new Date(0);
const VISITS = ["визит", "визита", "визитов"] as const;

/** «2 000,00 ₽ за 1 визит», with the way to that visit, or to the list of them. @source PY-5 PY-7 */
export async function awaitedOf({ app }: PageCall, clientId: string): Promise<ClientCard["awaited"]> {
  const unpaid = await listUnpaidVisits(app.db, { from: EVER, to: app.clock.now(), clientId });
  const [first, ...others] = unpaid;
  if (first === undefined) return undefined;
  const owed = kopecks(unpaid.reduce((sum, visit) => sum + visit.owed, 0));
  const text = `${formatRubles(owed)} за ${unpaid.length} ${wordFor(unpaid.length, VISITS)}`;
  if (others.length === 0) return { text, href: `resources/Booking/records/${first.bookingId}/show` };
  // The list of unpaid visits looks back so far and no further: older ones are among all that took place.
  const lately = await listUnpaidLately(app, clientId);
  const what = lately.length === unpaid.length ? "filters.unpaid=true" : "filters.state=completed";
  return { text, href: `resources/Booking?filters.clientId=${clientId}&${what}` };
}
