import { standsAt } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { BookingState } from "./model.ts";

export type LiveBooking = {
  readonly id: string;
  readonly number: number;
  readonly state: BookingState;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly madeBy: "client" | "staff";
  readonly hasFriendDiscount: boolean;
  readonly replacesId: string | undefined;
};

/** All that a client's standing says about a new booking, in one look. */
export type ClientFacts = {
  readonly hasConsent: boolean;
  readonly block: { readonly reason: string; readonly endsAt: Date | undefined } | undefined;
  readonly live: readonly LiveBooking[];
  /** No visit of theirs was ever completed, and a friend brought them (PR-3). */
  readonly isFriendNewcomer: boolean;
};

export async function findClientFacts(via: Queryable, clientId: string, now: Date): Promise<ClientFacts> {
  const row = await via.first<{
    consent: string | null;
    block: { reason: string; ends_at: string | null } | null;
    live: {
      id: string;
      number: number;
      state: BookingState;
      starts_at: string;
      ends_at: string;
      made_by: "client" | "staff";
      has_friend_discount: boolean;
      replaces_id: string | null;
    }[];
    isFriendNewcomer: boolean;
  }>(sql`
    SELECT (SELECT action FROM consents WHERE client_id = client.id AND kind = 'personal_data'
            ORDER BY created_at DESC, id DESC LIMIT 1) AS consent,
           (SELECT jsonb_build_object('reason', reason, 'ends_at', ends_at) FROM client_blocks
            WHERE client_id = client.id AND ${standsAt(now)}
            ORDER BY ends_at DESC NULLS FIRST LIMIT 1) AS block,
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'number', number, 'state', state, 'starts_at', starts_at,
                       'ends_at', ends_at, 'made_by', made_by, 'has_friend_discount', has_friend_discount, 'replaces_id', replaces_id) ORDER BY starts_at)
                     FROM bookings WHERE client_id = client.id AND state IN ('held', 'confirming', 'confirmed')), '[]') AS live,
           client.invited_by_id IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM bookings WHERE client_id = client.id AND state = 'completed') AS is_friend_newcomer
    FROM clients client WHERE client.id = ${clientId}::uuid`);
  const block = row?.block ?? undefined;
  return {
    hasConsent: row?.consent === "given",
    block: block && {
      reason: block.reason,
      endsAt: block.ends_at === null ? undefined : new Date(block.ends_at),
    },
    live: (row?.live ?? []).map((one) => ({
      id: one.id,
      number: one.number,
      state: one.state,
      startsAt: new Date(one.starts_at),
      endsAt: new Date(one.ends_at),
      madeBy: one.made_by,
      hasFriendDiscount: one.has_friend_discount,
      replacesId: one.replaces_id ?? undefined,
    })),
    isFriendNewcomer: row?.isFriendNewcomer ?? false,
  };
}
