import type { App } from "../../core/app.ts";
import { type ExportView, listExports } from "../../core/exports/index.ts";
import { isIdBegin } from "../../core/kernel/ids.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { idOf } from "./id-of.ts";

type Unknown = "unknown_export" | "ambiguous_id";

/** An export by its number, its id, or the beginning of that: eight digits may be either, and are a number first. */
export async function exportOf(
  app: App,
  key: string | number,
  nextCount?: number,
): Promise<Outcome<ExportView, Unknown>> {
  const all = await listExports(app, nextCount);
  const numbered = all.find(({ number }) => number === key);
  if (numbered !== undefined) return done(numbered);
  // Eight digits may be either.
  const id = isIdBegin(String(key)) ? await idOf(app, "export", String(key)) : undefined;
  if (id?.ok === false) return id.refusal === "ambiguous_id" ? id : refuse("unknown_export", { id: key });
  const found = all.find((one) => one.id === id?.value);
  if (found !== undefined) return done(found);
  return refuse("unknown_export", id === undefined ? { given: key } : { id: key });
}
