import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";
import { DAYS, plural } from "../../kernel/plural.ts";
import { DEFINITIONS, type Definition, isSettingKey, type SettingKey, type Settings } from "../model.ts";

export type SettingRefusal =
  | "unknown_setting"
  | "setting_out_of_range"
  | "settings_disagree"
  | "setting_changed_meanwhile";

/** What a person typed for a setting, as its value; the refusal says what was given and what is expected. */
export function readSetting(
  key: string,
  typed: string,
): Outcome<
  { readonly key: SettingKey; readonly value: Settings[SettingKey] },
  "unknown_setting" | "setting_out_of_range"
> {
  if (!isSettingKey(key)) return refuse("unknown_setting", { key });
  const definition = definitionOf(key);
  const value = definition.parse(typed);
  if (value === undefined) {
    return refuse("setting_out_of_range", { key, given: typed.slice(0, 100), expected: definition.expected });
  }
  return done({ key, value });
}

/**
 * Whether settings make sense together: a late limit beyond the calendar would make every cancellation late, a lead time as
 * long as the calendar would leave no start to book (SL-3, SL-4), and a rate of VAT that the tax system does not know would
 * make every receipt illegal (PY-6).
 *
 * @param changing the one that is being changed: the refusal says what would do for it, and what the other one is now
 */
export function agreeTogether(
  settings: Settings,
  changing?: SettingKey,
): Outcome<Settings, "settings_disagree"> {
  const days = settings["calendar.daysAhead"];
  const late = settings["cancel.lateHours"];
  if (late > days * HOURS_PER_DAY) {
    const lateOne = one("cancel.lateHours", `${late}\u00a0ч`, `не больше ${days * HOURS_PER_DAY}\u00a0ч`);
    return disagree(changing, lateOne, daysAtLeast(days, Math.ceil(late / HOURS_PER_DAY)));
  }
  const lead = settings["calendar.minLeadMinutes"];
  if (lead >= days * MINUTES_PER_DAY) {
    const leadOne = one(
      "calendar.minLeadMinutes",
      `${lead}\u00a0мин`,
      `меньше ${days * MINUTES_PER_DAY}\u00a0мин`,
    );
    return disagree(changing, leadOne, daysAtLeast(days, Math.floor(lead / MINUTES_PER_DAY) + 1));
  }
  const rate = settings["receipts.vatCode"];
  const system = settings["receipts.taxSystem"];
  const rates = RATES_OF_SYSTEM[system];
  if (rates !== undefined && !rates.includes(rate)) {
    const systems = Object.entries(DEFINITIONS["receipts.taxSystem"].values)
      .filter(([code]) => RATES_OF_SYSTEM[code]?.includes(rate) ?? true)
      .map(([code, name]) => `${code}\u00a0(${name})`);
    const rateOne = one("receipts.vatCode", rateName(rate), `одно из: ${rates.map(rateName).join(", ")}`);
    const systemName = `${system}\u00a0(${DEFINITIONS["receipts.taxSystem"].values[system]})`;
    const systemOne = one("receipts.taxSystem", systemName, `одно из: ${systems.join(", ")}`);
    return disagree(changing, rateOne, systemOne);
  }
  return done(settings);
}

const HOURS_PER_DAY = 24;
const MINUTES_PER_DAY = HOURS_PER_DAY * 60;

const daysAtLeast = (days: number, daysMin: number): One =>
  one(
    "calendar.daysAhead",
    `${days}\u00a0${plural(days, DAYS)}`,
    `не меньше ${daysMin}\u00a0${plural(daysMin, ["дня", "дней", "дней"])}`,
  );

type One = { readonly key: SettingKey; readonly value: string; readonly expected: string };
const one = (key: SettingKey, value: string, expected: string): One => ({ key, value, expected });

function disagree(
  changing: SettingKey | undefined,
  first: One,
  second: One,
): Outcome<never, "settings_disagree"> {
  const [changed, other] = changing === second.key ? [second, first] : [first, second];
  return refuse("settings_disagree", {
    key: changed.key,
    label: DEFINITIONS[changed.key].label,
    given: changed.value,
    expected: changed.expected,
    otherKey: other.key,
    other: DEFINITIONS[other.key].label,
    otherValue: other.value,
  });
}

const rateName = (rate: Settings["receipts.vatCode"]): string =>
  `${rate}\u00a0(${DEFINITIONS["receipts.vatCode"].values[rate]})`;

/** Where the tax system leaves no choice: on a patent there is no VAT, and the low rates are for the simplified one. */
const RATES_OF_SYSTEM: Readonly<Record<string, readonly Settings["receipts.vatCode"][] | undefined>> = {
  "1": ["1", "2", "3", "4", "5", "6", "11", "12"],
  "4": ["1"],
  "6": ["1"],
};

/** A definition with its value's type forgotten, for code that walks over all of them. */
export const definitionOf = (key: SettingKey): Definition<Settings[SettingKey]> =>
  DEFINITIONS[key] as unknown as Definition<Settings[SettingKey]>;
