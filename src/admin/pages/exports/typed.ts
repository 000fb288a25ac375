import {
  EXPORT_CONTENTS,
  EXPORT_CONTENTS_WORDS,
  EXPORT_SPAN_WORDS,
  EXPORT_SPANS,
  type Export,
  type ExportContents,
  type ExportDialect,
  type ExportSpan,
} from "../../../core/exports/index.ts";
import type { Weekday } from "../../../core/kernel/local-day.ts";
import { cronOf, type SimpleTimetable, simpleOf } from "../../../core/schedules/index.ts";
import type { Choice, Values } from "../../panel-action.ts";

/** The form of an export as the browser holds it: every field a text. */
export type TypedExport = {
  readonly when: "every_day" | "weekdays" | "month_day" | "own";
  /** `07:00` */
  readonly time: string;
  /** `1,3,5` */
  readonly weekdays: string;
  /** `1` to `31`, or `last`. */
  readonly monthDay: string;
  readonly cron: string;
  readonly span: ExportSpan;
  readonly contents: ExportContents;
  readonly dialect: ExportDialect;
  readonly folder: string;
  readonly telegram: "yes" | "no";
};

export type FormChoices = {
  readonly spans: readonly Choice[];
  readonly contents: readonly Choice[];
  readonly dialects: readonly Choice[];
};

const choices = (values: readonly string[], words: Readonly<Record<string, string>>): readonly Choice[] =>
  values.map((value) => ({ value, label: words[value] ?? value }));

const DIALECTS = ["excel", "plain"] as const satisfies readonly ExportDialect[];
export const DIALECT_WORDS = {
  excel: "для Excel",
  plain: "для других программ",
} as const satisfies Readonly<Record<ExportDialect, string>>;

export const FORM_CHOICES: FormChoices = {
  spans: choices(EXPORT_SPANS, EXPORT_SPAN_WORDS),
  contents: choices(EXPORT_CONTENTS, EXPORT_CONTENTS_WORDS),
  dialects: choices(DIALECTS, DIALECT_WORDS),
};

/** What a form says of an export, or which field of it cannot be read and what is expected there. */
export type ReadForm =
  | { readonly terms: Pick<Export, "cron" | "span" | "contents" | "dialect" | "folder" | "isToTelegram"> }
  | { readonly field: string; readonly refused: string };

export function readForm(values: Values): ReadForm {
  const cron = readCron(values);
  if (typeof cron !== "string") return cron;
  const span = EXPORT_SPANS.find((one) => one === values.text("span"));
  if (span === undefined) return { field: "span", refused: "Выберите, за что файл." };
  const contents = EXPORT_CONTENTS.find((one) => one === values.text("contents"));
  if (contents === undefined) return { field: "contents", refused: "Выберите, что в файле." };
  const dialect = DIALECTS.find((one) => one === values.text("dialect"));
  if (dialect === undefined) return { field: "dialect", refused: "Выберите, для чего файл." };
  const folder = values.optional("folder");
  return { terms: { cron, span, contents, dialect, folder, isToTelegram: values.flag("telegram") } };
}

const MONTH_DAYS_MAX = 31;
const CRON_MAX = 200;

function readCron(values: Values): string | { readonly field: string; readonly refused: string } {
  const when = values.text("when");
  if (when === "own") return values.text("cron").slice(0, CRON_MAX);
  const minute = readTime(values.text("time"));
  if (minute === undefined) return { field: "time", refused: "Укажите время: часы и минуты, например 7:00." };
  const read = readDays(when, values);
  return "refused" in read ? read : cronOf({ ...read, minute });
}

type Days<On = SimpleTimetable> = On extends SimpleTimetable ? Omit<On, "minute"> : never;

function readDays(when: string, values: Values): Days | { readonly field: string; readonly refused: string } {
  if (when === "every_day") return { on: when };
  if (when === "weekdays") {
    const weekdays = ([1, 2, 3, 4, 5, 6, 7] as const satisfies readonly Weekday[]).filter((day) =>
      values.list("weekdays").includes(String(day)),
    );
    return weekdays.length === 0
      ? { field: "weekdays", refused: "Отметьте хотя бы один день недели." }
      : { on: when, weekdays };
  }
  if (when !== "month_day") return { field: "when", refused: "Выберите, когда делать файл." };
  if (values.text("monthDay") === "last") return { on: when, monthDay: "last" };
  const monthDay = values.whole("monthDay");
  return monthDay >= 1 && monthDay <= MONTH_DAYS_MAX
    ? { on: when, monthDay }
    : { field: "monthDay", refused: `Выберите число от 1 до ${MONTH_DAYS_MAX}.` };
}

function readTime(typed: string): number | undefined {
  const [, hours = "", minutes = ""] = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(typed) ?? [];
  const [hour, minute] = [Number(hours), Number(minutes)];
  return hours !== "" && hour < 24 && minute < 60 ? hour * 60 + minute : undefined;
}

/** The form that would say what is saved. */
export function formOf({ cron, span, contents, dialect, folder, isToTelegram }: Export): TypedExport {
  const simple = simpleOf(cron);
  return {
    ...NEW_FORM,
    ...(simple === undefined ? { when: "own" as const } : fieldsOf(simple)),
    ...{ cron, span, contents, dialect, folder: folder ?? "", telegram: isToTelegram ? "yes" : "no" },
  };
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");

function fieldsOf(simple: SimpleTimetable): Partial<TypedExport> {
  const { on: when, minute } = simple;
  return {
    when,
    time: `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`,
    ...(simple.on === "weekdays" ? { weekdays: simple.weekdays.join(",") } : {}),
    ...(simple.on === "month_day" ? { monthDay: String(simple.monthDay) } : {}),
  };
}

const NEW_FORM: TypedExport = {
  ...{ when: "every_day", time: "07:00", weekdays: "1", monthDay: "1", cron: "0 7 * * *" },
  ...{ span: "day", contents: "operations", dialect: "excel", folder: "", telegram: "yes" },
};

/** What most people want, ready to be saved: nobody has to know how cron writes it. */
export const PRESETS: readonly { readonly label: string; readonly form: TypedExport }[] = [
  { label: "Каждый день в 7:00 — за прошлый день", form: NEW_FORM },
  {
    label: "По понедельникам в 7:00 — за прошлую неделю",
    form: { ...NEW_FORM, when: "weekdays", cron: "0 7 * * 1", span: "week" },
  },
  {
    label: "1-го числа в 7:00 — за прошлый месяц",
    form: { ...NEW_FORM, when: "month_day", cron: "0 7 1 * *", span: "month" },
  },
];
