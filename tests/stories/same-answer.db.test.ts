import { describe, expect, it } from "vitest";
import { formatInstant } from "../../src/admin/readable.ts";
import { askCancel, markNow } from "../../src/bot/buttons.ts";
import { momentOf as botMoment } from "../../src/bot/format.ts";
import { momentOf as cliMoment } from "../../src/cli/output.ts";
import {
  bookForClient,
  cancelBooking,
  choosePoints,
  confirmHold,
  findBooking,
  holdSlot,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter } from "../../src/core/kernel/instant.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { addStaff, findBlock, findClientByTelegram } from "../../src/core/people/index.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { signedIn } from "../admin/visitor.ts";
import { startBot } from "../bot/bot-under-test.ts";
import { commandLine } from "../cli/command-line.ts";
import { testApp } from "../support/app.ts";
import { givePoints, granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";

/*
 * The same question gets the same answer: a client and a member of staff in the bot, an administrator in the panel and
 * an operator at the command line ask about one situation, on one database and one clock.
 */
const ZONE = "Europe/Moscow";
const app = await testApp();
const { person, settle } = await startBot(app);
const { app: panelApp, url } = await startPanel(app.db);
Object.assign(panelApp, { clock: app.clock });
const admin = await signedIn(url, await makeStaff(panelApp, { role: "admin" }));
const run = commandLine(app);
const service = await makeService(app, { name: "Стрижка", policy: "onSite" });
const specialist = await makeSpecialist(app, [service.id]);
granted(await addStaff(app, { name: "Хозяйка", role: "owner", telegramId: 8_001, actor: OPERATOR }));
const master = person(8_001, "Хозяйка");
await master.come("/today");

async function client(telegramId: number, name: string) {
  const player = person(telegramId, name);
  await player.join();
  const { id } = present(await findClientByTelegram(app.db, telegramId), "the client");
  return { player, id };
}
const slotAt = (startsAt: Date) =>
  makeSlot(app, { specialistId: specialist.id, startsAt: startsAt.toISOString() });

async function booked(clientId: string, startsAt: Date) {
  const [slot, bookingId] = [await slotAt(startsAt), app.newId()];
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const input = { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment };
  granted(await bookForClient(app, { ...input, actor: OPERATOR }));
  await settle();
  return present(await findBooking(app.db, bookingId), "the booking");
}

/** A refusal in the words of each face. */
async function refusedMark(booking: { readonly id: string; readonly number: number }) {
  await master.pressData(markNow.pack({ bookingId: booking.id, mark: "completed" }));
  const said = (await master.last()).text.split("\n")[0] ?? "";
  const { json } = await admin.post(`/admin/api/resources/Booking/records/${booking.id}/markCame`, {});
  const cli = await run(["bookings", "complete", String(booking.number), "--json"]);
  return { bot: said, panel: json.refused?.message, cli: cli.error() };
}
const panelForm = async (clientId: string, action: string): Promise<string> =>
  JSON.stringify(
    (await admin.get(`/admin/api/resources/Client/records/${clientId}/${action}`)).json.form,
  ).replaceAll("\u00a0", " ");

const panelMoment = (at: Date): string => formatInstant(at, ZONE).replaceAll("\u00a0", " ");

let day = 0;
/** A noon of its own for every situation. */
const nextNoon = (): Date => {
  day += 3;
  return new Date(Date.UTC(2026, 10, 24 + day, 9));
};

describe("the same question gets the same answer", () => {
  it("CX-3: marking before the start is refused by all in one sentence", async () => {
    const { id } = await client(8_101, "Вера");
    const { bot, panel, cli } = await refusedMark(await booked(id, nextNoon()));
    expect(cli.code).toBe("visit_not_begun");
    expect([panel, cli.message]).toEqual([bot, bot]);
    expect(bot).toBe("Визит ещё не начался: отметить его можно после начала.");
  });

  it("CX-3: so is marking a booking that was cancelled", async () => {
    const { id } = await client(8_102, "Глеб");
    const booking = await booked(id, nextNoon());
    const by = { kind: "business", actor: OPERATOR, reason: "так" } as const;
    granted(await cancelBooking(app, { bookingId: booking.id, by }));
    await settle();
    const { bot, panel, cli } = await refusedMark(booking);
    expect(cli.code).toBe("booking_not_confirmed");
    expect([panel, cli.message]).toEqual([bot, bot]);
  });

  it("CX-8: a correction without a reason is refused by all", async () => {
    const { id } = await client(8_103, "Дина");
    const noon = nextNoon();
    const booking = await booked(id, noon);
    app.clock.set(hoursAfter(noon, 1).toISOString());
    await master.pressData(markNow.pack({ bookingId: booking.id, mark: "no_show" }));
    await settle();
    const { bot, panel, cli } = await refusedMark(booking);
    expect(cli.code).toBe("reason_missing");
    for (const sentence of [bot, panel, cli.message]) expect(sentence).toMatch(/причин/);
    expect((await findBooking(app.db, booking.id))?.state).toBe("no_show");
  });

  it("CX-2: what a late cancellation costs is told before it, and read by all after it", async () => {
    const { id, player } = await client(8_104, "Егор");
    const noon = nextNoon();
    const booking = await booked(id, noon);
    app.clock.set(hoursAfter(noon, -11).toISOString());
    await settle();
    await player.pressData(askCancel.pack({ bookingId: booking.id }));
    expect((await player.last()).text).toContain("За позднюю отмену спишем 200 баллов.");
    await player.press("Да, отменить");
    expect((await player.last()).text).toContain("За позднюю отмену списали 200 баллов.");
    await player.write("/points");
    await player.press("История баллов");
    expect((await player.last()).text).toContain(
      `−200 баллов, штраф за позднюю отмену: запись №${booking.number} (`,
    );
    const cli = (await run(["points", "history", "--client", id, "--json"])).json();
    expect(cli.items).toMatchObject([{ kind: "penalty", points: -200 }]);
    const { json } = await admin.get(`/admin/api/resources/PointEntry/actions/list?filters.clientId=${id}`);
    expect(JSON.stringify(json.records).replaceAll("\u00a0", " ")).toContain("штраф за позднюю отмену");
    expect((await run(["points", "history", "--client", id])).out).toContain("штраф за позднюю отмену");
    expect(JSON.stringify(json.records)).toContain("200");
  });

  it("CX-4: who is blocked, until when and why is the same everywhere, and staff can still book", async () => {
    const { id, player } = await client(8_105, "Жанна");
    const blocked = await run(["clients", "block", id, "--days", "7", "--reason", "дважды не предупредили"]);
    expect(blocked.exit).toBe(0);
    await settle();
    const block = present(await findBlock(app.db, id, app.clock.now()), "the block");
    const until = present(block.endsAt, "its end");
    const told = (await player.last()).text;
    expect(told).toContain(`до ${botMoment(until, ZONE)}. Причина: дважды не предупредили.`);

    const slot = await slotAt(nextNoon());
    const wanted = { bookingId: app.newId(), clientId: id, serviceId: service.id, slotId: slot.id };
    expect(await holdSlot(app, wanted)).toMatchObject({
      refusal: "client_blocked",
      detail: { endsAt: until },
    });

    expect(blocked.out).toContain(`до ${cliMoment(until, ZONE)}`);
    expect((await run(["clients", "show", id])).out).toContain("дважды не предупредили");
    expect((await run(["clients", "show", id, "--json"])).json()).toMatchObject({
      block: { reason: "дважды не предупредили", endsAt: until.toISOString() },
    });
    expect(await panelForm(id, "liftBlock")).toContain(
      `Сейчас заблокирован до ${panelMoment(until)}: дважды не предупредили.`,
    );
    const payment = { by: "on_spot", waiverReason: undefined } as const;
    granted(await bookForClient(app, { ...wanted, payment, actor: OPERATOR }));
    const at = `/admin/api/resources/Client/records/${id}/liftBlock`;
    expect((await admin.post(at, { reason: "договорились" })).json.notice?.message).toBe("Блокировка снята.");
    await settle();
    expect((await player.messages()).some(({ text }) => text.includes("снова открыта"))).toBe(true);
    const again = await run(["clients", "unblock", id, "--reason", "договорились"]);
    expect(again.out).toContain("клиент не заблокирован: снимать нечего.");
  });

  it("CX-4: a VIP client is not blocked by the panel, nor by the operator", async () => {
    const { id } = await client(8_106, "Зоя");
    expect((await run(["clients", "vip", id])).out).toContain("теперь это VIP-клиент.");
    const at = `/admin/api/resources/Client/records/${id}/blockClient`;
    const { json } = await admin.post(at, { blockId: app.newId(), reason: "надо" });
    const cli = await run(["clients", "block", id, "--reason", "надо", "--json"]);
    expect(cli.error().code).toBe("client_vip");
    for (const sentence of [json.refused?.message, cli.error().message])
      expect(sentence).toMatch(/^Клиента VIP не блокируют\. Сначала/);
  });

  it("PT-2: when points may be spent next is the same moment everywhere", async () => {
    const { id, player } = await client(8_107, "Ира");
    await givePoints(app, id, 500);
    const [first, second] = [await slotAt(nextNoon()), await slotAt(nextNoon())];
    const hold = async (slotId: string) => {
      const bookingId = app.newId();
      granted(await holdSlot(app, { bookingId, clientId: id, serviceId: service.id, slotId }));
      return { bookingId, clientId: id };
    };
    const one = await hold(first.id);
    granted(await choosePoints(app, { ...one, points: 100 }));
    granted(await confirmHold(app, one));
    await settle();
    const possibleAt = hoursAfter(app.clock.now(), 14 * 24);
    const two = await hold(second.id);
    expect(await choosePoints(app, { ...two, points: 1 })).toMatchObject({
      refusal: "points_too_soon",
      detail: { possibleAt },
    });
    await player.write("/points");
    expect((await player.last()).text).toContain(
      `Следующее списание баллов возможно: ${botMoment(possibleAt, ZONE)}.`,
    );
    expect((await run(["clients", "show", id])).out).toContain(`с ${cliMoment(possibleAt, ZONE)}`);
    expect(await panelForm(id, "adjustPoints")).toContain(
      `Списать баллы клиент сможет с ${panelMoment(possibleAt)}.`,
    );
  });
});
