import type { App } from "../core/app.ts";
import { isUuid } from "../core/kernel/ids.ts";
import { dayOf, type Zone } from "../core/kernel/local-day.ts";
import { formatWhole } from "../core/kernel/points.ts";
import { zoneWords } from "../core/kernel/zone-names.ts";
import { balanceOf } from "../core/loyalty/index.ts";
import { findBlock, hasConsent, listBlocked, searchPart } from "../core/people/index.ts";
import { listClientFigures } from "../core/reports/index.ts";
import { findSegment, listSegmentClients } from "../core/segments/index.ts";
import { NOTHING_MATCHES, type Where } from "./prisma-filter.ts";
import { formatDay, formatInstant, textOf } from "./readable.ts";
import type { Params, Telling } from "./table-list.ts";
import { messageLines } from "./tell-messages.ts";
import { JOURNAL, waysTo } from "./ways.ts";

/** What a client's own columns do not say: who they are in Telegram; on a card also their standing, points and consents. */
export async function tellClients(
  rows: readonly Params[],
  { app, zone, viewer, isCard }: Telling,
): Promise<readonly Params[]> {
  const [only] = isCard ? rows : [];
  const id = String(only?.id);
  const ways = only
    ? [
        ...waysTo(OF_CLIENT, { column: "clientId", id }, viewer),
        ...waysTo(JOURNAL, { column: "subjectId", id }, viewer),
      ]
    : [];
  const card = only ? { ...(await cardOf(app, String(only.id), zone)), ways } : {};
  const zoneOf = ({ timeZone }: Params): string =>
    timeZone ? zoneWords(String(timeZone), app.clock.now()) : "";
  const figures = isCard ? [] : await figuresOf(app, rows, zone);
  return rows.map((row, index) => ({
    ...{ telegramUsername: telegramOf(row), timeZone: zoneOf(row), ...card },
    ...figures[index],
  }));
}

/** What each came to, beside the name: of a whole page in one question. */
async function figuresOf(app: App, rows: readonly Params[], zone: Zone): Promise<readonly Params[]> {
  const clientIds = rows.map(({ id }) => String(id));
  const figures = await listClientFigures(app.db, { clientIds, now: app.clock.now() });
  return rows.map(({ id, isVip, isBlocked }) => {
    const { visits = 0, lastVisitAt, next, spent = 0 } = figures.get(String(id)) ?? {};
    const marks = [...(isVip === true ? ["VIP"] : []), ...(isBlocked === true ? ["заблокирован"] : [])];
    return {
      visits: formatWhole(visits),
      lastVisit: lastVisitAt === undefined ? "" : formatDay(dayOf(lastVisitAt, zone)),
      nextVisit: next === undefined ? "" : formatInstant(next.startsAt, zone),
      ...(next === undefined ? {} : { nextVisitHref: `resources/Booking/records/${next.id}/show` }),
      spent: spent === 0 ? "" : textOf(spent, { label: "", as: "rubles" }, zone),
      marks: marks.join(", "),
    };
  });
}

/** Whom a block stops from booking now: it is offered to who has none, and its lifting to who has one. */
export async function standingOf(rows: readonly Params[], app: App): Promise<readonly Params[]> {
  const ids = rows.map(({ id }) => String(id));
  const blocked = await listBlocked(app.db, ids, app.clock.now());
  return ids.map((id) => ({ isBlocked: blocked.has(id) }));
}

const OF_CLIENT = [
  ["Booking", "Записи"],
  ["WaitlistEntry", "Лист ожидания"],
  ["PointEntry", "Движения баллов"],
  ["Payment", "Платежи"],
  ["ClientMessage", "Вопросы клиентов"],
  ["OutboxMessage", "Сообщения бота"],
  ["Review", "Отзывы"],
] as const;

/** The clients whom a block stops now, or all the others; undefined: neither was asked for. */
export const blockedOnly = (value: string, { db, clock }: App): Promise<Where> | undefined => {
  if (value !== "true" && value !== "false") return undefined;
  return listBlocked(db, "all", clock.now()).then((blocked) => {
    const ids = { in: [...blocked] };
    return value === "true" ? { id: ids } : { NOT: { id: ids } };
  });
};

/** The clients whose name has what was typed in it, whatever its letters; undefined: nothing was typed. */
export const namedLike = (value: string): Promise<Where> | undefined =>
  value.trim() === ""
    ? undefined
    : Promise.resolve({ searchName: { contains: searchPart(value.replaceAll("\u0000", "").trim()) } });

/** So many ids fit into one question to the database; of a larger segment the newest clients are shown. */
const OF_SEGMENT_MAX = 30_000;

/** The clients who are in a saved segment now; undefined: none was asked for. */
export const segmentOnly = (value: string, app: App): Promise<Where> | undefined =>
  isUuid(value) ? clientsOf(value, app) : undefined;

async function clientsOf(segmentId: string, app: App): Promise<Where> {
  const segment = await findSegment(app.db, segmentId);
  if (segment === undefined) return NOTHING_MATCHES;
  const clients = await listSegmentClients(app, segment.definition, { rowsMax: OF_SEGMENT_MAX });
  return { id: { in: clients.map(({ id }) => id) } };
}

const telegramOf = ({ telegramUsername, telegramId }: Params): string =>
  telegramUsername ? `@${String(telegramUsername)}` : String(telegramId ?? "");

async function cardOf(app: App, clientId: string, zone: Zone): Promise<Params> {
  const { db, clock } = app;
  const now = clock.now();
  const block = await findBlock(db, clientId, now);
  const { held, available, nextRedemptionAt } = await balanceOf(db, { clientId, now });
  const isAgreed = async (kind: Parameters<typeof hasConsent>[2]): Promise<string> =>
    (await hasConsent(db, clientId, kind)) ? "есть" : "нет";
  const until = block?.endsAt === undefined ? "пока не снимете" : `до ${formatInstant(block.endsAt, zone)}`;
  return {
    block: block === undefined ? "" : `${until}: ${block.reason}`,
    pointsHeld: inWords(held, zone),
    pointsAvailable: inWords(available, zone),
    redeemableFrom: nextRedemptionAt === undefined ? "" : `с ${formatInstant(nextRedemptionAt, zone)}`,
    personalData: await isAgreed("personal_data"),
    marketing: await isAgreed("marketing"),
    messages: await messageLines(app, { clientId }, zone),
  };
}

const inWords = (amount: number, zone: Zone): string => textOf(amount, { label: "", as: "points" }, zone);
