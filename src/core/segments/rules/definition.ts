import { isUuid } from "../../kernel/ids.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import { TAG_CHARACTERS_MAX, tidyTag } from "../../kernel/tag.ts";
import {
  type Condition,
  DAYS_MAX,
  DEFINITION_LIMITS,
  FACTS,
  type FactName,
  type Operand,
  type SegmentDefinition,
} from "../model.ts";

export type BadSegment = "bad_segment";
type Read<T> = Outcome<T, BadSegment>;
type Fields = Readonly<Record<string, unknown>>;

/** Where in the definition something stands, and what may still be added to it. */
type Place = {
  readonly path: string;
  readonly depth: number;
  /** Which condition it is, from the top; undefined outside of one. */
  readonly number?: number;
  readonly budget: { parts: number; conditions: number };
};

const { partsMax, depthMax, listMax } = DEFINITION_LIMITS;
const MONTHS = 12;
const WHOLE = "условия";
const GIVEN_MAX = 60;

/**
 * Reads a definition that came from outside: a form, a file, the database.
 *
 * At most 50 conditions and groups, groups six deep, lists of 20; a group holds something, and only the whole may be
 * `{ all: [] }`, everybody. Tags come in their one form, repeated list members once. The refusal names the place
 * (`all[1].value`), what is given there, the number of the condition from the top, and what is expected. Whether a service or a
 * specialist exists is not known here.
 *
 * @source MS-3
 */
export function readDefinition(input: unknown): Read<SegmentDefinition> {
  if (isFields(input) && isEmptyAll(input)) return done({ all: [] });
  const read = readPart(input, { path: "", depth: 1, budget: { parts: 0, conditions: 0 } });
  if (read.ok) return read;
  const given = givenAt(input, String(read.detail.place));
  return given === undefined ? read : refuse("bad_segment", { ...read.detail, given });
}

/** What stands at a place (`all[1].value`), as it was written; undefined: nothing does. */
function givenAt(input: unknown, place: string): string | undefined {
  const steps = place === WHOLE ? [] : place.split(/[.[\]]+/).filter(Boolean);
  const found = steps.reduce<unknown>((held, step) => {
    if (Array.isArray(held)) return held[Number(step)];
    return isFields(held) && Object.hasOwn(held, step) ? held[step] : undefined;
  }, input);
  return JSON.stringify(found)?.slice(0, GIVEN_MAX);
}

const isEmptyAll = (fields: Fields): boolean =>
  Object.keys(fields).length === 1 && Array.isArray(fields.all) && fields.all.length === 0;

function readPart(input: unknown, place: Place): Read<SegmentDefinition> {
  place.budget.parts += 1;
  if (place.budget.parts > partsMax) return bad(place, `не больше ${partsMax} условий и групп`);
  if (place.depth > depthMax) return bad(place, `не больше ${depthMax} групп одна в другой`);
  if (!isFields(input)) return bad(place, "условие { fact, op, value } или группа all, any, not");
  if ("all" in input) return readGroup(input, "all", place);
  if ("any" in input) return readGroup(input, "any", place);
  if ("not" in input) return readNot(input, place);
  place.budget.conditions += 1;
  return readCondition(input, { ...place, number: place.budget.conditions });
}

function readGroup(input: Fields, kind: "all" | "any", place: Place): Read<SegmentDefinition> {
  const inside = at(place, kind);
  const extra = extraField(input, [kind]);
  if (extra !== undefined) return bad(at(place, extra), `только поле ${kind}`);
  const given = input[kind];
  if (!Array.isArray(given) || given.length === 0) return bad(inside, "список хотя бы из одного условия");
  const parts: SegmentDefinition[] = [];
  for (const [index, one] of given.entries()) {
    const part = readPart(one, { ...inside, path: `${inside.path}[${index}]`, depth: place.depth + 1 });
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return done(kind === "all" ? { all: parts } : { any: parts });
}

function readNot(input: Fields, place: Place): Read<SegmentDefinition> {
  const extra = extraField(input, ["not"]);
  if (extra !== undefined) return bad(at(place, extra), "только поле not");
  const part = readPart(input.not, { ...at(place, "not"), depth: place.depth + 1 });
  return part.ok ? done({ not: part.value }) : part;
}

function readCondition(input: Fields, place: Place): Read<Condition> {
  const { fact, op } = input;
  if (!isFact(fact)) return bad(at(place, "fact"), `одно из: ${Object.keys(FACTS).join(", ")}`);
  const offer = FACTS[fact];
  const operand = typeof op === "string" && Object.hasOwn(offer.ops, op) ? offer.ops[op]?.operand : undefined;
  if (operand === undefined) return bad(at(place, "op"), `одно из: ${Object.keys(offer.ops).join(", ")}`);

  const fields = ["fact", "op", ...(operand.kind === "nothing" ? [] : ["value"])];
  if (offer.hasPeriod) fields.push("days");
  const extra = extraField(input, fields);
  if (extra !== undefined) return bad(at(place, extra), `только поля ${fields.join(", ")}`);
  // What the catalogue of facts allows is what the type says: a test walks both.
  if (operand.kind === "nothing") return done({ fact, op } as Condition);
  const value = readValue(input.value, operand, at(place, "value"));
  if (!value.ok) return value;
  if (input.days === undefined) return done({ fact, op, value: value.value } as Condition);
  const period = { kind: "whole", unit: "days", min: 1, max: DAYS_MAX } as const;
  const days = readValue(input.days, period, at(place, "days"));
  return days.ok ? done({ fact, op, value: value.value, days: days.value } as Condition) : days;
}

function readValue(value: unknown, operand: Operand, place: Place): Read<unknown> {
  switch (operand.kind) {
    case "whole":
      return readWhole(value, operand, place);
    case "month":
      return readWhole(value, { min: 1, max: MONTHS }, place);
    case "yesNo":
      return typeof value === "boolean" ? done(value) : bad(place, "true или false");
    case "tags":
      return readList(value, { read: readTag, expected: `от 1 до ${listMax} меток` }, place);
    case "services":
      return readList(value, { read: readId, expected: `от 1 до ${listMax} услуг (id)` }, place);
    case "specialists":
      return readList(value, { read: readId, expected: `от 1 до ${listMax} специалистов (id)` }, place);
    case "nothing":
      return done(undefined);
    default:
      return operand satisfies never;
  }
}

function readWhole(
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
  place: Place,
): Read<number> {
  const isFine = typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
  // A minus zero is no number that anybody typed, and JSON has no way to keep it.
  return isFine ? done(value + 0) : bad(place, `целое число от ${min} до ${max}`);
}

function readList(
  value: unknown,
  { read, expected }: { readonly read: (one: string) => string | undefined; readonly expected: string },
  place: Place,
): Read<readonly string[]> {
  const refusal = bad(place, expected);
  if (!Array.isArray(value) || value.length === 0 || value.length > listMax) return refusal;
  const list = value.map((one: unknown) => (typeof one === "string" ? read(one) : undefined));
  const known = list.filter((one) => one !== undefined);
  return known.length === list.length ? done([...new Set(known)]) : refusal;
}

const readId = (text: string): string | undefined => (isUuid(text) ? text.toLowerCase() : undefined);

function readTag(text: string): string | undefined {
  const tag = tidyTag(text);
  return tag !== "" && [...tag].length <= TAG_CHARACTERS_MAX ? tag : undefined;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isFact = (value: unknown): value is FactName =>
  typeof value === "string" && Object.hasOwn(FACTS, value);

const extraField = (input: Fields, known: readonly string[]): string | undefined =>
  Object.keys(input).find((key) => !known.includes(key));

const at = (place: Place, field: string): Place => ({
  ...place,
  path: place.path === "" ? field : `${place.path}.${field}`,
});

const bad = (place: Place, expected: string) =>
  refuse("bad_segment", {
    place: place.path === "" ? WHOLE : place.path,
    expected,
    ...(place.number === undefined ? {} : { number: place.number }),
  });
