import { readFileSync } from "node:fs";
import path from "node:path";

/** One field of a model, as Prisma's own parser describes it; the client's copy lacks half of this. */
export type ModelField = {
  readonly name: string;
  readonly kind: "scalar" | "object" | "enum" | "unsupported";
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly isId: boolean;
  readonly isReadOnly: boolean;
  readonly isUpdatedAt?: boolean;
  readonly hasDefaultValue: boolean;
  readonly dbName?: string | null;
  readonly nativeType?: readonly [string, readonly string[]] | null;
  readonly relationName?: string;
  readonly relationFromFields?: readonly string[];
};

export type Model = { readonly name: string; readonly fields: readonly ModelField[] };

/** Written by prisma/dmmf-generator.mjs at `prisma generate`. */
const FILE = path.join(import.meta.dirname, "../../build/dmmf.json");

let known: ReadonlyMap<string, Model> | undefined;

/** @throws Error when the data model has no such model, or was not generated */
export function modelNamed(name: string): Model {
  known ??= readModels();
  const model = known.get(name);
  if (model === undefined)
    throw new Error(`The data model has no "${name}": ${FILE} is from another schema.`);
  return model;
}

function readModels(): ReadonlyMap<string, Model> {
  const { models } = JSON.parse(readFileSync(FILE, "utf8")) as { readonly models: readonly Model[] };
  return new Map(models.map((model) => [model.name, model]));
}
