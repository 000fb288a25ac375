import type { LocalDay } from "../kernel/local-day.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { type Queryable, type RowOf, sql } from "../runtime/sql.ts";
import { SPENT_KOPECKS } from "../segments/index.ts";

/** Who a client is and what they came to, for the people at the desk. */
export type ClientProfile = {
  readonly id: string;
  readonly name: string;
  readonly phone: string | undefined;
  readonly phoneCheckedAt: Date | undefined;
  readonly telegramId: number | undefined;
  readonly telegramUsername: string | undefined;
  readonly unreachableAt: Date | undefined;
  readonly email: string | undefined;
  readonly birthday: LocalDay | undefined;
  readonly timeZone: string | undefined;
  readonly isVip: boolean;
  readonly tags: readonly string[];
  /** The note that is pinned to the client. */
  readonly note: string;
  readonly referralCode: string;
  readonly inviter: { readonly id: string; readonly name: string } | undefined;
  /** The client that this one turned out to be (PE-4). */
  readonly mergedInto: { readonly id: string; readonly name: string } | undefined;
  readonly createdAt: Date;
  readonly erasedAt: Date | undefined;
  readonly visits: number;
  readonly noShows: number;
  readonly cancelled: number;
  readonly lastVisitAt: Date | undefined;
  /** The soonest confirmed visit that is not over. */
  readonly nextVisit: { readonly id: string; readonly number: number; readonly startsAt: Date } | undefined;
  /** Received and not gone back, nor promised to; tips are the specialists'. */
  readonly spent: Kopecks;
  /** What a completed visit cost on average, rounded down to a kopeck; undefined without one. */
  readonly averageVisit: Kopecks | undefined;
};

type Row = RowOf<
  Omit<ClientProfile, "inviter" | "mergedInto" | "nextVisit" | "spent" | "averageVisit" | "birthday">
> & {
  readonly birthday: LocalDay | null;
  readonly inviter: ClientProfile["inviter"] | null;
  readonly mergedInto: ClientProfile["mergedInto"] | null;
  readonly nextVisit: { readonly id: string; readonly number: number; readonly startsAt: string } | null;
  readonly spentKopecks: number;
  readonly visitsKopecks: number;
};

/**
 * All that stands at the top of a client's card, in one look. An id of one who became another is answered as what is left
 * of that one: where to go on is said.
 *
 * @source PE-4 CX-4 PY-5
 */
export async function findClientProfile(
  via: Queryable,
  { clientId, now }: { readonly clientId: string; readonly now: Date },
): Promise<ClientProfile | undefined> {
  const row = await via.first<Row>(sql`
    SELECT client.id, client.name, client.phone, client.phone_checked_at, client.telegram_id, client.telegram_username,
           client.unreachable_at, client.email, client.birthday::text, client.time_zone, client.is_vip, client.tags,
           client.note, client.referral_code, client.created_at, client.erased_at,
           (SELECT jsonb_build_object('id', id, 'name', name) FROM clients WHERE id = client.invited_by_id) AS inviter,
           (SELECT jsonb_build_object('id', id, 'name', name) FROM clients WHERE id = client.merged_into_id) AS merged_into,
           visited.*, ${SPENT_KOPECKS} AS spent_kopecks,
           (SELECT jsonb_build_object('id', id, 'number', number, 'startsAt', starts_at) FROM bookings
            WHERE client_id = client.id AND state = 'confirmed' AND ends_at > ${now} ORDER BY starts_at LIMIT 1) AS next_visit
    FROM clients client CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE state = 'completed')::int AS visits,
             count(*) FILTER (WHERE state = 'no_show')::int AS no_shows,
             count(*) FILTER (WHERE state = 'cancelled')::int AS cancelled,
             max(starts_at) FILTER (WHERE state = 'completed') AS last_visit_at,
             coalesce(sum(price_kopecks) FILTER (WHERE state = 'completed'), 0)::bigint AS visits_kopecks
      FROM bookings WHERE client_id = client.id) AS visited
    WHERE client.id = ${clientId}::uuid`);
  return row && toProfile(row);
}

function toProfile({ nextVisit, spentKopecks, visitsKopecks, ...row }: Row): ClientProfile {
  return {
    ...row,
    phone: row.phone ?? undefined,
    phoneCheckedAt: row.phoneCheckedAt ?? undefined,
    telegramId: row.telegramId ?? undefined,
    telegramUsername: row.telegramUsername ?? undefined,
    unreachableAt: row.unreachableAt ?? undefined,
    email: row.email ?? undefined,
    birthday: row.birthday ?? undefined,
    timeZone: row.timeZone ?? undefined,
    inviter: row.inviter ?? undefined,
    mergedInto: row.mergedInto ?? undefined,
    erasedAt: row.erasedAt ?? undefined,
    lastVisitAt: row.lastVisitAt ?? undefined,
    nextVisit: nextVisit === null ? undefined : { ...nextVisit, startsAt: new Date(nextVisit.startsAt) },
    spent: kopecks(spentKopecks),
    averageVisit: row.visits === 0 ? undefined : kopecks(Math.floor(visitsKopecks / row.visits)),
  };
}
