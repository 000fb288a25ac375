import type { App } from "../../../src/core/app.ts";
import { checkPayment, openPayment } from "../../../src/core/booking/index.ts";
import type { Difference } from "../compare.ts";
import { type Action, act, hearAll, inProcess, type Life, type Step, short } from "../life.ts";
import { holdReason } from "../model/booking.ts";
import { openPaymentOf } from "../model/points.ts";
import { openPayment as opened } from "../model/settlement.ts";
import type { Booking, Payment } from "../model/state.ts";
import { waitUntil } from "./hold.ts";
import { someHold } from "./plan.ts";

/** PY-3: the payment page. What comes of it depends on what the gateway says meanwhile, which the model hears as well. */
export const openPage: Action = {
  name: "a client opens the payment page",
  weight: 22,
  plan: (life) => {
    const { chance, world } = life;
    const payable = [...world.bookings.values()].filter(
      ({ state, payNow }) => state === "held" && payNow > 0,
    );
    const closed = payable.filter((one) => openPaymentOf(one)?.hasPage !== true);
    const booking = chance.once(10) ? someHold(life) : chance.some(chance.once(5) ? payable : closed);
    if (booking === undefined) return undefined;
    const bySbp = chance.once(world.settings["payments.sbp"] ? 2 : 15);
    const method = bySbp ? "sbp" : "bank_card";
    return async () => {
      if (chance.once(10)) await waitUntil(life, [], booking.heldUntilMs);
      return open(life, booking, method);
    };
  },
};

async function open(life: Life, booking: Booking, method: "bank_card" | "sbp"): Promise<Step> {
  const { world } = life;
  const what = `${short(booking.clientId)} opens the page to pay ${short(booking.id)} by ${method}`;
  const why = holdReason(world, booking, booking.clientId);
  const reasons = new Set<string>(why === undefined ? [] : [why]);
  if (booking.payNow === 0) reasons.add("nothing_to_pay");
  if (method === "sbp" && !world.settings["payments.sbp"]) reasons.add("method_off");
  const input = { bookingId: booking.id, clientId: booking.clientId, method };
  if (reasons.size > 0)
    return act(life, { what, reasons, apply: () => undefined }, (app) => openPayment(app, input));

  const { answer, isDead, commits, events } = await inProcess(life, (app: App) => openPayment(app, input));
  if (isDead && commits === 0) return { what, outcome: "died before", differences: [] };
  const payment = opened(world, booking, method);
  await hearAll(life, events, isDead);
  if (isDead) return { what, outcome: "died after", differences: [] };
  const expected = answerOf(life, booking, payment);
  const given = answer.ok ? `done ${answer.value.amount}` : answer.refusal;
  const differences: Difference[] =
    expected === given ? [] : [{ about: `the answer to: ${what}`, model: expected, product: given }];
  return { what, outcome: answer.ok ? "done" : answer.refusal, differences };
}

function answerOf({ world }: Life, booking: Booking, payment: Payment): string {
  if (booking.state === "confirmed") return "payment_being_confirmed";
  const why = holdReason(world, booking, booking.clientId);
  if (why !== undefined) return why;
  if (payment.state === "rejected" || payment.state === "cancelled") return "gateway_refused";
  return payment.hasPage ? `done ${booking.payNow}` : "gateway_silent";
}

/** PY-4: «Я оплатил», and the way back from the bank's page. */
export const look: Action = {
  name: "a client says that they have paid",
  weight: 10,
  plan: (life) => {
    const { chance, world } = life;
    const waiting = [...world.bookings.values()].filter(({ payments }) =>
      payments.some(({ state }) => !["captured", "cancelled", "rejected"].includes(state)),
    );
    const booking = chance.some(waiting);
    if (booking === undefined) return undefined;
    return async () => {
      const { events, isDead } = await inProcess(life, (app) =>
        checkPayment(app, { bookingId: booking.id, clientId: booking.clientId }),
      );
      await hearAll(life, events, isDead);
      const what = `${short(booking.clientId)} says that ${short(booking.id)} is paid`;
      world.touched.bookings.add(booking.id);
      return { what, outcome: isDead ? "died" : booking.state, differences: [] };
    };
  },
};
