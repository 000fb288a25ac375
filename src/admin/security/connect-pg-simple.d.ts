/** The part of the package that the panel uses; it comes without types. */
declare module "connect-pg-simple" {
  import type session from "express-session";
  import type { Pool } from "pg";

  type Options = {
    readonly pool: Pool;
    readonly tableName: string;
    /** How often sessions that are over are deleted. */
    readonly pruneSessionInterval: number | false;
    readonly errorLog: (...facts: unknown[]) => void;
  };

  class PgStore extends session.Store {
    constructor(options: Options);
    close(): void;
  }

  export default function connectPgSimple(from: typeof session): typeof PgStore;
}
