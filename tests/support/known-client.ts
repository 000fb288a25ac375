import { storeUpdates } from "../../src/bot/inbox.ts";
import { eraseClient, joinPhone, markVisit } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { answerClient, writeToStaff } from "../../src/core/notifications/index.ts";
import {
  registerClient,
  setBirthday,
  setConsent,
  setTimeZone,
  writeNote,
} from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import type { TestApp } from "./app.ts";
import { granted } from "./make.ts";
import { blockByHand, bookedByStaff, cardOf, makeEntered, newPhone } from "./people.ts";
import { makeWaiting } from "./wait.ts";

let lastTelegramId = 7_300_100_200;

/** Somebody who has left a trace wherever one can be left, and whose visit and money are over. */
export async function makeKnown(app: TestApp) {
  lastTelegramId += 1;
  const telegramId = lastTelegramId;
  const name = `Евпраксия Громова ${telegramId}`;
  const client = granted(
    await registerClient(app, {
      telegramId,
      telegramUsername: `evpraksiya_${telegramId}`,
      name,
      inviteCode: undefined,
      pressed: "Согласна",
    }),
  );
  const clientId = client.id;
  const phone = newPhone();
  const entered = await makeEntered(app, phone);
  await app.db.run(sql`
    UPDATE clients SET name = ${`${name} со слов`}, note = ${`Это ${name}, ${phone}`}, tags = ${[name]}::text[]
    WHERE id = ${entered.id}::uuid`);
  const booking = await bookedByStaff(app, entered.id);
  await app.db.run(sql`UPDATE bookings SET note = ${`Для ${name}`} WHERE id = ${booking.id}::uuid`);
  granted(await joinPhone(app, cardOf(client, phone)));
  granted(await setBirthday(app, { clientId, typed: "17.09.1968" }));
  granted(await setTimeZone(app, { clientId, timeZone: "Asia/Kamchatka" }));
  granted(await setConsent(app, { clientId, kind: "marketing", action: "given", pressed: "Да" }));
  await app.db.run(
    sql`UPDATE clients SET email = ${`e${telegramId}@mail.test`} WHERE id = ${clientId}::uuid`,
  );
  granted(await writeToStaff(app, { messageId: app.newId(), clientId, text: `Я ${name}, ${phone}` }));
  const answer = { messageId: app.newId(), clientId, text: `${name}, ждём!`, actor: OPERATOR };
  granted(await answerClient(app, answer));
  for (const [id, text] of [
    [clientId, `${name}: аллергия на лак`],
    [entered.id, `Звонила ${name}, ${phone}`],
  ] as const)
    granted(await writeNote(app, { noteId: app.newId(), clientId: id, text, actor: OPERATOR }));
  const { entry } = await makeWaiting(app, { serviceId: booking.serviceId, clientId });
  await app.db.run(
    sql`UPDATE waitlist_entries SET note = ${`${name} передумала`} WHERE id = ${entry.id}::uuid`,
  );
  await blockByHand(app, clientId, "Спор");
  // Reasons also stand in the trail, which nobody may change: forms ask staff to write no names there.
  await app.db.run(
    sql`UPDATE client_blocks SET reason = ${`${name} спорит`} WHERE client_id = ${clientId}::uuid`,
  );
  await app.db.run(sql`
    INSERT INTO chats (telegram_id, first_payload, created_at, updated_at) VALUES (${telegramId}, '', now(), now())`);
  const from = { id: telegramId, is_bot: false, first_name: name };
  await storeUpdates(app, [
    {
      update_id: telegramId % 1_000_000,
      message: {
        message_id: 1,
        date: 1,
        chat: { id: telegramId, type: "private", first_name: name },
        from,
        text: name,
      },
    } as never,
  ]);
  app.clock.set(new Date(booking.endsAt.getTime() + 60_000).toISOString());
  granted(await markVisit(app, { bookingId: booking.id, mark: "completed", actor: OPERATOR }));
  await app.db.run(sql`
    UPDATE outbox SET sent_text = ${`${name}, ждём!`} WHERE client_id = ${clientId}::uuid OR booking_id = ${booking.id}::uuid`);
  const values = [
    String(telegramId),
    "Громова",
    phone,
    "evpraksiya",
    "1968-09-17",
    "@mail.test",
    "Asia/Kamchatka",
  ];
  return { client, entered, booking, telegramId, values };
}

/** As the client themselves does it, by the bot's button. */
export const eraseByClient = (app: TestApp, clientId: string) =>
  eraseClient(app, { clientId, actor: { kind: "client", id: clientId }, pressed: "Удалить навсегда" });
