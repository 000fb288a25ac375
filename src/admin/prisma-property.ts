import { BaseProperty, type PropertyType } from "adminjs";
import type { ModelField } from "./data-model.ts";

export type PropertyFacts = {
  readonly field: ModelField;
  /** The resource that a foreign key leads to. */
  readonly refersTo: string | undefined;
  /** What a text column may hold: the enum-likes are text with a CHECK. */
  readonly values: readonly string[] | undefined;
  readonly isEditable: boolean;
  readonly position: number;
};

const TYPES: Readonly<Record<string, PropertyType>> = {
  String: "string",
  Boolean: "boolean",
  Int: "number",
  Float: "number",
  BigInt: "string",
  Decimal: "string",
  DateTime: "datetime",
  Json: "mixed",
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const INT_MAX = 2_147_483_647;
const BIGINT_MAX = 9_223_372_036_854_775_807n;

/**
 * A column of a table, read from the whole data model and exact about its values. It stands in for the official
 * adapter's `Property`, which that package does not let out.
 */
export class PrismaProperty extends BaseProperty {
  readonly field: ModelField;
  private readonly facts: PropertyFacts;

  constructor(facts: PropertyFacts) {
    super({ path: facts.field.name, isId: facts.field.isId, position: facts.position });
    this.facts = facts;
    this.field = facts.field;
  }

  override type(): PropertyType {
    if (this.facts.refersTo !== undefined) return "reference";
    return this.isDay() ? "date" : (TYPES[this.field.type] ?? "string");
  }

  override isEditable(): boolean {
    return this.facts.isEditable && !this.field.isId && !this.field.isUpdatedAt;
  }

  override isRequired(): boolean {
    return this.field.isRequired && !this.field.hasDefaultValue && !this.field.isList;
  }

  override isArray(): boolean {
    return this.field.isList;
  }

  override isSortable(): boolean {
    return !this.field.isList && this.field.type !== "Json";
  }

  override reference(): string | null {
    return this.facts.refersTo ?? null;
  }

  override availableValues(): string[] | null {
    return this.facts.values === undefined ? null : [...this.facts.values];
  }

  isDay(): boolean {
    return this.field.nativeType?.[0] === "Date";
  }

  isUuid(): boolean {
    return this.field.nativeType?.[0] === "Uuid";
  }

  /** Text that people search by a part of it, in any case. */
  isSearchedByPart(): boolean {
    const isPlain = this.field.type === "String" && !this.isUuid() && !this.field.isId;
    return isPlain && this.facts.values === undefined && this.facts.refersTo === undefined;
  }

  /** What a form or a query says → a value for Prisma; undefined when the column cannot hold it. */
  parse(given: unknown): unknown {
    if (given === null || given === undefined) return undefined;
    const text = String(given).trim();
    switch (this.field.type) {
      case "Boolean":
        return text === "true" ? true : text === "false" ? false : undefined;
      case "Int":
        return /^-?\d{1,10}$/.test(text) && Math.abs(Number(text)) <= INT_MAX ? Number(text) : undefined;
      case "BigInt":
        return wholeWithin(text, BIGINT_MAX);
      case "Float":
        return text !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
      case "Decimal":
        return /^-?\d{1,30}([.,]\d{1,30})?$/.test(text) ? text.replace(",", ".") : undefined;
      case "DateTime":
        return instantIn(given);
      case "Json":
        return typeof given === "string" ? jsonIn(given) : given;
      case "String":
        return this.textIn(String(given));
      default:
        return undefined;
    }
  }

  /** PostgreSQL's text holds everything but the zero byte. */
  private textIn(text: string): string | undefined {
    if (text.includes("\u0000")) return undefined;
    if (this.isUuid()) return UUID.test(text) ? text : undefined;
    return this.facts.values === undefined || this.facts.values.includes(text) ? text : undefined;
  }
}

function wholeWithin(text: string, max: bigint): bigint | undefined {
  if (!/^-?\d{1,19}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value <= max && value >= -max ? value : undefined;
}

/** A moment with its zone, or a day, which stands for its midnight UTC. */
function instantIn(given: unknown): Date | undefined {
  const instant = given instanceof Date ? given : new Date(String(given).slice(0, 40));
  const year = instant.getUTCFullYear();
  return year >= 1 && year <= 9999 ? instant : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
