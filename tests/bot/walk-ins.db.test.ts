import { beforeEach, describe, expect, it } from "vitest";
import { holdStart, toWindow } from "../../src/bot/buttons.ts";
import { anew } from "../../src/bot/callback-data.ts";
import { bookForClient, listClientBookings, markVisit } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { findClientByTelegram } from "../../src/core/people/index.ts";
import { START, testAppWithBank } from "../support/app.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { captionsOf, startBot } from "./bot-under-test.ts";

const app = await testAppWithBank();
const { person, settle } = await startBot(app);
const service = await makeService(app, { name: "Стрижка", policy: "onSite" });
beforeEach(() => app.clock.set(START));

let telegramId = 8_100;
/** Somebody with a chat, and a slot of today from 14:00 on, five minutes after its start. */
async function atTheDesk(kind: "regular" | "hot" = "regular") {
  telegramId += 1;
  const one = person(telegramId);
  await one.join();
  const client = present(await findClientByTelegram(app.db, telegramId), "the client");
  const { id: specialistId } = await makeSpecialist(app, [service.id]);
  const slot = await makeSlot(app, { specialistId, startsAt: "2026-11-23T11:00:00Z", kind });
  app.clock.set("2026-11-23T11:05:00Z");
  const wish = { clientId: client.id, serviceId: service.id, slotId: slot.id };
  return { ...one, slot, wish };
}
const bookingsOf = (clientId: string) =>
  listClientBookings(app.db, { clientId, kind: "upcoming", now: app.clock.now(), rowsMax: 5, offset: 0 });

describe("a client who walked in (PY-8, MS-8)", () => {
  it("is told that the visit is written down: not expected, nothing for the calendar, no warning of late cancelling", async () => {
    const vera = await atTheDesk();
    const payment = { by: "on_spot", waiverReason: undefined } as const;
    const booking = granted(
      await bookForClient(app, { ...vera.wish, bookingId: app.newId(), payment, actor: OPERATOR }),
    );
    await settle();
    const told = await vera.last();
    expect(told.text).toContain(`Ваш визит записан. Запись №${booking.number}`);
    expect(told.text).toContain("Стрижка");
    expect(told.text).toMatch(/2.000/);
    expect(told.text).not.toMatch(/Вы записаны|Ждём|отмен/i);
    expect(told).not.toHaveProperty("document");
    expect(captionsOf(told)).toContain("Мои записи");
    granted(await markVisit(app, { bookingId: booking.id, mark: "completed", actor: OPERATOR }));
    await settle();
    expect((await vera.last()).text).toContain("Спасибо");
  });
});

describe("SL-4: a client cannot book what has begun, whatever they press", () => {
  it.each(["regular", "hot"] as const)(
    "a forged button of a %s start is answered with other times",
    async (kind) => {
      const eva = await atTheDesk(kind);
      await eva.write("/menu");
      const { serviceId, slotId, clientId } = eva.wish;
      await eva.pressData(anew(holdStart.pack({ serviceId, slotId, startsAt: eva.slot.startsAt })));
      expect((await eva.last()).text).toContain("На это время уже не записаться");
      // A start that is told wrong in the button opens nothing either.
      await eva.pressData(
        anew(holdStart.pack({ serviceId, slotId, startsAt: new Date("2026-11-23T18:00:00Z") })),
      );
      await eva.pressData(anew(toWindow.pack({ slotId })));
      expect(await bookingsOf(clientId)).toEqual([]);
    },
  );

  it("the calendar of the bot has no such time", async () => {
    const dina = await atTheDesk();
    await dina.write("/book");
    await dina.press("Стрижка");
    const captions = captionsOf(await dina.last());
    expect(captions.filter((caption) => /🟢|🔴/u.test(caption))).toEqual([]);
  });
});
