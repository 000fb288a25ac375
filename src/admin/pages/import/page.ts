import { takeClientList } from "../../../core/exports/index.ts";
import {
  CLIENT_FIELDS,
  type ClientKey,
  importClients,
  lookAtClientFile,
} from "../../../core/import/index.ts";
import { CLIENT_COLUMNS, csvStream } from "../../../core/reports/index.ts";
import type { Values } from "../../panel-action.ts";
import { Download, type PageCall, type PanelPage } from "../../panel-page.ts";
import { sentence } from "../../refusals.ts";
import { COLUMN_HINTS } from "./hints.ts";
import { tellProgress } from "./progress.ts";
import { rejectedReport } from "./rejected.ts";
import { type Typed, typedFile, typedImport } from "./typed.ts";
import { type CheckedView, countsView } from "./view.ts";

/** What the page shows before there is a file. */
export type ImportView = {
  readonly fields: readonly {
    readonly key: ClientKey;
    readonly title: string;
    readonly isRequired: boolean;
    readonly hint: string;
  }[];
  readonly bytesMax: number;
};

/** A file at first sight, or why it cannot be read. */
export type LookAnswer = {
  readonly headings?: readonly string[];
  readonly rows?: readonly (readonly string[])[];
  readonly columns?: Readonly<Partial<Record<ClientKey, string>>>;
  readonly source?: string;
  readonly refused?: string;
};

/** A file of ten megabytes holds a hundred thousand clients. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;

const CSV = "text/csv; charset=utf-8";
/** The form as a file: its headings, as Excel in Russia opens them. */
const TEMPLATE = CLIENT_FIELDS.map(({ key, title }) => ({
  ...{ key, title, about: COLUMN_HINTS[key], as: "text" as const },
  of: () => undefined,
}));

async function* noRows(): AsyncGenerator<readonly never[]> {}

async function read(_call: PageCall, asked: Values): Promise<ImportView | Download> {
  if (asked.text("file") === "template") {
    const body = csvStream(TEMPLATE, noRows(), { dialect: "excel", zone: "UTC" });
    return new Download({ name: "Клиенты, образец.csv", type: CSV, body });
  }
  return {
    fields: CLIENT_FIELDS.map((field) => ({ ...field, hint: COLUMN_HINTS[field.key] })),
    bytesMax: FILE_BYTES_MAX,
  };
}

async function look({ zone }: PageCall, values: Values): Promise<LookAnswer> {
  const file = typedFile(values);
  if (file === undefined) return { refused: NO_FILE };
  const looked = await lookAtClientFile(file);
  if (!looked.ok) return { refused: sentence(looked.refusal, looked.detail, zone) };
  const { source, ...rest } = looked.value;
  return { ...rest, ...(source === undefined ? {} : { source }) };
}

/** Checks a file, or takes it over: what it came to, with the share that is done told meanwhile. */
const run =
  ({ isDryRun, leavesOutRejected }: Pick<Run, "isDryRun" | "leavesOutRejected">) =>
  async (call: PageCall, values: Values): Promise<Download | CheckedView> => {
    const typed = typedImport(values);
    if (typed === undefined) return { refused: NO_FILE };
    return new Download({
      ...{ name: "import.ndjson", type: "application/x-ndjson; charset=utf-8" },
      body: tellProgress(call.app.log, (onProgress) =>
        runTyped(call, { ...typed, isDryRun, leavesOutRejected, onProgress }),
      ),
    });
  };

type Run = Typed & {
  readonly isDryRun: boolean;
  readonly leavesOutRejected: boolean;
  readonly onProgress: (share: number) => void;
};

async function runTyped({ app, actor, zone }: PageCall, typed: Run): Promise<CheckedView> {
  const report = rejectedReport();
  const counted: { view?: CheckedView["counts"] } = {};
  const imported = await importClients(app, {
    ...typed,
    actor,
    onRejected: report.add,
    onCounted: (counts) => {
      counted.view = countsView(counts);
    },
  });
  const counts = counted.view === undefined ? {} : { counts: counted.view };
  if (imported.ok) {
    const { rows, leftOut, ignoredColumns: ignored } = imported.value;
    return { ...counts, ignored, ...(leftOut > 0 ? { leftOut: await report.view(leftOut, rows) } : {}) };
  }
  const { refusal, detail } = imported;
  if (refusal !== "import_rows_rejected") return { refused: sentence(refusal, detail, zone) };
  return { ...counts, rejected: await report.view(Number(detail.rejected), Number(detail.rows)) };
}

/** The whole base leaves the house: the owner alone opens this page, and the journal says that it did. */
async function takeAll({ app, actor }: PageCall): Promise<Download> {
  const { day, zone, batches } = await takeClientList(app, { actor });
  return new Download({
    ...{ name: `Клиенты ${day}.csv`, type: CSV },
    body: csvStream(CLIENT_COLUMNS, batches, { dialect: "excel", zone }),
  });
}

const NO_FILE = "Файл не прочитать. Выберите его ещё раз: CSV, не больше 10 МБ.";

const WORKS: Readonly<Record<string, (call: PageCall, values: Values) => Promise<object>>> = {
  look,
  check: run({ isDryRun: true, leavesOutRejected: false }),
  load: run({ isDryRun: false, leavesOutRejected: false }),
  loadRest: run({ isDryRun: false, leavesOutRejected: true }),
  takeAll,
};

/** The whole base of clients, in and out: taken over from a file, taken away as one. */
export const IMPORT_PAGE: PanelPage = {
  id: "import",
  label: "Импорт клиентов",
  icon: "Upload",
  component: "importPage",
  read,
  act: async (call, values) => {
    const what = values.text("do");
    const work = Object.hasOwn(WORKS, what) ? WORKS[what] : undefined;
    return work === undefined ? { refused: "Такого действия нет. Обновите страницу." } : work(call, values);
  },
};
