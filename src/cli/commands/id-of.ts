import type { App } from "../../core/app.ts";
import { ID_BEGIN, isIdBegin, isUuid } from "../../core/kernel/ids.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { findIdsByBegin, type IdKind } from "../../core/reports/index.ts";

const UNKNOWN = {
  booking: "unknown_booking",
  broadcast: "unknown_broadcast",
  client: "unknown_client",
  export: "unknown_export",
  message: "unknown_message",
  payment: "unknown_payment",
  segment: "unknown_segment",
  slot: "unknown_slot",
  slotChange: "unknown_change",
  staff: "unknown_staff",
  timeOff: "unknown_time_off",
  wait: "unknown_wait",
} as const satisfies Record<IdKind, string>;

/** The refusal of a kind that is not there. */
export type UnknownId<K extends IdKind> = (typeof UNKNOWN)[K];

/** More candidates are not told. */
const CANDIDATES_MAX = 5;

/** So much of an id is shown to people, and is enough for the commands that take one. */
export const beginOf = (id: string): string => id.slice(0, ID_BEGIN);

/**
 * The whole id behind what was typed: the id itself, whether there is such a thing or not, or the one that begins so.
 *
 * Of several none is guessed: they are named.
 */
export async function idOf<K extends IdKind>(
  app: Pick<App, "db">,
  kind: K,
  typed: string,
): Promise<Outcome<string, UnknownId<K> | "ambiguous_id">> {
  const begin = typed.trim().toLowerCase();
  if (isUuid(begin)) return done(begin);
  const found = isIdBegin(begin)
    ? await findIdsByBegin(app.db, kind, { begin, idsMax: CANDIDATES_MAX + 1 })
    : [];
  const [only, ...others] = found;
  if (only === undefined) return refuse<UnknownId<K>>(UNKNOWN[kind], { given: typed });
  if (others.length === 0) return done(only);
  const names = found.slice(0, CANDIDATES_MAX).join(", ");
  return refuse("ambiguous_id", { given: typed, names: found.length > CANDIDATES_MAX ? `${names}…` : names });
}
