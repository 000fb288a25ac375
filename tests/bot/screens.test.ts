import { describe, expect, it } from "vitest";
import { calendarScreen } from "../../src/bot/book-visit/calendar-screens.ts";
import { servicesScreen } from "../../src/bot/book-visit/choose-screens.ts";
import {
  confirmedScreen,
  confirmingScreen,
  holdScreen,
  overScreen,
  payScreen,
  pointsScreen,
} from "../../src/bot/book-visit/hold-screens.ts";
import { emailScreen } from "../../src/bot/book-visit/receipt-screens.ts";
import { nearestScreen, refusedScreen, timesScreen } from "../../src/bot/book-visit/times-screens.ts";
import { pay } from "../../src/bot/buttons.ts";
import { askScreen } from "../../src/bot/cancel-booking/screens.ts";
import { contactsScreen, messageScreen } from "../../src/bot/contact/screens.ts";
import { hotScreen } from "../../src/bot/hot-windows/screens.ts";
import {
  blockLiftedScreen,
  friendCameScreen,
  type MarkTold,
  markCorrectedScreen,
  visitCompletedScreen,
} from "../../src/bot/messages/mark-screens.ts";
import { moveAskScreen, moveTimesScreen } from "../../src/bot/move-booking/screens.ts";
import { bookingCardScreen, myBookingsScreen } from "../../src/bot/my-bookings/screens.ts";
import { entriesScreen, pointsBalanceScreen } from "../../src/bot/points/screens.ts";
import { friendsScreen, inviteScreen } from "../../src/bot/referral/screens.ts";
import { keyboardOf, type Screen } from "../../src/bot/screen.ts";
import {
  correctionScreen,
  readCorrection,
  staffDayScreen,
  staffVisitScreen,
} from "../../src/bot/staff/screens.ts";
import { consentScreen, menuScreen } from "../../src/bot/start/screens.ts";
import { loadTexts } from "../../src/bot/texts.ts";
import { otherTipScreen, tipPageScreen, tipScreen } from "../../src/bot/tips/screens.ts";
import { type BookingView, type Friend, lateCost } from "../../src/core/booking/index.ts";
import type { Service } from "../../src/core/catalog/index.ts";
import { localDay, plusDays } from "../../src/core/kernel/local-day.ts";
import { kopecks, percent } from "../../src/core/kernel/money.ts";
import { points } from "../../src/core/kernel/points.ts";
import type { Client } from "../../src/core/people/index.ts";

const words = { ...loadTexts(), zone: "Europe/Moscow" };
const place = { address: "ул. Садовая, 5", clientZone: undefined };
const uuid = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;

const service: Service = {
  id: uuid(1),
  name: "Стрижка & укладка",
  description: "",
  kind: "in_person",
  durationMinutes: 60,
  price: kopecks(200_000),
  policy: "full",
  prepayment: kopecks(0),
  isActive: true,
};

const booking: BookingView = {
  id: uuid(2),
  number: 12,
  clientId: uuid(3),
  clientName: "Анна",
  clientTelegramId: 1001,
  serviceId: service.id,
  serviceName: service.name,
  serviceKind: "in_person",
  specialistId: uuid(4),
  specialistName: "Мария",
  state: "held",
  startsAt: new Date("2026-12-01T11:00:00Z"),
  endsAt: new Date("2026-12-01T12:00:00Z"),
  slotIds: [uuid(5)],
  slotKind: "hot",
  replacesId: undefined,
  madeBy: "client",
  createdAt: new Date("2026-11-30T11:00:00Z"),
  heldUntil: new Date("2026-11-30T11:15:00Z"),
  confirmedAt: undefined,
  endedAt: undefined,
  endedReason: undefined,
  marks: 0,
  listPrice: kopecks(200_000),
  hotDiscount: kopecks(40_000),
  friendDiscount: kopecks(20_000),
  discount: kopecks(40_000),
  price: kopecks(160_000),
  hasFriendDiscount: false,
  policy: "hot",
  prepayment: kopecks(50_000),
  cancelLateHours: 12,
  cancelGraceMinutes: 15,
  penaltyPercent: percent(10),
  keepsPrepayment: true,
  accrualPercent: percent(10),
  accrualBase: "price",
  rebookPercent: percent(5),
  rebookDays: 7,
  points: points(0),
  payChoice: "prepayment",
  payNow: kopecks(50_000),
  onSpot: kopecks(110_000),
  meetingUrl: undefined,
  paid: kopecks(0),
  refunded: kopecks(0),
  takenOnSpot: kopecks(0),
  owedOnSpot: kopecks(110_000),
  tips: kopecks(0),
  willEarn: points(160),
  replaces: undefined,
  movedTo: undefined,
  openPayment: undefined,
};

/** As a person sees it: the text with plain spaces, then the rows of buttons with their colours. */
function seen(screen: Screen): string {
  const rows = keyboardOf(screen).inline_keyboard.map((row) =>
    row.map((one) => `[${one.text}${one.style ? ` |${one.style}` : ""}]`).join(" "),
  );
  return `\n${[screen.text, "", ...rows].join("\n").replaceAll("\u00a0", " ")}\n`;
}

describe("choosing", () => {
  const today = localDay("2026-11-25");
  const marks = ["hot", "regular", undefined, "full", "online"] as const;
  const days = Array.from({ length: 14 }, (_, index) => ({
    day: plusDays(today, index),
    mark: marks[index % marks.length],
  }));

  it("the calendar is a grid of weeks that begins at today, in colours with circles", () => {
    const screen = calendarScreen(words, {
      service,
      specialist: undefined,
      hasSeveralSpecialists: true,
      days,
    });
    expect(seen(screen)).toMatchSnapshot();
    expect(screen.buttons.slice(0, 4).every((row) => row.length === 7)).toBe(true);
  });

  it("a calendar without anything says so and leads to a human", () => {
    const empty = days.map(({ day }) => ({ day, mark: undefined }));
    expect(
      seen(
        calendarScreen(words, { service, specialist: undefined, hasSeveralSpecialists: false, days: empty }),
      ),
    ).toMatchSnapshot();
  });

  const start = (hour: number, kind: "regular" | "hot" | "online", specialistName: string) => ({
    slotId: uuid(5),
    startsAt: new Date(Date.UTC(2026, 11, 1, hour - 3)),
    kind,
    specialistName,
    price: kopecks(kind === "hot" ? 160_000 : 200_000),
  });
  const facts = { service, specialistId: undefined, day: localDay("2026-12-01"), page: 0 };

  it("times name the specialist when there are several, and the new price when hot", () => {
    const starts = [start(10, "regular", "Мария"), start(11, "hot", "Ольга")];
    expect(seen(timesScreen(words, { ...facts, starts }))).toMatchSnapshot();
  });

  it("more times than fit are paged there and back", () => {
    const starts = Array.from({ length: 30 }, () => start(10, "regular", "Мария"));
    const captions = (page: number) => seen(timesScreen(words, { ...facts, page, starts }));
    expect(captions(0)).toContain("[Ещё ›]");
    expect(captions(0)).not.toContain("[‹ Назад]");
    expect(captions(1)).toContain("[‹ Назад] [Ещё ›]");
    expect(captions(2)).not.toContain("[Ещё ›]");
    expect(captions(9)).toBe(captions(2));
  });

  it("times stand side by side as long as their captions are short", () => {
    const columns = (specialistName: string) => {
      const starts = [start(10, "hot", "Мария"), start(11, "hot", specialistName)];
      return timesScreen(words, { ...facts, starts }).buttons[0]?.length;
    };
    expect(columns("Мария")).toBe(2);
    expect(columns("Ольга")).toBe(2);
    expect(columns("Александра Константинопольская")).toBe(1);
  });

  it("UN-4: times of an online service say whose they are, here, when moving, the nearest, and in the list", () => {
    const online = { ...service, kind: "online" } as const;
    const starts = [start(19, "online", "Мария")];
    const inPerson = [start(19, "regular", "Мария")];
    const nearest = { serviceId: service.id, why: "x" };
    const zones = [undefined, "Europe/Moscow", "Asia/Vladivostok", "Europe/Kaliningrad"] as const;
    const said = [
      "🕐 Время на кнопках: Москва",
      "🕐 Время на кнопках: Москва",
      "🕐 Время на кнопках: Москва, у вас (Владивосток) на 7 часов больше",
      "🕐 Время на кнопках: Москва, у вас (Калининград) на 1 час меньше",
    ];
    const moving = { ...facts, whose: "any" } as const;
    const list = { kind: "upcoming", page: 0, hasMore: false } as const;
    const ofOnline = { ...booking, serviceKind: "online" } as const;
    const last = ({ text }: Screen) => text.split("\n").at(-1);
    for (const [index, clientZone] of zones.entries()) {
      expect(last(timesScreen(words, { ...facts, service: online, starts, clientZone }))).toBe(said[index]);
      expect(last(moveTimesScreen(words, { ...moving, starts, booking: ofOnline, clientZone }))).toBe(
        said[index],
      );
      expect(last(nearestScreen(words, { ...nearest, starts, clientZone }))).toBe(said[index]);
      const bookings = [booking, ofOnline];
      expect(last(myBookingsScreen(words, { ...list, bookings, clientZone }))).toBe(said[index]);
      const here = { starts: inPerson, clientZone };
      expect(timesScreen(words, { ...facts, ...here }).text).not.toContain("🕐");
      expect(moveTimesScreen(words, { ...moving, ...here, booking }).text).not.toContain("🕐");
      expect(nearestScreen(words, { ...nearest, ...here }).text).not.toContain("🕐");
      expect(myBookingsScreen(words, { ...list, bookings: [booking], clientZone }).text).not.toContain("🕐");
    }
  });

  it("hot windows carry their price, and the specialist where two would look alike", () => {
    const offer = (specialistName: string, hour: number) => ({
      ...start(hour, "hot", specialistName),
      serviceId: service.id,
      serviceName: "Стрижка",
      listPrice: kopecks(200_000),
    });
    const offers = [offer("Мария", 10), offer("Ольга", 10), offer("Ольга", 12)];
    const now = new Date("2026-11-30T09:00:00Z");
    const hot = { page: 0, offers, hasMore: false, prepayment: kopecks(50_000), now };
    expect(seen(hotScreen(words, hot))).toMatchSnapshot();
    const early = hotScreen(words, { ...hot, now: new Date("2026-11-20T09:00:00Z") });
    expect(seen(early)).toContain("[🔴 вт 1.12 12:00 · Стрижка · 1 600 ₽ |danger]");
  });

  it("a taken start offers the nearest ones", () => {
    const why = words.t("refused-slot-taken");
    const starts = [start(10, "regular", "Мария"), start(11, "hot", "Ольга"), start(12, "regular", "Мария")];
    expect(seen(nearestScreen(words, { serviceId: service.id, why, starts }))).toMatchSnapshot();
  });
});

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
    const text = (endedReason: "unpaid" | "given_up") =>
      overScreen(words, { ...over, endedReason }, place).text;
    expect(text("unpaid")).toContain("оформим запись, если время ещё свободно");
    expect(text("given_up")).toContain("Если деньги всё же спишутся, вернём их полностью.");
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

  it("that is over offers to choose again", () => {
    const over = { ...booking, state: "expired", endedReason: "unpaid" } as const;
    expect(seen(overScreen(words, over, place))).toMatchSnapshot();
  });
});

describe("until when cancelling is free (CX-1, CX-2)", () => {
  const at = (time: string) => new Date(`2026-11-30T${time}:00Z`);
  const facts = (one: BookingView, time: string) => ({
    booking: one,
    place,
    lateCost: lateCost(one, at(time)),
  });
  const card = (over: Partial<BookingView>, time: string) => {
    const one: BookingView = { ...booking, state: "confirmed", paid: kopecks(50_000), ...over };
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
    ["and none without one", { cancelGraceMinutes: 0 }, "23:30", "пока нет.\nПри поздней"],
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
    expect(text.includes("предоплата 500,00\u00a0₽ не вернётся")).toBe(said.includes("При поздней"));
  });

  it("stands on the card while it is still ahead, to the end of the grace", () => {
    expect(card({ confirmedAt }, "12:00")).toContain("Отменить без штрафа можно до вт, 1 декабря, 02:00.");
    expect(card({ confirmedAt }, "23:00")).not.toContain("Отменить без штрафа");
    const late = { confirmedAt: at("23:10") };
    expect(card(late, "23:24")).toContain("Отменить без штрафа можно до вт, 1 декабря, 02:25.");
    expect(card(late, "23:25")).not.toContain("Отменить без штрафа");
    expect(card({ confirmedAt, state: "cancelled" }, "12:00")).not.toContain("Отменить без штрафа");
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
  const confirmed = { ...booking, state: "confirmed", paid: kopecks(50_000) } as const;
  const late = { isLate: true, refund: kopecks(0), kept: kopecks(50_000), penalty: points(160) };

  it("CX-2: the question before a cancellation says once that it is late", () => {
    const consequence = { ...late, pointsBack: points(300) };
    const screen = askScreen(words, { booking: confirmed, place, consequence });
    expect(seen(screen)).toMatchSnapshot();
    expect(screen.text).not.toMatch(/поздняя.*поздняя/s);
  });

  it("CX-7: the question before a move says once that it is late, and the hold says the same amounts", () => {
    const { specialistId, startsAt, endsAt, slotKind, price, payChoice } = booking;
    const start = { specialistId, startsAt, endsAt, slotKind, price, payChoice, isAtOnce: false };
    const plan = { points: points(0), payNow: kopecks(160_000), onSpot: kopecks(0) };
    const move = { ...start, ...plan, ...late, pointsBack: points(300) };
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

describe("what a client has", () => {
  it("a confirmed booking's card has the map, the file, another one like it and a human", () => {
    const confirmed = { ...booking, state: "confirmed", paid: kopecks(50_000) } as const;
    expect(
      seen(
        bookingCardScreen(words, {
          ...{ booking: confirmed, place, mapUrl: "https://map.test" },
          ...{ isMoveOffered: true, isCancelOffered: true },
        }),
      ),
    ).toMatchSnapshot();
  });

  it("a completed visit's card has its tips apart from the price, and the way to leave one (MS-2)", () => {
    const completed = {
      ...booking,
      state: "completed" as const,
      ...{ paid: kopecks(130_000), takenOnSpot: kopecks(80_000) },
      ...{ owedOnSpot: kopecks(30_000), tips: kopecks(20_000) },
    };
    const card = { booking: completed, place, mapUrl: "https://map.test", isTipOffered: true };
    expect(seen(bookingCardScreen(words, card))).toMatchSnapshot();
  });

  it("a past visit owes nothing on its card when nobody recorded any of it (PY-7)", () => {
    const past = { ...booking, state: "completed" } as const;
    const owed = (over: Partial<BookingView>) =>
      seen(bookingCardScreen(words, { booking: { ...past, ...over }, place, mapUrl: "" }));
    expect(owed({})).not.toContain("К оплате на месте");
    expect(owed({ takenOnSpot: kopecks(1), owedOnSpot: kopecks(2) })).toContain("К оплате на месте: 0,02 ₽");
  });

  it("a tip is asked for, typed and paid in three screens that name its specialist (MS-2)", () => {
    const facts = { booking: { ...booking, state: "completed" as const }, place };
    expect(seen(tipScreen(words, facts))).toMatchSnapshot();
    expect(seen(otherTipScreen(words, facts.booking, words.t("tip-unreadable")))).toMatchSnapshot();
    const page = {
      booking: facts.booking,
      tipId: uuid(7),
      url: "https://pay.test/1",
      amount: kopecks(20_000),
    };
    const rest = { method: "bank_card", isSbpOffered: true, lookedAt: booking.createdAt } as const;
    expect(seen(tipPageScreen(words, { ...page, ...rest }))).toMatchSnapshot();
  });

  it("an online booking's card has its link instead of the map", () => {
    const online = {
      ...booking,
      state: "confirmed",
      serviceKind: "online",
      meetingUrl: "https://meet.test/1",
    } as const;
    const screen = seen(bookingCardScreen(words, { booking: online, place, mapUrl: "https://map.test" }));
    expect(screen).toContain("[🔗 Войти на встречу |primary]");
    expect(screen).not.toContain("На карте");
  });

  it("a booking that is not paid yet says so in the list instead of looking agreed", () => {
    const bookings = [
      booking,
      { ...booking, payNow: kopecks(0) },
      { ...booking, state: "confirmed" } as const,
    ];
    const list = seen(myBookingsScreen(words, { kind: "upcoming", page: 0, bookings, hasMore: false }));
    expect(list).toContain("[⏳ вт 1.12 14:00 · Стрижка & укладка: ждёт оплаты]");
    expect(list).toContain("[⏳ вт 1.12 14:00 · Стрижка & укладка: ждёт подтверждения]");
    expect(list).toContain("[🔴 вт 1.12 14:00 · Стрижка & укладка]");
  });

  it("a past booking says in the list what became of it", () => {
    const states = ["completed", "no_show", "cancelled", "moved", "confirmed"] as const;
    const bookings = states.map((state) => ({ ...booking, state }));
    const list = seen(myBookingsScreen(words, { kind: "past", page: 0, bookings, hasMore: false }));
    for (const line of [
      "[✅ вт 1.12 14:00 · Стрижка & укладка]",
      "[🚫 вт 1.12 14:00 · Стрижка & укладка: неявка]",
      "[✖️ вт 1.12 14:00 · Стрижка & укладка: отменена]",
      "[🔁 вт 1.12 14:00 · Стрижка & укладка: перенесена]",
      "[🔴 вт 1.12 14:00 · Стрижка & укладка]",
    ])
      expect(list).toContain(line);
  });

  it("points below zero have a real minus", () => {
    const facts = { held: 0, nextRedemptionAt: undefined, accrualPercent: 10, maxSharePercent: 50 };
    const title = (balance: number) => seen({ ...pointsBalanceScreen(words, { ...facts, balance }) });
    expect(title(0)).toContain("Ваши баллы: 0</b>");
    expect(title(-1_600)).toContain("Ваши баллы: −1 600</b>");
  });

  it("points are told with when they may be spent next", () => {
    const facts = { balance: 160, held: 50, nextRedemptionAt: new Date("2026-12-03T10:00:00Z") };
    expect(
      seen(pointsBalanceScreen(words, { ...facts, accrualPercent: 10, maxSharePercent: 50 })),
    ).toMatchSnapshot();
  });

  it("entries are told in words, with the balance after each", () => {
    const entry = {
      id: uuid(6),
      reason: undefined,
      bookingNumber: 12,
      visit: {
        serviceName: "Стрижка & укладка",
        startsAt: new Date("2026-11-28T10:00:00Z"),
        state: "completed",
      },
      friendName: undefined,
      createdAt: new Date("2026-12-01T10:00:00Z"),
    };
    const ended = (state: string) => ({ ...entry, visit: { ...entry.visit, state } });
    const none = { points: points(1), balanceAfter: points(1) };
    const entries = [
      ...["cancelled", "moved", "no_show"].flatMap((state) => [
        { ...ended(state), ...none, kind: "penalty" } as const,
        { ...ended(state), ...none, kind: "redemption_return" } as const,
      ]),
      { ...entry, ...none, kind: "penalty_reversal" },
      { ...entry, ...none, kind: "referral", friendName: "<Вера> Ильинична" },
      { ...entry, ...none, kind: "referral" },
      { ...entry, ...none, kind: "merge", bookingNumber: undefined, visit: undefined },
      { ...entry, kind: "redemption", points: points(-300), balanceAfter: points(20) },
      { ...entry, kind: "accrual", points: points(160), balanceAfter: points(320) },
      {
        ...entry,
        kind: "adjustment",
        points: points(1),
        balanceAfter: points(160),
        reason: "подарок <3",
        bookingNumber: undefined,
        visit: undefined,
      },
    ] as const;
    expect(seen(entriesScreen(words, { page: 0, entries, hasMore: false }))).toMatchSnapshot();
  });
});

describe("the beginning", () => {
  it("the consent names the version of its document, and links it when it is published", () => {
    const facts = { business: "Окошко", policyUrl: "https://okoshko.test/policy", policyVersion: "3" };
    expect(seen(consentScreen(words, facts))).toMatchSnapshot();
    const unpublished = consentScreen(words, { ...facts, policyUrl: "" }).text;
    expect(unpublished).toContain("версия 3");
    expect(unpublished).not.toContain("href");
    const invited = consentScreen(words, { ...facts, invitation: { name: "<Анна>", percent: 10 } }).text;
    expect(invited).toMatch(
      /^🎁 Вас пригласили: &lt;Анна&gt;\. Первый визит будет на 10% дешевле!\n\nЗдравствуйте!/,
    );
  });

  it("the menu has its colours", () => {
    expect(seen(menuScreen(words, { business: "Окошко", name: "Анна <3" }))).toMatchSnapshot();
  });
});

describe("inviting", () => {
  const facts = {
    business: "Окошко",
    link: "https://t.me/okoshko_bot?start=ref_abc",
    friendPercent: 10,
    reward: 300,
    rewardsMax: 20,
    isOn: true,
  };
  it.each([
    ["both gain", {}],
    ["only the friend gains", { reward: 0 }],
    ["only the inviter gains, once a month", { friendPercent: 0, rewardsMax: 1 }],
    ["nobody gains", { isOn: false }],
  ])("EP-4: %s", (_, changed) => {
    expect(seen(inviteScreen(words, { ...facts, ...changed }))).toMatchSnapshot();
  });

  it("EP-4: friends with what each brought", () => {
    const since = new Date("2026-11-20T09:00:00Z");
    const friend = (name: string, reward: Friend["reward"], brought = 0) => ({
      ...{ name, since, reward, points: points(brought), isErased: name === "Удалённый клиент" },
    });
    const friends = [
      friend("Вера Ильинична", "not_yet"),
      friend("<Глеб>", "rewarded", 301),
      friend("Дина", "month_full"),
      friend("Егор", "none"),
      friend("Удалённый клиент", "rewarded", 300),
    ];
    expect(seen(friendsScreen(words, { page: 1, friends, hasMore: true }))).toMatchSnapshot();
  });
});

describe("staff at work", () => {
  const day = localDay("2026-12-01");
  const at = (hour: number) => ({
    startsAt: new Date(Date.UTC(2026, 11, 1, hour - 3)),
    endsAt: new Date(Date.UTC(2026, 11, 1, hour - 2)),
  });
  const visits: readonly BookingView[] = [
    { ...booking, ...at(10), state: "completed", clientName: "Вера" },
    { ...booking, ...at(11), state: "no_show", owedOnSpot: kopecks(0), clientName: "Глеб" },
    { ...booking, ...at(12), state: "confirmed", slotKind: "regular", onSpot: kopecks(0) },
    { ...booking, ...at(13), state: "held", clientName: "<Дина>" },
  ];
  const ofDay = { day, today: day, specialistId: undefined, page: 0, visits, hasMore: true };
  const client: Client = {
    ...{ id: uuid(3), telegramId: 1001, name: "Анна", phone: "+79001234567", email: undefined },
    ...{ timeZone: undefined, referralCode: "abc", invitedById: undefined, isVip: false },
    ...{ pointsBalance: points(0), createdAt: new Date("2026-11-01T09:00:00Z") },
    ...{ phoneCheckedAt: undefined, birthday: undefined, isErased: false },
  };

  it("PE-3: everybody's day, in time's order, with what is owed on the spot", () => {
    expect(
      seen(staffDayScreen(words, { ...ofDay, choice: { name: undefined }, hasMenu: true })),
    ).toMatchSnapshot();
  });

  it("PE-3: a specialist's own empty day leads to the days beside it and to today", () => {
    const empty = { ...ofDay, visits: [], hasMore: false, today: plusDays(day, 1) };
    expect(seen(staffDayScreen(words, { ...empty, choice: undefined, hasMenu: false }))).toMatchSnapshot();
  });

  it.each([
    ["before its start", { state: "confirmed" }, "2026-12-01T10:59:59Z"],
    ["from its start on", { state: "confirmed" }, "2026-12-01T11:00:00Z"],
    ["that took place", { state: "completed" }, "2026-12-01T13:00:00Z"],
    ["that was missed", { state: "no_show", owedOnSpot: kopecks(0) }, "2026-12-01T13:00:00Z"],
  ] as const)("CX-3: a visit %s", (_, changed, now) => {
    const facts = { booking: { ...booking, ...changed }, client, day, now: new Date(now) };
    expect(seen(staffVisitScreen(words, facts))).toMatchSnapshot();
  });

  it("CX-8: a correction says what it does and waits for its reason", () => {
    const screen = correctionScreen(words, { booking, mark: "completed" });
    expect(seen(screen)).toMatchSnapshot();
    expect(readCorrection(screen.expects?.subject)).toEqual({ bookingId: booking.id, mark: "completed" });
    for (const subject of [undefined, "", "paid:1", "completed"])
      expect(readCorrection(subject)).toBeUndefined();
  });
});

describe("what the client is told", () => {
  const nothing = { earned: 0, rebook: 0, penalty: 0, blockedUntil: undefined };
  const undone = { earnedTakenBack: 0, penaltyBack: 0, isBlockLifted: false };
  const told: MarkTold = { mark: "completed", ...nothing, ...undone };
  const until = new Date("2026-12-08T12:00:00Z");
  const rebookOffer = { until, percent: percent(5) };
  const noNext = { upcoming: undefined, rebookOffer: undefined };

  it("MS-8: thanks, what was earned, and how to earn more", () => {
    const facts = { booking, place, told: { ...told, earned: 160, rebook: 81 } };
    expect(
      seen(visitCompletedScreen(words, { ...facts, next: { upcoming: undefined, rebookOffer } })),
    ).toMatchSnapshot();
    const bare = visitCompletedScreen(words, { booking, place, told, next: noNext });
    expect(bare.text).not.toMatch(/балл/);
  });

  it.each([
    ["to missed", { mark: "no_show", earnedTakenBack: 240, penalty: 161, blockedUntil: until }],
    ["to came", { penaltyBack: 161, isBlockLifted: true, earned: 160, rebook: 80 }],
    ["to came, where nothing was at stake", {}],
  ] as const)("CX-8: a correction %s", (_, changed) => {
    expect(
      seen(markCorrectedScreen(words, { booking, place, told: { ...told, ...changed } })),
    ).toMatchSnapshot();
  });

  it("CX-4: a block's end, EP-4: a friend's first visit", () => {
    expect(seen(blockLiftedScreen(words))).toMatchSnapshot();
    expect(seen(friendCameScreen(words, { name: "<Вера>", points: 300 }))).toMatchSnapshot();
  });
});

describe("no screen is a dead end", () => {
  const facts = { business: "Окошко", address: "", phone: "", contacts: "", mapUrl: "", canWrite: true };
  const may = { max: 300, why: undefined, balance: 300 } as const;
  const payment = { url: "https://pay.test/1", amount: kopecks(50_000), payUntil: new Date() };
  const day = localDay("2026-12-01");
  const calendar = { service, specialist: undefined, hasSeveralSpecialists: false, days: [] };
  const hotFacts = { page: 0, hasMore: false, prepayment: kopecks(50_000), now: new Date() };
  const screens: Readonly<Record<string, Screen>> = {
    "no services": servicesScreen(words, { range: "all", page: 0, services: [], hasMore: false }),
    "no online services": servicesScreen(words, { range: "online", page: 0, services: [], hasMore: false }),
    services: servicesScreen(words, { range: "all", page: 0, services: [service], hasMore: true }),
    "an empty calendar": calendarScreen(words, calendar),
    "no times": timesScreen(words, { service, specialistId: undefined, day, page: 0, starts: [] }),
    "no nearest": nearestScreen(words, { serviceId: service.id, why: "x", starts: [] }),
    "a refusal": refusedScreen(words, "x"),
    "a hold": holdScreen(words, { booking, place, points: may, isSbpOffered: true }),
    "the points": pointsScreen(words, booking, may),
    "the payment": payScreen(words, { booking, place, payment }),
    "the e-mail": emailScreen(words, {
      bookingId: booking.id,
      begunBy: pay.pack({ bookingId: booking.id, method: "bank_card" }),
    }),
    confirming: confirmingScreen(words, booking, place),
    confirmed: confirmedScreen(words, booking),
    over: overScreen(words, booking, place),
    "no bookings": myBookingsScreen(words, { kind: "upcoming", page: 0, bookings: [], hasMore: false }),
    "past bookings": myBookingsScreen(words, { kind: "past", page: 0, bookings: [booking], hasMore: false }),
    "no hot windows": hotScreen(words, { ...hotFacts, offers: [] }),
    "no entries": entriesScreen(words, { page: 0, entries: [], hasMore: false }),
    contacts: contactsScreen(words, facts),
    "a message to write": messageScreen(words),
  };
  it.each(Object.entries(screens))("%s leads back to the menu", (_, screen) => {
    expect(seen(screen)).toContain("[В меню]");
  });
});
