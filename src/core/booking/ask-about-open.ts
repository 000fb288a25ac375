import type { App } from "../app.ts";
import { findPayment, hastenRefunds, type Payment } from "../payments/index.ts";
import { sql } from "../runtime/sql.ts";
import { sendDueRefunds } from "./check-payment.ts";
import { settlePayment } from "./settle-payment.ts";

/** What asking the gateway about some of the open payments came to. */
export type Asked = {
  readonly asked: number;
  /** Of them: the money is here now; it will not come; the client or the gateway still takes time. */
  readonly captured: number;
  readonly cameToNothing: number;
  readonly stillOpen: number;
  /** Could not be asked about: tried again by itself. */
  readonly failed: number;
  /** Open payments that were not asked about yet; 0: all were. */
  readonly left: number;
  /** The last one asked about: the next call goes on behind it; undefined when all were. */
  readonly after: string | undefined;
};

const FIRST = "00000000-0000-0000-0000-000000000000";

/**
 * Asks the gateway at once about open payments, whatever their turn, some at a time so that whoever waits sees it go on;
 * with the last of them the refunds without an answer are sent again under their keys. Safe at any time and any number
 * of times: what is learnt is decided as always (`settlePayment`), and nothing else.
 *
 * @param from.after the last payment that was asked about; undefined at first
 * @source PY-4 PY-5
 */
export async function askAboutOpen(
  app: App,
  from: { readonly after?: string | undefined; readonly paymentsMax: number },
): Promise<Asked> {
  const behind = from.after ?? FIRST;
  const open = await app.db.many<{ id: string }>(sql`
    SELECT id FROM payments WHERE next_check_at IS NOT NULL AND id > ${behind}::uuid
    ORDER BY id LIMIT ${from.paymentsMax}`);
  const outcomes = await Promise.all(open.map(({ id }) => askAbout(app, id)));
  const last = open.at(-1)?.id ?? behind;
  const left = await app.db.first<{ left: number }>(sql`
    SELECT count(*)::int AS left FROM payments WHERE next_check_at IS NOT NULL AND id > ${last}::uuid`);
  const isDone = (left?.left ?? 0) === 0;
  if (isDone) {
    await hastenRefunds(app.db, app.clock.now());
    await sendDueRefunds(app);
  }
  const count = (outcome: Awaited<ReturnType<typeof askAbout>>) =>
    outcomes.filter((one) => one === outcome).length;
  return {
    asked: open.length,
    captured: count("captured"),
    cameToNothing: count("over"),
    stillOpen: count("open"),
    failed: count("failed"),
    left: left?.left ?? 0,
    after: isDone ? undefined : last,
  };
}

async function askAbout(app: App, paymentId: string): Promise<"captured" | "over" | "open" | "failed"> {
  try {
    await settlePayment(app, paymentId);
    return standing(await findPayment(app.db, paymentId));
  } catch (error) {
    app.log.error({ err: error, paymentId }, "a payment could not be settled and will be tried again");
    return "failed";
  }
}

function standing(payment: Payment | undefined): "captured" | "over" | "open" {
  if (payment?.state === "captured") return "captured";
  return payment?.state === "cancelled" || payment?.state === "rejected" ? "over" : "open";
}
