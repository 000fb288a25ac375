import { describe, expect, it } from "vitest";
import { holdScreen, overScreen, payScreen, pointsScreen } from "../../src/bot/book-visit/hold-screens.ts";
import { emailScreen } from "../../src/bot/book-visit/receipt-screens.ts";
import { pay } from "../../src/bot/buttons.ts";
import type { BookingView } from "../../src/core/booking/index.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { points } from "../../src/core/kernel/points.ts";
import { booking, place, seen, uuid, words } from "./screens-under-test.ts";

describe("a hold", () => {
  const may = { max: 300, why: undefined, balance: 300 } as const;

  it("shows one breakdown: price, discount, points, now, on the spot, what it will earn, until when", () => {
    expect(seen(holdScreen(words, { booking, place, points: may, isSbpOffered: false }))).toMatchSnapshot();
  });

  it("shows the discount that applies, and only that (PR-6)", () => {
    const friend = {
      ...booking,
      hotDiscount: kopecks(0),
      discount: kopecks(20_000),
      hasFriendDiscount: true,
    };
    const text = (one: BookingView) =>
      holdScreen(words, { booking: one, place, points: may, isSbpOffered: false }).text;
    expect(text(booking)).not.toContain("Скидка друга");
    expect(text(friend)).toContain("Скидка друга");
    expect(text(friend)).not.toContain("Горящее окно");
    const both = { ...booking, discount: kopecks(60_000), hasFriendDiscount: true };
    expect(text(both)).toMatch(/Горящее окно.*\n.*Скидка друга/);
  });

  it.each([
    [{ max: 0, why: "no_points", balance: 0 }, "Баллов для списания пока нет"],
    [{ max: 0, why: "price_too_small", balance: 5 }, "сумма слишком мала"],
    [
      { max: 0, why: "too_soon", possibleAt: new Date("2026-12-03T10:00:00Z"), balance: 500 },
      "списание баллов возможно: чт, 3 декабря, 13:00",
    ],
  ] as const)("says why points cannot be used: %o", (offer, sentence) => {
    const screen = holdScreen(words, { booking, place, points: offer, isSbpOffered: false });
    expect(screen.text).toContain(sentence);
    expect(seen(screen)).not.toContain("🎁");
  });

  it("points that are spent are told in money (PR-6)", () => {
    const spent = { ...booking, points: points(700) };
    const screen = holdScreen(words, { booking: spent, place, points: may, isSbpOffered: false });
    expect(seen(screen)).toContain("Баллами: −700,00 ₽");
  });

  it("that ran out of time says what becomes of money that still comes; one given up gives it back", () => {
    const openPayment = {
      id: uuid(7),
      state: "pending",
      method: "bank_card",
      url: "https://pay.test/1",
      amount: kopecks(50_000),
    } as const;
    const over = { ...booking, state: "expired", openPayment } as const;
    const text = (endedReason: "unpaid" | "given_up" | "dropped") =>
      overScreen(words, { ...over, endedReason }, place).text;
    expect(text("unpaid")).toContain("оформим запись, если время ещё свободно");
    for (const reason of ["given_up", "dropped"] as const)
      expect(text(reason)).toContain("Если деньги всё же спишутся, вернём их полностью.");
    expect(text("dropped")).toContain("Нам пришлось отпустить это время");
  });

  it("nothing to pay now is confirmed by one button", () => {
    const free = { ...booking, policy: "onSite", payNow: kopecks(0), onSpot: kopecks(160_000) } as const;
    const screen = seen(holdScreen(words, { booking: free, place, points: may, isSbpOffered: true }));
    expect(screen).toContain("[Записаться |success]");
    expect(screen).not.toContain("СБП");
  });

  it("points are offered as all, half, round amounts or none", () => {
    expect(seen(pointsScreen(words, booking, may))).toMatchSnapshot();
  });

  it("the payment screen leads to the page, says until when, and back", () => {
    const payment = {
      url: "https://pay.test/1",
      amount: kopecks(50_000),
      payUntil: new Date("2026-11-30T11:15:00Z"),
    };
    expect(seen(payScreen(words, { booking, place, payment }))).toMatchSnapshot();
  });

  it("PY-6: with a receipt the payment screen says where it goes, and lets that be changed", () => {
    const payment = { url: "https://pay.test/1", amount: kopecks(50_000), payUntil: booking.startsAt };
    const receiptTo = { email: "anna@example.ru", method: "bank_card" } as const;
    expect(seen(payScreen(words, { booking, place, payment, receiptTo }))).toMatchSnapshot();
  });

  it("PY-6: the e-mail is asked for with the reason, and again with what was wrong or is there", () => {
    const { id: bookingId } = booking;
    const asked = { bookingId, begunBy: pay.pack({ bookingId, method: "sbp" }) };
    expect(seen(emailScreen(words, asked))).toMatchSnapshot();
    const facts = { present: "anna@example.ru", note: words.t("refused-email-unreadable") };
    expect(seen(emailScreen(words, asked, facts))).toMatchSnapshot();
  });

  it.each([
    ["in_person", "Asia/Yekaterinburg", "до 14:15."],
    ["online", undefined, "до 14:15 (Москва)."],
    ["online", "Europe/Moscow", "до 14:15 (Москва)."],
    ["online", "Asia/Yekaterinburg", "до 14:15 (Москва), у вас 16:15 (Екатеринбург)."],
  ] as const)(
    "UN-4, PY-1: a %s visit's time is held, for a client in %s, %s",
    (serviceKind, clientZone, told) => {
      const heldUntil = new Date("2026-11-30T11:15:00Z");
      const held: BookingView = {
        ...booking,
        serviceKind,
        createdAt: new Date("2026-11-30T11:00:00Z"),
        heldUntil,
      };
      const where = { ...place, clientZone };
      const hold = holdScreen(words, { booking: held, place: where, points: may, isSbpOffered: false });
      expect(hold.text).toContain(`Держим это время за вами ${told}`);
      const payment = { url: "https://pay.test/1", amount: kopecks(50_000), payUntil: heldUntil };
      const paying = payScreen(words, { booking: held, place: where, payment });
      expect(paying.text).toContain(`Оплатите, пожалуйста, ${told.slice(0, -1)}: столько мы держим время.`);
    },
  );

  it("that is over offers to choose again", () => {
    const over = { ...booking, state: "expired", endedReason: "unpaid" } as const;
    expect(seen(overScreen(words, over, place))).toMatchSnapshot();
  });
});
