/*
 * A segment's conditions as the builder draws them: groups of three kinds, where the saved definition has and, or, not.
 */

export type Condition = {
  readonly fact: string;
  readonly op: string;
  readonly value?: unknown;
  readonly days?: unknown;
};
export type GroupKind = "all" | "any" | "none";
export type Group = { readonly kind: GroupKind; readonly parts: readonly Part[] };
export type Part = Group | Condition;

export type Operand = {
  readonly kind: "whole" | "month" | "yesNo" | "services" | "specialists" | "tags" | "nothing";
  readonly unit?: "days" | "times" | "rubles" | "points";
};
type Choice = { readonly value: string; readonly label: string };
export type Fact = {
  readonly title: string;
  readonly hasPeriod?: boolean;
  readonly ops: Readonly<Record<string, { readonly title: string; readonly operand: Operand }>>;
};
/** What conditions may be made of, as the server told. */
export type SegmentOffer = {
  readonly facts: Readonly<Record<string, Fact>>;
  readonly services: readonly Choice[];
  readonly specialists: readonly Choice[];
  readonly tags: readonly Choice[];
};

type Definition = Readonly<Record<string, unknown>>;

export const isGroup = (part: Part): part is Group => "parts" in part;

/** A saved definition as one group; what is none is an empty one. */
export function treeOf(definition: unknown): Group {
  const part = partOf(definition);
  if (part === undefined) return { kind: "all", parts: [] };
  return isGroup(part) ? part : { kind: "all", parts: [part] };
}

function partOf(definition: unknown): Part | undefined {
  if (typeof definition !== "object" || definition === null) return undefined;
  const { all, any, not } = definition as Definition;
  if (Array.isArray(all)) return { kind: "all", parts: partsOf(all) };
  if (Array.isArray(any)) return { kind: "any", parts: partsOf(any) };
  if (not !== undefined) {
    const inside = partOf(not);
    if (inside === undefined) return undefined;
    const isAny = isGroup(inside) && inside.kind === "any";
    return { kind: "none", parts: isAny ? inside.parts : [inside] };
  }
  return definition as Condition;
}

const partsOf = (definitions: readonly unknown[]): readonly Part[] =>
  definitions.map(partOf).filter((part) => part !== undefined);

/** What is sent and saved for a group; one condition alone is itself. */
export function definitionOf(tree: Group): unknown {
  const [only, ...others] = tree.parts;
  const isAlone = tree.kind === "all" && only !== undefined && others.length === 0 && !isGroup(only);
  return isAlone ? only : definitionOfPart(tree);
}

function definitionOfPart(part: Part): unknown {
  if (!isGroup(part)) return part;
  const parts = part.parts.map(definitionOfPart);
  if (part.kind !== "none") return { [part.kind]: parts };
  const [only] = part.parts;
  // "None of" holds its parts as an "any": one that is an "any" itself would be taken for that.
  const isItself = parts.length === 1 && only !== undefined && !(isGroup(only) && only.kind === "any");
  return { not: isItself ? parts[0] : { any: parts } };
}

export type Placed = {
  readonly key: string;
  readonly index: number;
  readonly part: Part;
  /** How many conditions stand above it in the whole of the tree. */
  readonly above: number;
};

/** The parts of a group with their places, by which they are called: they have no names, and hold no state. */
export function placed(parts: readonly Part[], before: number): readonly Placed[] {
  let above = before;
  return parts.map((part, index) => {
    const place = { key: `part-${index}`, index, part, above };
    above += conditionsIn(part);
    return place;
  });
}

const conditionsIn = (part: Part): number =>
  isGroup(part) ? part.parts.reduce((count, one) => count + conditionsIn(one), 0) : 1;

const FIRST_VALUES: Readonly<Record<NonNullable<Operand["unit"]>, number>> = {
  days: 30,
  times: 1,
  rubles: 1_000,
  points: 100,
};

function firstValue(operand: Operand | undefined): unknown {
  switch (operand?.kind) {
    case "whole":
      return FIRST_VALUES[operand.unit ?? "times"];
    case "month":
      return 1;
    case "yesNo":
      return true;
    case "services":
    case "specialists":
    case "tags":
      return [];
    default:
      return undefined;
  }
}

/** A condition about a fact, as it begins. */
export function newCondition(offer: SegmentOffer, fact = "lastVisit"): Condition {
  const [op = "", first] = Object.entries(offer.facts[fact]?.ops ?? {})[0] ?? [];
  const value = firstValue(first?.operand);
  return value === undefined ? { fact, op } : { fact, op, value };
}

/** The same fact compared in another way; the value stays where it still makes sense. */
export function withOp(offer: SegmentOffer, condition: Condition, op: string): Condition {
  const ops = offer.facts[condition.fact]?.ops ?? {};
  const [before, after] = [ops[condition.op]?.operand, ops[op]?.operand];
  const { value: kept, ...rest } = condition;
  const value = before?.kind === after?.kind && before?.unit === after?.unit ? kept : firstValue(after);
  return value === undefined ? { ...rest, op } : { ...rest, op, value };
}

/** A whole number as typed; what is none is sent as it is, for the server to say what is wrong. */
export const numberTyped = (typed: string): number | string =>
  /^-?\d{1,9}$/.test(typed.trim()) ? Number(typed) : typed;
