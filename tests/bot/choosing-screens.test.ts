import { describe, expect, it } from "vitest";
import { calendarScreen } from "../../src/bot/book-visit/calendar-screens.ts";
import { nearestScreen, timesScreen } from "../../src/bot/book-visit/times-screens.ts";
import { hotScreen } from "../../src/bot/hot-windows/screens.ts";
import { moveTimesScreen } from "../../src/bot/move-booking/screens.ts";
import { myBookingsScreen } from "../../src/bot/my-bookings/screens.ts";
import type { Screen } from "../../src/bot/screen.ts";
import { localDay, plusDays } from "../../src/core/kernel/local-day.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { booking, seen, service, uuid, words } from "./screens-under-test.ts";

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
