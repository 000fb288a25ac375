import type { Zone } from "../core/kernel/local-day.ts";
import { formatRubles, kopecks } from "../core/kernel/money.ts";
import type { RefusalDetail } from "../core/kernel/outcome.ts";
import { formatWhole } from "../core/kernel/points.ts";
import { fileProblem } from "../core/runtime/file-problem.ts";
import { formatInstant, formatTime } from "./readable.ts";

/** A detail of a refusal as a person reads it. @param as how the sentence wants it */
export function shown(value: RefusalDetail[string] | undefined, as: string | undefined, zone: Zone): string {
  if (value instanceof Date) return as === "time" ? formatTime(value, zone) : formatInstant(value, zone);
  if (as === "rubles") return formatRubles(kopecks(Number(value ?? 0)));
  if (as === "points") return formatWhole(Number(value ?? 0));
  if (as === "file") return fileProblem(String(value ?? ""));
  if (as === "needed") return needed(String(value ?? ""));
  return String(value ?? "—");
}

/** «Нужна сумма …», «Нужно целое число …»: the core names what it expects in the nominative. */
function needed(expected: string): string {
  const [first = ""] = expected.split(" ");
  return `${NEEDED[first] ?? "Нужно"} ${expected}`;
}

const NEEDED: Readonly<Record<string, string>> = {
  сумма: "Нужна",
  часы: "Нужны",
  адрес: "Нужен",
  номер: "Нужен",
  полный: "Нужен",
  текст: "Нужен",
};
