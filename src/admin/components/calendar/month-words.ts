import type { DayCount } from "../../pages/calendar/model.ts";

type Kind = Exclude<keyof DayCount, "day">;

/** The kinds of things a day holds, as they are told of it: a sign, and the whole word for who does not see it. */
export const KINDS = [
  ["booked", "●", "записей"],
  ["held", "…", "ждут оплаты"],
  ["regular", "○", "свободных"],
  ["hot", "▲", "горящих"],
  ["online", "◇", "онлайн"],
  ["off", "×", "выходных"],
] as const satisfies readonly (readonly [Kind, string, string])[];

const SHORT = { booked: "зап.", regular: "своб.", hot: "гор.", online: "онл.", off: "вых." } as const;

/** A short word beside its number: what waits agrees with it. */
export function shortWord(kind: Kind, count: number): string {
  if (kind !== "held") return SHORT[kind];
  return count % 10 === 1 && count % 100 !== 11 ? "ждёт" : "ждут";
}
