import type { App } from "../app.ts";
import {
  type Answer,
  askGateway,
  capture,
  findPayment,
  isOver,
  letGo,
  type Payment,
  type ProviderPayment,
} from "../payments/index.ts";
import { noteAnswer } from "./note-answer.ts";
import type { NextStep } from "./settling.ts";

/** Asked, decided, taken, looked at again: no payment needs more steps in one go. */
const STEPS_MAX = 4;

/**
 * Brings a payment as far as it can get: asks the gateway, decides what its answer means for the booking, captures or
 * lets go, and notes what came of that. Safe at any time, any number of times, from any process.
 *
 * Every step is decided in a transaction of its own and every call carries a key stored before it, so that dying in
 * between loses nothing: whoever asks next goes on from there.
 *
 * @source PY-3 PY-4 PY-5
 */
export async function settlePayment(app: App, paymentId: string): Promise<void> {
  let step: NextStep = { act: "ask" };
  for (let steps = 0; steps < STEPS_MAX && step.act !== "wait"; steps += 1) {
    const payment = await findPayment(app.db, paymentId);
    if (payment === undefined || isOver(payment.state)) return;
    const answer = await take(app, payment, step);
    step = await noteAnswer(app, payment, { step, answer });
  }
}

function take(app: App, payment: Payment, step: NextStep): Promise<Answer<ProviderPayment>> {
  if (step.act === "capture") return capture(app, payment);
  if (step.act === "let_go") return letGo(app, payment);
  return askGateway(app, payment);
}
