import { expect, it } from "vitest";
import {
  cancelBooking,
  confirmHold,
  findBooking,
  holdSlot,
  recordOnSpot,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { START, testApp, testAppWithBank } from "../support/app.ts";
import { makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const bankApp = await testAppWithBank();
const service = await makeService(app, { policy: "onSite" });
const specialist = await makeSpecialist(app);

async function booked(startsAt: string) {
  app.clock.set(START);
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
  const { id: clientId } = await makeClient(app);
  const bookingId = app.newId();
  granted(await holdSlot(app, { bookingId, clientId, serviceId: service.id, slotId: slot.id }));
  return granted(await confirmHold(app, { bookingId, clientId }));
}
const stateOf = async (bookingId: string) => (await findBooking(app.db, bookingId))?.state;

it("bookings cancel takes a reason, cancels for the business and says so", async () => {
  const { id, number } = await booked("2026-11-25T07:00:00Z");
  expect(await run(["bookings", "cancel", String(number)])).toMatchObject({ exit: 2 });
  const answer = await run(["bookings", "cancel", String(number), "--yes", "--reason", "заболел мастер"]);
  expect(answer).toMatchObject({ exit: 0 });
  expect(answer.out).toMatch(new RegExp(`^Запись №${number} \\(.+\\): отменена\\.`));
  expect(await stateOf(id)).toBe("cancelled");
  const text = (await run(["bookings", "show", String(number)])).out;
  expect(text).toMatch(/Завершена +\S+ \S+, отменили мы\n/);
});

it("bookings complete and no-show mark the visit after its start; a correction needs a reason", async () => {
  const { id, number } = await booked("2026-11-25T09:00:00Z");
  expect(await run(["bookings", "complete", String(number)])).toMatchObject({ exit: 1 });
  app.clock.set("2026-11-25T10:00:00Z");
  expect(await run(["bookings", "complete", String(number)])).toMatchObject({ exit: 0 });
  expect(await run(["bookings", "no-show", String(number)])).toMatchObject({
    exit: 1,
    err: "Нужна причина (--reason): отметка уже есть — «клиент пришёл», а её исправление объясняют.\n",
  });
  expect(await run(["bookings", "cancel", String(number), "--yes", "--reason", "так"])).toMatchObject({
    exit: 1,
    err: "Эта запись уже не впереди: визит состоялся.\n",
  });
  const corrected = await run(["bookings", "no-show", String(number), "--reason", "перепутали", "--json"]);
  expect(JSON.parse(corrected.out)).toMatchObject({ number, state: "no_show" });
  expect(await stateOf(id)).toBe("no_show");
});

it("CX-3, CX-4, CX-8, EP-1: complete and no-show say what the mark means, again when they are repeated, and in JSON", async () => {
  const plain = (text: string) => text.replaceAll("\u00a0", " ");
  const [first, second] = [await booked("2026-12-02T07:00:00Z"), await booked("2026-12-02T09:00:00Z")];
  await app.db.run(
    sql`UPDATE bookings SET client_id = ${first.clientId}::uuid WHERE id = ${second.id}::uuid`,
  );
  app.clock.set("2026-12-02T12:00:00Z");
  const mark = (command: string, { number }: { readonly number: number }, ...flags: readonly string[]) =>
    run(["bookings", command, String(number), ...flags]);
  for (const _ of ["marked", "asked again"]) {
    expect(plain((await mark("complete", first)).out)).toMatch(
      /: клиент пришёл; начислено баллов: 200; осталось получить 2.000,00.₽\.\n$/,
    );
  }
  const why = ["--reason", "перепутали"];
  expect(plain((await mark("no-show", first, ...why)).out)).toMatch(
    /: неявка; сняты баллы за визит: 200; списано баллов за неявку: 200\.\n$/,
  );
  expect(plain((await mark("no-show", second)).out)).toMatch(
    /: неявка; списано баллов за неявку: 200; повторная неявка, запись клиенту закрыта до 09\.12\.2026 15:00\.\n$/,
  );
  const shown = await run(["bookings", "show", String(second.number)]);
  expect(plain(shown.out)).toMatch(/Штраф баллами +200\n/);
  expect((await run(["bookings", "show", String(second.number), "--json"])).json()).toMatchObject({
    ...{ willEarnPoints: 0, rebookPoints: 0, penaltyPoints: 200 },
  });
  expect((await mark("no-show", second, "--json")).json()).toMatchObject({
    effect: { penalty: 200, blockedUntil: "2026-12-09T12:00:00.000Z", isBlockLifted: false },
  });
  expect(plain((await mark("complete", first, ...why)).out)).toMatch(
    /: клиент пришёл; штраф снят, возвращено баллов: 200; блокировка за неявки снята; начислено баллов: 200; осталось получить 2.000,00.₽\.\n$/,
  );
});

it("CX-1, PY-7: bookings cancel says what is to be handed back; whom the client forestalled is refused", async () => {
  const { id, number } = await booked("2026-12-03T07:00:00Z");
  const money = { paymentId: app.newId(), bookingId: id, amount: kopecks(70_000), method: "cash" } as const;
  granted(await recordOnSpot(app, { ...money, actor: OPERATOR }));
  const cancel = ["bookings", "cancel", String(number), "--yes", "--reason", "заболел мастер"];
  for (const [word, told] of [
    ["отменена", " Клиенту сообщит бот\\."],
    ["уже отменена", ""],
  ] as const) {
    expect((await run(cancel)).out.replaceAll("\u00a0", " ")).toMatch(
      new RegExp(`: ${word}; на месте принято 700,00 ₽: отдайте клиенту и запишите возврат\\.${told}\n$`),
    );
  }

  const unasked = await run(
    cancel.filter((word) => word !== "--yes"),
    { answers: "нет" },
  );
  expect([unasked.exit, unasked.err]).toEqual([0, ""]);
  expect((await run([...cancel, "--json"])).json()).toMatchObject({
    ...{ isRepeated: true, effect: { handedBackKopecks: 70_000 } },
  });
  expect((await run(["bookings", "show", String(number), "--json"])).json()).not.toHaveProperty("effect");
  const waiting = (await run(["report", "waiting"])).out.replaceAll("\u00a0", " ");
  expect(waiting).toMatch(new RegExp(`№${number} +отдать принятое на месте +отменена +700,00 ₽`));
  const other = await booked("2026-12-04T07:00:00Z");
  const by = { kind: "client", clientId: other.clientId } as const;
  granted(await cancelBooking(app, { bookingId: other.id, by }));
  expect(await run(["bookings", "cancel", String(other.number), "--yes", "--reason", "так"])).toMatchObject({
    exit: 1,
    err: expect.stringMatching(/^Клиент уже отменил эту запись сам: \d\d\.\d\d\.2026 \d\d:\d\d\.\n$/),
  });
});

it("an unknown number is refused in words", async () => {
  const answer = await run(["bookings", "cancel", "9999", "--yes", "--reason", "так"]);
  expect(answer).toMatchObject({ exit: 1, err: "Такой записи нет: 9999. Список: bookings list.\n" });
});

it("SL-8: bookings link sets the link of an online booking and takes it away", async () => {
  const online = await makeService(app, { kind: "online", policy: "onSite" });
  const expert = await makeSpecialist(app, [online.id]);
  app.clock.set(START);
  const where = { specialistId: expert.id, startsAt: "2026-11-26T07:00:00Z", kind: "online" } as const;
  const asked = { bookingId: app.newId(), clientId: (await makeClient(app)).id, serviceId: online.id };
  granted(await holdSlot(app, { ...asked, slotId: (await makeSlot(app, where)).id }));
  const number = String(granted(await confirmHold(app, asked)).number);
  const link = (...flags: readonly string[]) => run(["bookings", "link", number, ...flags]);
  const url = "https://meet.example.test/vera";
  expect(await link()).toMatchObject({ exit: 2, err: expect.stringContaining("--url или --clear") });
  expect(await link("--url", url, "--clear")).toMatchObject({ exit: 2 });
  expect((await link("--url", url)).out).toMatch(
    /: ссылка на встречу https:\/\/meet\.example\.test\/vera\.\n$/,
  );
  expect((await link("--url", url, "--json")).json()).toMatchObject({ meetingUrl: url });
  expect((await link("--clear", "--json")).json()).toMatchObject({
    meetingUrl: "https://meet.example.test/room",
  });
  expect(await link("--url", "позвоню")).toMatchObject({
    exit: 2,
    err: "Ссылка на встречу (--url): дано «позвоню», ожидается адрес, начинающийся с https:// или http://.\nСправка: та же команда с --help.\n",
  });
  const inPerson = await booked("2026-11-26T10:00:00Z");
  expect(await run(["bookings", "link", String(inPerson.number), "--url", url])).toMatchObject({
    exit: 1,
    err: "Ссылка на встречу бывает только у онлайн-записи.\n",
  });
});

it("PY-8: bookings confirm turns a hold into a visit that is paid on the spot; a hot one's needs a reason", async () => {
  const paid = await makeService(bankApp, {});
  const { id: specialistId } = await makeSpecialist(bankApp);
  const held = async (startsAt: string, kind: "regular" | "hot") => {
    const slot = await makeSlot(bankApp, { specialistId, startsAt, kind });
    const { id: clientId } = await makeClient(bankApp);
    const hold = { bookingId: bankApp.newId(), clientId, serviceId: paid.id, slotId: slot.id };
    return granted(await holdSlot(bankApp, hold)).number;
  };
  const inBank = commandLine(bankApp);
  const plain = await held("2026-11-25T07:00:00Z", "regular");
  const answer = await inBank(["bookings", "confirm", String(plain)]);
  expect(answer).toMatchObject({ exit: 0 });
  expect(answer.out.replaceAll("\u00a0", " ")).toContain("подтверждена, на месте принять 2 000,00 ₽.");
  const hot = await held("2026-11-25T09:00:00Z", "hot");
  expect((await inBank(["bookings", "confirm", String(hot), "--json"])).error()).toMatchObject({
    code: "waiver_needs_reason",
  });
  const waived = await inBank([
    "bookings",
    "confirm",
    String(hot),
    "--reason",
    "постоянный клиент",
    "--json",
  ]);
  expect(waived.json()).toMatchObject({ number: hot, state: "confirmed" });
});
