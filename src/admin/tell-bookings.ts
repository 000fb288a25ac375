import { findPinnedNote } from "../core/people/index.ts";
import { isManager } from "./access.ts";
import type { Params, Telling } from "./table-list.ts";
import { messageLines } from "./tell-messages.ts";
import { tellMoney } from "./tell-money.ts";

/**
 * What a booking's own columns do not say: what its money came to; on its card also what the bot wrote about it,
 * and what is pinned to its client, which managers alone read (PE-3).
 */
export async function tellBookings(rows: readonly Params[], telling: Telling): Promise<readonly Params[]> {
  const money = await tellMoney(rows, telling);
  const [only] = telling.isCard ? rows : [];
  if (only === undefined) return money;
  const messages = await messageLines(telling.app, { bookingId: String(only.id) }, telling.zone);
  const clientNote = isManager(telling.viewer)
    ? await findPinnedNote(telling.app.db, String(only.clientId))
    : "видят владелец и администраторы";
  return money.map((told) => ({ ...told, messages, clientNote }));
}
