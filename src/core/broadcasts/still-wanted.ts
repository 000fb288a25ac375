import type { App } from "../app.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { unreachable } from "../kernel/invariant.ts";
import type { Message, MessageReason, NotNow } from "../notifications/index.ts";
import { agreedTo } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { loadSettings } from "../settings/index.ts";
import type { Broadcast } from "./model.ts";
import { judgeSending } from "./rules/sending.ts";

/** How long what a pause holds back is left alone; going on hurries it. */
const WAIT_MINUTES = 10;

/**
 * Why a broadcast's message does not go out now, looked up at the moment of sending: a reason when it never will, a
 * moment when it may be wanted again; undefined: it goes out.
 *
 * @source MS-3 MS-7 PE-1
 */
export async function broadcastUnwanted(
  app: Pick<App, "db" | "clock">,
  message: Pick<Message, "kind" | "clientId" | "payload">,
): Promise<MessageReason | NotNow | undefined> {
  if (message.kind !== "broadcast" || message.clientId === undefined) return undefined;
  const facts = await app.db.first<
    Pick<Broadcast, "kind" | "state"> & { hasConsent: boolean; isErased: boolean }
  >(sql`
    SELECT broadcast.kind, broadcast.state, ${agreedTo(sql`client.id`, "marketing")} AS has_consent,
           client.erased_at IS NOT NULL AS is_erased
    FROM broadcasts broadcast, clients client
    WHERE broadcast.id = ${String(message.payload.broadcastId)}::uuid AND client.id = ${message.clientId}::uuid`);
  if (!facts) return "broadcast_gone";
  const isMarketingOn = (await loadSettings(app.db))["marketing.enabled"];
  const judgement = judgeSending({ ...facts, isMarketingOn });
  switch (judgement.verdict) {
    case "send":
      return undefined;
    case "skip":
      return judgement.reason;
    case "wait":
      return { until: minutesAfter(app.clock.now(), WAIT_MINUTES), reason: judgement.reason };
    default:
      return unreachable(judgement);
  }
}
