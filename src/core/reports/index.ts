/**
 * Reports: what the rows of all capabilities say together. The ledger check finds what cannot be, and is always empty
 * while every use case keeps its promises (EP-5, PT-3, PY-5); what waits for an answer is listed apart from it. Nothing
 * here writes, and nothing is decided.
 */
export {
  type ClientConsent,
  type ClientMoney,
  type ClientReview,
  type ClientWord,
  type HistoryPage,
  listClientConsents,
  listClientMoney,
  listClientReviews,
  listClientWords,
} from "./client-history.ts";
export { type ClientProfile, findClientProfile } from "./client-profile.ts";
export { type FoundClient, findClients } from "./find-clients.ts";
export { ledgerCheck } from "./ledger-check.ts";
export {
  findMessage,
  findMessageByBegin,
  findMessageText,
  listMessages,
  type MessageFilter,
  type MessageView,
  messageWords,
} from "./list-messages.ts";
export type { Discrepancy, SubjectKind, WaitingMoney } from "./model.ts";
export { listWaitingMoney } from "./waiting-money.ts";
