import type { Filter } from "adminjs";
import { tidyTag } from "../core/kernel/tag.ts";
import type { PrismaProperty } from "./prisma-property.ts";

/** A condition in Prisma's own words. */
export type Where = Readonly<Record<string, unknown>>;

/** What a list is filtered by. */
export type Asking = Pick<Filter, "filters">;

/** How the ends of a range that a person typed become values: days in the business zone, rubles in kopecks. */
export type ReadRangeEnd = (path: string, end: "from" | "to", typed: string) => unknown;

/**
 * What the panel's filter asks for, as a condition. A value that a column cannot hold matches nothing; a filter
 * on an unknown or hidden column does not count.
 */
export function whereOf(
  filter: Asking | undefined,
  columns: ReadonlyMap<string, PrismaProperty>,
  readRangeEnd: ReadRangeEnd = (_path, _end, typed) => typed,
): readonly Where[] {
  const asked = Object.values(filter?.filters ?? {});
  return asked.flatMap(({ path, value }) => {
    const column = columns.get(path);
    if (column === undefined) return [];
    const condition = conditionOn(column, value, readRangeEnd);
    return condition === undefined ? [] : [condition];
  });
}

function conditionOn(column: PrismaProperty, value: unknown, readRangeEnd: ReadRangeEnd): Where | undefined {
  const path = column.name();
  if (value === "" || value === undefined || value === null) return undefined;
  if (typeof value === "object")
    return rangeOn(column, value as Readonly<Record<string, unknown>>, readRangeEnd);
  if (column.isSearchedByPart() && !column.isArray()) {
    const part = column.parse(value);
    if (typeof part !== "string") return NOTHING_MATCHES;
    if (path === "phone") return phoneLike(part);
    // Prisma lets LIKE's own signs through: what a person typed is meant literally.
    return { [path]: { contains: part.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" } };
  }
  if (column.field.type === "Json") return { [path]: { string_contains: String(value) } };
  if (value === NONE && column.isUuid() && !column.field.isRequired) return { [path]: null };
  if (path === "tags" && column.isArray()) return { [path]: { has: tidyTag(String(value)) } };
  const parsed = column.parse(value);
  if (parsed === undefined) return NOTHING_MATCHES;
  return { [path]: column.isArray() ? { has: parsed } : { equals: parsed } };
}

/** A phone or a part of it in any spelling; an 8 in front may stand for Russia's +7. */
function phoneLike(typed: string): Where {
  const digits = typed.replace(/[\s().+-]/g, "");
  if (!/^\d{1,15}$/.test(digits)) return NOTHING_MATCHES;
  const spellings = digits.startsWith("8") ? [digits, `+7${digits.slice(1)}`] : [digits];
  return { OR: spellings.map((part) => ({ phone: { contains: part } })) };
}

function rangeOn(
  column: PrismaProperty,
  ends: Readonly<Record<string, unknown>>,
  readRangeEnd: ReadRangeEnd,
): Where | undefined {
  if (column.isArray() || ["Boolean", "Json"].includes(column.field.type) || column.isUuid())
    return undefined;
  const condition: Record<string, unknown> = {};
  for (const end of ["from", "to"] as const) {
    const typed = ends[end];
    if (typeof typed !== "string" || typed === "") continue;
    const value = column.parse(readRangeEnd(column.name(), end, typed));
    if (value === undefined) return NOTHING_MATCHES;
    condition[end === "from" ? "gte" : "lte"] = value;
  }
  return Object.keys(condition).length === 0 ? undefined : { [column.name()]: condition };
}

/** What a filter on a reference says to find the rows without one. */
const NONE = "none";

/** Matches no row: an empty OR inside an AND would match every one of them. */
export const NOTHING_MATCHES: Where = { id: { in: [] } };
