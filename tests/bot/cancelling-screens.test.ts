import { describe, expect, it } from "vitest";
import { holdScreen, payScreen } from "../../src/bot/book-visit/hold-screens.ts";
import { askScreen, cancelledScreen } from "../../src/bot/cancel-booking/screens.ts";
import { moveAskScreen } from "../../src/bot/move-booking/screens.ts";
import { bookingCardScreen } from "../../src/bot/my-bookings/screens.ts";
import { type BookingView, lateCost } from "../../src/core/booking/index.ts";
import { kopecks, percent } from "../../src/core/kernel/money.ts";
import { points } from "../../src/core/kernel/points.ts";
import { booking, place, seen, uuid, words } from "./screens-under-test.ts";

describe("until when cancelling is free (CX-1, CX-2)", () => {
  const at = (time: string) => new Date(`2026-11-30T${time}:00Z`);
  const facts = (one: BookingView, time: string) => ({
    booking: one,
    place,
    lateCost: lateCost(one, at(time)),
  });
  const card = (over: Partial<BookingView>, time: string) => {
    const one: BookingView = {
      ...booking,
      state: "confirmed",
      received: kopecks(50_000),
      paid: kopecks(50_000),
      ...over,
    };
    return bookingCardScreen(words, { ...facts(one, time), mapUrl: "" }).text;
  };
  const confirmedAt = at("11:10");

  it("stands on the summary and before paying, with the prepayment that would stay", () => {
    const none = { max: 0, why: "no_points", balance: 0 } as const;
    const held = facts(booking, "11:00");
    const summary = holdScreen(words, { ...held, points: none, isSbpOffered: false });
    expect(seen(summary)).toMatchSnapshot();
    const payment = { url: "https://pay.test/1", amount: kopecks(50_000), payUntil: at("11:15") };
    expect(seen(payScreen(words, { ...held, payment }))).toMatchSnapshot();
  });

  it.each([
    ["a hold made late has its grace only", {}, "23:30", "в течение 15 минут после записи.\nПри поздней"],
    [
      "and without one is late at once",
      { cancelGraceMinutes: 0 },
      "23:30",
      "Отмена сразу будет поздней: штраф 10\u00a0% стоимости баллами, предоплата",
    ],
    [
      "the prepayment of another start is given back",
      { slotKind: "regular" },
      "11:00",
      "до вт, 1 декабря, 02:00.",
    ],
    ["the terms keep nothing", { keepsPrepayment: false }, "11:00", "до вт, 1 декабря, 02:00."],
  ] as const)("%s", (_, over, time, said) => {
    const none = { max: 0, why: "no_points", balance: 0 } as const;
    const held = facts({ ...booking, ...over }, time);
    const { text } = holdScreen(words, { ...held, points: none, isSbpOffered: false });
    expect(text).toContain(said);
    expect(text.includes("предоплата 500,00\u00a0₽ не вернётся")).toBe(/поздней/.test(said));
  });

  it("stands on the card while it is still ahead, to the end of the grace", () => {
    expect(card({ confirmedAt }, "12:00")).toContain("Отменить без штрафа можно до вт, 1 декабря, 02:00.");
    expect(card({ confirmedAt }, "23:00")).not.toContain("Отменить без штрафа");
    const late = { confirmedAt: at("23:10") };
    expect(card(late, "23:24")).toContain("Отменить без штрафа можно до вт, 1 декабря, 02:25.");
    expect(card(late, "23:25")).not.toContain("Отменить без штрафа");
    expect(card({ confirmedAt, state: "cancelled" }, "12:00")).not.toContain("Отменить без штрафа");
  });

  it("CX-2: the card says that a hot slot's prepayment would stay, and once it is late what cancelling costs", () => {
    const keeps = "При поздней отмене предоплата 500,00\u00a0₽ не вернётся.";
    const costs =
      "Отмена уже поздняя: штраф 10\u00a0% стоимости баллами, предоплата 500,00\u00a0₽ не вернётся.";
    expect(card({ confirmedAt }, "12:00")).toContain(`02:00.\n${keeps}`);
    expect(card({ confirmedAt }, "23:00")).toContain(costs);
    expect(card({ confirmedAt, slotKind: "regular" }, "12:00")).not.toContain("предоплата");
    expect(card({ confirmedAt, slotKind: "regular" }, "23:00")).toContain(
      "Отмена уже поздняя: штраф 10\u00a0% стоимости баллами.",
    );
    const kept = card({ confirmedAt, penaltyPercent: percent(0) }, "23:00");
    expect(kept).toContain("Отмена уже поздняя: предоплата 500,00\u00a0₽ не вернётся.");
    expect(card({ confirmedAt, startsAt: at("22:59") }, "23:00")).not.toContain("поздняя");
  });

  it("is told in the client's own time too when the visit is online (UN-4)", () => {
    const one = { ...booking, state: "confirmed", serviceKind: "online", confirmedAt } as const;
    const own = { ...place, clientZone: "Asia/Yekaterinburg" } as const;
    const { text } = bookingCardScreen(words, { ...facts(one, "12:00"), place: own, mapUrl: "" });
    expect(text).toMatch(/Отменить без штрафа можно до .*02:00 \(.*\), у вас .*04:00 \(.*\)\./);
  });

  it("is not spoken of where a late cancellation costs nothing", () => {
    const free = { confirmedAt, penaltyPercent: percent(0), slotKind: "regular" } as const;
    expect(card(free, "12:00")).not.toContain("Отменить без штрафа");
  });
});

describe("giving a time up late", () => {
  const confirmed = {
    ...booking,
    state: "confirmed",
    received: kopecks(50_000),
    paid: kopecks(50_000),
  } as const;
  const late = { isLate: true, refund: kopecks(0), kept: kopecks(50_000), penalty: points(160) };

  it("CX-2: the question before a cancellation says once that it is late", () => {
    const consequence = {
      ...late,
      pointsBack: points(300),
      handedBack: kopecks(0),
      droppedMove: undefined,
    };
    const screen = askScreen(words, { booking: confirmed, place, consequence });
    expect(seen(screen)).toMatchSnapshot();
    expect(screen.text).not.toMatch(/поздняя.*поздняя/s);
  });

  it("CX-2, PY-7: what was paid on the spot is told to come back from hand to hand, before and after", () => {
    const inTime = { isLate: false, refund: kopecks(0), kept: kopecks(0), penalty: points(0) };
    const consequence = {
      ...inTime,
      pointsBack: points(0),
      handedBack: kopecks(70_000),
      droppedMove: undefined,
    };
    const line = "Оплаченное на месте (700,00\u00a0₽) вернёт администратор.";
    const asked = askScreen(words, { booking: confirmed, place, consequence }).text;
    expect(asked).toContain(line);
    expect(asked).not.toContain("не коснётся");
    expect(cancelledScreen(words, confirmed, place, consequence).text).toContain(line);
    const ended = { ...confirmed, state: "cancelled", takenOnSpot: kopecks(70_000) } as const;
    expect(
      bookingCardScreen(words, { booking: ended, place, mapUrl: "", ending: { ...consequence } }).text,
    ).toContain(line);
  });

  it("CX-7: an unfinished move is told to go with it, before and after", () => {
    const droppedMove = { number: 8, startsAt: new Date("2026-12-02T09:00:00Z") };
    const consequence = {
      ...{ ...late, pointsBack: points(300), handedBack: kopecks(0) },
      droppedMove,
    };
    expect(askScreen(words, { booking: confirmed, place, consequence }).text).toMatch(
      /Незавершённый перенос на .*12:00 тоже отменится\./,
    );
    expect(cancelledScreen(words, confirmed, place, consequence).text).toMatch(
      /Незавершённый перенос на .*12:00 тоже отменили\./,
    );
  });

  it("CX-7: the question before a move says once that it is late, and the hold says the same amounts", () => {
    const { specialistId, startsAt, endsAt, slotKind, price, payChoice } = booking;
    const start = { specialistId, startsAt, endsAt, slotKind, price, payChoice, isAtOnce: false };
    const plan = { points: points(0), payNow: kopecks(160_000), onSpot: kopecks(0) };
    const terms = { priceBefore: price, lateBefore: undefined, lateAfter: undefined };
    const move = { ...start, ...plan, ...late, ...terms, pointsBack: points(300) };
    const facts = { booking: confirmed, place, slotId: uuid(5), specialistName: "Ольга", move };
    const { text } = moveAskScreen(words, facts);
    expect(text).not.toMatch(/перенос поздний.*перенос поздний/s);
    const old = { id: uuid(8), number: 11, state: "confirmed", startsAt, specialistName: "Мария" } as const;
    const hold = { ...booking, replaces: { ...old, firstId: uuid(8), moves: 1 } };
    const points300 = { max: 300, why: undefined, balance: 300 } as const;
    const givenUp = { ...late, pointsBack: points(300) };
    const summary = { booking: hold, place, points: points300, isSbpOffered: false, givenUp };
    const said = ["спишем 160", "500,00\u00a0₽ за прежнее время не вернётся", "Вернём 300"];
    for (const part of said) {
      expect(text).toContain(part);
      expect(holdScreen(words, summary).text).toContain(part);
    }
    expect(seen(holdScreen(words, summary))).toMatchSnapshot();
  });
});
