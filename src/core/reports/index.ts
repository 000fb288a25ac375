/**
 * Reports: what the rows of all capabilities say together. The ledger check finds what cannot be, and is always empty
 * while every use case keeps its promises (EP-5, PT-3, PY-5); what waits for an answer is listed apart from it. Nothing
 * here writes, and nothing is decided.
 */

export { gatherCohorts, gatherReminderEffect } from "./analytics/cohorts.ts";
export { gatherAnalytics } from "./analytics/gather.ts";
export type {
  Analytics,
  Cohort,
  DayFigures,
  ReminderEffect,
  ReminderGroup,
  SpecialistFigures,
  Totals,
} from "./analytics/model.ts";
export { type Fullness, gatherMorning, type Morning } from "./analytics/morning.ts";
export { type AwaitedFilter, listAwaitedPayments } from "./awaited-payments.ts";
export { type CalendarSpan, calendarRevision } from "./calendar-revision.ts";
export { type ClientFigures, listClientFigures } from "./client-figures.ts";
export {
  type ClientConsent,
  type ClientMoney,
  type ClientReview,
  type ClientTurn,
  type ClientWord,
  findTurns,
  type HistoryPage,
  listClientConsents,
  listClientMoney,
  listClientReviews,
  listClientWords,
} from "./client-history.ts";
export { type ClientProfile, findClientProfile } from "./client-profile.ts";
export { type CsvColumn, csvChunks, csvStream } from "./csv.ts";
export { type ExamineOptions, examine, findingsWhileAway } from "./doctor/examine.ts";
export { healthMeasures } from "./doctor/health-measures.ts";
export { migrationSentence } from "./doctor/migration-words.ts";
export {
  DOCTOR_LEVELS,
  DOCTOR_PARTS,
  type DoctorGround,
  type DoctorLevel,
  type DoctorPart,
  type Finding,
} from "./doctor/model.ts";
export { lossReason } from "./doctor/probe.ts";
export { CLIENT_COLUMNS, type ExportedClient, streamClients } from "./export-clients.ts";
export { lineColumns, lineName, OPERATION_COLUMNS, SUM_COLUMNS } from "./finance/columns.ts";
export { financeCsv } from "./finance/file.ts";
export {
  FATES,
  type Fate,
  type FinanceFilter,
  type FinanceLine,
  type FinancePeriod,
  type FinanceSums,
  type FinanceTotals,
  MONEY_KINDS,
  OPERATION_KINDS,
  type Operation,
  type OperationKind,
  POINT_OPERATIONS,
  TOTALS_BY,
  type TotalsBy,
} from "./finance/model.ts";
export { listOperations, OPERATIONS_OFFSET_MAX, streamOperations } from "./finance/operations.ts";
export { totalOperations } from "./finance/totals.ts";
export {
  FATE_WORDS,
  OPERATION_WORDS,
  operationDetail,
  operationsCountText,
  operationWord,
  pointsGivenText,
  TOTALS_BY_WORDS,
} from "./finance/words.ts";
export { type FoundClient, findClients } from "./find-clients.ts";
export { findIdsByBegin, type IdKind } from "./ids-by-begin.ts";
export { ledgerCheck } from "./ledger-check.ts";
export {
  type AuditedName,
  type AuditLine,
  auditedWords,
  listAudit,
  namesOfAudited,
} from "./list-audit.ts";
export {
  findMessage,
  listMessages,
  listUnreachedReminders,
  type MessageFilter,
  type MessageView,
  messageWords,
} from "./list-messages.ts";
export { listReviews, type ReviewView } from "./list-reviews.ts";
export { cheapMeasures, dearMeasures } from "./measures.ts";
export { findMessageText, type MessageText } from "./message-text.ts";
export type { Discrepancy, SubjectKind, WaitingMoney } from "./model.ts";
export type { CalendarSlot } from "./packed-slots.ts";
export {
  CALENDAR_DAYS_MAX,
  type CalendarBooking,
  type CalendarSpecialist,
  type CalendarView,
  readCalendar,
} from "./read-calendar.ts";
export { PERIOD_DAYS_MAX, type Period, type PeriodProblem, readPeriod } from "./rules/analytics-period.ts";
export { exposition, type Measure } from "./rules/exposition.ts";
export { type Days, daysOf, PERIODS, type PeriodName, previousDays } from "./rules/period.ts";
export { SUMMARY_PART_WORDS, summaryColumns } from "./summary/columns.ts";
export {
  type Figure,
  type FigureValues,
  SUMMARY_NAMES,
  type Summary,
  type SummaryLine,
  type SummaryName,
  type SummaryPart,
  type SummaryReport,
} from "./summary/model.ts";
export { SUMMARIES } from "./summary/reports.ts";
export { listUnpaidVisits, sumUnpaidVisits, type UnpaidFilter, type UnpaidVisits } from "./unpaid-visits.ts";
export { listWaitingMoney } from "./waiting-money.ts";
