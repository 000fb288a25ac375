import type { Command } from "commander";
import type { Zone } from "../../core/kernel/local-day.ts";
import { done, type Outcome } from "../../core/kernel/outcome.ts";
import {
  DOCTOR_LEVELS,
  DOCTOR_PARTS,
  type DoctorLevel,
  type DoctorPart,
  examine,
  type Finding,
} from "../../core/reports/index.ts";
import { loadSettings } from "../../core/settings/index.ts";
import { offering, oneOf, type Parser } from "../arguments.ts";
import { inOwnName } from "../command-name.ts";
import { answering, type Desk } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { helpText } from "../help-text.ts";
import { counted, fields, momentOf, type Reply } from "../output.ts";

const ZONE_WHEN_UNKNOWN = "Europe/Moscow";

/** `database,jobs`; the same part twice is one. */
const readParts: Parser<readonly DoctorPart[]> = offering(DOCTOR_PARTS, (typed) => {
  const read = oneOf(DOCTOR_PARTS, `части через запятую из: ${DOCTOR_PARTS.join(", ")}`);
  return [...new Set(typed.split(",").map(read))];
});

type Flags = { readonly only?: readonly DoctorPart[] };

const HELP = `
Что значат слова (level в --json):
  ХОРОШО        ok         проверено, всё верно
  НЕ ПРОВЕРЕНО  unchecked  мешает сбой, названный рядом: чаще всего нет базы
  ВНИМАНИЕ      warning    работает, но посмотрите
  СБОЙ          trouble    не работает, или страдают деньги и записи

Код завершения: 4, если есть хоть один сбой, иначе 0. Предупреждения кода не меняют. Непроверенное — тоже: то, что помешало, само названо сбоем. Так и с --only: если проверке нужна база, а базы нет, об этом будет сказано, код 4.`;

export function addDoctorCommand(program: Command, desk: Desk): void {
  withExamples(
    program
      .command("doctor")
      .description(
        "проверить, всё ли работает: база, Telegram, ЮKassa, часы, диск, задания, выгрузки и копии, деньги; код завершения 4, если есть сбой",
      )
      .addHelpText("after", helpText(HELP))
      .option("--only <части>", `проверить только это: ${DOCTOR_PARTS.join(", ")}`, readParts)
      .action(answering(desk, (flags: Flags) => diagnose(desk, flags))),
    "doctor",
    "doctor --only database,jobs",
    "doctor --json",
  );
}

async function diagnose(desk: Desk, { only }: Flags): Promise<Outcome<Reply, never>> {
  const ground = await desk.ground.examined();
  const checkedAt = ground.clock.now();
  const found = await examine(ground, { only });
  const level = worst(found);
  const json = {
    level,
    checkedAt,
    items: found.map(({ id, part, level: own, what, why, mend, since, count }) => ({
      id,
      part,
      level: own,
      what,
      why: why ?? null,
      mend: mend ?? null,
      since: since ?? null,
      count: count ?? null,
    })),
  };
  const zone = found.some(({ since }) => since !== undefined) ? await zoneOf(ground.db) : ZONE_WHEN_UNKNOWN;
  const own = inOwnName(desk.io);
  const named = found.map((one) => (one.mend === undefined ? one : { ...one, mend: own(one.mend) }));
  const reply: Reply = { json, text: () => told(named, { zone, ...desk.io }) };
  return done(level === "trouble" ? { ...reply, isTrouble: true } : reply);
}

const worst = (found: readonly Finding[]): DoctorLevel =>
  DOCTOR_LEVELS.findLast((level) => found.some((one) => one.level === level)) ?? "ok";

/** Of a business whose database went away meanwhile nobody knows the zone. */
async function zoneOf(db: Parameters<typeof loadSettings>[0] | undefined): Promise<Zone> {
  const settings = db && (await loadSettings(db).catch(() => undefined));
  return settings?.["business.timeZone"] ?? ZONE_WHEN_UNKNOWN;
}

type Look = { readonly zone: Zone; readonly columns: number; readonly hasColors?: boolean };

const WORDS: Readonly<Record<DoctorLevel, string>> = {
  ok: "ХОРОШО",
  unchecked: "НЕ ПРОВЕРЕНО",
  warning: "ВНИМАНИЕ",
  trouble: "СБОЙ",
};
/** Green, cyan, yellow, red. */
const COLORS: Readonly<Record<DoctorLevel, number>> = { ok: 32, unchecked: 36, warning: 33, trouble: 31 };
const WARNINGS = ["предупреждение", "предупреждения", "предупреждений"] as const;
const TROUBLES = ["сбой", "сбоя", "сбоев"] as const;

/** What is well comes first, the worst last: that is where the eye rests in a terminal. */
function told(found: readonly Finding[], look: Look): string {
  const isWhole = found.every(({ level }) => level !== "unchecked");
  const nameWidth = (isWhole ? WORDS.warning : WORDS.unchecked).length;
  const blocks = DOCTOR_LEVELS.flatMap((level) =>
    found
      .filter((one) => one.level === level)
      .map((one) => {
        const drawn = fields([[WORDS[level].padEnd(nameWidth), described(one, look.zone)]], look.columns);
        const isBrief = level === "ok" || level === "unchecked";
        return isBrief ? colored(drawn, level, look) : `\n${colored(drawn, level, look)}`;
      }),
  );
  return `${blocks.join("\n").trimStart()}\n\n${summary(found)}`;
}

const described = ({ level, what, why, mend, since }: Finding, zone: Zone): string =>
  [
    level === "unchecked" && why !== undefined
      ? `${what} ${why}`
      : since === undefined
        ? what
        : `${what} С ${momentOf(since, zone)}.`,
    level === "unchecked" ? undefined : why,
    mend === undefined ? undefined : `→ ${mend}`,
  ]
    .filter((line) => line !== undefined)
    .join("\n");

function colored(text: string, level: DoctorLevel, { hasColors }: Look): string {
  if (hasColors !== true) return text;
  const word = WORDS[level];
  return text.replace(word, `\u001b[${COLORS[level]}m${word}\u001b[0m`);
}

function summary(found: readonly Finding[]): string {
  const count = (level: DoctorLevel): number => found.filter((one) => one.level === level).length;
  const [unchecked, warnings, troubles] = [count("unchecked"), count("warning"), count("trouble")];
  if (unchecked + warnings + troubles === 0) return "Всё в порядке.";
  return `${[
    troubles > 0 ? counted(troubles, TROUBLES) : undefined,
    warnings > 0 ? counted(warnings, WARNINGS) : undefined,
    unchecked > 0 ? `не проверено: ${unchecked}` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(", ")}.${unchecked > 0 ? " Устраните сбой и запустите doctor ещё раз." : ""}`;
}
