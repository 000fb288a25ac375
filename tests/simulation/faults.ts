import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";

/** One rule of the product made wrong: a piece of its text, there exactly once, and what stands there instead. */
type Fault = { readonly rule: string; readonly file: string; readonly right: string; readonly wrong: string };

const ROOT = path.resolve(import.meta.dirname, "../../src/core");

export const FAULTS: Readonly<Record<string, Fault>> = {
  "price-rounded-up": {
    rule: "UN-3, PR-2",
    file: "kernel/money.ts",
    right: "return kopecks(Math.floor((amount * share) / 100));",
    wrong: "return kopecks(Math.ceil((amount * share) / 100));",
  },
  "discounts-always-add-up": {
    rule: "PR-4",
    file: "booking/rules/price.ts",
    right: 'const isSum = terms.stacking === "sum";',
    wrong: "const isSum = true;",
  },
  "points-pay-the-prepayment": {
    rule: "PT-1",
    file: "booking/rules/payment-split.ts",
    right: 'frozen.policy === "hot" ? frozen.prepayment : NOTHING',
    wrong: "NOTHING",
  },
  "fourteen-days-and-a-moment": {
    rule: "PT-2",
    file: "loyalty/rules/spending.ts",
    right: "facts.now < possibleAt",
    wrong: "facts.now <= possibleAt",
  },
  "twelve-hours-are-late": {
    rule: "CX-1",
    file: "booking/rules/cancellation.ts",
    right: "noticeMs < terms.lateHours * HOUR_MS",
    wrong: "noticeMs <= terms.lateHours * HOUR_MS",
  },
  "penalty-forgets-the-debt": {
    rule: "CX-5",
    file: "loyalty/rules/penalty.ts",
    right: "if (terms.allowDebt) return due;",
    wrong: "if (terms.allowDebt && facts.balance > 0) return due;",
  },
  "hot-prepayment-comes-back": {
    rule: "CX-2",
    file: "booking/rules/cancellation.ts",
    right: "isHot && keepsPrepayment ?",
    wrong: "isHot && !keepsPrepayment ?",
  },
  "accrual-of-what-was-paid": {
    rule: "EP-1",
    file: "loyalty/rules/earning.ts",
    right: 'terms.accrualBase === "paid"',
    wrong: "facts.points > 0",
  },
  "rebooking-a-day-too-long": {
    rule: "EP-2",
    file: "loyalty/rules/earning.ts",
    right: "daysAfter(previousVisit.endedAt, terms.rebookDays)",
    wrong: "daysAfter(previousVisit.endedAt, terms.rebookDays + 1)",
  },
  "no-shows-only-forward": {
    rule: "CX-4",
    file: "people/rules/standing.ts",
    right: "Math.abs(one.getTime() - other.getTime())",
    wrong: "Math.abs(one.getTime() - other.getTime()) * 9",
  },
  "block-outlives-its-first-no-show": {
    rule: "CX-4, CX-8",
    file: "people/rules/standing.ts",
    right: "if (!isNear(visitStartsAt, correctedStartsAt, terms)) return false;",
    wrong: "if (isNear(visitStartsAt, correctedStartsAt, terms)) return false;",
  },
  "a-friend-too-many": {
    rule: "EP-4",
    file: "loyalty/rules/referral.ts",
    right: "facts.rewardsThisMonth < facts.rewardsPerMonthMax",
    wrong: "facts.rewardsThisMonth <= facts.rewardsPerMonthMax",
  },
  "refund-takes-all-back": {
    rule: "EP-6",
    file: "loyalty/rules/reversal.ts",
    right: "Math.floor((earned * Math.min(refunded, price)) / price)",
    wrong: "earned",
  },
  "late-moves-cost-nothing": {
    rule: "CX-7",
    file: "booking/rules/rescheduling.ts",
    right: "!facts.isLate && facts.isSameService",
    wrong: "facts.isSameService",
  },
  "the-smallest-tip-is-refused": {
    rule: "MS-2",
    file: "booking/rules/tip.ts",
    right: "amount >= TIP_MIN",
    wrong: "amount > TIP_MIN",
  },
  "walk-ins-of-any-day": {
    rule: "SL-4, PY-8",
    file: "booking/rules/begun-start.ts",
    right: "startOfDay(dayOf(now, zone), zone) : undefined",
    wrong: "new Date(0) : undefined",
  },
  "two-in-one-chair": {
    rule: "SL-1",
    file: "booking/rules/begun-start.ts",
    right: "overlaps(visit, start)",
    wrong: "overlaps(visit, start) && visit.specialistId !== start.specialistId",
  },
  "late-money-is-kept": {
    rule: "PY-3",
    file: "booking/rules/revival.ts",
    right: "!facts.isBlocked &&",
    wrong: "",
  },
};

/** Makes the product wrong in this process, before any of it is loaded. @throws when the text is not there once */
export function plant(name: string): void {
  const fault = FAULTS[name];
  if (fault === undefined) throw new Error(`there is no fault "${name}"`);
  const text = wrongText(fault);
  registerHooks({
    load: (url, context, next) =>
      url.endsWith(`/src/core/${fault.file}`)
        ? { format: "module-typescript", source: text, shortCircuit: true }
        : next(url, context),
  });
}

/** The module with the fault in it. @throws when the right text does not stand there exactly once */
export function wrongText({ file, right, wrong }: Fault): string {
  const parts = readFileSync(path.join(ROOT, file), "utf8").split(right);
  if (parts.length !== 2) throw new Error(`"${right}" stands ${parts.length - 1} times in ${file}`);
  return parts.join(wrong);
}
