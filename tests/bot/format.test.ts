import { expect, it } from "vitest";
import {
  dateOf,
  dayName,
  daySpan,
  durationOf,
  momentOf,
  shortMomentOf,
  shortRubles,
  timeOf,
  WEEK,
  weekdayMomentOf,
  zoneName,
} from "../../src/bot/format.ts";
import { loadTexts } from "../../src/bot/texts.ts";
import { deadline, visitTime } from "../../src/bot/visit.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";
import { kopecks } from "../../src/core/kernel/money.ts";

const at = new Date("2026-12-01T11:35:00Z");
const words = { ...loadTexts(), zone: "Europe/Moscow" };

it("moments are said as people say them, in the given zone", () => {
  expect(momentOf(at, "Europe/Moscow")).toBe("вт, 1 декабря, 14:35");
  expect(momentOf(at, "Asia/Kamchatka")).toBe("вт, 1 декабря, 23:35");
  expect(momentOf(new Date("2026-11-30T21:30:00Z"), "Europe/Moscow")).toBe("вт, 1 декабря, 00:30");
  expect(shortMomentOf(at, "Europe/Moscow")).toBe("вт 1.12 14:35");
  expect(weekdayMomentOf(at, "Europe/Moscow")).toBe("вт 14:35");
  expect(timeOf(at, "Europe/Moscow")).toBe("14:35");
  expect(dateOf(at, "Europe/Moscow")).toBe("1 декабря");
  expect(dayName(localDay("2026-12-06"))).toBe("вс, 6 декабря");
  expect(daySpan(localDay("2026-12-01"), localDay("2026-12-14"))).toBe("1–14 декабря");
  expect(daySpan(localDay("2026-11-24"), localDay("2026-12-07"))).toBe("24 ноября – 7 декабря");
  expect(daySpan(localDay("2026-12-01"), localDay("2027-12-02"))).toBe("1 декабря – 2 декабря");
  expect(daySpan(localDay("2026-12-01"), localDay("2026-12-01"))).toBe("1 декабря");
  expect(WEEK).toEqual(["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"]);
  expect(zoneName("Asia/Yekaterinburg", at)).toBe("Екатеринбург");
});

it.each([
  [45, "45 минут"],
  [60, "1 час"],
  [61, "1 час 1 минута"],
  [90, "1 час 30 минут"],
  [120, "2 часа"],
  [300, "5 часов"],
])("%d minutes are said as people say them", (minutes, expected) => {
  expect(durationOf(words, minutes)).toBe(expected);
});

it("whole rubles lose their kopecks on a button, others keep them", () => {
  expect(shortRubles(kopecks(160_000))).toBe("1\u00a0600\u00a0₽");
  expect(shortRubles(kopecks(160_050))).toBe("1\u00a0600,50\u00a0₽");
});

it("a visit in person is told in business time only, one online with the zones named", () => {
  const visit = { startsAt: at, isOnline: false, clientZone: "Asia/Yekaterinburg" };
  expect(visitTime(words, visit)).toBe("вт, 1 декабря, 14:35");
  expect(visitTime(words, { ...visit, isOnline: true })).toBe(
    "вт, 1 декабря, 14:35 (Москва), у вас вт, 1 декабря, 16:35 (Екатеринбург)",
  );
  expect(visitTime(words, { ...visit, isOnline: true, clientZone: undefined })).toBe(
    "вт, 1 декабря, 14:35 (Москва)",
  );
});

it("UN-4: a deadline is told in the client's time too where the clocks differ", () => {
  expect(deadline(words, at, undefined)).toBe("вт, 1 декабря, 14:35");
  expect(deadline(words, at, "Europe/Moscow")).toBe("вт, 1 декабря, 14:35");
  expect(deadline(words, at, "Asia/Vladivostok")).toBe(
    "вт, 1 декабря, 14:35 (Москва), у вас вт, 1 декабря, 21:35 (Владивосток)",
  );
});
