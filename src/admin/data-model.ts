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

/** What `npm ci` makes after the packages are there was not made: whoever starts the product can mend it. */
export class DataModelMissingError extends Error {
  override readonly name = "DataModelMissingError";
}

/**
 * Finds out, before anything is made or started, that a panel could not be opened.
 *
 * @throws DataModelMissingError when the data model was not generated
 */
export function needDataModel(): void {
  known ??= modelsIn(FILE);
}

/**
 * @throws DataModelMissingError when the data model was not generated
 * @throws Error when it has no such model
 */
export function modelNamed(name: string): Model {
  known ??= modelsIn(FILE);
  const model = known.get(name);
  if (model === undefined)
    throw new Error(`The data model has no "${name}": ${FILE} is from another schema.`);
  return model;
}

/** @param file where the data model was written */
export function modelsIn(file: string): ReadonlyMap<string, Model> {
  const { models } = JSON.parse(textOf(file)) as { readonly models: readonly Model[] };
  return new Map(models.map((model) => [model.name, model]));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new DataModelMissingError(
      `The panel's data model is not there: ${path.relative(process.cwd(), file)} is made when the packages are installed. Run "npm run postinstall" (or "npm ci", which does so, too) and start again.`,
    );
  }
}
