import { describe, expect, it } from "vitest";
import {
  askWaitScreen,
  daysOf,
  declinedScreen,
  joinedScreen,
  leftScreen,
  pickDaysScreen,
  waitDaysScreen,
  waitHoursScreen,
  waitlistScreen,
} from "../../src/bot/waitlist/screens.ts";
import type { WaitlistView } from "../../src/core/booking/index.ts";
import { daysFrom, localDay, plusDays } from "../../src/core/kernel/local-day.ts";
import { seen, service, uuid, words } from "./screens-under-test.ts";

const first = localDay("2026-11-25");
const days = daysFrom({ from: first, to: plusDays(first, 13) });
const of = { service, specialistId: uuid(4), days };
/** Thursday and Friday, and a Sunday. */
const wish = { serviceId: service.id, specialistId: uuid(4), first, mask: 0b10110 };

const offers = { holdMinutes: 15, quiet: { fromMinute: 22 * 60, toMinute: 9 * 60 } };
const entry: WaitlistView = {
  id: uuid(7),
  clientId: uuid(3),
  clientName: "Анна",
  serviceId: service.id,
  serviceName: service.name,
  specialistId: undefined,
  specialistName: undefined,
  days: daysOf(wish),
  fromMinute: 17 * 60,
  toMinute: 24 * 60,
  state: "waiting",
  endedReason: undefined,
  note: undefined,
  offers: 0,
  missed: 0,
  createdAt: new Date("2026-11-25T09:00:00Z"),
  endedAt: undefined,
  offeredBookingId: undefined,
  takenBookingId: undefined,
};
const otherEntry: WaitlistView = {
  ...entry,
  id: uuid(8),
  specialistName: "Мария",
  days: [localDay("2026-12-01")],
  fromMinute: 10 * 60 + 30,
  toMinute: 14 * 60,
  state: "offered",
  offeredBookingId: uuid(2),
};

describe("MS-9: asking to be told when something becomes free", () => {
  it("first the days: all of the calendar, a week, its weekends, or one by one", () => {
    expect(seen(waitDaysScreen(words, of))).toMatchSnapshot();
    const short = waitDaysScreen(words, { ...of, days: days.slice(0, 2) });
    expect(seen(short)).not.toContain("неделя");
    expect(seen(short)).not.toContain("выходные");
  });

  it("one by one in weeks, with marks that a tap sets and takes back", () => {
    expect(seen(pickDaysScreen(words, { ...of, wish }))).toMatchSnapshot();
    expect(seen(pickDaysScreen(words, { ...of, wish: { ...wish, mask: 0 } }))).not.toContain("[Дальше");
  });

  it("then the part of the day, then the whole of it once more", () => {
    expect(seen(waitHoursScreen(words, { service, wish }))).toMatchSnapshot();
    const facts = { wish, serviceName: service.name, specialistName: "Мария", offers };
    expect(seen(askWaitScreen(words, { ...facts, part: "evening" }))).toMatchSnapshot();
  });

  it("without quiet hours nothing is said of them", () => {
    const always = { holdMinutes: 60, quiet: { fromMinute: 0, toMinute: 0 } };
    expect(seen(joinedScreen(words, entry, always))).toContain("на 1 час и напишем.\n\n[Больше");
  });

  it("an online service says whose clock it is (UN-4)", () => {
    const zone = "🕐 Время на кнопках: Москва";
    expect(seen(waitHoursScreen(words, { service, wish, zone }))).toContain(zone);
  });

  it("every day of four weeks has a bit of its own", () => {
    const month = daysFrom({ from: first, to: plusDays(first, 27) });
    expect(daysOf({ first, mask: 2 ** 28 - 1 })).toEqual(month);
    expect(daysOf({ first, mask: 0 })).toEqual([]);
    expect(daysOf(wish)).toEqual(["2026-11-26", "2026-11-27", "2026-11-29"]);
  });
});

describe("MS-9: what is waited for", () => {
  it("is confirmed, listed, and can be left", () => {
    expect(seen(joinedScreen(words, entry, offers))).toMatchSnapshot();
    expect(seen(waitlistScreen(words, [entry]))).toMatchSnapshot();
    expect(seen(waitlistScreen(words, [entry, otherEntry], "Этого времени вы уже ждёте."))).toMatchSnapshot();
    expect(seen(waitlistScreen(words, []))).toMatchSnapshot();
    expect(seen(leftScreen(words, entry))).toMatchSnapshot();
    expect(seen(declinedScreen(words, entry))).toMatchSnapshot();
  });
});
