import { ENDED_REASON_WORDS } from "../../booking/index.ts";
import { type PluralForms, plural } from "../../kernel/plural.ts";
import { formatWhole } from "../../kernel/points.ts";
import { isPointKind, POINT_KIND_WORDS } from "../../loyalty/index.ts";
import { PAYMENT_STATE_WORDS, REFUND_REASON_WORDS } from "../../payments/index.ts";
import type { Fate, FinanceSums, Operation, OperationKind, TotalsBy } from "./model.ts";

/** What an operation is, as every face says it; a new kind has to be given its words here. */
export const OPERATION_WORDS = {
  card: "карта онлайн",
  sbp: "СБП",
  cash: "наличные",
  terminal: "терминал",
  transfer: "перевод",
  refund: "возврат",
  kept: "удержано без визита",
  tip: "чаевые",
  tip_refund: "возврат чаевых",
  points_given: "баллы начислены",
  points_redeemed: "баллы потрачены",
  points_penalty: "штраф баллами",
} as const satisfies Readonly<Record<OperationKind, string>>;

/** What one operation is: of points that went the other way than its kind's mostly do, that is said. */
export function operationWord({ kind, points }: Pick<Operation, "kind" | "points">): string {
  if (kind === "points_given" && points < 0) return "баллы списаны";
  if (kind === "points_redeemed" && points > 0) return "баллы возвращены";
  return OPERATION_WORDS[kind];
}

type Given = Pick<FinanceSums, "pointsGiven" | "pointsTakenBack">;

/** What was given and what of it was taken back, each by its name: «начислено 400, отозвано 50». */
export function pointsGivenText({ pointsGiven, pointsTakenBack }: Given): string {
  const given = `начислено ${formatWhole(pointsGiven + pointsTakenBack)}`;
  return pointsTakenBack === 0 ? given : `${given}, отозвано ${formatWhole(pointsTakenBack)}`;
}

/** What became of each ruble (PY-5). */
export const FATE_WORDS = {
  captured: "получено",
  partly_refunded: "возвращено частично",
  refunded: "возвращено",
  kept: "удержано",
  unpaid: "ждёт клиента",
  waiting: "ждёт ответа",
  refused: "отказ в возврате",
  never_taken: "не списано",
  posted: "проведено",
} as const satisfies Readonly<Record<Fate, string>>;

const ALL: PluralForms = ["операция", "операции", "операций"];
const OF_MONEY: PluralForms = ["операция с деньгами", "операции с деньгами", "операций с деньгами"];
const OF_POINTS: PluralForms = ["движение баллов", "движения баллов", "движений баллов"];

type Counts = Pick<FinanceSums, "operations" | "moneyOperations" | "pointsOperations">;

/** How many they are, each kind by its name: «3 операции с деньгами», «6 операций: с деньгами 3, движений баллов 3». */
export function operationsCountText({ operations, moneyOperations, pointsOperations }: Counts): string {
  const counted = (count: number, forms: PluralForms) => `${formatWhole(count)} ${plural(count, forms)}`;
  if (operations === 0) return counted(0, ALL);
  if (pointsOperations === 0) return counted(moneyOperations, OF_MONEY);
  if (moneyOperations === 0) return counted(pointsOperations, OF_POINTS);
  const parts = `с деньгами ${formatWhole(moneyOperations)}, движений баллов ${formatWhole(pointsOperations)}`;
  return `${counted(operations, ALL)}: ${parts}`;
}

export const TOTALS_BY_WORDS = {
  day: "по дням",
  service: "по услугам",
  specialist: "по специалистам",
  kind: "по видам",
} as const satisfies Readonly<Record<TotalsBy, string>>;

const DETAILS: Readonly<Record<string, string>> = {
  ...PAYMENT_STATE_WORDS,
  ...ENDED_REASON_WORDS,
};

/** What stands beside the kind: why it went back, why it stays, what the points were for; then staff's own reason. */
export function operationDetail({ kind, detail, note }: Pick<Operation, "kind" | "detail" | "note">): string {
  const said = detail === undefined ? "" : detailWord(kind, detail);
  return [said, note ?? ""].filter((part) => part !== "").join(": ");
}

function detailWord(kind: OperationKind, detail: string): string {
  if (kind === "refund" || kind === "tip_refund") return (REFUND_REASON_WORDS as Words)[detail] ?? detail;
  // What becomes of the money says so already.
  if (detail === "new" || detail === "pending") return "";
  // Its kind says so already.
  if (detail === "penalty") return "";
  if (isPointKind(detail)) return POINT_KIND_WORDS[detail];
  // The gateway's own words for a payment that failed are many, and none of a till's business.
  return DETAILS[detail] ?? "";
}

type Words = Readonly<Record<string, string>>;
