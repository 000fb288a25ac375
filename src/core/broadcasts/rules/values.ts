import type { Zone } from "../../kernel/local-day.ts";
import { plural } from "../../kernel/plural.ts";
import { formatWhole } from "../../kernel/points.ts";
import type { BusinessValues, VariableValues } from "./template.ts";

/** What the variables of a text are filled from. */
export type ReaderFacts = {
  readonly name: string;
  readonly points: number;
  /** When the latest completed visit began; undefined: there was none. */
  readonly lastVisitAt: Date | undefined;
  readonly business: {
    readonly name: string;
    readonly address: string;
    readonly phone: string;
    readonly zone: Zone;
  };
};

/** The values for one reader: a first name, «150 баллов», «12 ноября» by the business's calendar (UN-4). */
export function valuesFor({ name, points, lastVisitAt, business }: ReaderFacts): VariableValues {
  const [firstName = ""] = name.trim().split(/\s+/);
  return {
    имя: firstName,
    баллы: `${formatWhole(points)}\u00a0${plural(points, ["балл", "балла", "баллов"])}`,
    ...businessValues(business),
    "последний визит": lastVisitAt === undefined ? "" : dayInWords(lastVisitAt, business.zone),
  };
}

/** What every reader sees alike. */
export const businessValues = ({
  name,
  address,
  phone,
}: Omit<ReaderFacts["business"], "zone">): BusinessValues => ({
  салон: name,
  адрес: address,
  телефон: phone,
});

const dayInWords = (instant: Date, zone: Zone): string =>
  new Intl.DateTimeFormat("ru-RU", { timeZone: zone, day: "numeric", month: "long" }).format(instant);
