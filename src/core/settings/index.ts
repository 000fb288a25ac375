/**
 * Settings: every number of the rulebook, typed, with its unit, limits and default. A change is checked by
 * itself and with the others, audited, and seen by every process at its next transaction; bookings that
 * exist keep their own terms (PR-5). What a number means is the business of the rule that reads it.
 */
export { type ChangedSetting, type ChangeSettingInput, changeSetting, trySetting } from "./change-setting.ts";
export { EFFECTS } from "./effects.ts";
export type { Definition, SettingGroup, SettingUnit } from "./kinds.ts";
export {
  DEFAULTS,
  isSettingKey,
  SETTING_KEYS,
  type SettingKey,
  type Settings,
} from "./model.ts";
export { definitionOf, type SettingRefusal } from "./rules/limits.ts";
export { listSettingChanges, type SettingChange } from "./setting-history.ts";
export { loadSettings, settingsFrom } from "./store.ts";
