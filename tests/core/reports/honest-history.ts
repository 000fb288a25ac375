import {
  bookForClient,
  cancelBooking,
  checkPayment,
  choosePayment,
  choosePoints,
  completeForgottenVisits,
  confirmHold,
  expireHolds,
  giveUpHold,
  holdSlot,
  markVisit,
  openPayment,
  reconcilePayments,
  refundBooking,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { type BankApp, makePayable, pass, payAtBank, payBySbp, providerIdOf } from "../../support/bank.ts";
import { makeHold, wish } from "../../support/hold.ts";
import {
  givePoints,
  granted,
  makeClient,
  makeService,
  makeSlot,
  makeSpecialist,
} from "../../support/make.ts";

type Over = Parameters<typeof makeHold>[1];
type Held = Awaited<ReturnType<typeof makeHold>>;

const actor = OPERATOR;
const reason = "по просьбе клиента";
const HOUR = 3_600;

/**
 * What a salon lives through in two days, one of each kind, through the use cases alone: bookings of every policy paid in
 * every way, late, twice, with points, cancelled by both sides in time and late, missed, corrected, refunded, expired.
 *
 * The clocks go from the Monday noon of `START` to Wednesday.
 */
export async function liveThroughTwoDays(app: BankApp) {
  granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor }));
  const booked = await bookAllKinds(app);
  await letHoldsEnd(app);
  await cancelInTime(app, booked);
  // Eleven hours before the visits of Tuesday noon: late from now on.
  await pass(app, 13 * HOUR);
  for (const { hold } of [booked.late, booked.lateHot, booked.latePoints]) await cancelAsClient(app, hold);
  await pass(app, 12 * HOUR);
  await visit(app, booked);
  await refund(app, booked);
  const waiting = await leaveOpen(app);
  await settle(app);
  return { ...booked, ...waiting };
}

/** A hold of tomorrow's noon with points on it, when asked to; its page is open and paid for. */
async function pay(app: BankApp, held: Held, points = 0): Promise<Held> {
  if (points > 0) {
    await givePoints(app, held.client.id, 2 * points);
    granted(await choosePoints(app, { ...held.hold, points }));
  }
  granted(await openPayment(app, { ...held.hold, method: "bank_card" }));
  await payAtBank(app, await providerIdOf(app, held.hold.bookingId));
  granted(await checkPayment(app, held.hold));
  return held;
}
const paid = async (app: BankApp, over: Over = {}, points = 0) => pay(app, await makeHold(app, over), points);

async function bookAllKinds(app: BankApp) {
  const prepay = { policy: "prepay", prepayment: kopecks(50_000) } as const;
  const onSpot = await makeHold(app, { service: { policy: "onSite" } });
  granted(await confirmHold(app, onSpot.hold));
  const all = await makeHold(app, { kind: "hot" });
  granted(await choosePayment(app, { ...all.hold, choice: "all" }));
  return {
    onSpot,
    came: await paid(app, {}, 500),
    prepaid: await paid(app, { service: prepay }),
    hotAll: await pay(app, all),
    inTime: await paid(app, {}, 300),
    byBusiness: await paid(app, { kind: "hot" }),
    late: await paid(app),
    lateHot: await paid(app, { kind: "hot" }),
    latePoints: await paid(app, {}, 200),
    missed: await paid(app, {}, 100),
    corrected: await paid(app),
    forgotten: await paid(app),
    chain: await bookChain(app),
    bySbp: await payOverSbp(app),
    friend: await bookFriend(app),
    byStaff: await bookByStaff(app),
  };
}

/** A visit of two hours over two slots. */
async function bookChain(app: BankApp): Promise<Held> {
  const held = await makeHold(app, { service: { policy: "onSite" } });
  const { id: serviceId } = await makeService(app, { durationMinutes: 120, policy: "onSite" });
  const { id: specialistId } = await makeSpecialist(app, [serviceId]);
  const slot = await makeSlot(app, { specialistId, startsAt: "2026-11-24T09:00:00Z" });
  await makeSlot(app, { specialistId, startsAt: "2026-11-24T10:00:00Z" });
  const asked = { ...held.asked, bookingId: app.newId(), serviceId, slotId: slot.id };
  const booking = granted(await holdSlot(app, asked));
  const hold = { bookingId: asked.bookingId, clientId: asked.clientId };
  granted(await confirmHold(app, hold));
  return { ...held, slot, asked, booking, hold };
}

async function payOverSbp(app: BankApp): Promise<Held> {
  const held = await makePayable(app, { method: "sbp" });
  await payBySbp(app, held.providerId);
  granted(await checkPayment(app, held.hold));
  return held;
}

/** A friend's first visit, which carries the discount and will bring the inviter their reward. */
async function bookFriend(app: BankApp): Promise<Held> {
  const held = await makeHold(app);
  const inviter = await makeClient(app);
  const friend = await makeClient(app, { inviteCode: inviter.referralCode });
  granted(await giveUpHold(app, held.hold));
  const asked = wish(app, { ...held, client: friend });
  const booking = granted(await holdSlot(app, asked));
  return pay(app, { ...held, client: friend, asked, booking, hold: { ...held.hold, ...asked } });
}

async function bookByStaff(app: BankApp): Promise<Held> {
  const held = await makeHold(app, { kind: "hot" });
  granted(await giveUpHold(app, held.hold));
  const payment = { by: "on_spot", waiverReason: "постоянный клиент" } as const;
  const asked = { ...held.asked, bookingId: app.newId() };
  const booking = granted(await bookForClient(app, { ...asked, payment, actor }));
  return { ...held, asked, booking, hold: { bookingId: asked.bookingId, clientId: asked.clientId } };
}

/** Holds that come to nothing, and the money that comes for them all the same. */
async function letHoldsEnd(app: BankApp): Promise<void> {
  const pointed = await makeHold(app);
  await givePoints(app, pointed.client.id, 400);
  granted(await choosePoints(app, { ...pointed.hold, points: 400 }));
  const givenUp = await makePayable(app, { method: "sbp" });
  granted(await giveUpHold(app, givenUp.hold));
  await payBySbp(app, givenUp.providerId);
  const twice = await makePayable(app, { method: "sbp" });
  granted(await openPayment(app, { ...twice.hold, method: "bank_card" }));
  await payAtBank(app, await providerIdOf(app, twice.hold.bookingId));
  granted(await checkPayment(app, twice.hold));
  await payBySbp(app, twice.providerId);
  const anew = await makePayable(app, { method: "sbp" });
  const tooLate = await makePayable(app, { method: "sbp" });
  await pass(app, 16 * 60);
  await expireHolds(app);
  const next = await makeClient(app);
  granted(await holdSlot(app, wish(app, { ...tooLate, client: next })));
  await payBySbp(app, anew.providerId);
  await payBySbp(app, tooLate.providerId);
  await settle(app);
}

const cancelAsClient = async (app: BankApp, { bookingId, clientId }: Held["hold"]) =>
  granted(await cancelBooking(app, { bookingId, by: { kind: "client", clientId } }));

async function cancelInTime(app: BankApp, { inTime, byBusiness }: Awaited<ReturnType<typeof bookAllKinds>>) {
  await cancelAsClient(app, inTime.hold);
  const { bookingId } = byBusiness.hold;
  granted(await cancelBooking(app, { bookingId, by: { kind: "business", actor, reason } }));
}

/** Tuesday, after noon: who came, who did not, and who nobody marked. */
async function visit(app: BankApp, all: Awaited<ReturnType<typeof bookAllKinds>>): Promise<void> {
  const mark = async ({ hold }: Held, as: "completed" | "no_show", why?: string) =>
    granted(await markVisit(app, { bookingId: hold.bookingId, mark: as, actor, reason: why }));
  for (const held of [all.onSpot, all.came, all.prepaid, all.hotAll, all.chain, all.bySbp, all.friend])
    await mark(held, "completed");
  for (const held of [all.missed, all.corrected]) await mark(held, "no_show");
  await mark(all.corrected, "completed", "ошибка");
  await mark(all.friend, "no_show", "ошибка");
  await mark(all.friend, "completed", "всё-таки приходил");
  await mark(all.onSpot, "no_show", "ошибка");
  // Booked soon after a visit: the next one earns more.
  const slot = await makeSlot(app, {
    specialistId: all.came.specialist.id,
    startsAt: "2026-11-24T15:00:00Z",
  });
  const asked = { ...all.came.asked, bookingId: app.newId(), slotId: slot.id };
  const booking = granted(await holdSlot(app, asked));
  const again = await pay(app, { ...all.came, asked, booking, hold: { ...all.came.hold, ...asked } });
  await pass(app, 9 * HOUR);
  await completeForgottenVisits(app);
  await mark(again, "completed");
}

async function refund(app: BankApp, { came, missed, hotAll }: Awaited<ReturnType<typeof bookAllKinds>>) {
  const back = async ({ hold }: Held, amount: number) => {
    const asked = { bookingId: hold.bookingId, amount: kopecks(amount), reason, actor };
    granted(await refundBooking(app, { requestId: app.newId(), ...asked }));
  };
  await back(came, 33_333);
  await back(came, 10_001);
  await back(missed, 190_000);
  await back(hotAll, 100);
  await settle(app);
  await app.bank.sim("/faults", { path: "/refunds", method: "POST", status: 400 });
  await back(hotAll, 200);
  await settle(app);
}

/** What is in the middle of things when the check looks. */
async function leaveOpen(app: BankApp) {
  const at = "2026-11-26T09:00:00Z";
  const ahead = async (): Promise<Held> => {
    const held = await makeHold(app, { at });
    await givePoints(app, held.client.id, 100);
    granted(await choosePoints(app, { ...held.hold, points: 100 }));
    return held;
  };
  const confirming = await ahead();
  granted(await openPayment(app, { ...confirming.hold, method: "bank_card" }));
  await payAtBank(app, await providerIdOf(app, confirming.hold.bookingId));
  await app.bank.sim("/faults", { path: "/payments/*/capture", status: 500, times: 50 });
  granted(await checkPayment(app, confirming.hold));
  const holding = await ahead();
  granted(await openPayment(app, { ...holding.hold, method: "bank_card" }));
  const upcoming = await makeHold(app, { at, service: { policy: "onSite" } });
  granted(await confirmHold(app, upcoming.hold));
  return { confirming, holding, upcoming };
}

/** The jobs run for a minute. */
export async function settle(app: BankApp): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await reconcilePayments(app);
    await sendDueRefunds(app);
    await expireHolds(app);
    await pass(app, 15);
  }
}
