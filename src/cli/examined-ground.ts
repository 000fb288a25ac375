import type { DoctorGround } from "../core/reports/index.ts";
import { type Clock, systemClock } from "../core/runtime/clock.ts";
import type { Config } from "../core/runtime/config.ts";
import { type Database, type DatabaseAddress, openDatabase } from "../core/runtime/database.ts";
import { embeddedPostgresStatus } from "../core/runtime/embedded-postgres.ts";
import { freeSpace } from "../core/runtime/free-space.ts";

/** The product has work to do: a diagnosis takes little of its database, and not for long. */
const CONNECTIONS_MAX = 3;
const STATEMENT_MS_MAX = 20_000;
/** Who waits for a database that fell silent has waited long enough. */
const CLOSE_MS_MAX = 2_000;

type SetUp = {
  readonly address: () => Promise<DatabaseAddress>;
  /** The system's unless a test gives another. */
  readonly clock: Clock | undefined;
  readonly openGateway: (config: Config) => DoctorGround["gateway"];
};

/** What a diagnosis looks at, opened so that looking starts and changes nothing. */
export async function examinedGround(
  config: Config,
  { address, clock = systemClock, openGateway }: SetUp,
): Promise<DoctorGround & { close(): Promise<void> }> {
  const db = (await isThere(config)) ? open(await address()) : undefined;
  return {
    config,
    db,
    gateway: openGateway(config),
    clock,
    freeSpace,
    close: async () => {
      if (db !== undefined) await closed(db);
    },
  };
}

const isThere = async ({ database: { url, dataDir } }: Config): Promise<boolean> =>
  url !== undefined || (await embeddedPostgresStatus(dataDir)).isRunning;

const open = (address: DatabaseAddress): Database =>
  openDatabase(address, { connectionsMax: CONNECTIONS_MAX, statementMsMax: STATEMENT_MS_MAX });

async function closed(db: Database): Promise<void> {
  const { promise: tooLong, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, CLOSE_MS_MAX);
  await Promise.race([db.close(), tooLong]);
  clearTimeout(timer);
}
