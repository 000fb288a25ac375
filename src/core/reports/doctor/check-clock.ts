import { sql } from "../../runtime/sql.ts";
import { judgeSkew } from "../rules/health.ts";
import type { DoctorGround, Found } from "./model.ts";
import { probe } from "./probe.ts";

export const CLOCK_OF_DATABASE = "database";
/** How it is found that a clock and this machine's disagree. */
export const clockDiffers = (of: string): string => `clock_${of}_differs`;

type Asked = {
  readonly id: string;
  readonly name: string;
  readonly whose: string;
  readonly ask: () => Promise<Date | undefined>;
};

/** Holds this machine's clock against those of the database, Telegram and YooKassa, and says who did not answer. */
export async function checkClock({ config, db, clock }: DoctorGround): Promise<readonly Found[]> {
  const { mode, telegram, yookassa } = config;
  const dateOf = async (url: string) => (await probe(url)).date;
  const others: Asked[] = [];
  if (db !== undefined)
    others.push({ id: CLOCK_OF_DATABASE, name: "база", whose: "базы", ask: () => databaseTime({ db }) });
  if (mode === "live")
    others.push({
      ...{ id: "telegram", name: "Telegram", whose: "Telegram" },
      ask: () => dateOf(`${telegram.apiRoot}/`),
    });
  if (yookassa.account !== undefined)
    others.push({
      ...{ id: "yookassa", name: "ЮKassa", whose: "ЮKassa" },
      ask: () => dateOf(yookassa.apiUrl),
    });
  const found = await Promise.all(others.map((other) => compare(other, clock)));
  const known = found.filter((one) => one !== undefined);
  const wrong = known.filter(({ level }) => level !== "ok");
  const readings = known.flatMap((one) => one.readings ?? []);
  if (wrong.length > 0) return wrong.map((one, place) => ({ ...one, readings: place === 0 ? readings : [] }));
  const silent = others.filter((_, place) => found[place] === undefined).map(({ name }) => name);
  if (known.length === 0) return [uncompared(silent)];
  const whose = known.map(({ what }) => what).join(", ");
  const unasked = silent.length === 0 ? "" : ` Не удалось спросить: ${silent.join(", ")}.`;
  return [
    { id: "clock_ok", level: "ok", readings, what: `Часы идут верно: сверены с часами ${whose}.${unasked}` },
  ];
}

/** Nobody's clock could be read. @param silent who did not answer */
export const uncompared = (silent: readonly string[]): Found => ({
  id: "clock_unchecked",
  level: "unchecked",
  what: "Верно ли идут часы.",
  why:
    silent.length === 0
      ? "Сверять не с кем: базы нет."
      : `Сверять не с кем, не ответили: ${silent.join(", ")}.`,
});

async function databaseTime({
  db,
}: {
  readonly db: NonNullable<DoctorGround["db"]>;
}): Promise<Date | undefined> {
  return (await db.first<{ now: Date }>(sql`SELECT clock_timestamp() AS now`))?.now;
}

/** Undefined: it did not answer, which is another check's affair. */
async function compare({ id, whose, ask }: Asked, clock: DoctorGround["clock"]): Promise<Found | undefined> {
  const askedAt = clock.now();
  const theirs = await ask().catch(() => undefined);
  if (theirs === undefined) return undefined;
  const { level, seconds } = judgeSkew({ askedAt, answeredAt: clock.now(), theirs });
  const readings: Found["readings"] = [{ of: "clock_ahead_seconds", value: seconds, labels: { of: id } }];
  if (level === "ok") return { id: `clock_${id}_ok`, level, what: whose, readings };
  return {
    id: clockDiffers(id),
    level,
    what: `Часы этой машины ${seconds > 0 ? "отстают от часов" : "спешат относительно часов"} ${whose} на ${Math.abs(seconds)} с.`,
    why: "Брони, напоминания и оплаты считаются по этим часам.",
    mend: "Включите сверку времени (NTP): timedatectl set-ntp true",
    count: Math.abs(seconds),
    readings,
  };
}
