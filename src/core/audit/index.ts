/**
 * Audit: who did what to what, and why, written inside the transaction that does it. Rows hold ids, never
 * personal values, and are only added.
 */
export { type AuditRecord, recordAudit, recordMany } from "./trail.ts";
export { AUDIT_ACTION_WORDS, AUDIT_SUBJECT_WORDS } from "./words.ts";
