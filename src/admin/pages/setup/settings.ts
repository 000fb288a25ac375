import { listSegments } from "../../../core/segments/index.ts";
import {
  type ChangedSetting,
  changeSetting,
  DEFAULTS,
  definitionOf,
  EFFECTS,
  isSettingKey,
  listSettingChanges,
  loadSettings,
  SETTING_KEYS,
  type SettingGroup,
  type SettingKey,
  type Settings,
  trySetting,
} from "../../../core/settings/index.ts";
import { mayChangeSetting } from "../../access.ts";
import type { AnyRefusal } from "../../any-refusal.ts";
import { MARKETING_LAW } from "../../marketing-law.ts";
import type { Choice, Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant } from "../../readable.ts";
import { sentence } from "../../refusals.ts";
import { repricedBy } from "../../repriced.ts";
import { ACTOR_KINDS } from "../../resources/words.ts";
import { choicesWith, GROUP_NAMES, UNIT_NAMES, valueText } from "../../setting-words.ts";

/** One setting as the page draws it: everything about it stands beside it. */
export type SettingView = {
  readonly key: SettingKey;
  readonly label: string;
  readonly affects: string;
  readonly unit: string | undefined;
  readonly kind: "text" | "number" | "select" | "switch" | "checks" | "stretch" | "timetable";
  readonly options: readonly Choice[] | undefined;
  /** As it is typed and as it is read. */
  readonly value: string;
  readonly text: string;
  readonly usual: string;
  readonly usualText: string;
  readonly isUsual: boolean;
  /** Whether to be as usual means anything: of who a business is nothing is usual. */
  readonly hasUsual: boolean;
  readonly expected: string;
  readonly mayChange: boolean;
  /** What the law says of it. */
  readonly law: string | undefined;
};

export type SettingsView = {
  readonly groups: readonly {
    readonly id: SettingGroup;
    readonly name: string;
    readonly settings: readonly SettingView[];
  }[];
};

export type HistoryView = {
  readonly changes: readonly {
    readonly id: number;
    readonly when: string;
    readonly who: string;
    readonly before: string;
    readonly after: string;
    readonly reason: string;
  }[];
};

/** What came of a change: the setting as it is now, whatever came of it. */
export type SettingAnswer = {
  readonly setting?: SettingView;
  readonly said?: string;
  readonly refused?: string;
};

const BESIDE_THE_LAW: ReadonlySet<SettingKey> = new Set(["marketing.enabled", "hot.broadcast"]);
/** Who the business is, where it is and what it has published: its own alone. */
const ITS_OWN: ReadonlySet<SettingKey> = new Set([
  "business.name",
  "business.address",
  "business.phone",
  "business.contacts",
  "business.mapUrl",
  "policy.url",
  "policy.version",
  "review.publicUrl",
]);
const CHANGES_MAX = 50;

export async function settingsView(call: PageCall): Promise<SettingsView> {
  const settings = await loadSettings(call.app.db);
  const segments = await segmentChoices(call);
  const repriced = await repricedBy("hot.discountPercent", call.app);
  const groups = Object.entries(GROUP_NAMES).map(([id, name]) => ({
    id: id as SettingGroup,
    name,
    settings: SETTING_KEYS.filter((key) => definitionOf(key).group === id).map((key) =>
      viewOf(key, { settings, segments, repriced, call }),
    ),
  }));
  return { groups };
}

/** The last changes of a setting, newest first. */
export async function historyView(call: PageCall, asked: Values): Promise<HistoryView> {
  const key = asked.text("key");
  if (!isSettingKey(key)) return { changes: [] };
  const names = namesOf(await segmentChoices(call));
  const changes = await listSettingChanges(call.app.db, { key, rowsMax: CHANGES_MAX });
  return {
    changes: changes.map(({ id, before, after, changedAt, staffName, actorKind, reason }) => ({
      id,
      when: formatInstant(changedAt, call.zone),
      who: staffName ?? ACTOR_KINDS[actorKind] ?? "",
      before: valueText(key, before, names),
      after: valueText(key, after, names),
      reason: reason ?? "",
    })),
  };
}

/** Says at once whether a value would do; nothing is changed. */
export async function tryIt(call: PageCall, values: Values): Promise<SettingAnswer> {
  const outcome = await trySetting(call.app.db, { key: values.text("key"), typed: values.text("value") });
  return outcome.ok ? {} : { refused: sentence(outcome.refusal, outcome.detail, call.zone) };
}

/** Changes one setting, if it still is what the page shows. */
export async function changeIt(call: PageCall, values: Values): Promise<SettingAnswer> {
  const key = values.text("key");
  if (!isSettingKey(key))
    return { refused: sentence("unknown_setting", { key: key.slice(0, 60) }, call.zone) };
  return change(call, { key, typed: values.text("value"), seen: values.text("seen") });
}

/** Takes one change back: the value before it is set anew, as a change of its own, and says so in the history. */
export async function restoreIt(call: PageCall, values: Values): Promise<SettingAnswer> {
  const key = values.text("key");
  if (!isSettingKey(key))
    return { refused: sentence("unknown_setting", { key: key.slice(0, 60) }, call.zone) };
  const changes = await listSettingChanges(call.app.db, { key, rowsMax: CHANGES_MAX });
  const taken = changes.find(({ id }) => id === values.whole("change"));
  if (taken === undefined) return { refused: "Этого изменения в истории уже нет. Обновите страницу." };
  const reason = `Вернули, как было до ${formatInstant(taken.changedAt, call.zone)}`;
  return change(call, {
    key,
    typed: definitionOf(key).format(taken.before),
    seen: values.text("seen"),
    reason,
  });
}

async function change(
  call: PageCall,
  given: {
    readonly key: SettingKey;
    readonly typed: string;
    readonly seen: string;
    readonly reason?: string;
  },
): Promise<SettingAnswer> {
  const { key } = given;
  if (!mayChangeSetting(call.user, { key, group: definitionOf(key).group }))
    return { refused: "Эту настройку меняет только владелец." };
  const outcome = await changeSetting(call.app, { ...given, actor: call.actor });
  const settings = await loadSettings(call.app.db);
  const repriced = await repricedBy(key, call.app);
  const setting = viewOf(key, { settings, segments: await segmentChoices(call), repriced, call });
  const news = outcome.ok && repriced !== "" && isChanged(outcome.value) ? ` Изменили ${repriced}.` : "";
  return outcome.ok
    ? { setting, said: `${setting.label}: сохранено.${news}${isBackToUsual(setting) ? BACK : ""}` }
    : { setting, refused: sentence(outcome.refusal as AnyRefusal, outcome.detail, call.zone) };
}

const isChanged = ({ before, after }: ChangedSetting): boolean => before !== after;
const isBackToUsual = ({ hasUsual, isUsual }: SettingView): boolean => hasUsual && isUsual;
const BACK = " Вернуть, как было, можно в «Истории».";

function viewOf(
  key: SettingKey,
  {
    settings,
    segments,
    repriced,
    call,
  }: {
    readonly settings: Settings;
    readonly segments: readonly Choice[];
    readonly repriced: string;
    readonly call: PageCall;
  },
): SettingView {
  const definition = definitionOf(key);
  const value = settings[key];
  const names = namesOf(segments);
  return {
    key,
    label: definition.label,
    affects:
      repriced === "" || key !== "hot.discountPercent"
        ? EFFECTS[key]
        : `${EFFECTS[key]} Сейчас изменит ${repriced}.`,
    unit: definition.unit === undefined ? undefined : UNIT_NAMES[definition.unit],
    kind: kindOf(key),
    options: key === "hot.segments" ? segments : choicesWith(key, definition.format(value)),
    value: definition.format(value),
    text: valueText(key, value, names),
    usual: definition.format(definition.default),
    usualText: valueText(key, definition.default, names),
    isUsual: JSON.stringify(value) === JSON.stringify(DEFAULTS[key]),
    hasUsual: !ITS_OWN.has(key),
    expected: definition.expected,
    mayChange: mayChangeSetting(call.user, { key, group: definition.group }),
    law: BESIDE_THE_LAW.has(key) ? MARKETING_LAW : undefined,
  };
}

function kindOf(key: SettingKey): SettingView["kind"] {
  const definition = definitionOf(key);
  const usual = definition.default;
  if (key === "hot.segments") return "checks";
  if (key === "business.timeZone") return "select";
  if (key === "backup.cron") return "timetable";
  if (typeof usual === "boolean") return "switch";
  if (definition.values !== undefined) return "select";
  if (typeof usual === "object" && "fromMinute" in usual) return "stretch";
  return typeof usual === "number" ? "number" : "text";
}

const segmentChoices = async ({ app }: PageCall): Promise<readonly Choice[]> =>
  (await listSegments(app.db)).map(({ id, name }) => ({ value: id, label: name }));

const namesOf = (segments: readonly Choice[]): ReadonlyMap<string, string> =>
  new Map(segments.map(({ value, label }) => [value, label]));
