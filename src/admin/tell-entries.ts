import { isPointKind, pointWord } from "../core/loyalty/index.ts";
import { sql } from "../core/runtime/sql.ts";
import type { Params, Telling } from "./table-list.ts";

/** What changed the points, with what a penalty was for: that its booking says (CX-2, CX-3). */
export async function tellEntries(rows: readonly Params[], { app }: Telling): Promise<readonly Params[]> {
  const ids = rows.filter(({ kind }) => kind === "penalty").map(({ bookingId }) => String(bookingId));
  const found =
    ids.length === 0
      ? []
      : await app.db.many<{ id: string; state: string }>(
          sql`SELECT id, state FROM bookings WHERE id = ANY(${ids}::uuid[])`,
        );
  const states = new Map(found.map(({ id, state }) => [id, state]));
  return rows.map(({ kind, bookingId }) =>
    isPointKind(kind) ? { kind: pointWord(kind, states.get(String(bookingId))) } : {},
  );
}
