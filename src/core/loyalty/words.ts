import type { PointKind } from "./model.ts";

/** What changed the points, as every face says it; a new kind has to be given its words here. */
export const POINT_KIND_WORDS = {
  redemption: "списано на запись",
  redemption_return: "возвращено после отмены или переноса записи",
  accrual: "за визит",
  accrual_reversal: "исправление отметки визита",
  rebook: "за быструю запись",
  rebook_reversal: "исправление отметки визита",
  referral: "за приглашённого друга",
  referral_reversal: "исправление награды за друга",
  penalty: "штраф",
  penalty_reversal: "штраф снят",
  refund_reversal: "деньги за визит возвращены",
  refund_reversal_return: "баллы за визит вернулись",
  adjustment: "изменено вручную",
  merge: "перенесено с прежнего профиля",
} as const satisfies Readonly<Record<PointKind, string>>;

/** What a penalty was for, by how its booking stands; of a visit whose mark was corrected since it is the no-show. */
const PENALTY_WORDS: Readonly<Record<string, string>> = {
  cancelled: "штраф за позднюю отмену",
  moved: "штраф за поздний перенос",
};

/** What changed the points, with what a penalty was for. @param visitState of the booking that the entry comes from */
export const pointWord = (kind: PointKind, visitState: string | undefined): string =>
  kind === "penalty" ? (PENALTY_WORDS[visitState ?? ""] ?? "штраф за неявку") : POINT_KIND_WORDS[kind];

export const isPointKind = (kind: unknown): kind is PointKind =>
  typeof kind === "string" && Object.hasOwn(POINT_KIND_WORDS, kind);
