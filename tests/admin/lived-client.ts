import type { App } from "../../src/core/app.ts";
import {
  blockClient,
  describeVisit,
  joinWaitlist,
  markVisit,
  rateVisit,
  recordOnSpot,
  refundBooking,
} from "../../src/core/booking/index.ts";
import type { Actor } from "../../src/core/kernel/actor.ts";
import { hoursAfter } from "../../src/core/kernel/instant.ts";
import { dayOf, plusDays } from "../../src/core/kernel/local-day.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { adjustPoints } from "../../src/core/loyalty/index.ts";
import { answerClient, writeToStaff } from "../../src/core/notifications/index.ts";
import {
  findClient,
  registerClient,
  setBirthday,
  setConsent,
  setTags,
  writeNote,
} from "../../src/core/people/index.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { granted, makeBooking, makeService, makeSlot, makeSpecialist } from "./salon.ts";

/** What a malicious client would write wherever they can. */
export const MARKUP = "</b><img src=x onerror=PWNED=1>";

export type Lived = {
  readonly clientId: string;
  readonly friendId: string;
  readonly inviterId: string;
  readonly serviceId: string;
  readonly specialistId: string;
  /** Of the visit that is ahead. */
  readonly number: number;
  readonly phone: string;
};

/**
 * A client with something in every part of their card, in the days around now: the app's clock is its owner's to move, and
 * stands a week ahead of the machine's afterwards.
 *
 * @param own what they call themselves and say, added to everything that clients write
 */
export async function liveOn(app: App, staffId: string, own = ""): Promise<Lived> {
  let ahead = 0;
  Object.assign(app, { clock: { now: () => hoursAfter(systemClock.now(), ahead) } });
  const actor: Actor = { kind: "staff", id: staffId };
  const specialistId = await makeSpecialist(app, "Мария Орлова");
  const serviceId = await makeService(app, "Стрижка и укладка");
  const inviter = await someone(app, "Ольга Синицына", undefined);
  const client = await someone(app, `Анна Ковалёва${own}`, inviter.referralCode);
  const clientId = client.id;
  const friend = await someone(app, `Вера Ильинична${own}`, client.referralCode);
  const phone = "+79161234567";
  await app.db.run(sql`
    UPDATE clients SET phone = ${phone}, phone_checked_at = now(), telegram_username = 'anna_kov', email = 'anna@example.test',
      note = ${`Аллергия на краску с аммиаком${own}`}
    WHERE id = ${clientId}::uuid`);
  granted(await setBirthday(app, { clientId, typed: "07.03.1991" }));
  granted(await setConsent(app, { clientId, kind: "marketing", action: "given", pressed: "Да, присылайте" }));
  granted(await setTags(app, { clientId, tags: ["постоянная", "утро"], actor }));

  for (const mark of ["completed", "no_show", "completed"] as const) {
    const slotId = await makeSlot(app, specialistId, 3);
    const { id: bookingId } = await makeBooking(app, { clientId, serviceId, slotId });
    ahead += 30;
    granted(await markVisit(app, { bookingId, mark, actor }));
    if (mark === "no_show") continue;
    const amount = kopecks(120_000);
    granted(
      await recordOnSpot(app, { paymentId: app.newId(), bookingId, amount, method: "terminal", actor }),
    );
    granted(await rateVisit(app, { bookingId, clientId, rating: 5 }));
    granted(await describeVisit(app, { bookingId, clientId, words: `Очень аккуратно, спасибо!${own}` }));
    const back = { bookingId, amount: kopecks(20_000), reason: "пересчитали укладку", actor };
    granted(await refundBooking(app, { requestId: app.newId(), of: "on_spot", ...back }));
  }
  await leaveWords(app, { clientId, actor, own });
  const slotId = await makeSlot(app, specialistId, 50);
  const { number } = await makeBooking(app, { clientId, serviceId, slotId });
  const today = dayOf(app.clock.now(), "Europe/Moscow");
  granted(
    await joinWaitlist(app, {
      entryId: app.newId(),
      clientId,
      serviceId,
      days: [plusDays(today, 1), plusDays(today, 2)],
      hours: { fromMinute: 0, toMinute: 720 },
      actor,
    }),
  );
  const block = { blockId: app.newId(), clientId, reason: "две неявки подряд", endsAt: undefined, actor };
  granted(await blockClient(app, block));
  const ids = { clientId, friendId: friend.id, inviterId: inviter.id };
  return { ...ids, serviceId, specialistId, number, phone };
}

async function leaveWords(
  app: App,
  { clientId, actor, own }: { readonly clientId: string; readonly actor: Actor; readonly own: string },
): Promise<void> {
  const gift = { entryId: app.newId(), clientId, points: 300, reason: "подарок ко дню рождения", actor };
  granted(await adjustPoints(app, gift));
  const ask = { messageId: app.newId(), clientId, text: `Можно прийти с ребёнком?${own}` };
  granted(await writeToStaff(app, ask));
  granted(await answerClient(app, { messageId: app.newId(), clientId, text: "Конечно, ждём вас!", actor }));
  for (const text of ["Просит не звонить, только писать", `Пьёт кофе без сахара${own}`])
    granted(await writeNote(app, { noteId: app.newId(), clientId, text, actor }));
}

let telegramId = 8_100_000;

async function someone(app: App, name: string, inviteCode: string | undefined) {
  telegramId += 1;
  const person = { telegramId, telegramUsername: undefined, name, inviteCode, pressed: "Согласна" };
  const { id } = granted(await registerClient(app, person));
  const client = await findClient(app.db, id);
  if (client === undefined) throw new Error("the client just made is not there");
  return client;
}
