import type { Kopecks } from "../kernel/money.ts";
import type { Sql } from "../runtime/sql.ts";

/** What a discrepancy is about: a row that can be looked up. */
export type SubjectKind = "client" | "booking" | "slot" | "payment" | "message";

/** Something that cannot be, if every use case did what it promises: a defect of ours, or a hand in the database. */
export type Discrepancy = {
  readonly check: string;
  /** What is wrong, in a sentence for those who run the business. */
  readonly title: string;
  readonly subjectKind: SubjectKind;
  readonly subjectId: string;
  readonly expected: string;
  readonly found: string;
  /** The booking's number, as `№12`, where there is one; what else tells it apart. */
  readonly detail: string;
};

/** One statement that finds every row of which one promise is not true; it answers no row when all is well. */
export type Check = {
  readonly name: string;
  /** What is wrong where it finds something, in Russian. */
  readonly title: string;
  readonly subjectKind: SubjectKind;
  /** Selects `subject_id`, `expected`, `found` and `detail`. */
  readonly statement: Sql;
};

/** Money, or a hold that waits for money, whose answer is still open; nothing is wrong with it yet (PY-5). */
export type WaitingMoney = {
  /**
   * `refused_refund`: the gateway would not send it, a person has to; `on_spot_refund`: taken at the desk for what was
   * cancelled, a person has to hand it back; `overdue_hold`: its end was not noted yet.
   */
  readonly kind: "payment" | "refund" | "refused_refund" | "on_spot_refund" | "overdue_hold";
  readonly id: string;
  readonly bookingId: string;
  readonly bookingNumber: number;
  readonly state: string;
  /** A payment that nobody waits for any more: only the gateway's last word is missing. */
  readonly isLetGo: boolean;
  readonly amount: Kopecks;
  readonly since: Date;
};
