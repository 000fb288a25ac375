/**
 * Schedules: work that comes due by a cron expression in the zone of the business, done once per due time over any
 * number of processes and made up for once after a standstill. What the work is, and who hears that it failed, is the
 * caller's affair.
 */
export { isCron, nextDues, type Timetable } from "./cron.ts";
export type { Schedule } from "./model.ts";
export { cronOf, type SimpleTimetable, simpleOf } from "./rules/simple-timetable.ts";
export { timetableWords } from "./rules/timetable-words.ts";
export { type EndedRun, runDue, type ScheduledWork } from "./run-due.ts";
export { dropSchedule, findSchedule } from "./store.ts";
