import {
  bookForClient,
  checkPayment,
  choosePoints,
  confirmHold,
  giveUpHold,
  holdSlot,
  openPayment,
} from "../../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../../src/core/kernel/actor.ts";
import { balanceOf } from "../../../../src/core/loyalty/index.ts";
import { registerClient } from "../../../../src/core/people/index.ts";
import { payAtBank, payBySbp, providerIdOf } from "../../../support/bank.ts";
import { granted } from "../../../support/make.ts";
import { freeSlots, type Person, type Year } from "./year-salon.ts";

const PEOPLE_MAX = 90;

/** Somebody takes one of the next days' windows, in one of the ways there are. */
export async function book(year: Year): Promise<void> {
  const { app, chance, services } = year;
  const person = await someone(year);
  const service = chance.pick(services);
  const hours = chance.pick([30, 72, 140]);
  const nights = chance.once(2) && !service.isOnline ? await freeSlots(app, { hours, kind: "night" }) : [];
  const days = await freeSlots(app, { hours, kind: service.isOnline ? "online" : "in_person" });
  const slot = chance.some(nights.length > 0 ? nights : days);
  if (slot === undefined) return;
  const asked = { bookingId: app.newId(), clientId: person.id, serviceId: service.id, slotId: slot.id };
  if (chance.once(4)) {
    const payment = { by: "on_spot", waiverReason: "постоянный клиент" } as const;
    await bookForClient(app, { ...asked, payment, actor: OPERATOR });
    return;
  }
  const held = await holdSlot(app, asked);
  if (!held.ok) return;
  const { available } = await balanceOf(app.db, { clientId: person.id, now: app.clock.now() });
  let payNow: number = held.value.payNow;
  if (available > 20 && chance.once(2)) {
    const chosen = await choosePoints(app, {
      ...asked,
      points: chance.between(10, Math.min(available, 400)),
    });
    if (chosen.ok) payNow = chosen.value.payNow;
  }
  if (!chance.once(9)) await settle(year, asked, payNow);
}

/** Makes a hold a booking: at once when nothing is to be paid. */
export async function settle(year: Year, hold: Hold, payNow: number): Promise<void> {
  if (payNow === 0) granted(await confirmHold(year.app, hold));
  else await pay(year, hold);
}

type Hold = { readonly bookingId: string; readonly clientId: string };

/** By card or by SBP; one in a while gives the hold up, and the money comes all the same and goes back (PY-3). */
async function pay({ app, chance }: Year, hold: Hold): Promise<void> {
  const method = chance.pick(["bank_card", "bank_card", "sbp"] as const);
  granted(await openPayment(app, { ...hold, method }));
  const providerId = await providerIdOf(app, hold.bookingId);
  if (chance.once(12)) granted(await giveUpHold(app, hold));
  await (method === "sbp" ? payBySbp(app, providerId) : payAtBank(app, providerId));
  await checkPayment(app, hold);
}

/** Someone new, alone or by a friend's link, or someone who was here before. */
async function someone({ app, chance, people }: Year): Promise<Person> {
  if (people.length > 5 && (people.length >= PEOPLE_MAX || !chance.once(6))) return chance.pick(people);
  const telegramId = 50_001 + people.length;
  const inviteCode = people.length > 2 && chance.once(2) ? chance.pick(people).inviteCode : undefined;
  const name = `Клиент ${people.length + 1}`;
  const asked = { telegramId, telegramUsername: undefined, name, inviteCode, pressed: "Согласна" };
  const { id, referralCode } = granted(await registerClient(app, asked));
  const person = { id, telegramId, inviteCode: referralCode, isJoined: false };
  people.push(person);
  return person;
}
