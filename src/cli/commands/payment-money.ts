import type { Command } from "commander";
import { rehearsed } from "../../core/app.ts";
import {
  type Asked,
  askAboutOpen,
  askAboutPayment,
  refundBooking,
  toldOfRefund,
} from "../../core/booking/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { formatRubles, type Kopecks } from "../../core/kernel/money.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import {
  findRequestedRefund,
  PAYMENT_STATE_WORDS,
  type PaymentKind,
  type PaymentState,
  type RefundOf,
} from "../../core/payments/index.ts";
import { listWaitingMoney } from "../../core/reports/index.ts";
import { readId, readIdOrBegin, readMoneyOrAll } from "../arguments.ts";
import { confirmed, withYes, type YesFlag } from "../confirm.ts";
import { answering, type Desk, openShop, reply, withTill } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted } from "../output.ts";
import { startProgress } from "../progress.ts";
import { UsageError } from "../usage.ts";
import { beginOf } from "./id-of.ts";
import { paymentOf } from "./lookup.ts";
import { paymentRowJson } from "./payment-view.ts";
import { sumOfRefund } from "./refund-sum.ts";
import { tellingOf } from "./tell-client.ts";
import { needsPerson, waitingJson, waitingTable } from "./waiting-view.ts";

type RefundFlags = YesFlag & {
  readonly amount: Kopecks | "all";
  readonly reason: string;
  readonly id?: string;
};

/** Money that the gateway is asked about, and money that goes back. */
export function addPaymentMoney(payments: Command, desk: Desk): void {
  withExamples(
    payments
      .command("sync")
      .description("спросить ЮKassa сейчас: об одном платеже или, с --all, обо всех, где ответа ещё нет")
      .argument("[платёж]", "id платежа или его начало, как в payments list", readIdOrBegin)
      .option("--all", "обо всех платежах и возвратах, где ответа ещё нет")
      .action(answering(desk, (key: string | undefined, flags: { all?: true }) => sync(desk, key, flags))),
    "payments sync 0f8fad5b",
    "payments sync --all",
  );
  withExamples(
    withYes(
      payments
        .command("refund")
        .description("вернуть деньги этого платежа, все или часть; клиенту придёт сообщение")
        .argument("<платёж>", "id платежа или его начало, как в payments list", readIdOrBegin)
        .requiredOption(
          "--amount <рубли>",
          "сколько вернуть: 500, 500,50 или all (всё, что осталось)",
          readMoneyOrAll,
        )
        .requiredOption("--reason <текст>", "причина: останется в журнале (audit list)")
        .option("--id <uuid>", "id этого возврата: повтор с тем же id ничего не изменит", readId),
      "вернуть",
    ).action(answering(desk, (key: string, flags: RefundFlags) => refund(desk, key, flags))),
    'payments refund 0f8fad5b --amount 500 --reason "не понравилось"',
    'payments refund 0f8fad5b --amount all --reason "отменили сами" --yes',
  );
  withExamples(
    payments
      .command("reconcile")
      .description(
        "сверить с ЮKassa: спросить обо всём открытом и показать, что ещё ждёт; код завершения 4, если нужен человек",
      )
      .action(answering(desk, () => reconcile(desk))),
    "payments reconcile",
    "payments reconcile --json",
  );
}

async function sync(desk: Desk, key: string | undefined, { all }: { readonly all?: true }) {
  if ((key === undefined) === (all === undefined)) {
    throw new UsageError("Назовите платёж или дайте --all: одно из двух.", { flag: "--all" });
  }
  if (key === undefined) {
    const asked = await askAll(desk);
    return asked.ok ? reply(askedJson(asked.value), askedText(asked.value)) : asked;
  }
  const { app } = await openShop(desk);
  const found = await paymentOf(app, key);
  if (!found.ok) return found;
  const { id } = found.value.payment;
  const asked = await askAboutPayment(withTill(desk, app), id);
  if (!asked.ok) return asked;
  const { before, now, gatewayState, refundsWaiting } = asked.value;
  const json = { id, before, state: now, gatewayState: gatewayState ?? null, refundsWaiting };
  const waits = refundsWaiting === 0 ? "" : ` ${counted(refundsWaiting, REFUNDS)} без ответа.`;
  return reply(json, `Платёж ${beginOf(id)}: ${changeText(before, now)}.${waits}`);
}

const REFUNDS = ["возврат", "возврата", "возвратов"] as const;

const changeText = (before: PaymentState, now: PaymentState): string =>
  before === now
    ? `по-прежнему «${PAYMENT_STATE_WORDS[now]}»`
    : `было «${PAYMENT_STATE_WORDS[before]}», стало «${PAYMENT_STATE_WORDS[now]}»`;

type All = Omit<Asked, "left" | "after">;

/** Rounds so small that the bar moves. */
const ROUND = 10;

/** Everything open, round by round, as the panel's «Сверить с ЮKassa» asks; a gateway that is silent is said to be. */
async function askAll(desk: Desk): Promise<Outcome<All, "gateway_off" | "gateway_silent">> {
  const app = withTill(desk, (await openShop(desk)).app);
  if (app.payments === undefined) return refuse("gateway_off");
  const there = await app.payments.checkAccount();
  if (there.outcome !== "ok") {
    const trouble = there.outcome === "unknown" ? there.reason : `${there.httpStatus} ${there.code}`;
    return refuse("gateway_silent", { trouble });
  }
  const progress = startProgress(desk.io);
  let sum: All = { asked: 0, captured: 0, cameToNothing: 0, stillOpen: 0, failed: 0 };
  try {
    for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const round = await askAboutOpen(app, { after, paymentsMax: ROUND });
      sum = added(sum, round);
      progress.report(sum.asked / Math.max(1, sum.asked + round.left));
      after = round.after;
    }
  } finally {
    progress.end();
  }
  return done(sum);
}

const added = (sum: All, round: Asked): All => ({
  asked: sum.asked + round.asked,
  captured: sum.captured + round.captured,
  cameToNothing: sum.cameToNothing + round.cameToNothing,
  stillOpen: sum.stillOpen + round.stillOpen,
  failed: sum.failed + round.failed,
});

const askedJson = (sum: All) => ({ ...sum });

const PAYMENTS = ["платеже", "платежах", "платежах"] as const;

function askedText({ asked, captured, cameToNothing, stillOpen, failed }: All): string {
  if (asked === 0) return "Открытых платежей нет: спрашивать не о чем.";
  const parts = [
    captured > 0 ? `деньги пришли: ${captured}` : "",
    cameToNothing > 0 ? `не состоялись: ${cameToNothing}` : "",
    stillOpen > 0 ? `ещё ждут клиента или банк: ${stillOpen}` : "",
    failed > 0 ? `не удалось спросить: ${failed}, сервер попробует сам` : "",
  ].filter((part) => part !== "");
  return `Спросили ЮKassa о ${counted(asked, PAYMENTS)}: ${parts.join("; ")}.`;
}

const WAITING_MAX = 1_000;

async function reconcile(desk: Desk) {
  const asked = await askAll(desk);
  if (!asked.ok) return asked;
  const { app, zone } = await openShop(desk);
  const waiting = await listWaitingMoney(app, { rowsMax: WAITING_MAX });
  const now = app.clock.now();
  const json = { ...askedJson(asked.value), waiting: waiting.map((one) => waitingJson(one, now)) };
  const text = () =>
    waiting.length === 0
      ? `${askedText(asked.value)}\nНичего не ждёт ответа.`
      : `${askedText(asked.value)}\n\nЕщё ждёт:\n${waitingTable(waiting, { now, zone, columns: desk.io.columns })}`;
  const isTrouble = waiting.some(needsPerson);
  return done(isTrouble ? ({ json, text, isTrouble: true } as const) : { json, text });
}

const OF = { booking: "online", tip: "tip", on_spot: "on_spot" } as const satisfies Record<
  PaymentKind,
  RefundOf
>;

async function refund(desk: Desk, key: string, { amount, reason, id, yes }: RefundFlags) {
  const { app } = await openShop(desk);
  const found = await paymentOf(app, key);
  if (!found.ok) return found;
  const { payment } = found.value;
  const short = beginOf(payment.id);
  const telling = await tellingOf(app, payment);
  const requestId = id ?? app.newId();
  const asked = {
    ...{ requestId, bookingId: payment.bookingId, paymentId: payment.id, of: OF[payment.kind] },
    ...{ amount, reason, actor: OPERATOR },
  };
  const { sum, isRepeated } = await sumOfRefund(app, asked);
  const about = `Платёж ${short} (${payment.clientName}, запись №${payment.bookingNumber}): клиенту вернётся ${formatRubles(sum)}. ${telling.ahead}`;
  const flags = { yes: yes ?? (isRepeated || undefined) };
  const sure = await confirmed(desk, flags, about, () => refundBooking(rehearsed(app), asked));
  if (!sure.ok) return sure;
  const refunded = await refundBooking(app, asked);
  if (!refunded.ok) return refunded;
  const after = await paymentOf(app, payment.id);
  if (!after.ok) return after;
  const refundKopecks = (await toldOfRefund(app.db, requestId))?.amount ?? sum;
  const back = formatRubles(refundKopecks);
  const said =
    payment.kind === "on_spot" ? `записан возврат на месте: ${back}` : `возвращаем ${back} через ЮKassa`;
  const made = await findRequestedRefund(app.db, { requestId, paymentId: payment.id });
  const json = {
    requestId,
    refundKopecks,
    refundId: made?.id ?? null,
    refundState: made?.state ?? null,
    ...telling.json,
  };
  return reply(
    { ...paymentRowJson(after.value.payment), ...json },
    `Платёж ${short}: ${said}.${telling.after}`,
  );
}
