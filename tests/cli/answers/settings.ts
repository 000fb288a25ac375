import { z } from "zod";
import { STAFF_MESSAGE_GROUPS, STAFF_ROLES } from "../../../src/core/people/index.ts";
import { count, id, list, moment, page, text, whole, words } from "./kit.ts";

const staff = z.strictObject({
  ...{
    id,
    name: words,
    role: z.enum(STAFF_ROLES),
    email: z.email().nullable(),
    telegramId: whole.nullable(),
  },
  ...{ specialistId: id.nullable(), isActive: z.boolean() },
});

const settingValue = z.union([
  z.boolean(),
  whole,
  text,
  z.array(z.union([whole, text])),
  z.strictObject({ fromMinute: count, toMinute: count }),
]);

const setting = z.strictObject({
  ...{
    key: words,
    value: settingValue,
    default: settingValue,
    unit: words.nullable(),
    isDefault: z.boolean(),
  },
  ...{ typed: text, group: words, label: words, expected: words },
});

const changed = setting.extend({
  before: settingValue,
  warnings: z.array(z.strictObject({ code: z.literal("folder_unwritable"), problem: words, message: words })),
});

export const SETTINGS_ANSWERS = {
  "settings list": list(setting),
  "settings get": setting,
  "settings set": changed,
  "settings reset": changed,
  "settings history": page(
    z.strictObject({
      ...{ id: whole, changedAt: moment, actorKind: words, staffName: words.nullable(), key: words },
      ...{ before: settingValue.nullable(), after: settingValue, unit: words.nullable() },
    }),
  ),
  "staff add": staff,
  "staff list": list(staff),
  "staff link": staff,
  "staff messages": z.strictObject({
    ...{ id, name: words, hasTelegram: z.boolean() },
    messages: z.array(z.strictObject({ group: z.enum(STAFF_MESSAGE_GROUPS), isOn: z.boolean() })),
  }),
  "staff password": z.strictObject({ id, password: words, until: moment }),
  "staff change": staff,
} satisfies Readonly<Record<string, z.ZodType>>;
