import type { Router } from "express";
import type { Connections } from "./panel-page.ts";
import type { SecurityOptions } from "./security.ts";

export type PanelOptions = SecurityOptions & {
  /** Where a person plays a client; undefined outside the sandbox. */
  readonly chatPageUrl: string | undefined;
  readonly connections?: Connections;
};

export type Panel = {
  /** To be mounted at `/admin`. */
  readonly router: Router;
  /** Reads through the panel's own way to the database. @throws when it cannot */
  check(): Promise<void>;
  close(): Promise<void>;
};
