import { unreachable } from "../kernel/invariant.ts";
import { agreedTo, blockedAt } from "../people/index.ts";
import { type Sql, sql } from "../runtime/sql.ts";
import type { SegmentFacts } from "./rules/membership.ts";

/**
 * What a client paid, as a number of kopecks: captured by card and taken on the spot, less what went back or is promised
 * to; tips are for the specialist. Over a row `client` of clients.
 */
export const SPENT_KOPECKS: Sql = sql`(
  SELECT coalesce(sum(payment.captured_kopecks - coalesce((
    SELECT sum(amount_kopecks) FROM refunds WHERE payment_id = payment.id AND state <> 'canceled'), 0)), 0)::bigint
  FROM payments payment WHERE payment.client_id = client.id AND payment.kind <> 'tip')`;

/** A plain yes or no about a row `client` of clients; never null. */
export function clientIs(fact: keyof SegmentFacts["is"], now: Date): Sql {
  switch (fact) {
    case "invited":
      return sql`client.invited_by_id IS NOT NULL`;
    case "hasInvited":
      // Friend by friend, by the index: joined, all visits there are may be read for each client who invited nobody.
      return sql`EXISTS (SELECT 1 FROM clients friend
        WHERE friend.invited_by_id = client.id AND friend.merged_into_id IS NULL
          AND (SELECT true FROM bookings WHERE client_id = friend.id AND state = 'completed' LIMIT 1))`;
    case "blocked":
      return blockedAt(sql`client.id`, now);
    case "marketing":
      return agreedTo(sql`client.id`, "marketing");
    case "vip":
      return sql`client.is_vip`;
    case "inBot":
      return sql`client.telegram_id IS NOT NULL`;
    case "unreachable":
      return sql`client.unreachable_at IS NOT NULL`;
    default:
      return unreachable(fact);
  }
}
