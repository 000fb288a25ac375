/** A noun after 1, after 2 and after 5: `["день", "дня", "дней"]`. */
export type PluralForms = readonly [one: string, few: string, many: string];

const RULES = new Intl.PluralRules("ru");

/** The form of a noun that Russian asks for after a whole number: 1 день, 22 дня, 11 дней. */
export function plural(count: number, [one, few, many]: PluralForms): string {
  const rule = RULES.select(count);
  if (rule === "one") return one;
  return rule === "few" ? few : many;
}

export const DAYS: PluralForms = ["день", "дня", "дней"];
