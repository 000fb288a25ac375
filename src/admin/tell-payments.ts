import type { App } from "../core/app.ts";
import { formatRubles, type Kopecks, kopecks, NOTHING } from "../core/kernel/money.ts";
import { endText, LET_GO_WORD, PAYMENT_END_WORDS, paymentWord, refundedOf } from "../core/payments/index.ts";
import type { Params, Telling } from "./table-list.ts";

/** The fate of every ruble received: what of it went back, and who took what was paid on the spot (PY-5, PY-7). */
export async function tellPayments(rows: readonly Params[], { app }: Telling): Promise<readonly Params[]> {
  const refunded = await refundedOf(
    app.db,
    rows.map(({ id }) => String(id)),
  );
  return rows.map((row) => ({
    ...fateOf(kopecks(Number(row.capturedKopecks)), refunded.get(String(row.id))),
    ...(row.endedReason ? { endedReason: endText(PAYMENT_END_WORDS, String(row.endedReason)) } : {}),
    ...(isLetGo(row) ? { state: LET_GO_WORD, stateTone: "default" } : {}),
    ...(row.kind === "on_spot" && !row.staffId ? { staffId: "оператор" } : {}),
  }));
}

const OVER: ReadonlySet<unknown> = new Set(["captured", "cancelling", "cancelled", "rejected"]);

/** Nobody waits for it any more, whatever the bank still has to say: «ждёт клиента» would be untrue. */
const isLetGo = ({ state, abandonedAt }: Params): boolean => Boolean(abandonedAt) && !OVER.has(state);

/** Whether anything of a payment is left to go back. */
export async function paymentFacts(rows: readonly Params[], { db }: App): Promise<readonly Params[]> {
  const ids = rows.map(({ id }) => String(id));
  const refunded = await refundedOf(db, ids);
  return rows.map(({ id, capturedKopecks }) => ({
    isKept: Number(capturedKopecks) > (refunded.get(String(id)) ?? 0),
  }));
}

function fateOf(captured: Kopecks, refunded: Kopecks | undefined): Params {
  if (refunded === undefined || refunded === 0) return { refunded: formatRubles(NOTHING) };
  const isWhole = refunded >= captured;
  return {
    refunded: formatRubles(refunded),
    state: paymentWord({ state: "captured", captured, refunded }),
    stateTone: isWhole ? "default" : "info",
  };
}
