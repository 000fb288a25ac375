import {
  changeSetting as change,
  definitionOf,
  isSettingKey,
  loadSettings,
} from "../../core/settings/index.ts";
import { mayChangeSettings } from "../access.ts";
import { type ActionCall, done, type Field, type PanelAction, said, wrong } from "../panel-action.ts";
import { choicesOf, GROUP_NAMES, UNIT_NAMES, valueText } from "../setting-words.ts";

/** Changes one setting; the form says the unit, the limits and the default. */
export const changeSetting: PanelAction = {
  name: "changeSetting",
  label: "Изменить",
  icon: "Edit",
  of: "record",
  fits: (row, user) => isSettingKey(String(row.id)) && mayChangeSettings(user, groupOf(String(row.id))),
  form: async ({ app, row }) => {
    const key = keyOf(row);
    const definition = definitionOf(key);
    const value = (await loadSettings(app.db))[key];
    const unit = definition.unit === undefined ? "" : `, ${UNIT_NAMES[definition.unit]}`;
    const options = choicesOf(key);
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
      intro: `${GROUP_NAMES[definition.group]}. Новое значение действует сразу; записи, которые уже есть, остаются на своих условиях.`,
      submit: "Сохранить",
      fields: [field],
    };
  },
  run: async (call, values) => {
    const key = keyOf(call.row);
    if (!mayChangeSettings(call.user, groupOf(key)))
      return wrong("value", "Эту настройку меняет только владелец.");
    const outcome = await change(call.app, { key, typed: values.text("value"), actor: call.actor });
    return said(outcome, call, () => done(`${definitionOf(key).label}: сохранено.`), {
      setting_out_of_range: "value",
      settings_disagree: "value",
    });
  },
};

function keyOf(row: ActionCall["row"]) {
  const key = String(row.id);
  if (!isSettingKey(key)) throw new RangeError(`no setting is called ${key}`);
  return key;
}

const groupOf = (key: string) => definitionOf(isSettingKey(key) ? key : "business.name").group;

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
