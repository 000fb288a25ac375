import type { Points } from "../kernel/points.ts";
import { points } from "../kernel/points.ts";
import { type Queryable, sql } from "../runtime/sql.ts";

/** What is kept about a client beside their contacts, in a few numbers. */
export type ClientInFigures = {
  readonly bookings: number;
  readonly completedVisits: number;
  readonly points: Points;
  readonly consentGivenAt: Date | undefined;
  readonly consentVersion: string | undefined;
  readonly wantsMarketing: boolean;
};

/** Says how much there is about a client: bookings that were confirmed, visits, points, what they agreed to (PE-2). */
export async function describeClient(via: Queryable, clientId: string): Promise<ClientInFigures> {
  const row = await via.first<{
    bookings: number;
    completedVisits: number;
    points: number;
    consent: { at: string; version: string } | null;
    marketing: string | null;
  }>(sql`
    SELECT (SELECT count(*) FROM bookings WHERE client_id = client.id AND confirmed_at IS NOT NULL)::int AS bookings,
           (SELECT count(*) FROM bookings WHERE client_id = client.id AND state = 'completed')::int AS completed_visits,
           client.points_balance AS points,
           (SELECT jsonb_build_object('at', created_at, 'version', text_version) FROM consents
            WHERE client_id = client.id AND kind = 'personal_data' AND action = 'given'
            ORDER BY created_at DESC, id DESC LIMIT 1) AS consent,
           (SELECT action FROM consents WHERE client_id = client.id AND kind = 'marketing'
            ORDER BY created_at DESC, id DESC LIMIT 1) AS marketing
    FROM clients client WHERE client.id = ${clientId}::uuid`);
  return {
    bookings: row?.bookings ?? 0,
    completedVisits: row?.completedVisits ?? 0,
    points: points(row?.points ?? 0),
    consentGivenAt: row?.consent ? new Date(row.consent.at) : undefined,
    consentVersion: row?.consent?.version,
    wantsMarketing: row?.marketing === "given",
  };
}
