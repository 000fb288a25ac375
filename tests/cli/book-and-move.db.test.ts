import { describe, expect, it } from "vitest";
import { cancelBooking } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks, percent } from "../../src/core/kernel/money.ts";
import { deliverDue } from "../../src/core/notifications/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { START, testApp } from "../support/app.ts";
import { makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { bookedByStaff, newPhone } from "../support/people.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app, 120);
const service = await makeService(app, { name: "Маникюр", policy: "onSite" });
const anna = await makeSpecialist(app, [service.id]);
const maria = await makeSpecialist(app, [service.id]);
const phone = newPhone();
await run(["clients", "add", "--phone", phone, "--name", "Ольга"]);
const plain = (text: string): string => text.replaceAll("\u00a0", " ").replace(/ +/g, " ");
const book = (at: string, ...more: readonly string[]) =>
  run(["bookings", "book", "--client", phone, "--service", "Маникюр", "--at", at, ...more]);

describe("PY-8: bookings book", () => {
  it("books whoever called with the specialist who is free then, once under one id", async () => {
    await makeSlot(app, { specialistId: anna.id, startsAt: "2026-11-24T09:00:00Z" });
    const id = app.newId();
    const made = await book("2026-11-24 12:00", "--id", id);
    expect([made.exit, made.err]).toEqual([0, ""]);
    expect(plain(made.out)).toMatch(
      /^Запись №\d+: Ольга, Маникюр, 24\.11\.2026 12:00, .+; подтверждена, на месте 2 000,00 ₽\.\n$/,
    );
    const again = await book("2026-11-24 12:00", "--id", id, "--specialist", anna.id, "--json");
    expect(again.json()).toMatchObject({ id, state: "confirmed", specialistId: anna.id, madeBy: "staff" });
  });

  it("answers the same id once more with the booking there is, whatever became of it and of its slot", async () => {
    await makeSlot(app, { specialistId: anna.id, startsAt: "2026-11-27T09:00:00Z" });
    const id = app.newId();
    const at = "2026-11-27 12:00";
    const first = await book(at, "--id", id);
    const { out } = await book(at, "--id", id);
    expect([first.exit, out]).toEqual([0, first.out]);
    expect((await book(at, "--id", id, "--specialist", maria.id, "--json")).error()).toMatchObject({
      code: "booking_is_another",
    });
    expect((await book("2026-11-27 13:00", "--id", id)).err).toMatch(
      /^С этим --id уже сделана другая запись: №\d+\. Для новой возьмите новый id\.\n$/,
    );
    const other = newPhone();
    await run(["clients", "add", "--phone", other, "--name", "Вера"]);
    const visit = ["--client", other, "--service", "Маникюр", "--at", at];
    expect((await run(["bookings", "book", ...visit, "--id", id])).exit).toBe(1);

    granted(
      await cancelBooking(app, { bookingId: id, by: { kind: "business", actor: OPERATOR, reason: "так" } }),
    );
    await app.db.run(sql`DELETE FROM slots WHERE starts_at = ${new Date("2026-11-27T09:00:00Z")}`);
    const cancelled = await book(at, "--id", id, "--specialist", anna.id);
    expect([cancelled.exit, cancelled.err]).toEqual([0, ""]);
    expect(cancelled.out).toContain("отменена");
    expect((await book(at, "--specialist", anna.id, "--json")).error().code).toBe("slot_gone");
  });

  it("asks for a name when several are free, and says when nobody is", async () => {
    await makeSlot(app, { specialistId: anna.id, startsAt: "2026-11-24T11:00:00Z" });
    await makeSlot(app, { specialistId: maria.id, startsAt: "2026-11-24T11:00:00Z" });
    const several = await book("2026-11-24 14:00");
    expect([several.exit, several.out]).toEqual([1, ""]);
    expect(several.err).toContain(`${anna.name}, ${maria.name}`);
    expect((await book("2026-11-24 14:00", "--specialist", maria.id)).exit).toBe(0);
    expect((await book("2026-11-24 14:30", "--json")).error().code).toBe("slot_gone");
    expect((await book("2026-11-24 12:00", "--specialist", anna.id, "--json")).error().code).toBe(
      "slot_taken",
    );
  });

  it("PY-8: shows the link of who has no chat, for the operator to hand over", async () => {
    const dear = await makeService(app, { name: "Окрашивание", policy: "full" });
    const doer = await makeSpecialist(app, [dear.id]);
    await makeSlot(app, { specialistId: doer.id, startsAt: "2026-11-24T15:00:00Z" });
    const call = [
      "bookings",
      "book",
      "--client",
      phone,
      "--service",
      "Окрашивание",
      "--at",
      "2026-11-24 18:00",
    ];
    const { exit, out } = await run([...call, "--pay", "link", "--json"]);
    const made = JSON.parse(out);
    expect([exit, made.state]).toEqual([0, "held"]);
    expect(made).toHaveProperty("payUrl");
  });

  it("asks for a reason where a prepayment is waived", async () => {
    await makeSlot(app, { specialistId: anna.id, startsAt: "2026-11-24T13:00:00Z", kind: "hot" });
    const at = "2026-11-24 16:00";
    const unreasoned = await book(at);
    expect(unreasoned.err).toBe(
      "Горящее окно бронируют с предоплатой: напишите, почему без неё (--reason).\n",
    );
    const waived = await book(at, "--reason", "постоянный клиент");
    expect(waived.exit).toBe(0);
    expect(plain(waived.out)).toContain(
      "Горящее окно: цена 1 600,00 ₽ вместо 2 000,00 ₽, предоплата 500,00 ₽ не взята, по вашему решению.",
    );
  });

  it("PY-2: of a prepayment that was waived it says what would have been asked for: never more than the price", async () => {
    const { name } = await makeService(app, { price: kopecks(50_050) });
    const slot = { startsAt: "2026-11-25T13:00:00Z", kind: "hot", discountPercent: percent(25) } as const;
    const doer = await makeSpecialist(app);
    await makeSlot(app, { specialistId: doer.id, ...slot });
    const visit = [
      "--client",
      phone,
      "--service",
      name,
      "--at",
      "2026-11-25 16:00",
      "--specialist",
      doer.name,
    ];
    const waived = await run(["bookings", "book", ...visit, "--reason", "постоянный клиент"]);
    expect(plain(waived.out)).toContain(
      "Горящее окно: цена 375,38 ₽ вместо 500,50 ₽, предоплата 375,38 ₽ не взята, по вашему решению.",
    );
  });

  it("SL-4: writes down who walked in, today only; of an earlier day it says what was given and what may be", async () => {
    await makeSlot(app, { specialistId: anna.id, startsAt: "2026-11-23T11:00:00Z" });
    const at = "2026-11-23 14:00";
    app.clock.set("2026-11-23T21:00:00Z");
    const late = await book(at);
    expect([late.exit, late.out]).toEqual([1, ""]);
    expect(plain(late.err)).toBe(
      "Это время уже не записать: дано 23.11.2026 14:00, ожидается не раньше 24.11.2026 00:00. Прошедшее время записывают только в тот же день.\n",
    );
    app.clock.set("2026-11-23T11:05:00Z");
    expect((await book(at, "--pay", "link", "--json")).error().code).toBe("link_after_start");
    const made = await book(at);
    expect(plain(made.out)).toMatch(/23\.11\.2026 14:00, .+; подтверждена, на месте 2 000,00 ₽\.\n$/);
    app.clock.set(START);
  });

  it("PR-5: freezes the terms of a shop that takes cards, and a move keeps them", async () => {
    const prepaid = await makeService(app, {
      name: "Окраска",
      policy: "prepay",
      prepayment: kopecks(50_000),
    });
    const doer = await makeSpecialist(app, [prepaid.id]);
    await makeSlot(app, { specialistId: doer.id, startsAt: "2026-11-30T09:00:00Z" });
    await makeSlot(app, { specialistId: doer.id, startsAt: "2026-11-30T12:00:00Z" });
    const client = await makeClient(app);
    const asked = ["--client", client.id, "--service", "Окраска", "--at", "2026-11-30 12:00"];
    const made = (await run(["bookings", "book", ...asked, "--json"])).json();
    expect(made).toMatchObject({ policy: "prepay", prepaymentKopecks: 50_000 });
    const move = ["bookings", "move", String(made.number), "--to", "2026-11-30 15:00", "--reason", "так"];
    expect((await run([...move, "--json"])).json()).toMatchObject({
      ...{ policy: "prepay", prepaymentKopecks: 50_000 },
    });
  });

  it("holds the visit until the link is paid", async () => {
    const client = await makeClient(app);
    const dear = await makeService(app, { name: "Стрижка", policy: "full" });
    const doer = await makeSpecialist(app, [dear.id]);
    await makeSlot(app, { specialistId: doer.id, startsAt: "2026-11-25T09:00:00Z" });
    const asked = [
      "--client",
      client.id,
      "--service",
      "Стрижка",
      "--at",
      "2026-11-25 12:00",
      "--pay",
      "link",
    ];
    const held = await run(["bookings", "book", ...asked, "--until", "2026-11-24 20:00"]);
    expect(plain(held.out)).toContain("ждёт оплаты 2 000,00 ₽ по ссылке до 24.11.2026 20:00.");
  });

  it("says what a hot slot asks for when it is paid by a link, and nothing of an ordinary one (PY-2)", async () => {
    const client = await makeClient(app);
    await makeSlot(app, { specialistId: anna.id, startsAt: "2026-11-28T09:00:00Z", kind: "hot" });
    const asked = [
      "--client",
      client.id,
      "--service",
      "Маникюр",
      "--at",
      "2026-11-28 12:00",
      "--pay",
      "link",
    ];
    const held = plain((await run(["bookings", "book", ...asked])).out);
    expect(held).toContain("Горящее окно: цена 1 600,00 ₽ вместо 2 000,00 ₽, предоплата 500,00 ₽.");
    await makeSlot(app, { specialistId: anna.id, startsAt: "2026-11-28T12:00:00Z" });
    expect((await book("2026-11-28 15:00")).out).not.toContain("Горящее");
  });

  it.each([
    [["--at", "вчера"], 2],
    [["--at", "2026-11-24 12:00", "--until", "2026-11-24 11:00"], 2],
    [["--at", "2026-11-24 12:00", "--pay", "cash"], 2],
  ])("takes no %j", async (flags, exit) => {
    expect((await run(["bookings", "book", "--client", phone, "--service", "Маникюр", ...flags])).exit).toBe(
      exit,
    );
  });
});

describe("SL-6: slots move", () => {
  it("moves a free slot in time, in length, to another specialist; once under one id", async () => {
    const slot = await makeSlot(app, { specialistId: anna.id, startsAt: "2026-11-26T09:00:00Z" });
    const id = app.newId();
    const move = ["slots", "move", slot.id, "--to", "2026-11-27 10:00", "--id", id];
    const moved = await run(move);
    expect(moved.out).toContain("Окно перенесено: пт 27.11.2026");
    expect(moved.out).toContain("10:00–11:00");
    expect((await run([...move, "--json"])).json()).toMatchObject({ id: slot.id, day: "2026-11-27" });
    const other = [
      "slots",
      "move",
      slot.id,
      "--to",
      "2026-11-27 10:00",
      "--length",
      "90",
      "--specialist",
      maria.id,
    ];
    expect((await run([...other, "--json"])).json()).toMatchObject({
      ...{ specialistId: maria.id, startsAt: "2026-11-27T07:00:00.000Z", endsAt: "2026-11-27T08:30:00.000Z" },
    });
    expect((await run(["slots", "undo", "--json"])).exit).toBe(0);
  });

  it("leaves a booked one where it is, and says whose it is", async () => {
    const client = await makeClient(app);
    const booking = await bookedByStaff(app, client.id, "2026-11-28T09:00:00Z");
    const refused = await run(["slots", "move", booking.slotIds[0] ?? "", "--to", "2026-11-28 15:00"]);
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain(`запись №${booking.number}`);
    const unknown = app.newId();
    const gone = await run(["slots", "move", unknown, "--to", "2026-11-28 15:00"]);
    expect(gone.err).toContain(unknown);
    expect((await run(["slots", "move", unknown, "--to", "завтра"])).exit).toBe(2);
  });
});

it("MS-6: messages resend says what goes out again, and why it does not", async () => {
  app.clock.set(START);
  const client = await makeClient(app);
  const booking = await bookedByStaff(app, client.id, "2026-11-29T09:00:00Z");
  const messenger = {
    deliver: async () => ({ outcome: "sent", telegramMessageId: 4_711, text: "Вы записаны!" }) as const,
  };
  await deliverDue({ ...app, messenger });
  const sent = ["messages", "list", "--booking", String(booking.number), "--state", "sent", "--json"];
  const id = String((await run(sent)).json().items[0]?.id);
  const asked = ["messages", "resend", id.slice(0, 8), "--id", app.newId()];
  const resent = await run(asked);
  expect(resent.out).toMatch(
    /^Сообщение «запись подтверждена» \(.+\) уйдёт ещё раз\. Что с ним станет: messages show [0-9a-f]{8}\n$/,
  );
  expect((await run([...asked, "--json"])).json()).toMatchObject({ state: "queued", resentId: id });
  const by = { kind: "business", actor: OPERATOR, reason: "так" } as const;
  granted(await cancelBooking(app, { bookingId: booking.id, by }));
  expect((await run(["messages", "resend", id])).err).toBe("Повторять незачем: запись уже не в силе.\n");
  app.clock.set("2026-11-29T09:00:00Z");
  expect((await run(["messages", "resend", id])).err).toBe(
    "Повторять поздно: визит уже начался (29.11.2026 12:00).\n",
  );
  expect((await run(["messages", "resend", "ffffffff", "--json"])).error().code).toBe("unknown_message");
});
