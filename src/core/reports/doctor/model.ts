import type { PaymentProvider } from "../../payments/index.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { Config } from "../../runtime/config.ts";
import type { Database } from "../../runtime/database.ts";
import type { Space } from "../../runtime/free-space.ts";
import type { Reading } from "./readings.ts";

/** What can be looked at apart, in the order in which it is told. */
export const DOCTOR_PARTS = [
  "configuration",
  "database",
  "web",
  "telegram",
  "yookassa",
  "clock",
  "disk",
  "jobs",
  "schedules",
  "messages",
  "money",
  "ledger",
] as const;
export type DoctorPart = (typeof DOCTOR_PARTS)[number];

export const DOCTOR_LEVELS = ["ok", "unchecked", "warning", "trouble"] as const;
/**
 * `unchecked`: it could not be looked at, because of a trouble that is told beside it; `warning`: somebody should look
 * some day; `trouble`: something does not work, or people's money or visits suffer.
 */
export type DoctorLevel = (typeof DOCTOR_LEVELS)[number];

/** Something that was found, for whoever runs the product. No secret is ever in it. */
export type Finding = {
  /** Stays the same from version to version: monitoring keeps it. */
  readonly id: string;
  readonly part: DoctorPart;
  readonly level: DoctorLevel;
  readonly what: string;
  /** Why it matters, or why it was not looked at; undefined where all is well. */
  readonly why: string | undefined;
  /** The command, or the place, that mends it. */
  readonly mend: string | undefined;
  readonly since: Date | undefined;
  readonly count: number | undefined;
  /** What was measured on the way, for a monitor. */
  readonly readings?: readonly Reading[];
};

/** What a check says of itself; who asked it knows the part. */
export type Found = Pick<Finding, "id" | "level" | "what"> &
  Partial<Pick<Finding, "why" | "mend" | "since" | "count" | "readings">>;

/** All that is looked at. Nothing here is changed by looking. */
export type DoctorGround = {
  readonly config: Config;
  /** Undefined: the embedded server does not run, and is not started to be looked at. */
  readonly db: Database | undefined;
  /** Undefined while online payment is off. */
  readonly gateway: Pick<PaymentProvider, "checkAccount"> | undefined;
  /** The system's, whatever the sandbox's is. */
  readonly clock: Clock;
  readonly freeSpace: (folder: string) => Promise<Space>;
};

/** A ground whose database was seen to answer. */
export type OpenGround = DoctorGround & {
  readonly db: Database;
  /** The time of the business: the sandbox's may be ahead of the system's. */
  readonly now: Date;
};

type Check<G> = { readonly part: DoctorPart; readonly run: (ground: G) => Promise<readonly Found[]> };
/** @property asksDatabase what it says is less while the database is away */
export type GroundCheck = Check<DoctorGround> & { readonly asksDatabase?: true };
/** @property about what nobody knows while the database is away */
export type DatabaseCheck = Check<OpenGround> & { readonly about: string };
