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
