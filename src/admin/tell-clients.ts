import type { App } from "../core/app.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import { balanceOf } from "../core/loyalty/index.ts";
import { findBlock, hasConsent, listBlocked } from "../core/people/index.ts";
import { formatInstant, textOf } from "./readable.ts";
import type { Params, Telling } from "./table-list.ts";
import { messageLines } from "./tell-messages.ts";

/** What a client's own columns do not say: who they are in Telegram; on a card also their standing, points and consents. */
export async function tellClients(
  rows: readonly Params[],
  { app, zone }: Telling,
): Promise<readonly Params[]> {
  const [only, ...others] = rows;
  const card = only !== undefined && others.length === 0 ? await cardOf(app, String(only.id), zone) : {};
  return rows.map((row) => ({ telegramUsername: telegramOf(row), ...card }));
}

/** Whom a block stops from booking now: it is offered to who has none, and its lifting to who has one. */
export async function standingOf(rows: readonly Params[], app: App): Promise<readonly Params[]> {
  const ids = rows.map(({ id }) => String(id));
  const blocked = await listBlocked(app.db, ids, app.clock.now());
  return ids.map((id) => ({ isBlocked: blocked.has(id) }));
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
    pointsHeld: held > 0 ? inWords(held, zone) : "",
    pointsAvailable: inWords(available, zone),
    redeemableFrom: nextRedemptionAt === undefined ? "" : `с ${formatInstant(nextRedemptionAt, zone)}`,
    personalData: await isAgreed("personal_data"),
    marketing: await isAgreed("marketing"),
    messages: await messageLines(app, { clientId }, zone),
  };
}

const inWords = (amount: number, zone: Zone): string => textOf(amount, { label: "", as: "points" }, zone);
