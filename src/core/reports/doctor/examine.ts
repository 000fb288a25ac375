import { findInstallation } from "../../runtime/installation.ts";
import { CLOCK_OF_DATABASE, checkClock, clockDiffers, uncompared } from "./check-clock.ts";
import { checkConfiguration, checkMode } from "./check-configuration.ts";
import { checkIndexes, checkPromises, checkSchema, reachDatabase } from "./check-database.ts";
import { checkDisk } from "./check-disk.ts";
import { checkJobs } from "./check-jobs.ts";
import { checkInbox, checkMessages } from "./check-messages.ts";
import { checkLedger, checkMoneyBooks, checkReceipts, checkWaitingMoney } from "./check-money.ts";
import { checkSchedules } from "./check-schedules.ts";
import { checkTelegram } from "./check-telegram.ts";
import { checkWeb, webNotReady } from "./check-web.ts";
import { checkYookassa } from "./check-yookassa.ts";
import type {
  DatabaseCheck,
  DoctorGround,
  DoctorPart,
  Finding,
  Found,
  GroundCheck,
  OpenGround,
} from "./model.ts";
import { lossReason } from "./probe.ts";
import { secretKeeper } from "./secrets.ts";

/** Checks that need no database, and run beside each other. */
const OUTSIDE: readonly GroundCheck[] = [
  { part: "configuration", run: checkConfiguration },
  { part: "web", run: checkWeb, asksDatabase: true },
  { part: "telegram", run: checkTelegram },
  { part: "yookassa", run: checkYookassa, asksDatabase: true },
  { part: "clock", run: checkClock, asksDatabase: true },
  { part: "disk", run: checkDisk },
];

/** Checks of what the rows say, one after another: the database has other work to do. */
const INSIDE: readonly DatabaseCheck[] = [
  { part: "configuration", about: "та ли это база, рабочая или песочницы", run: checkMode },
  { part: "database", about: "схема", run: checkSchema },
  { part: "database", about: "ограничения", run: checkPromises },
  { part: "database", about: "индексы", run: checkIndexes },
  { part: "telegram", about: "ждут ли клиенты ответа бота", run: checkInbox },
  { part: "jobs", about: "фоновые задания", run: checkJobs },
  { part: "schedules", about: "выгрузки и копии по расписанию", run: checkSchedules },
  { part: "messages", about: "вовремя ли уходят сообщения", run: checkMessages },
  { part: "money", about: "деньги без ответа", run: checkWaitingMoney },
  { part: "money", about: "закрывающие чеки", run: checkReceipts },
  { part: "money", about: "сходятся ли деньги с записями", run: checkMoneyBooks },
  { part: "ledger", about: "сходятся ли баллы, окна и записи", run: checkLedger },
];

/** What is found of a database that nothing can be read from. */
const AWAY = new Set(["database_stopped", "database_unreachable", "database_unanswered"]);

export const CHECK_MS_MAX = 30_000;
const PART_TITLES: Readonly<Record<DoctorPart, string>> = {
  configuration: "настройки окружения",
  database: "база",
  web: "панель",
  telegram: "Telegram",
  yookassa: "ЮKassa",
  clock: "часы",
  disk: "место на диске",
  jobs: "фоновые задания",
  schedules: "расписания и копии",
  messages: "сообщения",
  money: "деньги",
  ledger: "сверка",
};

export type ExamineOptions = {
  /** All parts unless given. */
  readonly only?: readonly DoctorPart[] | undefined;
  /** How long one check may take before it is reported as unanswered. */
  readonly checkMsMax?: number;
};

/**
 * Looks at everything that the product stands on and answers what was found, part by part.
 *
 * Every check is bounded in time and reported whether or not others fail. Where the database is away, that is told
 * whichever parts were asked for, and what needs it is reported as not looked at, part by part. Nothing is started, changed or sent, and no secret of the configuration is in the answer.
 */
export async function examine(
  ground: DoctorGround,
  { only, checkMsMax = CHECK_MS_MAX }: ExamineOptions = {},
): Promise<readonly Finding[]> {
  const wanted = ({ part }: { readonly part: DoctorPart }): boolean =>
    only === undefined || only.includes(part);
  const inside = INSIDE.filter(wanted);
  const outside = OUTSIDE.filter(wanted);
  const asksDatabase = inside.length > 0 || outside.some((check) => check.asksDatabase);
  const reached = asksDatabase
    ? await look({ part: "database", run: reachDatabase }, ground, checkMsMax)
    : [];
  const isAway = reached.some(({ id }) => AWAY.has(id));
  // Who asked it once in vain need not be asked again by every check.
  const seen = isAway ? { ...ground, db: undefined } : ground;
  const found = await Promise.all([
    ...outside.map((check) => look(check, seen, checkMsMax)),
    isAway ? unseen(inside) : lookInside(seen, inside, checkMsMax),
  ]);
  const isTold = isAway || wanted({ part: "database" });
  const keepSecrets = secretKeeper(ground.config);
  return [...(isTold ? reached : []), ...found.flat()]
    .map(keepSecrets)
    .sort((one, other) => orderOf(one.part) - orderOf(other.part));
}

const PARTS = Object.keys(PART_TITLES);
const orderOf = (part: DoctorPart): number => PARTS.indexOf(part);

async function lookInside(
  ground: DoctorGround,
  checks: readonly DatabaseCheck[],
  msMax: number,
): Promise<readonly Finding[]> {
  const { db } = ground;
  if (db === undefined) return [];
  const open: OpenGround = { ...ground, db, now: await businessTime(ground) };
  const found: Finding[] = [];
  for (const check of checks) found.push(...(await look(check, open, msMax)));
  return found;
}

/** A database without its schema has no installation: then the system's time will do. */
async function businessTime({ db, clock }: DoctorGround): Promise<Date> {
  const installation = db && (await findInstallation(db).catch(() => undefined));
  return new Date(clock.now().getTime() + (installation?.clockOffsetMs ?? 0));
}

/** What needs the database while it is away, part by part. */
const unseen = (checks: readonly DatabaseCheck[]): readonly Finding[] =>
  [...Map.groupBy(checks, ({ part }) => part)].map(([part, own]) => {
    const about = own.map((check) => check.about).join(", ");
    return asFinding(part, {
      id: `${part}_unchecked`,
      level: "unchecked",
      what: `${about.charAt(0).toUpperCase()}${about.slice(1)}.`,
      why: "Это видно только в базе.",
    });
  });

/**
 * What was found a while ago, told while the database is away: that it is, first of all; what is read from it alone is
 * unchecked, whatever was found then; the rest stands as it was seen.
 *
 * @param parts what had been looked at
 */
export function findingsWhileAway(
  found: readonly Finding[],
  parts: readonly DoctorPart[],
): readonly Finding[] {
  const seenElsewhere = new Set(OUTSIDE.map(({ part }) => part));
  const lost = INSIDE.filter(({ part }) => parts.includes(part) && !seenElsewhere.has(part));
  const away = parts.includes("database") ? [asFinding("database", AWAY_NOW)] : [];
  return [
    ...away,
    ...found.filter(({ part }) => seenElsewhere.has(part) && part !== "clock" && part !== "web"),
    ...webWhileAway(found.filter(({ part }) => part === "web")),
    ...clockWhileAway(found.filter(({ part }) => part === "clock")),
    ...unseen(lost.filter(({ part }) => part !== "database")),
  ];
}

/** A server without its database serves nobody, however well it was; trouble that was seen stands. */
function webWhileAway(found: readonly Finding[]): readonly Finding[] {
  if (found.length === 0 || found.some(({ level }) => level === "trouble")) return found;
  const readings = found.flatMap((one) => one.readings ?? []);
  return [{ ...asFinding("web", webNotReady("database", undefined)), readings }];
}

/** The database's clock is not to be seen any more; who else was asked, and what was found of them, stands. */
function clockWhileAway(found: readonly Finding[]): readonly Finding[] {
  if (found.length === 0) return [];
  const readings = found
    .flatMap((one) => one.readings ?? [])
    .filter(({ labels }) => labels?.of !== CLOCK_OF_DATABASE);
  if (readings.length === 0) return [asFinding("clock", uncompared([]))];
  const others = found.filter(({ id }) => id !== clockDiffers(CLOCK_OF_DATABASE));
  const [first = asFinding("clock", AGREES), ...rest] = others;
  return [{ ...first, readings }, ...rest.map((one) => ({ ...one, readings: [] }))];
}

const AGREES: Found = { id: "clock_ok", level: "ok", what: "Часы идут верно." };

const AWAY_NOW: Found = { id: "database_unreachable", level: "trouble", what: "База не отвечает." };

/** One check, whatever it does: it answers, it fails, or it takes too long. */
async function look<G>(
  { part, run }: { readonly part: DoctorPart; readonly run: (ground: G) => Promise<readonly Found[]> },
  ground: G,
  msMax: number,
): Promise<readonly Finding[]> {
  const { promise: tooLong, resolve } = Promise.withResolvers<readonly Found[]>();
  const timer = setTimeout(() => resolve([unanswered(part, msMax)]), msMax);
  try {
    const found = await Promise.race([run(ground), tooLong]);
    return found.map((one) => asFinding(part, one));
  } catch (error) {
    return [asFinding(part, failed(part, lossReason(error)))];
  } finally {
    clearTimeout(timer);
  }
}

const asFinding = (part: DoctorPart, found: Found): Finding => ({
  part,
  why: undefined,
  mend: undefined,
  since: undefined,
  count: undefined,
  ...found,
});

const unanswered = (part: DoctorPart, msMax: number): Found => ({
  id: `${part}_unanswered`,
  level: "trouble",
  what: `Проверка (${PART_TITLES[part]}) не закончилась за ${Math.round(msMax / 1_000)} с.`,
  why: "Что-то не отвечает или сильно перегружено.",
  mend: `npm run -s cli -- doctor --only ${part}`,
});

const failed = (part: DoctorPart, reason: string): Found => ({
  id: `${part}_check_failed`,
  level: "trouble",
  what: `Проверить не удалось (${PART_TITLES[part]}): ${reason}`,
  why: "В каком состоянии эта часть, неизвестно.",
  mend: "npm run -s cli -- db status",
});
