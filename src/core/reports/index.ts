/**
 * Reports: what the rows of all capabilities say together. The ledger check finds what cannot be, and is always empty
 * while every use case keeps its promises (EP-5, PT-3, PY-5); what waits for an answer is listed apart from it. Nothing
 * here writes, and nothing is decided.
 */
export { type CalendarSpan, calendarRevision } from "./calendar-revision.ts";
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
export type { CalendarSlot } from "./packed-slots.ts";
export {
  CALENDAR_DAYS_MAX,
  type CalendarBooking,
  type CalendarSpecialist,
  type CalendarView,
  readCalendar,
} from "./read-calendar.ts";
export { listWaitingMoney } from "./waiting-money.ts";
