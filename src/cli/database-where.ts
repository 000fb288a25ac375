import type { Config } from "../core/runtime/config.ts";
import { saysDiskFull } from "../core/runtime/database-error.ts";
import { findHome } from "../core/runtime/embedded-home.ts";
import { logEnd, saidSince } from "../core/runtime/embedded-log.ts";

/** Where the data of a command is, as far as that is known while it fails. */
export type DatabaseWhere = {
  /** `папка /var/lib/okoshko`, `сервер db.example:5432`. */
  readonly place: string;
  /** Undefined: the server is somebody else's. */
  readonly folder: string | undefined;
  /** As DATA_DIR says; the folder is in it, or elsewhere where the server's account may not enter it. */
  readonly dataDir: string | undefined;
  /** Whether the embedded server said, since the command began, that its disk is full: it may have died of it. */
  readonly hasRunOutOfDisk: () => boolean;
};

/** Looked at before the command begins to use it. */
export function whereIs({ url, dataDir }: Config["database"]): DatabaseWhere {
  if (url !== undefined)
    return {
      ...{ place: `сервер ${hostOf(url)}`, folder: undefined, dataDir: undefined },
      hasRunOutOfDisk: () => false,
    };
  const { folder, logFile } = findHome(dataDir);
  const end = logEnd(logFile);
  return {
    place: `папка ${folder}`,
    folder,
    dataDir,
    hasRunOutOfDisk: () => saysDiskFull(saidSince(logFile, end)),
  };
}

const hostOf = (url: string): string => {
  const parsed = URL.parse(url);
  return parsed?.searchParams.get("host") ?? parsed?.host ?? "из DATABASE_URL";
};
