import { expect, it } from "vitest";
import { dateOf, dayName, momentOf, shortMomentOf, timeOf, WEEK, zoneName } from "../../src/bot/format.ts";
import { loadTexts } from "../../src/bot/texts.ts";
import { visitTime } from "../../src/bot/visit.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";

const at = new Date("2026-12-01T11:35:00Z");
const words = { ...loadTexts(), zone: "Europe/Moscow" };

it("moments are said as people say them, in the given zone", () => {
  expect(momentOf(at, "Europe/Moscow")).toBe("вт, 1 декабря, 14:35");
  expect(momentOf(at, "Asia/Kamchatka")).toBe("вт, 1 декабря, 23:35");
  expect(momentOf(new Date("2026-11-30T21:30:00Z"), "Europe/Moscow")).toBe("вт, 1 декабря, 00:30");
  expect(shortMomentOf(at, "Europe/Moscow")).toBe("вт 1.12 14:35");
  expect(timeOf(at, "Europe/Moscow")).toBe("14:35");
  expect(dateOf(at, "Europe/Moscow")).toBe("1 декабря");
  expect(dayName(localDay("2026-12-06"))).toBe("вс, 6 декабря");
  expect(WEEK).toEqual(["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"]);
  expect(zoneName("Asia/Yekaterinburg", at)).toBe("Екатеринбург");
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
