import { beforeEach, describe, expect, it } from "vitest";
import { toBooking } from "../../src/bot/buttons.ts";
import {
  cancelBooking,
  choosePoints,
  holdSlot,
  markVisit,
  recordOnSpot,
  refundBooking,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { findClientByTelegram } from "../../src/core/people/index.ts";
import { START, testAppWithBank } from "../support/app.ts";
import { alignClocks } from "../support/bank.ts";
import { givePoints, granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { settled } from "../support/move.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testAppWithBank();
const { person, settle } = await startBot(app);
beforeEach(async () => {
  app.clock.set(START);
  await alignClocks(app);
});

let telegramId = 5_000;
/** Somebody whose visit of tomorrow noon is confirmed: paid by card where it has to be, and by points. */
async function booked(over: { kind?: "hot" | "regular"; points?: number; policy?: "full" | "onSite" } = {}) {
  const service = await makeService(app, { policy: over.policy ?? "full" });
  const { id: specialistId } = await makeSpecialist(app, [service.id]);
  const kind = over.kind ?? "regular";
  const slot = await makeSlot(app, { specialistId, startsAt: "2026-11-24T09:00:00Z", kind });
  telegramId += 1;
  const one = person(telegramId);
  await one.join();
  const { id: clientId } = present(await findClientByTelegram(app.db, telegramId), "the client");
  const hold = { bookingId: app.newId(), clientId };
  granted(await holdSlot(app, { ...hold, serviceId: service.id, slotId: slot.id }));
  if (over.points) {
    await givePoints(app, clientId, over.points);
    granted(await choosePoints(app, { ...hold, points: over.points }));
  }
  await settled(app, hold);
  await settle();
  const text = async () => {
    await settle();
    return (await one.last()).text.replaceAll("\u00a0", " ");
  };
  return { ...one, ...hold, text };
}
const missed = (bookingId: string) => {
  app.clock.set("2026-11-24T09:30:00Z");
  return markVisit(app, { bookingId, mark: "no_show", actor: OPERATOR });
};
const byBusiness = { kind: "business", actor: OPERATOR, reason: "мастер заболел" } as const;

describe("CX-3, CX-4: a missed visit's message", () => {
  it("says what was charged and that the money and the points stay", async () => {
    const anna = await booked({ points: 500 });
    granted(await missed(anna.bookingId));
    expect(await anna.text()).toContain(
      "За неявку списали 200 баллов.\nОплаченное за визит не возвращается: 1 500,00 ₽ и 500 баллов.\n",
    );
  });

  it("names what there is only, and nothing where nothing was paid", async () => {
    const anna = await booked();
    const vera = await booked({ policy: "onSite" });
    granted(await missed(anna.bookingId));
    expect(await anna.text()).toContain("Оплаченное за визит не возвращается: 2 000,00 ₽.\n");
    granted(await missed(vera.bookingId));
    expect(await vera.text()).not.toContain("Оплаченное");
  });
});

describe("EP-6: a refund after a visit", () => {
  it("says which points go with the money; before the visit none do", async () => {
    const anna = await booked();
    const back = { bookingId: anna.bookingId, amount: kopecks(40_000), reason: "скидка", actor: OPERATOR };
    granted(await refundBooking(app, { ...back, requestId: app.newId() }));
    expect(await anna.text()).toContain("Возвращаем 400,00 ₽");
    expect(await anna.text()).not.toContain("сняли");
    app.clock.set("2026-11-24T11:00:00Z");
    granted(await markVisit(app, { bookingId: anna.bookingId, mark: "completed", actor: OPERATOR }));
    await settle();
    granted(await refundBooking(app, { ...back, requestId: app.newId() }));
    expect(await anna.text()).toMatch(
      /Возвращаем 400,00 ₽.*\nБаллы, начисленные за эту сумму, сняли: 40 баллов\.\n/,
    );
  });
});

describe("CX-6: the business cancels", () => {
  it("money and points that come back are named", async () => {
    const anna = await booked({ points: 500 });
    granted(await cancelBooking(app, { bookingId: anna.bookingId, by: byBusiness }));
    const text = await anna.text();
    expect(text).toContain("пришлось отменить. Будем рады предложить другое время.");
    expect(text).toContain(
      "Вернём 1 500,00 ₽: обычно деньги приходят за несколько дней.\nВернули 500 баллов.",
    );
  });

  it("money of the spot too", async () => {
    const anna = await booked({ policy: "onSite" });
    app.clock.set("2026-11-24T09:30:00Z");
    const taken = { paymentId: app.newId(), bookingId: anna.bookingId, method: "cash" } as const;
    granted(await recordOnSpot(app, { ...taken, amount: kopecks(70_000), actor: OPERATOR }));
    granted(await cancelBooking(app, { bookingId: anna.bookingId, by: byBusiness }));
    expect(await anna.text()).toContain("Оплаченное на месте (700,00 ₽) вернёт администратор.");
  });

  it("where nothing was paid nothing is said of it", async () => {
    const anna = await booked({ policy: "onSite" });
    granted(await cancelBooking(app, { bookingId: anna.bookingId, by: byBusiness }));
    expect(await anna.text()).toContain("пришлось отменить");
    expect(await anna.text()).not.toMatch(/[Вв]озвращ|[Вв]ерн|₽/);
  });
});

describe("CX-2: the card of a cancelled booking", () => {
  it("late: the points came back, the prepayment stayed, the penalty was charged", async () => {
    const anna = await booked({ kind: "hot", points: 300 });
    app.clock.set("2026-11-24T05:00:00Z");
    const by = { kind: "client", clientId: anna.clientId } as const;
    granted(await cancelBooking(app, { bookingId: anna.bookingId, by }));
    await anna.pressData(toBooking.pack({ bookingId: anna.bookingId }));
    expect(await anna.text()).toContain(
      [
        "Баллами: −300,00 ₽",
        "Оплачено: 500,00 ₽",
        "Предоплата 500,00 ₽ не возвращается: отмена поздняя.",
        "Вернули 300 баллов.",
        "За позднюю отмену списали 160 баллов.",
      ].join("\n"),
    );
  });

  it("in time: only what came back", async () => {
    const anna = await booked({ kind: "hot", points: 300 });
    const by = { kind: "client", clientId: anna.clientId } as const;
    granted(await cancelBooking(app, { bookingId: anna.bookingId, by }));
    await anna.pressData(toBooking.pack({ bookingId: anna.bookingId }));
    const text = await anna.text();
    expect(text).toContain(
      "Баллами: −300,00 ₽\nОплачено: 500,00 ₽\nВозвращено: 500,00 ₽\nВернули 300 баллов.",
    );
    expect(text).not.toMatch(/поздн/);
  });
});
