import { describe, expect, it } from "vitest";
import { bookingCardScreen, myBookingsScreen } from "../../src/bot/my-bookings/screens.ts";
import { entriesScreen, pointsBalanceScreen } from "../../src/bot/points/screens.ts";
import { otherTipScreen, tipPageScreen, tipScreen } from "../../src/bot/tips/screens.ts";
import type { BookingView } from "../../src/core/booking/index.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { points } from "../../src/core/kernel/points.ts";
import { booking, place, seen, uuid, words } from "./screens-under-test.ts";

describe("what a client has", () => {
  it("a confirmed booking's card has the map, the file, another one like it and a human", () => {
    const confirmed = {
      ...booking,
      state: "confirmed",
      received: kopecks(50_000),
      paid: kopecks(50_000),
    } as const;
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
      ...{ received: kopecks(130_000), paid: kopecks(130_000), takenOnSpot: kopecks(80_000) },
      ...{ owedOnSpot: kopecks(30_000), tips: kopecks(20_000) },
    };
    const card = { booking: completed, place, mapUrl: "https://map.test", isTipOffered: true };
    expect(seen(bookingCardScreen(words, { ...card, review: "give" }))).toMatchSnapshot();
  });

  it.each([
    ["give", "Оценить визит"],
    ["change", "Изменить оценку"],
    [undefined, undefined],
  ] as const)("a visit's card offers of its review: %s (MS-2)", (review, caption) => {
    const completed = { ...booking, state: "completed" as const };
    const screen = bookingCardScreen(words, { booking: completed, place, mapUrl: "", review });
    const offered = screen.buttons.flat().filter(({ text }) => /оцен/iu.test(text));
    expect(offered.map(({ text }) => text)).toEqual(caption === undefined ? [] : [caption]);
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
      staffName: undefined,
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
