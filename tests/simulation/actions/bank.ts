import { type Action, type Life, type Step, short } from "../life.ts";
import { type Booking, HOUR, type Payment } from "../model/state.ts";

const GOOD_CARDS = ["5555555555554444", "4111111111111111", "2200000000000004"];
const BAD_CARDS = ["5555555555554600", "4562265587712390", "2202202212312379", "5555555555554543"];

type Payable = { readonly booking: Booking; readonly payment: Payment };

const payable = ({ world }: Life): readonly Payable[] =>
  [...world.bookings.values()].flatMap((booking) =>
    booking.payments.flatMap((payment) =>
      payment.state === "pending" && payment.hasPage && payment.providerId !== undefined
        ? [{ booking, payment }]
        : [],
    ),
  );

/**
 * Somebody pays at the bank: with the right card or a wrong one, by SBP, for what is wanted or for what was abandoned
 * long ago. The product does not know yet; nor does the model.
 */
export const payAtBank: Action = {
  name: "somebody pays at the bank",
  weight: 30,
  plan: (life) => {
    const { chance, world } = life;
    const all = payable(life).filter(
      ({ payment }) => chance.once(20) || payment.createdMs > world.nowMs - HOUR,
    );
    const wanted = all.filter(({ booking, payment }) => booking.state === "held" && !payment.isAbandoned);
    const tips = all.filter(({ payment }) => payment.kind === "tip");
    const late = all.filter(({ booking, payment }) => booking.state === "expired" && !payment.isAbandoned);
    const chosen = chance.some(
      chance.weighted([
        [6, wanted],
        [2, late],
        [2, tips],
        [1, all],
      ] as const),
    );
    if (chosen === undefined) return undefined;
    const { booking, payment } = chosen;
    return () => payNow(life, booking, payment, { isGood: !chance.once(5) });
  },
};

/** The payer's side of the bank: the page of a payment, here and now. */
export async function payNow(
  { chance, product }: Life,
  booking: Booking,
  payment: Payment,
  { isGood }: { readonly isGood: boolean },
): Promise<Step> {
  const card = chance.pick(isGood ? GOOD_CARDS : BAD_CARDS);
  const final = chance.once(2);
  const order =
    payment.method === "sbp"
      ? { payment_id: payment.providerId, method: "sbp" }
      : { payment_id: payment.providerId, card, final };
  const { body, status } = await product.bank.sim("/pay", order);
  await product.bank.part.tick();
  const outcome = status === 200 ? String(body.status) : "too late at the bank";
  const how = payment.method === "sbp" ? "by SBP" : `with a ${isGood ? "good" : "bad"} card`;
  return { what: `${short(booking.id)} is paid at the bank ${how}`, outcome, differences: [] };
}

const API_FAULTS = [
  { status: 500, when: "before" },
  { status: 500, when: "after" },
  { status: 502, body: "html", when: "after" },
  { status: 200, body: "empty", when: "after" },
  { status: 429, when: "before" },
  { status: 202, when: "after" },
  { reset: true, when: "before" },
  { reset: true, when: "after" },
] as const;

/** The bank has a bad hour: answers lost before and after, refusals, notifications lost, doubled and reordered. */
export const bankTrouble: Action = {
  name: "the bank has trouble",
  weight: 5,
  plan: (life) => {
    const { chance, product } = life;
    const order: Readonly<Record<string, unknown>> = chance.weighted<Readonly<Record<string, unknown>>>([
      [6, { ...chance.pick(API_FAULTS), path: "/payments", times: chance.between(1, 3) }],
      [3, { ...chance.pick(API_FAULTS), path: "/payments/*/capture", times: chance.between(1, 2) }],
      [2, { ...chance.pick(API_FAULTS), path: "/payments/*/cancel", times: 1 }],
      [3, { ...chance.pick(API_FAULTS), path: "/refunds", times: chance.between(1, 2) }],
      [2, { status: 400, when: "before", path: "/payments/*/capture", method: "POST" }],
      [1, { status: 400, when: "before", path: "/payments", exact: true, method: "POST" }],
      [2, { refunds: chance.pick(["pending", "succeeded", "canceled"]), times: 1 }],
      [3, { drop_notifications: chance.between(1, 3) }],
      [2, { duplicate_notifications: chance.between(1, 3) }],
      [2, { reorder: 1 }],
      [1, { delay_ms: chance.between(1, 90) * 60_000, drop_notifications: 0 }],
    ]);
    return async () => {
      if (chance.once(4)) product.letterbox.refuse(1);
      await product.bank.sim("/faults", order);
      return { what: `the bank has trouble: ${JSON.stringify(order)}`, outcome: "done", differences: [] };
    };
  },
};
