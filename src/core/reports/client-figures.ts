import { type Kopecks, kopecks } from "../kernel/money.ts";
import { type Queryable, type RowOf, sql } from "../runtime/sql.ts";
import { SPENT_KOPECKS } from "../segments/index.ts";

/** What a client came to, for a line of a list. */
export type ClientFigures = {
  readonly visits: number;
  readonly lastVisitAt: Date | undefined;
  /** The soonest confirmed visit that is not over. */
  readonly next: { readonly id: string; readonly startsAt: Date } | undefined;
  /** Received and not gone back, nor promised to; tips are the specialists'. */
  readonly spent: Kopecks;
};

type Row = RowOf<Omit<ClientFigures, "next" | "spent">> & {
  readonly id: string;
  readonly nextId: string | null;
  readonly nextAt: Date | null;
  readonly spentKopecks: number;
};

/**
 * The figures of a page's clients in one question, each client's found by indexes: the same that stand at the top of a
 * card. Of an unknown id nothing is told.
 *
 * @source PY-5
 */
export async function listClientFigures(
  via: Queryable,
  { clientIds, now }: { readonly clientIds: readonly string[]; readonly now: Date },
): Promise<ReadonlyMap<string, ClientFigures>> {
  if (clientIds.length === 0) return new Map();
  const rows = await via.many<Row>(sql`
    SELECT client.id, visited.*, ahead.id AS next_id, ahead.starts_at AS next_at, ${SPENT_KOPECKS} AS spent_kopecks
    FROM clients client
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS visits, max(starts_at) AS last_visit_at
      FROM bookings WHERE client_id = client.id AND state = 'completed') AS visited
    LEFT JOIN LATERAL (
      SELECT id, starts_at FROM bookings
      WHERE client_id = client.id AND state = 'confirmed' AND ends_at > ${now} ORDER BY starts_at LIMIT 1) AS ahead ON true
    WHERE client.id = ANY(${clientIds}::uuid[])`);
  return new Map(
    rows.map(({ id, visits, lastVisitAt, nextId, nextAt, spentKopecks }) => [
      id,
      {
        visits,
        lastVisitAt: lastVisitAt ?? undefined,
        next: nextId === null || nextAt === null ? undefined : { id: nextId, startsAt: nextAt },
        spent: kopecks(spentKopecks),
      },
    ]),
  );
}
