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
 * Whether settings make sense together: a late limit beyond the calendar would make every cancellation late.
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
  return done(settings);
}

/** A definition with its value's type forgotten, for code that walks over all of them. */
export const definitionOf = (key: SettingKey): Definition<Settings[SettingKey]> =>
  DEFINITIONS[key] as unknown as Definition<Settings[SettingKey]>;
