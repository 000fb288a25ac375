import type { App } from "../../core/app.ts";
import { type ExportView, listExports } from "../../core/exports/index.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { idOf } from "./id-of.ts";

type Unknown = "unknown_export" | "ambiguous_id";

/** An export by its number, its id, or the beginning of that: eight digits are more than a number has. */
export async function exportOf(
  app: App,
  key: string | number,
  nextCount?: number,
): Promise<Outcome<ExportView, Unknown>> {
  const id = typeof key === "number" ? undefined : await idOf(app, "export", key);
  if (id?.ok === false) return id.refusal === "ambiguous_id" ? id : refuse("unknown_export", { id: key });
  const all = await listExports(app, nextCount);
  const found = all.find((one) => (id === undefined ? one.number === key : one.id === id.value));
  if (found !== undefined) return done(found);
  return refuse("unknown_export", id === undefined ? { given: key } : { id: key });
}
