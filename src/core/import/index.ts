/**
 * Import: what other systems know, taken over from files: clients with their balances, changes of points, bookings that
 * are ahead. A file is checked whole before anything of it is written, and written whole or not at all; taken once more,
 * it changes nothing. What comes in goes by the rules of those whom it belongs to.
 */
export { CLIENT_FIELDS, type ClientKey } from "./client-form.ts";
export {
  type AdjustmentCounts,
  importAdjustments,
} from "./import-adjustments.ts";
export { type BookingCounts, importBookings } from "./import-bookings.ts";
export { type ClientCounts, importClients } from "./import-clients.ts";
export { KNOWN_SYSTEMS, type KnownSystem } from "./known-systems.ts";
export { type ClientFileLook, lookAtClientFile } from "./look-at-client-file.ts";
export type { ImportFile, Mapping, RejectedCell, RowProblem } from "./model.ts";
export { type ExpectedWords, expectedOf } from "./problem-words.ts";
export type { Imported, ImportRefusal } from "./run-import.ts";
