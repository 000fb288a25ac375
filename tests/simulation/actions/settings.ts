import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import type { Chance } from "../chance.ts";
import { type Action, act, type Life, type Step } from "../life.ts";
import { RULEBOOK_SETTINGS, type Settings } from "../model/state.ts";

type Key = keyof Settings;

/** What an owner may come to: as they type it, and what it means. */
const wholes = (from: number, to: number) => (chance: Chance) => {
  const value = chance.between(from, to);
  return { typed: String(value), value };
};
const words =
  <T extends string>(...values: readonly T[]) =>
  (chance: Chance) => {
    const value = chance.pick(values);
    return { typed: value, value };
  };
const yesNo = (chance: Chance) => {
  const value = chance.once(2);
  return { typed: chance.pick(value ? ["yes", "да", "true"] : ["no", "нет", "0"]), value };
};
const rubles = (chance: Chance) => {
  const value = chance.between(0, 1_500) * 100 + chance.pick([0, 0, 50, 99]);
  return { typed: `${Math.floor(value / 100)},${String(value % 100).padStart(2, "0")}`, value };
};

const WISHES: Readonly<Record<Key, (chance: Chance) => Wish>> = {
  "business.timeZone": words("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Vladivostok"),
  "booking.holdMinutes": wholes(5, 60),
  "booking.maxUpcoming": wholes(1, 6),
  "calendar.daysAhead": wholes(7, 20),
  "calendar.minLeadMinutes": wholes(0, 240),
  "hot.discountPercent": wholes(0, 60),
  "hot.prepayment": rubles,
  "hot.prepaymentKeptWhenLate": yesNo,
  "discounts.stacking": words("best", "sum"),
  "payments.sbp": yesNo,
  "points.maxSharePercent": wholes(0, 100),
  "points.redeemEveryDays": wholes(0, 21),
  "points.accrualPercent": wholes(0, 30),
  "points.accrualBase": words("price", "paid"),
  "points.rebookPercent": wholes(0, 15),
  "points.rebookDays": wholes(0, 14),
  "referral.friendPercent": wholes(0, 40),
  "referral.reward": wholes(0, 600),
  "referral.maxPerMonth": wholes(0, 3),
  "cancel.lateHours": wholes(0, 72),
  "cancel.graceMinutes": wholes(0, 60),
  "penalty.percent": wholes(0, 30),
  "penalty.allowDebt": yesNo,
  "noShow.periodDays": wholes(1, 120),
  "noShow.blockDays": wholes(1, 14),
  "visit.autoCompleteHours": wholes(0, 24),
};
const KEYS = Object.keys(WISHES) as readonly Key[];

/** Those that turn much when they change. */
const LIVELY: readonly Key[] = [
  "referral.maxPerMonth",
  "referral.maxPerMonth",
  "hot.prepayment",
  "points.redeemEveryDays",
  "payments.sbp",
  "penalty.allowDebt",
];

/** PR-5: the owner changes a number; half of the time back to what the rulebook says, so that its own are lived by. */
export const changeNumber: Action = {
  name: "the owner changes a setting",
  weight: 3,
  plan: (life) => {
    const { chance, world } = life;
    const changed = KEYS.filter((key) => world.settings[key] !== RULEBOOK_SETTINGS[key]);
    const isBack = chance.once(2) || changed.length > 6;
    const key = isBack ? chance.some(changed) : chance.once(3) ? chance.pick(LIVELY) : chance.pick(KEYS);
    if (key === undefined) return undefined;
    const { typed, value } = isBack
      ? { typed: typedOf(key), value: RULEBOOK_SETTINGS[key] }
      : WISHES[key](chance);
    return () => setNow(life, key, { typed, value });
  },
};

type Wish = { readonly typed: string; readonly value: string | number | boolean };

export function setNow(life: Life, key: Key, { typed, value }: Wish): Promise<Step> {
  const { world } = life;
  const after = { ...world.settings, [key]: value };
  const isTogether = after["cancel.lateHours"] <= after["calendar.daysAhead"] * 24;
  return act(
    life,
    {
      what: `the owner sets ${key} to ${typed}`,
      reasons: new Set(isTogether ? [] : ["settings_disagree"]),
      apply: () => Object.assign(world.settings, { [key]: value }),
    },
    (app) => changeSetting(app, { key, typed, actor: OPERATOR }),
  );
}

function typedOf(key: Key): string {
  const value = RULEBOOK_SETTINGS[key];
  if (typeof value === "boolean") return value ? "yes" : "no";
  return key === "hot.prepayment" ? "500" : String(value);
}

const NONSENSE: readonly (readonly [key: string, typed: string, refusal: string])[] = [
  ["penalty.percent", "101", "setting_out_of_range"],
  ["penalty.percent", "-1", "setting_out_of_range"],
  ["points.accrualPercent", "10,5", "setting_out_of_range"],
  ["booking.holdMinutes", "", "setting_out_of_range"],
  ["hot.prepayment", "много", "setting_out_of_range"],
  ["hot.prepayment", "-100", "setting_out_of_range"],
  ["discounts.stacking", "both", "setting_out_of_range"],
  ["penalty.allowDebt", "maybe", "setting_out_of_range"],
  ["business.timeZone", "Moscow", "setting_out_of_range"],
  ["points.sharePercent", "50", "unknown_setting"],
  ["cancel.lateHours", "336000", "setting_out_of_range"],
];

/** What is not allowed changes nothing. */
export const typeNonsense: Action = {
  name: "the owner types nonsense",
  weight: 1,
  plan: (life: Life) => {
    const [key, typed, refusal] = life.chance.pick(NONSENSE);
    return () =>
      act(
        life,
        { what: `the owner sets ${key} to "${typed}"`, reasons: new Set([refusal]), apply: () => undefined },
        (app) => changeSetting(app, { key, typed, actor: OPERATOR }),
      );
  },
};
