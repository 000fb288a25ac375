import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { describeBroadcast, feedBroadcasts, testBroadcast } from "../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { deliverDue } from "../../src/core/notifications/index.ts";
import { addStaff, findClientByTelegram, hasConsent } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { backgroundJobs } from "../../src/jobs.ts";
import { testAppWithBank } from "../support/app.ts";
import { alignClocks } from "../support/bank.ts";
import { makeRunning, sayOfMarketing, switchMarketing } from "../support/broadcast.ts";
import { givePoints, granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { NO_PACE } from "../support/pace.ts";
import { captionsOf, startBot } from "./bot-under-test.ts";

const app = await testAppWithBank();
await alignClocks(app);
await switchMarketing(app, "on");
const { app: whole, person, telegram } = await startBot(app);
const PICTURE = PNG.sync.write(new PNG({ width: 64, height: 32 }));
const service = await makeService(app, { name: "Стрижка" });
const specialist = await makeSpecialist(app, [service.id]);
await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-25T10:00:00Z" });

/** All that the jobs would do of it by themselves. */
async function work(): Promise<void> {
  const jobs = backgroundJobs(whole, NO_PACE);
  for (let round = 0; round < 2; round += 1) {
    for (const { name, run } of jobs) {
      if (name === "feed-broadcasts" || name === "deliver-messages") await run();
    }
  }
}

let lastId = 6_000;
/** Somebody in the bot who agreed to marketing, and nobody else does any more. */
async function reader(name = "Анна") {
  await app.db.run(sql`UPDATE clients SET unreachable_at = now()`);
  lastId += 1;
  const player = person(lastId, name);
  await player.join();
  const client = present(await findClientByTelegram(app.db, lastId), "the client");
  await sayOfMarketing(app, client.id, "given");
  return { ...player, clientId: client.id };
}
const figuresOf = async (id: string) => granted(await describeBroadcast(app, id)).figures;

describe("a broadcast in the chat (MS-3)", () => {
  it("comes with its picture, words, buttons and the way out; the picture is uploaded once", async () => {
    const anna = await reader();
    const vera = person(6_900, "Вера");
    await vera.join();
    const veraId = present(await findClientByTelegram(app.db, 6_900), "Vera").id;
    await sayOfMarketing(app, veraId, "given");
    await givePoints(app, anna.clientId, 21);
    const { id } = await makeRunning(app, {
      text: "<b>{имя}</b>, у вас {баллы}",
      picture: PICTURE,
      buttons: [
        { leadsTo: "service", serviceId: service.id, label: "Записаться на стрижку" },
        { leadsTo: "link", url: "https://okoshko.test/", label: "Наш сайт" },
      ],
    });
    await work();
    const [hers, other] = [await anna.last(), await vera.last()];
    expect(hers).toMatchObject({ text: "Анна, у вас 21 балл", silent: false });
    expect(captionsOf(hers)).toEqual(["Записаться на стрижку", "Наш сайт", "Не присылать такое"]);
    expect(other.text).toBe("Вера, у вас 0 баллов");
    expect(hers.photo?.url).toBeDefined();
    expect(other.photo?.url).toBe(hers.photo?.url);
    const shown = await fetch(hers.photo?.url ?? "");
    expect(Buffer.from(await shown.arrayBuffer()).equals(PICTURE)).toBe(true);
    expect(await figuresOf(id)).toMatchObject({ delivered: 2, left: 0 });
  });

  it("informational has no way out, for nothing is to be left", async () => {
    const anna = await reader();
    await makeRunning(app, { kind: "informational", text: "Мы переехали" });
    await work();
    expect(await anna.last()).toMatchObject({ text: "Мы переехали", buttons: [] });
  });

  it("with HTML that Telegram cannot read comes as plain text", async () => {
    const anna = await reader();
    const { id } = await makeRunning(app);
    await app.db.run(sql`UPDATE broadcasts SET text = 'До <b>завтра' WHERE id = ${id}::uuid`);
    await work();
    expect((await anna.last()).text).toBe("До завтра");
  });

  it("with a picture's name that Telegram has forgotten uploads it again", async () => {
    const anna = await reader();
    const { id } = await makeRunning(app, { picture: PICTURE });
    await app.db.run(
      sql`UPDATE broadcast_pictures SET telegram_file_id = 'forgotten' WHERE broadcast_id = ${id}::uuid`,
    );
    await work();
    app.clock.advance(5_000);
    await work();
    expect((await anna.last()).photo?.url).toBeDefined();
    expect(await figuresOf(id)).toMatchObject({ delivered: 1, failed: 0 });
  });

  it("to somebody who blocked the bot is counted as that (MS-6)", async () => {
    const anna = await reader();
    const { id } = await makeRunning(app);
    await feedBroadcasts(whole);
    await telegram.sim("block", { user: anna.id });
    await work();
    expect(await figuresOf(id)).toMatchObject({ blocked: 1, delivered: 0 });
  });
});

const heldBy = ({ clientId }: { readonly clientId: string }) =>
  app.db.many(sql`SELECT slot_ids FROM bookings WHERE client_id = ${clientId}::uuid`);

describe("the buttons under a broadcast (MS-3)", () => {
  it("lead to the service's times, the message stays, and the tap is counted once", async () => {
    const anna = await reader();
    const buttons = [{ leadsTo: "service", serviceId: service.id, label: "Записаться на стрижку" }] as const;
    const { id } = await makeRunning(app, { buttons, picture: PICTURE });
    await work();
    const letter = await anna.last();
    await anna.press("Записаться на стрижку", letter.message_id);
    await anna.press("Записаться на стрижку", letter.message_id);
    const calendar = await anna.last();
    expect(calendar.message_id).not.toBe(letter.message_id);
    expect(calendar.text).toContain("Стрижка");
    expect(await figuresOf(id)).toMatchObject({ pressed: 1 });
  });

  it("MS-4: lead to the very slot, held for the one who tapped; taken by then, they lead to others", async () => {
    const anna = await reader();
    const slot = await makeSlot(app, {
      specialistId: specialist.id,
      startsAt: "2026-11-24T15:00:00Z",
      kind: "hot",
    });
    const label = "🔴 Завтра 18:00";
    const buttons = [{ leadsTo: "slot", serviceId: service.id, slotId: slot.id, label }] as const;
    await makeRunning(app, { kind: "hot", text: "Горящее окно!", buttons });
    await work();
    const letter = await anna.last();
    await anna.press(label, letter.message_id);
    expect((await anna.last()).text).toContain("18:00");
    expect(await heldBy(anna)).toEqual([{ slotIds: [slot.id] }]);

    const vera = await reader("Вера");
    const late = await makeSlot(app, {
      specialistId: specialist.id,
      startsAt: "2026-11-24T17:00:00Z",
      kind: "hot",
    });
    await makeRunning(app, {
      kind: "hot",
      text: "Ещё одно!",
      buttons: [{ leadsTo: "slot", serviceId: service.id, slotId: late.id, label: "🔴 Завтра 20:00" }],
    });
    await work();
    await app.db.run(sql`UPDATE slots SET state = 'closed', closed_reason = 'x' WHERE id = ${late.id}::uuid`);
    await vera.press("🔴 Завтра 20:00");
    expect((await vera.last()).text).toContain("Это окошко убрали из расписания.");
    expect(await heldBy(vera)).toEqual([]);
  });

  it("made up by a modified client lead to the menu", async () => {
    const anna = await reader();
    await anna.write("/my");
    expect((await anna.last()).text).not.toContain("чем помочь?");
    const before = await anna.toasts();
    await anna.pressData("!bp:AAAAAAAAAAAAAAAAAAAAAA:0");
    expect((await anna.last()).text).toContain("чем помочь?");
    expect((await anna.toasts()).slice(before.length)).toEqual([
      "Эта кнопка устарела, вот как обстоят дела сейчас.",
    ]);
  });

  it("PE-1: one tap on the way out takes the consent back, says so with the way back, and nothing more comes", async () => {
    const anna = await reader();
    const { id } = await makeRunning(app);
    await work();
    await anna.press("Не присылать такое");
    expect(await figuresOf(id)).toMatchObject({ delivered: 1, optedOut: 1 });
    expect((await anna.last()).text).toContain("новостей и скидок больше не будет");
    expect(captionsOf(await anna.last())).toEqual(["Мои данные", "В меню"]);
    expect(await hasConsent(app.db, anna.clientId, "marketing")).toBe(false);
    const before = (await anna.messages()).length;
    await anna.press("Не присылать такое");
    expect((await anna.messages()).length).toBe(before);
    expect((await anna.toasts()).at(-1)).toBe("Новостей и скидок вы уже не получаете");
    const evidence = await app.db.many(sql`
      SELECT action, pressed FROM consents WHERE client_id = ${anna.clientId}::uuid AND kind = 'marketing' ORDER BY created_at`);
    expect(evidence).toEqual([
      { action: "given", pressed: "Кнопка" },
      { action: "withdrawn", pressed: "Не присылать такое" },
    ]);
    await anna.press("Мои данные");
    await anna.press("Получать новости и скидки");
    expect(await hasConsent(app.db, anna.clientId, "marketing")).toBe(true);
  });
});

describe("a try for staff (MS-3)", () => {
  it("is marked, filled with examples, and comes even in quiet hours and with the switch off", async () => {
    const staff = granted(
      await addStaff(app, { name: "Ольга Петровна", role: "owner", telegramId: 6_800, actor: OPERATOR }),
    );
    const owner = person(6_800, "Ольга");
    await owner.come();
    await reader();
    const { id: broadcastId } = await makeRunning(app, { text: "{имя}, у вас {баллы}" });
    await switchMarketing(app, "off");
    granted(await testBroadcast(app, { testId: app.newId(), broadcastId, staffId: staff.id }));
    await deliverDue(whole);
    expect((await owner.last()).text).toBe(
      "🧪 Проба: так рассылку увидит клиент.\n\nОльга, у вас 150 баллов",
    );
    await switchMarketing(app, "on");

    const { id: longest } = await makeRunning(app, { text: "я".repeat(4096) });
    granted(await testBroadcast(app, { testId: app.newId(), broadcastId: longest, staffId: staff.id }));
    await deliverDue(whole);
    expect((await owner.last()).text).toBe("я".repeat(4096));
    expect((await owner.captions())[0]).toBe("🧪 Проба");
  });
});
