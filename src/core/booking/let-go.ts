import { changePayment, nextCheckAt } from "../payments/index.ts";
import { learnt, type NextStep, type Settling } from "./settling.ts";

/** Writes down that money which was set aside is to be let go, within its transaction; the gateway is told after it (PY-3). */
export async function letGo({ tx, payment, seen, now }: Settling): Promise<NextStep> {
  const change = {
    state: "cancelling",
    cancelKey: `cnl-${payment.id}`,
    isOver: false,
    nextCheckAt: nextCheckAt({ isAwaited: false, checks: 0 }, now),
    checks: 0,
  } as const;
  await changePayment(tx, payment.id, { ...learnt(seen), ...change }, now);
  return { act: "let_go" };
}
