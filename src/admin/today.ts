import type { PrismaClient } from "@prisma/client";
import type { App } from "../core/app.ts";
import { dayOf, plusDays, startOfDay } from "../core/kernel/local-day.ts";
import { listLastWords } from "../core/notifications/index.ts";
import { gatherMorning } from "../core/reports/index.ts";
import { definitionOf, loadSettings, type Settings } from "../core/settings/index.ts";
import { isManager, mayChangeSetting, type PanelUser } from "./access.ts";
import {
  AHEAD_MAX,
  BOOKING_PARTS,
  type ComingGroup,
  type TodaysBooking,
  tellBooking,
  tellComing,
} from "./coming.ts";
import { MARKETING_LAW } from "./marketing-law.ts";
import { findMissing, type MissingStep } from "./missing-steps.ts";
import { type MorningView, tellMorning } from "./morning.ts";
import type { Connections } from "./panel-page.ts";
import { formatDay, formatTime, type Tone } from "./readable.ts";
import { SLOT_KIND_NAMES, SLOT_KIND_TONES } from "./resources/words.ts";

/** What the first page shows: today by the clocks of the business. */
export type Today = {
  readonly day: string;
  /** What of today and of the days ahead is read at a glance. */
  readonly morning: MorningView;
  /** Who waits for a mark, who comes next today, and tomorrow's first: what is there of each. */
  readonly coming: readonly ComingGroup[];
  readonly bookings: readonly TodaysBooking[];
  /** How many the day has beyond those listed. */
  readonly bookingsBeyond: number;
  readonly free: readonly {
    readonly id: string;
    readonly time: string;
    readonly title: string;
    readonly kind: string;
    readonly tone: Tone;
  }[];
  /** How many there are in all: only the first of them are listed. */
  readonly freeCount: number;
  /** The list of slots with the filter under which it holds exactly these. */
  readonly freeHref: string;
  /** The list of the day's bookings. */
  readonly bookingsHref: string;
  readonly held: number;
  /** Visits that are over and that nobody has marked (EP-3), and the list of them. */
  readonly unmarked: number;
  readonly unmarkedHref: string;
  /** Clients whose last word is theirs; undefined for those who do not answer clients. */
  readonly unanswered: number | undefined;
  /** Hot windows that wait for somebody to say whether they are announced (MS-4). */
  readonly proposals: number;
  /** Whether how the books stand is theirs to ask for, apart: it takes longer. */
  readonly hasBooks: boolean;
  /** Where a person plays a client, in the sandbox. */
  readonly chatPageUrl: string | undefined;
  /** What is still missing before anyone can book, and before clients know where to come. */
  readonly missing: readonly MissingStep[];
  /** Advertisements are not let out yet (MS-7); undefined when they are, or for those who do not run the business. */
  readonly marketing: { readonly law: string; readonly mayTurnOn: boolean } | undefined;
};

const ROWS_MAX = 50;
/** Of more who wait nobody counts. */
const WAITING_MAX = 10_000;
/** A day has no more bookings than that: whoever waits for a mark late in it is among them. */
const OF_DAY_MAX = 300;

/** Gathers the first page; a specialist's has only what is theirs. */
export async function gatherToday(
  from: {
    readonly app: App;
    readonly prisma: PrismaClient;
    readonly chatPageUrl: string | undefined;
    readonly connections: Connections | undefined;
  },
  user: PanelUser,
): Promise<Today> {
  const { app, prisma } = from;
  const settings = await loadSettings(app.db);
  const zone = settings["business.timeZone"];
  const now = app.clock.now();
  const today = dayOf(now, zone);
  const startsAt = { gte: startOfDay(today, zone), lt: startOfDay(plusDays(today, 1), zone) };
  const manages = isManager(user);
  const own = { specialistId: user.specialistId ?? NOBODY };
  const whose = manages ? {} : own;
  const isFree = {
    startsAt: { gt: now, lt: startsAt.lt },
    state: "open",
    bookingId: null,
    ...whose,
  } as const;

  const [morning, ahead, bookings, free, freeCount, held, waiting, missing, proposals] = await Promise.all([
    gatherMorning(app, manages ? "all" : own),
    prisma.booking.findMany({
      ...BOOKING_PARTS,
      take: AHEAD_MAX,
      where: { startsAt: { gt: now }, state: "confirmed", ...whose },
    }),
    prisma.booking.findMany({
      where: { startsAt, state: { in: SHOWN_STATES }, ...whose },
      ...BOOKING_PARTS,
      take: OF_DAY_MAX,
    }),
    prisma.slot.findMany({
      where: isFree,
      select: { id: true, startsAt: true, kind: true, specialist: { select: { name: true } } },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      take: ROWS_MAX,
    }),
    prisma.slot.count({ where: isFree }),
    prisma.booking.count({ where: { state: { in: ["held", "confirming"] }, ...whose } }),
    manages ? listLastWords(app.db, { isWaiting: true, rowsMax: WAITING_MAX }) : undefined,
    manages ? findMissing({ app, user, connections: from.connections }) : [],
    manages ? prisma.broadcast.count({ where: { state: "draft", proposedAt: { not: null } } }) : 0,
  ]);
  return {
    day: formatDay(today),
    morning: tellMorning(morning, user),
    coming: await tellComing(app, { today: bookings, ahead }, { now, zone }),
    bookings: bookings.slice(0, ROWS_MAX).map((booking) => tellBooking(booking, zone)),
    bookingsBeyond: Math.max(0, bookings.length - ROWS_MAX),
    free: free.map((slot) => ({
      id: slot.id,
      time: formatTime(slot.startsAt, zone),
      title: slot.specialist.name,
      kind: SLOT_KIND_NAMES[slot.kind] ?? slot.kind,
      tone: SLOT_KIND_TONES[slot.kind] ?? "default",
    })),
    freeCount,
    freeHref: filtered("Slot", {
      "startsAt~~from": now.toISOString(),
      "startsAt~~to": today,
      state: "open",
      bookingId: "none",
    }),
    bookingsHref: filtered("Booking", { "startsAt~~from": today, "startsAt~~to": today }),
    held,
    unmarked: morning.unmarked,
    unmarkedHref: filtered("Booking", { "startsAt~~to": now.toISOString(), state: "confirmed" }),
    unanswered: waiting?.length,
    proposals,
    hasBooks: manages,
    chatPageUrl: manages ? from.chatPageUrl : undefined,
    missing,
    marketing: manages ? marketingOffer(settings, user) : undefined,
  };
}

function filtered(resource: string, by: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(by).map(([name, value]) => [`filters.${name}`, value]));
  return `resources/${resource}?${query}`;
}

const NOBODY = "00000000-0000-0000-0000-000000000000";
const SHOWN_STATES = ["held", "confirming", "confirmed", "completed", "no_show"];

/** The switch stands beside what the law says of it. */
function marketingOffer(settings: Settings, user: PanelUser): Today["marketing"] {
  if (settings["marketing.enabled"]) return undefined;
  const setting = { key: "marketing.enabled", group: definitionOf("marketing.enabled").group } as const;
  return { law: MARKETING_LAW, mayTurnOn: mayChangeSetting(user, setting) };
}
