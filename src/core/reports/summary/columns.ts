import { kopecks } from "../../kernel/money.ts";
import type { CsvColumn } from "../csv.ts";
import type { Figure, SummaryLine, SummaryPart } from "./model.ts";

/** What the first column of a summary's file is called. */
export const SUMMARY_PART_WORDS = {
  day: "День",
  week: "Неделя",
  month: "Месяц",
  weekday: "День недели",
  hour: "Час недели",
  specialist: "Специалист",
  service: "Услуга",
  rating: "Оценка",
  kind: "Сообщение",
  reason: "Почему",
} as const satisfies Readonly<Record<SummaryPart, string>>;

/** The file of a summary: what its lines are by, then every figure. */
export const summaryColumns = (
  figures: readonly Figure[],
  by: SummaryPart,
): readonly CsvColumn<SummaryLine>[] => [...partColumns(by), ...figures.map(figureColumn)];

function partColumns(by: SummaryPart): readonly CsvColumn<SummaryLine>[] {
  const title = SUMMARY_PART_WORDS[by];
  if (by === "day") {
    return [
      { ...{ key: "day", title, as: "day", of: ({ days }) => days?.from }, about: "день по часам бизнеса" },
    ];
  }
  if (by === "week" || by === "month") {
    return [
      {
        ...{ key: "from", title: "С", as: "day", of: ({ days }) => days?.from },
        about: "первый день, он входит",
      },
      {
        ...{ key: "to", title: "По", as: "day", of: ({ days }) => days?.to },
        about: "последний день, он входит",
      },
    ];
  }
  const head = { key: by, title, about: "о чём строка" };
  if (by === "specialist" || by === "service") return [{ ...head, as: "text", of: ({ name }) => name }];
  return [{ ...head, as: "word", of: ({ name }) => name, code: ({ key }) => key }];
}

function figureColumn({ name, key, title, about, unit }: Figure): CsvColumn<SummaryLine> {
  const value = ({ values }: SummaryLine) => values[name];
  const head = { key, title, about };
  if (unit === "kopecks") {
    return {
      ...head,
      as: "rubles",
      of: (line) => {
        const amount = value(line);
        return amount === undefined ? undefined : kopecks(amount);
      },
    };
  }
  if (unit === "percent") return { ...head, as: "decimal", digits: 1, of: value };
  if (unit === "stars") return { ...head, as: "decimal", digits: 2, of: value };
  return { ...head, as: "whole", of: value };
}
