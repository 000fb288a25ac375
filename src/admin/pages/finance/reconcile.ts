import { askAboutOpen } from "../../../core/booking/index.ts";
import { isUuid } from "../../../core/kernel/ids.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { wordFor } from "../../readable.ts";

/** What asking the gateway came to so far: the browser hands it on from step to step. */
export type Reconciled = {
  readonly problem?: string;
  readonly asked: number;
  readonly captured: number;
  readonly over: number;
  readonly open: number;
  readonly failed: number;
  /** Payments that are still to be asked about. */
  readonly left: number;
  /** Where the next step goes on; undefined: it was the last one. */
  readonly after?: string;
  /** What came of it all, once it is done. */
  readonly said?: string;
};

/** As many as are asked about while somebody watches. */
const STEP = 10;
const NOTHING_YET = { asked: 0, captured: 0, over: 0, open: 0, failed: 0, left: 0 } as const;

/** One step of asking the gateway about everything that is open; the first one has no `after`. */
export async function reconcile({ app }: PageCall, values: Values): Promise<Reconciled> {
  if (values.text("what") !== "reconcile")
    return { ...NOTHING_YET, problem: "Страница устарела: обновите её." };
  if (app.payments === undefined)
    return { ...NOTHING_YET, problem: "Онлайн-оплата не подключена: спрашивать некого." };
  const typed = values.optional("after");
  const after = typed !== undefined && isUuid(typed) ? typed : undefined;
  const step = await askAboutOpen(app, { after, paymentsMax: STEP });
  const soFar = (name: keyof typeof NOTHING_YET): number => Math.max(0, values.whole(name) || 0);
  const told = {
    asked: soFar("asked") + step.asked,
    captured: soFar("captured") + step.captured,
    over: soFar("over") + step.cameToNothing,
    open: soFar("open") + step.stillOpen,
    failed: soFar("failed") + step.failed,
    left: step.left,
  };
  return step.after === undefined ? { ...told, said: sayReconciled(told) } : { ...told, after: step.after };
}

const PAYMENTS = ["оплате", "оплатах", "оплатах"] as const;

/** What came of asking, in a sentence or two. */
export function sayReconciled({ asked, captured, over, open, failed }: Omit<Reconciled, "left">): string {
  if (asked === 0) return "Открытых оплат нет: спрашивать не о чем.";
  const parts = [
    captured > 0 ? `деньги пришли: ${captured}` : "",
    over > 0 ? `не состоялись: ${over}` : "",
    open > 0 ? `ещё ждут клиента или банк: ${open}` : "",
    failed > 0 ? `не удалось спросить: ${failed}, бот попробует сам` : "",
  ].filter((part) => part !== "");
  return `Спросили ЮKassa о ${asked}\u00a0${wordFor(asked, PAYMENTS)}. ${capital(parts.join("; "))}.`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
