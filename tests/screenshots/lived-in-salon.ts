import {
  cancelBooking,
  completeForgottenVisits,
  confirmHold,
  describeVisit,
  expireHolds,
  findBooking,
  holdSlot,
  joinPhone,
  markVisit,
  openPayment,
  rateVisit,
  reconcilePayments,
  recordOnSpot,
  sendDueRefunds,
} from "../../src/core/booking/index.ts";
import { generateSlots } from "../../src/core/calendar/index.ts";
import { listServices, listSpecialists } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { dayOf, plusDays, type Weekday } from "../../src/core/kernel/local-day.ts";
import { writeToStaff } from "../../src/core/notifications/index.ts";
import { registerClient, setConsent, setTags } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { loadDemo } from "../../src/demo.ts";
import { chanceFrom } from "../simulation/chance.ts";
import { type BankApp, payAtBank, providerIdOf } from "../support/bank.ts";
import { granted } from "../support/make.ts";

const ZONE = "Europe/Moscow";
const DAY_MS = 86_400_000;
const EVERY_DAY: ReadonlySet<Weekday> = new Set([1, 2, 3, 4, 5, 6, 7]);

/** As clients are called in Russia; no one in particular. */
const NAMES = [
  ...["Вера Соколова", "Ольга Климова", "Дарья Миронова", "Елена Гусева", "Ирина Власова", "Полина Титова"],
  ...["Наталья Фомина", "Юлия Белякова", "Светлана Жукова", "Ксения Орехова", "Алина Сафонова"],
  ...["Татьяна Лаптева", "Марина Дроздова", "Анастасия Ершова", "Кристина Зимина", "Галина Носова"],
  ...["Евгения Кравец", "Людмила Шубина", "Валерия Рожкова", "Нина Быстрова", "Зоя Ларина", "Игорь Панин"],
  ...["Артём Седов", "Михаил Ушаков", "Софья Данилова", "Варвара Котова", "Лидия Щукина", "Инна Мельник"],
];
const PRAISE = [
  "Очень довольна, спасибо!",
  "Всё быстро и аккуратно.",
  "Лучшая стрижка за год.",
  "Приду ещё.",
];

type Life = {
  readonly app: BankApp;
  readonly chance: ReturnType<typeof chanceFrom>;
  readonly clientIds: string[];
};

/**
 * Lives through some weeks of a small salon, by use cases alone, up to a moment: clients come, pay by card or on the
 * spot, cancel, do not come, write reviews. The clock stands at that moment afterwards, with a week booked ahead.
 */
export async function liveInSalon(
  app: BankApp,
  { until, days, owner }: { until: Date; days: number; owner: { email: string; password: string } },
): Promise<void> {
  const life: Life = { app, chance: chanceFrom(20_261_126), clientIds: [] };
  await goTo(life, new Date(until.getTime() - days * DAY_MS));
  granted(await loadDemo(app, { owner }));
  await offerMoreDays(app, days);
  for (let day = days; day > 0; day -= 1) {
    await goTo(life, new Date(until.getTime() - day * DAY_MS));
    await closeYesterday(life);
    await comeAndBook(life, day > 7 ? 7 : 9);
  }
  await goTo(life, until);
  await closeYesterday(life);
  await comeAndBook(life, 6);
  const [first, second] = life.clientIds;
  for (const [clientId, text] of [
    [first, "Здравствуйте! Можно прийти с дочкой?"],
    [second, "Опоздаю на пять минут, простите!"],
  ] as const)
    if (clientId !== undefined) granted(await writeToStaff(app, { messageId: app.newId(), clientId, text }));
}

/** Both clocks, the product's and the bank's. */
async function goTo({ app }: Life, moment: Date): Promise<void> {
  app.clock.set(moment);
  await app.bank.advance(Math.max(0, (moment.getTime() - app.bank.nowMs()) / 1000));
}

/** The demo has two weeks; the life needs as many more as it lasts, and two ahead. */
async function offerMoreDays(app: BankApp, days: number): Promise<void> {
  const today = dayOf(app.clock.now(), ZONE);
  const pattern = {
    ...{ from: plusDays(today, 14), to: plusDays(today, days + 14), weekdays: EVERY_DAY },
    ...{ hours: { from: 600, to: 1_140 }, breaks: [{ from: 780, to: 840 }], lengthMinutes: 60 },
  };
  for (const { id } of await listSpecialists(app.db)) {
    const evening = { ...pattern, hours: { from: 1_140, to: 1_200 }, breaks: [] };
    granted(await generateSlots(app, { specialistId: id, pattern: evening, kind: "hot", actor: OPERATOR }));
    granted(await generateSlots(app, { specialistId: id, pattern, kind: "regular", actor: OPERATOR }));
  }
}

/** Someone new or someone known takes some of what is free in the next days. */
async function comeAndBook(life: Life, times: number): Promise<void> {
  const { app, chance } = life;
  const services = (await listServices(app.db)).filter(({ kind }) => kind === "in_person");
  for (let time = 0; time < times; time += 1) {
    const clientId = await someone(life);
    const service = chance.pick(services);
    const slots = await app.db.many<{ id: string }>(sql`
      SELECT slot.id FROM slots slot JOIN specialists specialist ON specialist.id = slot.specialist_id
      WHERE slot.state = 'open' AND slot.booking_id IS NULL AND slot.kind <> 'online'
        AND slot.starts_at > ${app.clock.now()}::timestamptz + interval '1 hour'
        AND slot.starts_at < ${app.clock.now()}::timestamptz + interval '6 days'
      ORDER BY slot.starts_at, specialist.name`);
    const slot = chance.some(slots);
    if (slot === undefined) return;
    const bookingId = app.newId();
    const asked = { bookingId, clientId, serviceId: service.id, slotId: slot.id };
    const held = await holdSlot(app, asked);
    if (!held.ok) continue;
    if (held.value.payNow > 0) await pay(life, asked);
    else granted(await confirmHold(app, asked));
    if (chance.once(12)) await cancelBooking(app, { bookingId, by: { kind: "client", clientId } });
  }
}

async function pay(
  { app }: Life,
  hold: { readonly bookingId: string; readonly clientId: string },
): Promise<void> {
  granted(await openPayment(app, { ...hold, method: "bank_card" }));
  await payAtBank(app, await providerIdOf(app, hold.bookingId));
  await app.db.run(
    sql`UPDATE payments SET next_check_at = ${app.clock.now()} WHERE next_check_at IS NOT NULL`,
  );
  await reconcilePayments(app);
}

async function someone({ app, chance, clientIds }: Life): Promise<string> {
  const name = NAMES[clientIds.length];
  if (name === undefined || (clientIds.length > 4 && !chance.once(3))) return chance.pick(clientIds);
  const telegramId = 70_001 + clientIds.length;
  const asked = { telegramId, telegramUsername: undefined, name, inviteCode: undefined };
  const { id: clientId } = granted(await registerClient(app, { ...asked, pressed: "Согласна" }));
  const phone = `+7900${String(2_000_000 + telegramId)}`;
  await joinPhone(app, { clientId, phone, ownerTelegramId: telegramId, senderTelegramId: telegramId });
  if (chance.once(2))
    await setConsent(app, { clientId, kind: "marketing", action: "given", pressed: "Хочу узнавать" });
  if (chance.once(5)) await setTags(app, { clientId, tags: ["постоянные"], actor: OPERATOR });
  clientIds.push(clientId);
  return clientId;
}

/** What was booked before this moment took place, or did not; some pay at the desk and say how it was. */
async function closeYesterday({ app, chance }: Life): Promise<void> {
  await expireHolds(app);
  await sendDueRefunds(app);
  const over = await app.db.many<{ id: string; clientId: string }>(sql`
    SELECT id, client_id FROM bookings WHERE state = 'confirmed' AND ends_at < ${app.clock.now()} ORDER BY number`);
  for (const { id: bookingId, clientId } of over) {
    const mark = chance.once(14) ? "no_show" : "completed";
    granted(await markVisit(app, { bookingId, mark, actor: OPERATOR }));
    if (mark === "no_show") continue;
    const owed = (await findBooking(app.db, bookingId))?.owedOnSpot;
    const paid = { paymentId: app.newId(), bookingId, actor: OPERATOR };
    if (owed !== undefined && owed > 0)
      granted(
        await recordOnSpot(app, { ...paid, amount: owed, method: chance.once(3) ? "terminal" : "cash" }),
      );
    if (!chance.once(3)) continue;
    const rated = await rateVisit(app, { bookingId, clientId, rating: chance.pick([5, 5, 5, 4, 4, 3]) });
    if (rated.ok && rated.value.rating > 4)
      await describeVisit(app, { bookingId, clientId, words: chance.pick(PRAISE) });
  }
  await completeForgottenVisits(app);
}
