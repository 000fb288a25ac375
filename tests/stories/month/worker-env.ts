/** What a worker is started with. */
export type WorkerEnv = {
  readonly databaseUrl: string;
  readonly apiRoot: string;
  readonly token: string;
  /** The file in which it notes its attempts. */
  readonly journal: string;
  /** The moment that the clock in the database counts from. */
  readonly beginsMs: number;
};

export const writeWorkerEnv = (env: WorkerEnv): Record<string, string> => ({
  MONTH_DATABASE_URL: env.databaseUrl,
  MONTH_API_ROOT: env.apiRoot,
  MONTH_TOKEN: env.token,
  MONTH_JOURNAL: env.journal,
  MONTH_BEGINS_MS: String(env.beginsMs),
});

export const readWorkerEnv = (env: NodeJS.ProcessEnv): WorkerEnv => ({
  databaseUrl: env.MONTH_DATABASE_URL ?? "",
  apiRoot: env.MONTH_API_ROOT ?? "",
  token: env.MONTH_TOKEN ?? "",
  journal: env.MONTH_JOURNAL ?? "",
  beginsMs: Number(env.MONTH_BEGINS_MS),
});
