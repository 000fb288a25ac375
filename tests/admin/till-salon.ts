import {
  bookForClient,
  cancelBooking,
  checkPayment,
  holdSlot,
  markVisit,
  openPayment,
  openTip,
  recordOnSpot,
  refundBooking,
  sendDueRefunds,
} from "../../src/core/booking/index.ts";
import { addService } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { elapsedMs, HOUR_MS, hoursAfter } from "../../src/core/kernel/instant.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf, instantAt, type LocalDay, plusDays } from "../../src/core/kernel/local-day.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { createYookassaProvider } from "../../src/core/payments/yookassa/index.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import type { Database } from "../../src/core/runtime/database.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { SECRET_KEY, SHOP_ID, startYookassa } from "../sandbox/yookassa-sandbox.ts";
import { startPanel } from "./panel-under-test.ts";
import { granted, makeClient, makeSlot, makeSpecialist } from "./salon.ts";

export const ZONE = "Europe/Moscow";
const GOOD_CARD = "5555555555554444";
const HOURS_PER_DAY = 24;
const MORNING_MINUTE = 10 * 60;
const DAYS = 6;
const actor = OPERATOR;

/** The panel and a bank, with a clock that goes from ten in the morning six days ago to this moment. */
async function openSalon(db: Database) {
  const { app, url } = await startPanel(db);
  const bank = await startYookassa();
  const first = plusDays(dayOf(systemClock.now(), ZONE), -DAYS);
  const begin = present(instantAt(first, MORNING_MINUTE, ZONE), "ten in the morning");
  let hoursAgo = elapsedMs({ from: begin, to: systemClock.now() }) / HOUR_MS;
  const clock = { now: () => hoursAfter(systemClock.now(), -hoursAgo) };
  const payments = createYookassaProvider({
    shopId: SHOP_ID,
    secretKey: SECRET_KEY,
    apiUrl: `${bank.baseUrl}/v3/`,
    timeoutMs: 3_000,
  });
  Object.assign(app, { clock, payments });
  const pass = (hours: number) => {
    hoursAgo -= hours;
  };
  const arrive = () => pass(hoursAgo);
  return { app, url, bank, pass, arrive };
}

type Salon = Awaited<ReturnType<typeof openSalon>>;
type Work = { readonly specialistId: string; readonly serviceId: string; readonly clientId: string };

const providerOf = async ({ app }: Salon, paymentId: string): Promise<string> => {
  const row = await app.db.first<{ provider: string }>(
    sql`SELECT provider_payment_id AS provider FROM payments WHERE id = ${paymentId}::uuid`,
  );
  return row?.provider ?? "";
};

/** Booked by the client and paid for by card. */
async function byCard(salon: Salon, { specialistId, serviceId, clientId }: Work) {
  const { app, bank } = salon;
  const slotId = await makeSlot(app, specialistId, 2);
  const bookingId = app.newId();
  const hold = { bookingId, clientId };
  granted(await holdSlot(app, { ...hold, serviceId, slotId }));
  granted(await openPayment(app, { ...hold, method: "bank_card" }));
  const row = await app.db.first<{ id: string }>(
    sql`SELECT id FROM payments WHERE booking_id = ${bookingId}::uuid`,
  );
  await bank.sim("/pay", { payment_id: await providerOf(salon, row?.id ?? ""), card: GOOD_CARD });
  granted(await checkPayment(app, hold));
  return hold;
}

/** Booked by staff, paid on the spot when the time has come. */
async function onSpot({ app }: Salon, { specialistId, serviceId, clientId }: Work) {
  const slotId = await makeSlot(app, specialistId, 3);
  const bookingId = app.newId();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  granted(await bookForClient(app, { bookingId, clientId, serviceId, slotId, payment, actor }));
  return { bookingId, clientId };
}

const take = ({ app }: Salon, bookingId: string, amount: number, method: "cash" | "terminal") =>
  recordOnSpot(app, { paymentId: app.newId(), bookingId, amount: kopecks(amount), method, actor });

/** A few days of a salon with money of every kind: what the panel, its file and the command line have to agree on. */
export async function makeTillSalon(db: Database) {
  const salon = await openSalon(db);
  const { app, bank, pass } = salon;
  const from = dayOf(app.clock.now(), ZONE);
  const [maria, olga] = [
    await makeSpecialist(app, "Мария Орлова"),
    await makeSpecialist(app, "Ольга Лебедева"),
  ];
  const service = async (name: string, price: number, policy: "full" | "onSite") =>
    granted(
      await addService(app, {
        ...{ name, kind: "in_person", durationMinutes: 60, price: kopecks(price), policy },
        ...{ prepayment: kopecks(0), specialistIds: "all", actor },
      }),
    ).id;
  const colour = await service("Окрашивание", 480_050, "full");
  const cut = await service("Стрижка", 150_000, "onSite");
  const client = {
    anna: await makeClient(app, "Анна Кузнецова"),
    // What a spreadsheet would calculate.
    formula: await makeClient(app, "=СУММ(1;2)"),
    vera: await makeClient(app, "Вера Белова"),
  };
  const came = await byCard(salon, { specialistId: maria, serviceId: colour, clientId: client.anna });
  const formula = await onSpot(salon, { specialistId: olga, serviceId: cut, clientId: client.formula });
  const missed = await byCard(salon, { specialistId: olga, serviceId: colour, clientId: client.vera });
  pass(5);
  for (const { bookingId } of [came, formula])
    granted(await markVisit(app, { bookingId, mark: "completed", actor }));
  granted(await markVisit(app, { bookingId: missed.bookingId, mark: "no_show", actor }));
  granted(await take(salon, formula.bookingId, 100_000, "cash"));
  granted(await take(salon, formula.bookingId, 50_000, "terminal"));
  pass(HOURS_PER_DAY);
  const second = dayOf(app.clock.now(), ZONE);
  const tipId = app.newId();
  granted(await openTip(app, { tipId, ...came, amount: kopecks(20_000), method: "bank_card" }));
  await bank.sim("/pay", { payment_id: await providerOf(salon, tipId), card: GOOD_CARD });
  granted(await checkPayment(app, came));
  const back = { requestId: app.newId(), bookingId: came.bookingId, amount: kopecks(60_025) };
  granted(await refundBooking(app, { ...back, reason: "тон не тот", actor }));
  await sendDueRefunds(app);
  pass(HOURS_PER_DAY);
  const owed = await onSpot(salon, { specialistId: maria, serviceId: cut, clientId: client.anna });
  granted(await take(salon, owed.bookingId, 70_000, "cash"));
  const by = { kind: "business", actor, reason: "мастер заболел" } as const;
  granted(await cancelBooking(app, { bookingId: owed.bookingId, by }));
  const [slotId, bookingId] = [await makeSlot(app, olga, 2), app.newId()];
  const open = { bookingId, clientId: client.anna };
  granted(await holdSlot(app, { ...open, serviceId: colour, slotId }));
  granted(await openPayment(app, { ...open, method: "bank_card" }));
  salon.arrive();
  const to: LocalDay = dayOf(app.clock.now(), ZONE);
  return {
    ...salon,
    from,
    to,
    before: plusDays(from, -1),
    second,
    maria,
    olga,
    colour,
    cut,
    client,
    came,
    owed,
    open,
  };
}
