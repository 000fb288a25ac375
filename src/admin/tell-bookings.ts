import { promiseMark } from "../core/booking/index.ts";
import { findPinnedNote } from "../core/people/index.ts";
import { isManager } from "./access.ts";
import { BOOKING_STATES, BOOKING_TONES } from "./resources/words.ts";
import type { Params, Telling } from "./table-list.ts";
import { messageLines } from "./tell-messages.ts";
import { tellMoney } from "./tell-money.ts";

/**
 * What a booking's own columns do not say: that the client promised to come (MS-1), what its money came to; on its card
 * also what the bot wrote about it, and what is pinned to its client, which managers alone read (PE-3).
 */
export async function tellBookings(rows: readonly Params[], telling: Telling): Promise<readonly Params[]> {
  const told = await tellMoney(rows, telling);
  const money = told.map((one, index) => ({ ...one, ...promiseOf(rows[index] ?? {}) }));
  const [only] = telling.isCard ? rows : [];
  if (only === undefined) return money;
  const messages = await messageLines(telling.app, { bookingId: String(only.id) }, telling.zone);
  const clientNote = isManager(telling.viewer)
    ? await findPinnedNote(telling.app.db, String(only.clientId))
    : "видят владелец и администраторы";
  return money.map((one) => ({ ...one, messages, clientNote }));
}

function promiseOf({ state, promisedAt }: Params): Params {
  const of = String(state);
  const mark = promiseMark({ state: of, promisedAt: promisedAt ? new Date(String(promisedAt)) : null });
  return mark === "" ? {} : { state: `${BOOKING_STATES[of]}${mark}`, stateTone: BOOKING_TONES[of] };
}
