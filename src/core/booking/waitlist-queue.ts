import type { Interval } from "../kernel/interval.ts";
import type { LocalDay } from "../kernel/local-day.ts";
import { agreedTo, blockedAt } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { NotFor, Wish } from "./rules/waitlist.ts";

/** A wish that somebody waits for; many may wait for the same one. */
export type WaitingWish = Wish & { readonly key: string; readonly serviceId: string };

/** All that a wish asks for, as one word. */
const KEY = sql`concat_ws(' ', service_id, coalesce(specialist_id::text, 'any'), days, from_minute, to_minute)`;

/** What is waited for, each wish once, however many wait for it. */
export async function waitingWishes(via: Queryable): Promise<readonly WaitingWish[]> {
  const rows = await via.many<{
    key: string;
    serviceId: string;
    specialistId: string | null;
    days: LocalDay[];
    fromMinute: number;
    toMinute: number;
  }>(sql`
    SELECT key, (array_agg(service_id))[1] AS service_id, (array_agg(specialist_id))[1] AS specialist_id,
           min(days)::text[] AS days, min(from_minute) AS from_minute, min(to_minute) AS to_minute
    FROM (SELECT ${KEY} AS key, service_id, specialist_id, days, from_minute, to_minute
          FROM waitlist_entries WHERE state = 'waiting') AS entry
    GROUP BY key`);
  return rows.map((row) => ({ ...row, specialistId: row.specialistId ?? undefined }));
}

/** One who waits, and what stands in the way of an offer. */
export type Waiting = NotFor & {
  readonly id: string;
  readonly clientId: string;
  readonly serviceId: string;
  readonly wish: string;
  readonly createdAt: Date;
  /** Nothing can be offered to them now: a hold of their own, a block, no chat, no consent. */
  readonly isPassedOver: boolean;
  readonly upcoming: number;
};

type WaitingRow = {
  id: string;
  clientId: string;
  serviceId: string;
  wish: string;
  createdAt: Date;
  isPassedOver: boolean;
  slotIds: string[] | null;
  live: { starts_at: string; ends_at: string }[] | null;
};

/** Those who wait for one of these wishes, longest waiting first, a page at a time. */
export async function waitingFor(
  via: Queryable,
  wishes: readonly string[],
  page: { readonly after: Pick<Waiting, "id" | "createdAt"> | undefined; readonly rowsMax: number },
  now: Date,
): Promise<readonly Waiting[]> {
  const after = page.after;
  const rows = await via.many<WaitingRow>(sql`
    SELECT entry.*, (SELECT json_agg(slot_id) FROM waitlist_offers WHERE entry_id = entry.id) AS slot_ids,
      (SELECT json_agg(json_build_object('starts_at', starts_at, 'ends_at', ends_at)) FROM bookings
       WHERE client_id = entry.client_id AND state IN ('held', 'confirming', 'confirmed')) AS live,
      client.telegram_id IS NULL OR client.unreachable_at IS NOT NULL
      OR EXISTS (SELECT 1 FROM bookings
                 WHERE client_id = entry.client_id AND state IN ('held', 'confirming') AND made_by = 'client')
      OR (NOT client.is_vip AND ${blockedAt(sql`entry.client_id`, now)})
      OR NOT ${agreedTo(sql`entry.client_id`, "personal_data")} AS is_passed_over
    FROM (SELECT id, client_id, service_id, created_at, ${KEY} AS wish FROM waitlist_entries
          WHERE state = 'waiting' AND ${KEY} = ANY(${wishes}::text[])
            AND (${after?.createdAt ?? null}::timestamptz IS NULL
                 OR (created_at, id) > (${after?.createdAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
          ORDER BY created_at, id LIMIT ${page.rowsMax}) AS entry
    JOIN clients client ON client.id = entry.client_id
    ORDER BY entry.created_at, entry.id`);
  return rows.map((row) => toWaiting(row, now));
}

function toWaiting({ slotIds, live, ...row }: WaitingRow, now: Date): Waiting {
  const busy: readonly Interval[] = (live ?? []).map((visit) => ({
    startsAt: new Date(visit.starts_at),
    endsAt: new Date(visit.ends_at),
  }));
  const upcoming = busy.filter(({ startsAt }) => startsAt > now).length;
  return { ...row, slotIds: new Set(slotIds ?? []), busy, upcoming };
}

/** Those whose days are over. */
export const passedEntries = (
  via: Queryable,
  today: { readonly day: LocalDay; readonly minute: number },
  rowsMax: number,
): Promise<readonly { readonly id: string; readonly clientId: string }[]> =>
  via.many(sql`
    SELECT id, client_id FROM waitlist_entries
    WHERE state = 'waiting' AND (to_day < ${today.day}::date OR (to_day = ${today.day}::date AND to_minute <= ${today.minute}))
    ORDER BY created_at, id LIMIT ${rowsMax}`);
