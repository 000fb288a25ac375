import { listOfferings, listServices, listSpecialists } from "../../core/catalog/index.ts";
import type { LocalDay, Zone } from "../../core/kernel/local-day.ts";
import { instantAt, parseLocalDay } from "../../core/kernel/local-day.ts";
import { type Percent, percent } from "../../core/kernel/money.ts";
import { isManager } from "../access.ts";
import type { ActionCall, Choice } from "../panel-action.ts";

/** Everybody who can be chosen in a form. */
export async function specialistChoices({ app }: ActionCall): Promise<readonly Choice[]> {
  const specialists = await listSpecialists(app.db, {});
  return specialists.map(({ id, name }) => ({ value: id, label: name }));
}

/** The services that can be chosen in a form; for a specialist those they do themselves. */
export async function serviceChoices({ app, user }: ActionCall): Promise<readonly Choice[]> {
  const services = isManager(user)
    ? await listServices(app.db, {})
    : (
        await listOfferings(
          app.db,
          [user.specialistId].filter((id) => id !== undefined),
        )
      ).map(({ service }) => service);
  return services.map(({ id, name }) => ({ value: id, label: name }));
}

/** `09:30` → minutes since midnight; `24:00` is the day's end. */
export function readMinute(typed: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(typed);
  if (match === null) return undefined;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minute <= 1440 ? minute : undefined;
}

/** A day and a time by the clocks of the business; undefined when there is no such moment. */
export function readInstant(
  typed: { readonly day: string; readonly time: string },
  zone: Zone,
): Date | undefined {
  const day: LocalDay | undefined = parseLocalDay(typed.day);
  const minute = readMinute(typed.time);
  return day === undefined || minute === undefined ? undefined : instantAt(day, minute, zone);
}

export const NO_SUCH_MOMENT =
  "Укажите день и время начала; такого времени может не быть в день перевода часов.";

/** A whole percentage, `undefined` when nothing was typed, NaN's stand-in `"wrong"` when it is none. */
export function readPercent(typed: string): Percent | undefined | "wrong" {
  if (typed === "") return undefined;
  const digits = typed.replace(/\s*%$/, "");
  return /^\d{1,3}$/.test(digits) && Number(digits) <= 100 ? percent(Number(digits)) : "wrong";
}
