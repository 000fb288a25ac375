import type { Prisma, PrismaClient } from "@prisma/client";
import type { App } from "../core/app.ts";
import { dayOf, plusDays, startOfDay } from "../core/kernel/local-day.ts";
import { loadSettings } from "../core/settings/index.ts";
import { isManager, type PanelUser } from "./access.ts";
import type { Books, LookAtBooks } from "./books.ts";
import { formatDay, formatTime, type Tone } from "./readable.ts";
import { BOOKING_STATES, BOOKING_TONES, SLOT_KIND_NAMES, SLOT_KIND_TONES } from "./resources/words.ts";

/** What the first page shows: today by the clocks of the business. */
export type Today = {
  readonly day: string;
  readonly bookings: readonly {
    readonly id: string;
    readonly time: string;
    readonly title: string;
    readonly who: string;
    readonly state: string;
    readonly tone: Tone;
  }[];
  readonly free: readonly {
    readonly id: string;
    readonly time: string;
    readonly title: string;
    readonly kind: string;
    readonly tone: Tone;
  }[];
  /** The list of slots with the filter under which it holds exactly these. */
  readonly freeHref: string;
  /** The list of the day's bookings. */
  readonly bookingsHref: string;
  readonly held: number;
  /** Clients whose last word is theirs; undefined for those who do not answer clients. */
  readonly unanswered: number | undefined;
  /** Whether points, slots and money agree with the bookings; undefined for those who do not run the business. */
  readonly books: Books | undefined;
  /** Where a person plays a client, in the sandbox. */
  readonly chatPageUrl: string | undefined;
  /** What is still missing before anyone can book. */
  readonly missing: readonly { readonly text: string; readonly href: string }[];
};

const ROWS_MAX = 50;

/** Gathers the first page; a specialist's has only what is theirs. */
export async function gatherToday(
  from: {
    readonly app: App;
    readonly prisma: PrismaClient;
    readonly lookAtBooks: LookAtBooks;
    readonly chatPageUrl: string | undefined;
  },
  user: PanelUser,
): Promise<Today> {
  const { app, prisma } = from;
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const now = app.clock.now();
  const today = dayOf(now, zone);
  const startsAt = { gte: startOfDay(today, zone), lt: startOfDay(plusDays(today, 1), zone) };
  const manages = isManager(user);
  const own = manages ? {} : { specialistId: user.specialistId ?? NOBODY };

  const [bookings, free, held, unanswered, missing, books] = await Promise.all([
    prisma.booking.findMany({ where: { startsAt, state: { in: SHOWN_STATES }, ...own }, ...BOOKING_PARTS }),
    prisma.slot.findMany({
      where: { startsAt: { gt: now, lt: startsAt.lt }, state: "open", bookingId: null, ...own },
      select: { id: true, startsAt: true, kind: true, specialist: { select: { name: true } } },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      take: ROWS_MAX,
    }),
    prisma.booking.count({ where: { state: { in: ["held", "confirming"] }, ...own } }),
    manages ? countUnanswered(prisma) : undefined,
    manages ? findMissing(prisma, now) : [],
    manages ? from.lookAtBooks() : undefined,
  ]);
  return {
    day: formatDay(today),
    bookings: bookings.map((booking) => ({
      id: booking.id,
      time: `${formatTime(booking.startsAt, zone)}–${formatTime(booking.endsAt, zone)}`,
      title: `${booking.client.name} — ${booking.service.name}`,
      who: booking.specialist.name,
      state: BOOKING_STATES[booking.state] ?? booking.state,
      tone: BOOKING_TONES[booking.state] ?? "default",
    })),
    free: free.map((slot) => ({
      id: slot.id,
      time: formatTime(slot.startsAt, zone),
      title: slot.specialist.name,
      kind: SLOT_KIND_NAMES[slot.kind] ?? slot.kind,
      tone: SLOT_KIND_TONES[slot.kind] ?? "default",
    })),
    freeHref: filtered("Slot", {
      "startsAt~~from": now.toISOString(),
      "startsAt~~to": today,
      state: "open",
      bookingId: "none",
    }),
    bookingsHref: filtered("Booking", { "startsAt~~from": today, "startsAt~~to": today }),
    held,
    unanswered,
    books,
    chatPageUrl: manages ? from.chatPageUrl : undefined,
    missing,
  };
}

function filtered(resource: string, by: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(by).map(([name, value]) => [`filters.${name}`, value]));
  return `resources/${resource}?${query}`;
}

const NOBODY = "00000000-0000-0000-0000-000000000000";
const SHOWN_STATES = ["held", "confirming", "confirmed", "completed", "no_show"];
const NAME = { select: { name: true } } as const;
const BOOKING_PARTS = {
  select: {
    id: true,
    startsAt: true,
    endsAt: true,
    state: true,
    client: NAME,
    service: NAME,
    specialist: NAME,
  },
  orderBy: [{ startsAt: "asc" }, { id: "asc" }],
  take: ROWS_MAX,
} as const satisfies Prisma.BookingFindManyArgs;

async function countUnanswered(prisma: PrismaClient): Promise<number> {
  const rows = await prisma.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM (
      SELECT DISTINCT ON (client_id) direction FROM client_messages
      JOIN clients ON clients.id = client_id AND clients.erased_at IS NULL ORDER BY client_id, client_messages.created_at DESC, client_messages.id DESC
    ) AS last WHERE direction = 'in'`;
  return rows[0]?.waiting ?? 0;
}

async function findMissing(prisma: PrismaClient, now: Date): Promise<Today["missing"]> {
  const [services, specialists, links, slots] = await Promise.all([
    prisma.service.findFirst({ where: { isActive: true }, select: { id: true } }),
    prisma.specialist.findFirst({ where: { isActive: true }, select: { id: true } }),
    prisma.specialistService.findFirst({ select: { id: true } }),
    prisma.slot.findFirst({ where: { startsAt: { gt: now }, state: "open" }, select: { id: true } }),
  ]);
  return [
    services === null ? { text: "Добавьте услугу", href: "resources/Service/actions/addService" } : undefined,
    specialists === null
      ? { text: "Добавьте специалиста", href: "resources/Specialist/actions/addSpecialist" }
      : undefined,
    links === null
      ? { text: "Назначьте услугу специалисту", href: "resources/SpecialistService/actions/assignService" }
      : undefined,
    slots === null ? { text: "Создайте окошки", href: "resources/Slot/actions/generateSlots" } : undefined,
  ].filter((step) => step !== undefined);
}
