import type { TextVariable } from "../../pages/texts/state.ts";
import { type FormField, unfoldText } from "./text-forms.ts";

/** What a form stands for where it is a word and no number. */
export const FORM_WORDS: Readonly<Record<string, string>> = {
  yes: "да",
  no: "нет",
  any: "любой",
  whole: "вся сумма",
  prepayment: "предоплата",
  cancelled: "запись отменена",
  moved: "запись перенесена",
  insufficient_funds: "на карте не хватило денег",
  card_expired: "истёк срок карты",
  invalid_csc: "неверный код карты",
  invalid_card_number: "неверный номер карты",
  secure_failed: "платёж не подтверждён",
  call_issuer: "банк просит связаться с ним",
  payment_method_restricted: "банк запретил платёж",
  payment_method_limit_exceeded: "превышен лимит карты",
  expired_on_confirmation: "вышло время на оплату",
  canceled_by_merchant: "платёж отменили мы",
};

const PLURALS: Readonly<Record<string, string>> = {
  zero: "0",
  one: "1, 21, 31…",
  two: "2",
  few: "2, 3, 4, 22…",
  many: "5–20, 25…",
};

const isNumber = (key: string): boolean => /^\d+$/.test(key);
const isCounted = (key: string): boolean => isNumber(key) || key in PLURALS;

/**
 * When a form is said, in people's words: «если 2, 3, 4, 22…», «если причина не указана».
 *
 * @param about what the value is, as the texts page calls it
 */
export function formLabel(key: string, keys: readonly string[], about: string): string {
  const subject = about.split(":")[0]?.split(",")[0] ?? "";
  if (isNumber(key)) return `Если ${key}`;
  if (key in PLURALS) return `Если ${PLURALS[key]}`;
  if (key === "none") return `Если нет: «${subject}»`;
  if (key in FORM_WORDS) return `Если «${subject}»: ${FORM_WORDS[key]}`;
  const others = keys.filter((one) => one !== "other");
  if (others.some((one) => one in PLURALS))
    return others.includes("few") || others.includes("many")
      ? "Если 5–20, 25… и другие"
      : "Если 2, 3, 5… и другие";
  if (others.some(isCounted)) return "Если любое другое число";
  return others.includes("none") ? `Если есть: «${subject}»` : "В остальных случаях";
}

/** What a field of a text in forms is called; the shared words between two choices go by no form. */
export function fieldLabel(
  fields: readonly FormField[],
  index: number,
  variables: readonly Pick<TextVariable, "name" | "about">[],
): string {
  const field = fields[index];
  if (field?.kind !== "form") return index === 0 ? "Начало" : "Дальше";
  const keys = fields.flatMap((one) => (one.kind === "form" && one.choice === field.choice ? [one.key] : []));
  return formLabel(field.key, keys, variables.find(({ name }) => name === field.name)?.about ?? "");
}

/** A text as it is shown where it cannot be changed: a line for each form. */
export function toldText(source: string, variables: readonly Pick<TextVariable, "name" | "about">[]): string {
  const forms = unfoldText(source);
  if (forms === undefined) return source;
  return forms.values
    .map((value, index) => `${fieldLabel(forms.fields, index, variables)}:\n${value || "ничего"}`)
    .join("\n\n");
}
