import type { App } from "../core/app.ts";
import { listSegments } from "../core/segments/index.ts";

/** What the saved segments are called, for settings that name them. */
export const segmentNames = async ({ db }: Pick<App, "db">): Promise<ReadonlyMap<string, string>> =>
  new Map((await listSegments(db)).map(({ id, name }) => [id, name]));
