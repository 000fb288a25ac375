import { findInstallation } from "../../runtime/installation.ts";
import { checkClock } from "./check-clock.ts";
import { checkConfiguration, checkMode } from "./check-configuration.ts";
import { checkIndexes, checkPromises, checkSchema, reachDatabase } from "./check-database.ts";
import { checkDisk } from "./check-disk.ts";
import { checkJobs } from "./check-jobs.ts";
import { checkInbox, checkMessages } from "./check-messages.ts";
import { checkLedger, checkMoneyBooks, checkReceipts, checkWaitingMoney } from "./check-money.ts";
import { checkSchedules } from "./check-schedules.ts";
import { checkTelegram } from "./check-telegram.ts";
import { checkWeb } from "./check-web.ts";
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
  { part: "web", run: checkWeb },
  { part: "telegram", run: checkTelegram },
  { part: "yookassa", run: checkYookassa },
  { part: "clock", run: checkClock },
  { part: "disk", run: checkDisk },
];

/** Checks of what the rows say, one after another: the database has other work to do. */
const INSIDE: readonly DatabaseCheck[] = [
  { part: "configuration", run: checkMode },
  { part: "database", run: checkSchema },
  { part: "database", run: checkPromises },
  { part: "database", run: checkIndexes },
  { part: "telegram", run: checkInbox },
  { part: "jobs", run: checkJobs },
  { part: "schedules", run: checkSchedules },
  { part: "messages", run: checkMessages },
  { part: "money", run: checkWaitingMoney },
  { part: "money", run: checkReceipts },
  { part: "money", run: checkMoneyBooks },
  { part: "ledger", run: checkLedger },
];

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
 * Every check is bounded in time and reported whether or not others fail; where the database is away, what needs it is
 * reported as not looked at. Nothing is started, changed or sent, and no secret of the configuration is in the answer.
 */
export async function examine(
  ground: DoctorGround,
  { only, checkMsMax = CHECK_MS_MAX }: ExamineOptions = {},
): Promise<readonly Finding[]> {
  const wanted = (part: DoctorPart): boolean => only === undefined || only.includes(part);
  const bounded = { ground, checkMsMax };
  const outside = Promise.all(
    OUTSIDE.filter(({ part }) => wanted(part)).map((check) => look(check, ground, checkMsMax)),
  );
  const inside = INSIDE.some(({ part }) => wanted(part)) ? await lookInside(bounded, wanted) : [];
  const found = [...(await outside).flat(), ...inside];
  const keepSecrets = secretKeeper(ground.config);
  return found.map(keepSecrets).sort((one, other) => orderOf(one.part) - orderOf(other.part));
}

const PARTS = Object.keys(PART_TITLES);
const orderOf = (part: DoctorPart): number => PARTS.indexOf(part);

async function lookInside(
  { ground, checkMsMax }: { readonly ground: DoctorGround; readonly checkMsMax: number },
  wanted: (part: DoctorPart) => boolean,
): Promise<readonly Finding[]> {
  const checks = INSIDE.filter(({ part }) => wanted(part));
  const reached = await look({ part: "database", run: reachDatabase }, ground, checkMsMax);
  if (ground.db === undefined || reached.some(({ level }) => level === "trouble")) {
    return [...reached, ...unseenParts(new Set(checks.map(({ part }) => part)))];
  }
  const open: OpenGround = { ...ground, db: ground.db, now: await businessTime(ground) };
  const found: Finding[] = wanted("database") ? [...reached] : [];
  for (const check of checks) found.push(...(await look(check, open, checkMsMax)));
  return found;
}

/** A database without its schema has no installation: then the system's time will do. */
async function businessTime({ db, clock }: DoctorGround): Promise<Date> {
  const installation = db && (await findInstallation(db).catch(() => undefined));
  return new Date(clock.now().getTime() + (installation?.clockOffsetMs ?? 0));
}

function unseenParts(parts: ReadonlySet<DoctorPart>): readonly Finding[] {
  const titles = [...parts].filter((part) => part !== "database").map((part) => PART_TITLES[part]);
  if (titles.length === 0) return [];
  return [
    asFinding("database", {
      id: "database_needed",
      level: "warning",
      what: `Без базы не проверено: ${titles.join(", ")}.`,
      why: "Сначала нужна база, остальное станет видно после неё.",
      mend: "Верните базу и запустите doctor ещё раз.",
      count: titles.length,
    }),
  ];
}

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
