import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";
import { DEFINITIONS, type Definition, isSettingKey, type SettingKey, type Settings } from "../model.ts";

export type SettingRefusal = "unknown_setting" | "setting_out_of_range" | "settings_disagree";

/** What a person typed for a setting, as its value; the refusal says what was given and what is expected. */
export function readSetting(
  key: string,
  typed: string,
): Outcome<{ readonly key: SettingKey; readonly value: Settings[SettingKey] }, SettingRefusal> {
  if (!isSettingKey(key)) return refuse("unknown_setting", { key });
  const definition = definitionOf(key);
  const value = definition.parse(typed);
  if (value === undefined) {
    return refuse("setting_out_of_range", { key, given: typed.slice(0, 100), expected: definition.expected });
  }
  return done({ key, value });
}

/**
 * Whether settings make sense together: a late limit beyond the calendar would make every cancellation late, and a rate
 * of VAT that the tax system does not know would make every receipt illegal (PY-6).
 */
export function agreeTogether(settings: Settings): Outcome<Settings, "settings_disagree"> {
  const lateHoursMax = settings["calendar.daysAhead"] * 24;
  if (settings["cancel.lateHours"] > lateHoursMax) {
    return refuse("settings_disagree", {
      key: "cancel.lateHours",
      given: settings["cancel.lateHours"],
      expected: `не больше ${lateHoursMax} ч: столько охватывает календарь (calendar.daysAhead)`,
    });
  }
  const rate = settings["receipts.vatCode"];
  const rates = RATES_OF_SYSTEM[settings["receipts.taxSystem"]];
  if (rates !== undefined && !rates.includes(rate)) {
    return refuse("settings_disagree", {
      key: "receipts.vatCode",
      given: rate,
      expected: `НДС ${rates.map(rateName).join(", ")} при такой системе налогообложения (receipts.taxSystem)`,
    });
  }
  return done(settings);
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
