import { describe, expect, it } from "vitest";
import { cancelBooking, unwantedBecause } from "../../src/core/booking/index.ts";
import { feedBroadcasts } from "../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { deliverDue } from "../../src/core/notifications/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { makeReader, makeRunning, switchMarketing } from "../support/broadcast.ts";
import { granted, makeClient } from "../support/make.ts";
import { bookedByStaff } from "../support/people.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const client = await makeClient(app);
const booking = await bookedByStaff(app, client.id, "2026-11-25T09:00:00Z");
const other = await makeClient(app);
const cancelled = await bookedByStaff(app, other.id, "2026-11-25T09:00:00Z");
const by = { kind: "business", actor: OPERATOR, reason: "так надо" } as const;
granted(await cancelBooking(app, { bookingId: cancelled.id, by }));
const messenger = {
  deliver: async () => ({ outcome: "sent", telegramMessageId: 4_711, text: "Вы записаны!" }) as const,
};
await deliverDue({ ...app, messenger });

type Item = { readonly id: string; readonly kind: string; readonly state: string; readonly dueAt: string };
const items = (answer: Awaited<ReturnType<typeof run>>) => answer.json().items as unknown as readonly Item[];

describe("MS-1: the operator sees what the bot sent and what it will send", () => {
  it("a booking's messages, latest first, with Telegram's id of what was sent", async () => {
    const list = items(await run(["messages", "list", "--booking", String(booking.number), "--json"]));
    expect(list.map(({ kind, state }) => [kind, state])).toEqual([
      ["reminder", "queued"],
      ["reminder", "queued"],
      ["reminder", "queued"],
      ["reminder", "queued"],
      ["booking_confirmed", "sent"],
    ]);
    expect(list.at(-1)).toMatchObject({
      ...{ telegramMessageId: 4_711, clientName: client.name, bookingNumber: booking.number },
      ...{ stateReason: null, sentAt: app.clock.now().toISOString() },
    });
  });

  it("one that was sent: what it said and for when it was planned, no later than it went", async () => {
    const list = items(await run(["messages", "list", "--booking", String(booking.number), "--json"]));
    const shown = await run(["messages", "show", list.at(-1)?.id ?? ""]);
    expect(shown.out).toMatch(/Текст +Вы записаны!/);
    expect(shown.out).not.toContain("Срок");
    const { plannedAt, sentAt, textIs } = (
      await run(["messages", "show", list.at(-1)?.id ?? "", "--json"])
    ).json() as Record<string, unknown>;
    expect([plannedAt, textIs]).toEqual([sentAt, "kept"]);
    expect((await run(["messages", "show", list[0]?.id ?? ""])).out).toContain("слова подставляются");
  });

  it("what will be sent, the next one first", async () => {
    const list = items(await run(["messages", "list", "--upcoming", "--client", client.id, "--json"]));
    expect(list.map(({ dueAt }) => dueAt)).toEqual([
      "2026-11-24T09:00:00.000Z",
      "2026-11-25T01:00:00.000Z",
      "2026-11-25T05:00:00.000Z",
      "2026-11-25T08:00:00.000Z",
    ]);
    const text = (await run(["messages", "list", "--upcoming", "--client", client.id])).out;
    expect(text.replaceAll("\u00a0", " ").replace(/\s+/g, " ")).toContain("напоминание за 24 ч");
    expect(text).toContain(list[0]?.id.slice(0, 8));
    expect(text).toContain("4 сообщения");
  });

  it("and why one was not sent, in words", async () => {
    app.clock.set("2026-11-24T09:00:00Z");
    await deliverDue({ ...app, messenger }, { unwantedBecause: (message) => unwantedBecause(app, message) });
    const skipped = ["messages", "list", "--booking", String(cancelled.number), "--state", "skipped"];
    const [one] = items(await run([...skipped, "--json"]));
    expect(one).toMatchObject({ kind: "reminder", stateReason: "booking_not_confirmed" });
    const shown = (await run(["messages", "show", one?.id ?? ""])).out;
    expect(shown).toContain("не понадобилось: запись уже не в силе");
    expect((await run(["messages", "show", one?.id ?? "", "--json"])).json()).toMatchObject({ id: one?.id });
  });

  it("with the text where it is kept, by the beginning of the id (MS-3, PE-5)", async () => {
    await switchMarketing(app, "on");
    await makeReader(app);
    await makeRunning(app, { title: "Осень", text: "<b>{имя}</b>, скидки" });
    await feedBroadcasts(app);
    const row = await app.db.first<{ id: string }>(
      sql`SELECT id FROM outbox WHERE kind = 'broadcast' LIMIT 1`,
    );
    const { out } = await run(["messages", "show", row?.id.slice(0, 8) ?? ""]);
    expect(out).toMatch(/рассылка №\d+ «Осень»/);
    expect(out).toContain("<b>{имя}</b>, скидки");
    expect((await run(["messages", "show", "0"])).exit).toBe(2);
  });

  it("MS-6: of one that cannot reach its client, list, show and resend say the same, and whom to ring", async () => {
    const away = await makeClient(app);
    const visit = await bookedByStaff(app, away.id, "2026-11-26T09:00:00Z");
    await app.db.run(
      sql`UPDATE clients SET telegram_id = NULL, phone = '+79005556677' WHERE id = ${away.id}::uuid`,
    );
    const argv = ["messages", "list", "--booking", String(visit.number), "--upcoming"];
    const [reminder] = items(await run([...argv, "--json"]));
    const said = async (words: readonly string[]) => {
      const { out, err } = await run(words);
      return `${out}${err}`.replaceAll("\u00a0", " ").replace(/\s+/g, " ");
    };
    const shown = await said(["messages", "show", reminder?.id ?? ""]);
    expect(shown).toContain("не дойдёт: нет Telegram");
    expect(shown).toMatch(/Уйдёт только если клиент откроет бота до \d/);
    const again = await said(["messages", "resend", reminder?.id ?? ""]);
    expect(again).not.toContain("уйдёт само");
    expect(again).toContain("пока он сам не откроет бота, сообщение не дойдёт");
    expect(again).toContain(`Сообщите сами: ${away.name}, +79005556677.`);
    expect((await said(argv)).replaceAll(" ", "")).toContain("недойдёт:");
    await app.db.run(sql`UPDATE clients SET telegram_id = 7_755_331 WHERE id = ${away.id}::uuid`);
    expect(await said(["messages", "show", reminder?.id ?? ""])).toMatch(/Уйдёт \d/);
    expect(await said(["messages", "resend", reminder?.id ?? ""])).toContain("уйдёт само");
  });

  it.each([
    [["list", "--booking", "99999"], "unknown_booking"],
    [["list", "--client", "+79990000000"], "unknown_client"],
    [["show", "00000000-0000-4000-8000-000000000000"], "unknown_message"],
    [["show", "ffffffff"], "unknown_message"],
  ])("refuses messages %j", async (argv, code) => {
    const refused = await run(["messages", ...argv, "--json"]);
    expect([refused.exit, refused.error().code]).toEqual([1, code]);
  });
});
