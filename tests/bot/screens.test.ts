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
import { contactsScreen, messageScreen } from "../../src/bot/contact/screens.ts";
import { hotScreen } from "../../src/bot/hot-windows/screens.ts";
import { myBookingsScreen } from "../../src/bot/my-bookings/screens.ts";
import { entriesScreen } from "../../src/bot/points/screens.ts";
import type { Screen } from "../../src/bot/screen.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { booking, place, seen, service, words } from "./screens-under-test.ts";

describe("no screen is a dead end", () => {
  const facts = { business: "Окошко", address: "", phone: "", contacts: "", mapUrl: "", canWrite: true };
  const may = { max: 300, why: undefined, balance: 300 } as const;
  const payment = { url: "https://pay.test/1", amount: kopecks(50_000), payUntil: booking.startsAt };
  const day = localDay("2026-12-01");
  const calendar = { service, specialist: undefined, hasSeveralSpecialists: false, days: [] };
  const hotFacts = { page: 0, hasMore: false, prepayment: kopecks(50_000), now: booking.createdAt };
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
