import { openTip } from "../../../src/core/booking/index.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import type { Difference } from "../compare.ts";
import { type Action, act, hearAll, inProcess, type Life, type Step, short } from "../life.ts";
import { openTip as opened } from "../model/settlement.ts";
import { type Booking, DAY, type Payment } from "../model/state.ts";
import { payNow } from "./bank.ts";
import { waitUntil } from "./hold.ts";

/** A tip is 10 ₽ to 50 000 ₽, for a visit that ended at most 30 days ago, both ends included. */
const LEAST = 1_000;
const MOST = 5_000_000;
const TIP_DAYS = 30;

type Tip = { readonly id: string; readonly amount: number; readonly method: "bank_card" | "sbp" };

/** MS-2, PY-3: a tip for a visit that took place: offered, mistyped, too late, asked for twice; it is paid or it is not. */
export const leaveTip: Action = {
  name: "a client leaves a tip",
  weight: 5,
  plan: (life) => {
    const { chance, world } = life;
    const bookings = [...world.bookings.values()];
    const completed = bookings.filter(({ state }) => state === "completed");
    const fresh = completed.filter(({ endMs }) => endMs > world.nowMs - TIP_DAYS * DAY);
    const booking = chance.some(
      chance.weighted([
        [8, fresh],
        [2, completed],
        [1, bookings.slice(-30)],
      ] as const),
    );
    if (booking === undefined) return undefined;
    const clientId = chance.once(25) ? chance.uuid() : booking.clientId;
    const known = chance.once(8)
      ? chance.some(booking.payments.filter(({ kind }) => kind === "tip"))
      : undefined;
    const tip: Tip = {
      id: known?.id ?? chance.uuid(),
      amount: chance.once(8) ? chance.between(LEAST, MOST) : chance.pick(AMOUNTS),
      method: chance.once(world.settings["payments.sbp"] ? 2 : 12) ? "sbp" : "bank_card",
    };
    return async () => {
      if (chance.once(4))
        await waitUntil(
          life,
          completed.map(({ endMs }) => endMs + TIP_DAYS * DAY),
        );
      const step = await open(life, booking, clientId, tip);
      const payment = booking.payments.find(({ id }) => id === tip.id);
      if (step.outcome !== "done" || payment?.state !== "pending" || !chance.once(2)) return step;
      const paid = await payNow(life, booking, payment, { isGood: !chance.once(4) });
      return { ...step, what: `${step.what}; ${paid.what}`, outcome: `done, ${paid.outcome}` };
    };
  },
};

const AMOUNTS = [10_000, 10_000, 20_000, 50_000, 12_345, LEAST, LEAST - 1, MOST, MOST + 1, 0];

/** Why a tip is not taken. */
function reasonsFor({ world }: Life, booking: Booking, clientId: string, tip: Tip): Set<string> {
  if (clientId !== booking.clientId) return new Set(["unknown_booking"]);
  const known = booking.payments.find(({ id }) => id === tip.id);
  if (known !== undefined) {
    const isSame = known.amount === tip.amount && known.method === tip.method;
    return new Set(isSame ? [] : ["payment_is_another"]);
  }
  const reasons = new Set<string>();
  if (booking.state !== "completed") reasons.add("visit_not_completed");
  if (world.nowMs > booking.endMs + TIP_DAYS * DAY) reasons.add("tip_too_late");
  if (tip.amount < LEAST || tip.amount > MOST) reasons.add("tip_out_of_range");
  if (tip.method === "sbp" && !world.settings["payments.sbp"]) reasons.add("method_off");
  return reasons;
}

async function open(life: Life, booking: Booking, clientId: string, tip: Tip): Promise<Step> {
  const { id: tipId, amount, method } = tip;
  const what = `${short(clientId)} leaves a tip of ${amount} for ${short(booking.id)}, ${booking.state}, by ${method}`;
  const reasons = reasonsFor(life, booking, clientId, tip);
  const input = { tipId, bookingId: booking.id, clientId, amount: kopecks(amount), method };
  if (reasons.size > 0)
    return act(life, { what, reasons, apply: () => undefined }, (app) => openTip(app, input));

  const { answer, isDead, commits, events } = await inProcess(life, (app) => openTip(app, input));
  if (isDead && commits === 0) return { what, outcome: "died before", differences: [] };
  const payment = opened(life.world, booking, tip);
  await hearAll(life, events, isDead);
  if (isDead) return { what, outcome: "died after", differences: [] };
  const expected = answerOf(payment);
  const given = answer.ok ? `done ${answer.value.amount}` : answer.refusal;
  const differences: Difference[] =
    expected === given ? [] : [{ about: `the answer to: ${what}`, model: expected, product: given }];
  return { what, outcome: answer.ok ? "done" : answer.refusal, differences };
}

function answerOf({ state, amount, hasPage }: Payment): string {
  if (state === "captured") return "tip_paid";
  if (state === "rejected" || state === "cancelled") return "gateway_refused";
  return hasPage ? `done ${amount}` : "gateway_silent";
}
