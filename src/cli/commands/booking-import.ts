import type { Command } from "commander";
import { type BookingCounts, type Imported, importBookings } from "../../core/import/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { answering, type Desk, openShop, withTill } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted } from "../output.ts";
import { type BulkFlags, runBulk, saidOfFile, withBulkFlags } from "./import-file.ts";

type Flags = BulkFlags & { readonly makeSlots?: true };

/** Bookings of another system that are ahead, taken over from a file (PY-8). */
export function addBookingImport(bookings: Command, desk: Desk): void {
  withExamples(
    withBulkFlags(
      bookings
        .command("import")
        .description(
          "перенести будущие записи из CSV: всё или ничего; подтверждены, оплата на месте, сообщений о переносе нет, напоминания будут",
        )
        .argument("<файл>", "CSV со столбцами Телефон, Специалист, Услуга, Начало")
        .option("--make-slots", "создать окна там, где у специалиста их нет"),
    )
      .addHelpText("after", "\nНачало — 01.12.2026 10:00 по часам бизнеса. Подробно: docs/import.ru.md")
      .action(answering(desk, (file: string, flags: Flags) => importFile(desk, file, flags))),
    "bookings import записи.csv --make-slots --dry-run",
    "bookings import записи.csv --make-slots --yes",
  );
}

async function importFile(desk: Desk, file: string, flags: Flags) {
  const { app: opened } = await openShop(desk);
  const app = withTill(desk, opened);
  return runBulk<BookingCounts>(desk, {
    ...{ file, flags, words, isIdle: ({ booked }) => booked === 0 },
    run: (run) => importBookings(app, { ...run, makesSlots: flags.makeSlots === true, actor: OPERATOR }),
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
