import type { Router } from "express";
import type { SecurityOptions } from "./security.ts";

export type PanelOptions = SecurityOptions & {
  /** Where a person plays a client; undefined outside the sandbox. */
  readonly chatPageUrl: string | undefined;
  readonly connections?: Connections;
};

/** What the program was started with, as far as whoever sets the business up needs to know; no secret but one. */
export type Connections = {
  readonly bot: "sandbox" | "live";
  /** Where the gateway is to send its notifications: the last part is secret. Undefined: the world does not reach us. */
  readonly notificationsUrl: string | undefined;
};

export type Panel = {
  /** To be mounted at `/admin`. */
  readonly router: Router;
  /** Reads through the panel's own way to the database. @throws when it cannot */
  check(): Promise<void>;
  close(): Promise<void>;
};
