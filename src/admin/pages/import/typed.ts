import { CLIENT_FIELDS, type ClientKey, type ImportFile, type Mapping } from "../../../core/import/index.ts";
import type { Values } from "../../panel-action.ts";

const SOURCE_MAX = 60;
const SOURCE_DEFAULT = "другой системы";

/** What the form of an import brought, as the use case takes it. */
export type Typed = {
  readonly file: ImportFile;
  readonly mapping: Mapping<ClientKey>;
  readonly source: string;
};

/** A file without a byte in it, as a browser sends one. */
const NO_BYTES = /^data:[^,]{0,100},?$/;
const EMPTY_FILE: ImportFile = { bytes: 0, open: async function* () {} };

/** The file that came with a request; undefined: none that can be read. */
export function typedFile(values: Values): ImportFile | undefined {
  const bytes = values.file("file");
  if (typeof bytes === "string")
    return bytes === "unreadable" && NO_BYTES.test(values.text("file")) ? EMPTY_FILE : undefined;
  return {
    bytes: bytes.length,
    open: async function* () {
      yield bytes;
    },
  };
}

/** A column that was not chosen is not looked for, whatever the file calls its own. */
export function typedImport(values: Values): Typed | undefined {
  const file = typedFile(values);
  if (file === undefined) return undefined;
  const given = values.json("columns");
  const chosen: Readonly<Record<string, unknown>> =
    typeof given === "object" && given !== null ? { ...given } : {};
  const headingsOf = (key: ClientKey): readonly string[] => {
    const heading = Object.hasOwn(chosen, key) ? chosen[key] : undefined;
    return typeof heading === "string" && heading.trim() !== "" ? [heading] : [];
  };
  const mapping = Object.fromEntries(CLIENT_FIELDS.map(({ key }) => [key, headingsOf(key)]));
  return { file, mapping, source: values.text("source").slice(0, SOURCE_MAX) || SOURCE_DEFAULT };
}
