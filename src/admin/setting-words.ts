import { formatRubles, kopecks } from "../core/kernel/money.ts";
import { CITIES } from "../core/kernel/zone-names.ts";
import { timetableWords } from "../core/schedules/index.ts";
import {
  definitionOf,
  type SettingGroup,
  type SettingKey,
  type SettingUnit,
} from "../core/settings/index.ts";
import { wordFor } from "./readable.ts";

export const GROUP_NAMES: Readonly<Record<SettingGroup, string>> = {
  business: "О бизнесе",
  calendar: "Календарь",
  hot: "Скидки и горящие окна",
  payments: "Оплата",
  points: "Баллы",
  referral: "Приглашения",
  cancellation: "Отмены и неявки",
  messages: "Сообщения",
  backup: "Резервные копии",
};

const UNIT_FORMS: Readonly<
  Record<Exclude<SettingUnit, "percent" | "rubles">, readonly [string, string, string]>
> = {
  days: ["день", "дня", "дней"],
  hours: ["час", "часа", "часов"],
  minutes: ["минута", "минуты", "минут"],
  points: ["балл", "балла", "баллов"],
  bookings: ["запись", "записи", "записей"],
  rewards: ["награда", "награды", "наград"],
  copies: ["копия", "копии", "копий"],
};

/** What is typed into the form's field, after its name. */
export const UNIT_NAMES: Readonly<Record<SettingUnit, string>> = {
  percent: "%",
  rubles: "₽",
  days: "дней",
  hours: "часов",
  minutes: "минут",
  points: "баллов",
  bookings: "записей",
  rewards: "наград",
  copies: "копий",
};

/** A setting's value as people read it: «15 минут», «500,00 ₽», «да». */
export function valueText(
  key: SettingKey,
  value: ReturnType<typeof definitionOf>["default"],
  segmentNames: ReadonlyMap<string, string> = new Map(),
): string {
  if (key === "hot.segments") return segmentsText(value, segmentNames);
  const { unit } = definitionOf(key);
  const choices = choicesOf(key);
  if (typeof value === "boolean") return value ? "да" : "нет";
  if (choices !== undefined) return choices.find((choice) => choice.value === value)?.label ?? String(value);
  if (typeof value === "object" && "fromMinute" in value) return definitionOf(key).format(value);
  if (typeof value === "object") return value.length === 0 ? "никогда" : `${value.join(", ")} ч`;
  if (key === "backup.cron") return timetableWords(String(value)) ?? `свой график: ${value}`;
  if (typeof value !== "number") return value === "" ? "не указано" : value;
  if (unit === "rubles") return formatRubles(kopecks(value));
  if (unit === "percent") return `${value}\u00a0%`;
  return unit === undefined ? String(value) : `${value}\u00a0${wordFor(value, UNIT_FORMS[unit])}`;
}

/** Russia's zones keep their distance from UTC all year: any moment of these years tells it. */
const SOME_MOMENT = Date.UTC(2026, 0, 1);

const offsetOf = (timeZone: string): string =>
  new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" })
    .formatToParts(SOME_MOMENT)
    .find(({ type }) => type === "timeZoneName")
    ?.value.replace("GMT", "UTC") ?? "";

/** «Москва, UTC+3» */
const ZONES = Object.entries(CITIES).map(([value, city]) => ({
  value,
  label: `${city}, ${offsetOf(value)}`,
}));

/** The choices that a form offers: a value that is none of them, set by the command line, stays one. */
export function choicesWith(
  key: SettingKey,
  current: string,
): readonly { value: string; label: string }[] | undefined {
  const choices = choicesOf(key);
  const isOne = choices === undefined || choices.some(({ value }) => value === current);
  return isOne ? choices : [{ value: current, label: current }, ...choices];
}

/** The values of a setting that is one of a few, with their names. */
export function choicesOf(key: SettingKey): readonly { value: string; label: string }[] | undefined {
  if (key === "business.timeZone") return ZONES;
  const definition = definitionOf(key) as { readonly values?: Readonly<Record<string, string>> };
  if (typeof definitionOf(key).default === "boolean") {
    return [
      { value: "yes", label: "да" },
      { value: "no", label: "нет" },
    ];
  }
  return definition.values && Object.entries(definition.values).map(([value, label]) => ({ value, label }));
}

/** Chosen segments by their names; one that is gone is nobody any more. */
function segmentsText(value: unknown, names: ReadonlyMap<string, string>): string {
  const ids: readonly unknown[] = Array.isArray(value) ? value : [];
  if (ids.length === 0) return "у кого нет записи впереди";
  return ids.map((id) => names.get(String(id)) ?? "удалённый сегмент").join(", ");
}
