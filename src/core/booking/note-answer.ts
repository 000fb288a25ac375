import type { App } from "../app.ts";
import { unreachable } from "../kernel/invariant.ts";
import { done } from "../kernel/outcome.ts";
import type { Answer, Payment, ProviderPayment } from "../payments/index.ts";
import {
  changePayment,
  findPayment,
  isOurTrouble,
  isOver,
  nextCheckAt,
  scheduleCheck,
} from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import { inTransaction, type Tx, write } from "../runtime/transaction.ts";
import { decideFate, giveBackNow, keepNow } from "./decide-fate.ts";
import { noteCanceled, releaseAfterRefusal } from "./note-ending.ts";
import { noteTip } from "./note-tip.ts";
import type { NextStep } from "./settling.ts";
import { lockBooking } from "./store.ts";
import { tellManagers } from "./tell-managers.ts";

const WAIT: NextStep = { act: "wait" };

/**
 * Writes down what the gateway answered and decides the next step. What is known is never unlearnt: an older answer
 * that comes late changes nothing.
 *
 * @source PY-3 PY-4
 */
export async function noteAnswer(
  app: App,
  asked: Payment,
  { step, answer }: { readonly step: NextStep; readonly answer: Answer<ProviderPayment> },
): Promise<NextStep> {
  switch (answer.outcome) {
    case "unknown":
      app.log.info(
        { paymentId: asked.id, act: step.act, reason: answer.reason },
        "the gateway gave no answer",
      );
      return checkLater(app, asked);
    case "rejected":
      return noteRejected(app, asked, step, answer);
    case "ok":
      if (answer.value.amount !== asked.amount) return needsPerson(app, asked, answer.value);
      return noteState(app, asked.id, step, answer.value);
    default:
      return unreachable(answer);
  }
}

async function noteRejected(
  app: App,
  asked: Payment,
  step: NextStep,
  answer: Extract<Answer<unknown>, { outcome: "rejected" }>,
): Promise<NextStep> {
  const facts = { paymentId: asked.id, act: step.act, httpStatus: answer.httpStatus, code: answer.code };
  app.log.warn(facts, "the gateway refused");
  const isReceiptAtFault = answer.parameter?.startsWith("receipt") ?? false;
  if (isReceiptAtFault) await tellReceiptRefused(app, asked);
  const isNotMade = asked.providerPaymentId === undefined && answer.parameter !== "Idempotence-Key";
  if (isNotMade) {
    await endUnmade(app, asked, isReceiptAtFault ? "receipt_refused" : answer.code);
    return WAIT;
  }
  // Ours to mend: the payment waits until it is mended.
  const isPaymentAtFault = !isOurTrouble(answer);
  if (step.act === "capture" && isPaymentAtFault) return { act: "look" };
  return checkLater(app, asked);
}

/** The client can do nothing about it: whoever keeps the settings of receipts has to (PY-6). */
const tellReceiptRefused = (app: App, { id, bookingId, amount }: Payment): Promise<void> =>
  tellManagers(app, {
    key: `payment_receipt:${id}`,
    kind: "staff_payment_receipt_refused",
    bookingId,
    amount,
  });

async function endUnmade(app: App, asked: Payment, code: string): Promise<void> {
  const now = app.clock.now();
  await write(app.db, async (tx) => {
    await lockClient(tx, asked.clientId);
    const payment = await findPayment(tx, asked.id);
    if (payment?.state !== "new") return;
    const change = {
      state: "rejected",
      endedReason: code,
      isOver: true,
      nextCheckAt: undefined,
      checks: 0,
    } as const;
    await changePayment(tx, payment.id, change, now);
  });
}

/** Another amount than was asked for is nothing to decide about: a person has to look (PY-5). */
async function needsPerson(app: App, asked: Payment, seen: ProviderPayment): Promise<NextStep> {
  app.log.error(
    { paymentId: asked.id, asked: asked.amount, seen: seen.amount },
    "a payment of another amount",
  );
  await tellManagers(app, {
    key: `payment_amount:${asked.id}`,
    bookingId: asked.bookingId,
    amount: seen.amount,
  });
  return checkLater(app, asked);
}

async function checkLater(app: App, asked: Payment): Promise<NextStep> {
  const isAwaited = asked.abandonedAt === undefined && asked.state !== "cancelling";
  const at = nextCheckAt(
    { isAwaited: isAwaited && asked.checks < AWAITED_CHECKS_MAX, checks: asked.checks },
    app.clock.now(),
  );
  await scheduleCheck(app.db, asked.id, { at, checks: asked.checks + 1 });
  return WAIT;
}

/** Five-second questions for as long as the longest hold; then the intervals grow. */
const AWAITED_CHECKS_MAX = 720;

async function noteState(
  app: App,
  paymentId: string,
  step: NextStep,
  seen: ProviderPayment,
): Promise<NextStep> {
  const first = await decide(app, paymentId, step, seen, { mayRevive: true });
  return first ?? (await decide(app, paymentId, step, seen, { mayRevive: false })) ?? WAIT;
}

/** Someone else's booking came to stand in the way in the same moment: the hold cannot be made anew after all. */
const CONFLICTS = {
  bookings_specialist_no_overlap: "in_the_way",
  bookings_client_no_overlap: "in_the_way",
  bookings_one_friend_discount: "in_the_way",
  bookings_replaced_once: "in_the_way",
} as const;

async function decide(
  app: App,
  paymentId: string,
  step: NextStep,
  seen: ProviderPayment,
  terms: { readonly mayRevive: boolean },
): Promise<NextStep | undefined> {
  const now = app.clock.now();
  const asked = await findPayment(app.db, paymentId);
  if (asked === undefined) return WAIT;
  const decided = await inTransaction<NextStep, "in_the_way">(app.db, CONFLICTS, async (tx) => {
    await lockClient(tx, asked.clientId);
    const booking = await lockBooking(tx, asked.bookingId);
    const payment = await findPayment(tx, paymentId);
    if (payment === undefined || booking === undefined || isOver(payment.state)) return done(WAIT);
    const settled = { app, tx, payment, booking, seen, now };
    if (payment.kind === "tip") return done(await noteTip(settled));

    switch (seen.state) {
      case "pending":
        return done(await notePending(tx, payment, seen, booking.state === "held", now));
      case "canceled":
        await noteCanceled(settled);
        return done(WAIT);
      case "waiting_for_capture":
        if (payment.state === "cancelling") return done<NextStep>({ act: "let_go" });
        if (payment.state === "capturing" && step.act === "look")
          return done(await releaseAfterRefusal(settled));
        if (payment.state === "capturing") return done<NextStep>({ act: "capture" });
        break;
      case "succeeded":
        break;
      default:
        return unreachable(seen.state);
    }
    const fate = await decideFate(settled, terms);
    if (fate.fate === "give_back") return done(await giveBackNow(settled, fate.why));
    return done(await keepNow(settled, fate.fate));
  });
  return decided.ok ? decided.value : undefined;
}

async function notePending(
  tx: Tx,
  payment: Payment,
  seen: ProviderPayment,
  isHeld: boolean,
  now: Date,
): Promise<NextStep> {
  const isNews = payment.state === "new";
  if (!isNews && payment.state !== "pending") return WAIT;
  const checks = isNews ? 0 : payment.checks + 1;
  const isAwaited = isHeld && payment.abandonedAt === undefined;
  await changePayment(
    tx,
    payment.id,
    {
      state: "pending",
      providerPaymentId: seen.providerPaymentId,
      confirmationUrl: seen.confirmationUrl,
      isOver: false,
      nextCheckAt: nextCheckAt({ isAwaited, checks }, now),
      checks,
    },
    now,
  );
  return WAIT;
}
