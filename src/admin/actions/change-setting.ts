import type { App } from "../../core/app.ts";
import { listSegments } from "../../core/segments/index.ts";
import {
  type ChangedSetting,
  changeSetting as change,
  definitionOf,
  isSettingKey,
  loadSettings,
  type SettingKey,
} from "../../core/settings/index.ts";
import { mayChangeSetting, type PanelUser } from "../access.ts";
import { MARKETING_LAW } from "../marketing-law.ts";
import {
  type ActionCall,
  done,
  type Field,
  type Form,
  type PanelAction,
  said,
  wrong,
} from "../panel-action.ts";
import { repricedBy } from "../repriced.ts";
import { choicesWith, GROUP_NAMES, UNIT_NAMES, valueText } from "../setting-words.ts";

/** Changes one setting; the form says the unit, the limits and the default. */
export const changeSetting: PanelAction = {
  name: "changeSetting",
  label: "Изменить",
  icon: "Edit",
  of: "record",
  fits: (row, user) => isSettingKey(String(row.id)) && mayChange(user, keyOf(row)),
  form: async ({ app, row }) => {
    const key = keyOf(row);
    const definition = definitionOf(key);
    const value = (await loadSettings(app.db))[key];
    const unit = definition.unit === undefined ? "" : `, ${UNIT_NAMES[definition.unit]}`;
    const options = choicesWith(key, definition.format(value));
    const repriced = await repricedBy(key, app);
    if (key === "hot.segments") return segmentsForm(app, definition.label, definition.format(value));
    const hint = options === undefined ? `${capital(definition.expected)}. ` : "";
    const field: Field = {
      name: "value",
      label: `${definition.label}${unit}`,
      kind: options === undefined ? "text" : "select",
      value: definition.format(value),
      hint: `${hint}Обычно: ${valueText(key, definition.default)}.`,
      ...(options === undefined ? {} : { options }),
    };
    return {
      intro: `${BESIDE_THE_LAW.has(key) ? MARKETING_LAW : introOf(GROUP_NAMES[definition.group])}${repriced && ` Сейчас изменит ${repriced}.`}`,
      submit: "Сохранить",
      fields: [field],
    };
  },
  run: async (call, values) => {
    const key = keyOf(call.row);
    if (!mayChange(call.user, key)) return wrong("value", "Эту настройку меняет только владелец.");
    const typed = key === "hot.segments" ? values.list("value").join(", ") : values.text("value");
    const outcome = await change(call.app, { key, typed, actor: call.actor });
    const repriced = await repricedBy(key, call.app);
    const news = ({ before, after }: ChangedSetting): string =>
      repriced !== "" && before !== after ? ` Изменили ${repriced}.` : "";
    return said(outcome, call, (value) => done(`${definitionOf(key).label}: сохранено.${news(value)}`), {
      setting_out_of_range: "value",
      settings_disagree: "value",
    });
  },
};

/** What lets advertisements out is decided beside what the law says of them. */
const BESIDE_THE_LAW: ReadonlySet<SettingKey> = new Set(["marketing.enabled", "hot.broadcast"]);

const introOf = (group: string): string =>
  `${group}. Новое значение действует сразу; записи, которые уже есть, остаются на своих условиях.`;

/** Segments are chosen by their names. */
async function segmentsForm(app: App, label: string, chosen: string): Promise<Form> {
  const segments = await listSegments(app.db);
  const field: Field = {
    name: "value",
    label,
    kind: "checks",
    value: chosen === "" ? [] : chosen.split(", "),
    options: segments.map(({ id, name }) => ({ value: id, label: name })),
    hint: "Ни один не выбран — всем, у кого нет записи впереди. Получат только согласившиеся на рассылки.",
  };
  return { intro: introOf(GROUP_NAMES.messages), submit: "Сохранить", fields: [field] };
}

function keyOf(row: ActionCall["row"]) {
  const key = String(row.id);
  if (!isSettingKey(key)) throw new RangeError(`no setting is called ${key}`);
  return key;
}

const mayChange = (user: PanelUser, key: SettingKey): boolean =>
  mayChangeSetting(user, { key, group: definitionOf(key).group });

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
