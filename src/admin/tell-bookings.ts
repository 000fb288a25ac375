import type { Params, Telling } from "./table-list.ts";
import { messageLines } from "./tell-messages.ts";
import { tellMoney } from "./tell-money.ts";

/** What a booking's own columns do not say: what its money came to; on its card also what the bot wrote about it. */
export async function tellBookings(rows: readonly Params[], telling: Telling): Promise<readonly Params[]> {
  const money = await tellMoney(rows, telling);
  const [only] = telling.isCard ? rows : [];
  if (only === undefined) return money;
  const messages = await messageLines(telling.app, { bookingId: String(only.id) }, telling.zone);
  return money.map((told) => ({ ...told, messages }));
}
