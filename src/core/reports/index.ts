/**
 * Reports: what the rows of all capabilities say together. The ledger check finds what cannot be, and is always empty
 * while every use case keeps its promises (EP-5, PT-3, PY-5); what waits for an answer is listed apart from it. Nothing
 * here writes, and nothing is decided.
 */
export { ledgerCheck } from "./ledger-check.ts";
export {
  findMessage,
  findMessageByBegin,
  listMessages,
  type MessageFilter,
  type MessageView,
  messageWords,
} from "./list-messages.ts";
export { listReviews, type ReviewView } from "./list-reviews.ts";
export { findMessageText, type MessageText } from "./message-text.ts";
export type { Discrepancy, SubjectKind, WaitingMoney } from "./model.ts";
export { listWaitingMoney } from "./waiting-money.ts";
