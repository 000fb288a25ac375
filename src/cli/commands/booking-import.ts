import type { Command } from "commander";
import {
  BOOKING_FIELDS,
  type BookingCounts,
  type Imported,
  importBookings,
} from "../../core/import/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { answering, type Desk, openShop, withTill } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { helpText } from "../help-text.ts";
import { counted } from "../output.ts";
import {
  type BulkFlags,
  formOf,
  mappingOf,
  runBulk,
  saidOfFile,
  withBulkFlags,
  withMapping,
} from "./import-file.ts";

type Flags = BulkFlags & { readonly makeSlots?: true; readonly mapping?: string };

const FORM = `
${formOf(BOOKING_FIELDS)}
Начало — 01.12.2026 10:00 по часам бизнеса.
Цена — о которой договорились, в рублях; пусто — нынешняя.
Столбцы называются иначе? Проверьте заголовки вашего файла и назовите их в --mapping:
  {"columns": {"phone": "Телефон клиента", "start": ["Дата и время", "Дата"]}}
Подробно: docs/import.ru.md`;

/** Bookings of another system that are ahead, taken over from a file (PY-8). */
export function addBookingImport(bookings: Command, desk: Desk): void {
  withExamples(
    withBulkFlags(
      withMapping(
        bookings
          .command("import")
          .description(
            "перенести будущие записи из CSV, все или ни одной: сразу подтверждены, оплата на месте; о переносе клиентам не пишем, напоминания придут",
          )
          .argument("<файл>", "CSV с заголовками в первой строке")
          .option("--make-slots", "создать окна там, где у специалиста их нет"),
      ),
    )
      .addHelpText("after", helpText(FORM))
      .action(answering(desk, (file: string, flags: Flags) => importFile(desk, file, flags))),
    "bookings import записи.csv --make-slots --dry-run",
    "bookings import записи.csv --make-slots --yes --report ошибки.csv",
    "bookings import выгрузка.csv --mapping столбцы.json --make-slots --dry-run",
  );
}

async function importFile(desk: Desk, file: string, flags: Flags) {
  const keys = BOOKING_FIELDS.map(({ key }) => key);
  const read = await mappingOf(flags.mapping, keys);
  if (!read.ok) return read;
  const { mapping } = read.value;
  const { app: opened } = await openShop(desk);
  const app = withTill(desk, opened);
  return runBulk<BookingCounts>(desk, {
    ...{ file, flags, words, isIdle: ({ booked }) => booked === 0 },
    run: (run) =>
      importBookings(app, { ...run, mapping, makesSlots: flags.makeSlots === true, actor: OPERATOR }),
  });
}

const ROWS = ["строка", "строки", "строк"] as const;

function words(counts: Imported<BookingCounts>): string {
  const { rows, booked, repeated, repeatedInFile, slotsMade } = counts;
  const parts = [
    `новых записей — ${formatWhole(booked)}`,
    slotsMade > 0 ? `из них с новым окном — ${formatWhole(slotsMade)}` : "",
    repeated > 0 ? `перенесено раньше — ${formatWhole(repeated)}` : "",
    repeatedInFile > 0 ? `повторов в файле — ${formatWhole(repeatedInFile)}` : "",
  ];
  return saidOfFile(counts, counted(rows, ROWS), parts.filter(Boolean).join(", "));
}
