import type { App } from "../app.ts";
import {
  BOOKING_CONFLICTS,
  bookWithin,
  findBooking,
  readBookingNote,
  writeBookingNote,
} from "../booking/index.ts";
import { addSlotWithin, findSlotIdAt, SLOT_CONFLICTS } from "../calendar/index.ts";
import { checkPrice, findSpecialistByNameOrId, listServices, type Service } from "../catalog/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { instantAt, type Zone } from "../kernel/local-day.ts";
import { type Kopecks, readRubles } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { findClientByIdOrPhone } from "../people/index.ts";
import { violatedConstraint } from "../runtime/database-error.ts";
import { derivedId } from "../runtime/derived-id.ts";
import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { rejectCell } from "./client-form.ts";
import type { Field, ImportRun, Mapping, RejectedCell, RowProblem, TableRow } from "./model.ts";
import type { Table } from "./read-table.ts";
import { readMoment } from "./rules/cell.ts";
import { type Imported, type ImportRefusal, type Pass, runImport } from "./run-import.ts";

export type BookingKey = "phone" | "specialist" | "service" | "start" | "price" | "note";

/** The documented form of a file of bookings that are ahead. */
export const BOOKING_FIELDS = [
  { key: "phone", title: "Телефон", isRequired: true },
  { key: "specialist", title: "Специалист", isRequired: true },
  { key: "service", title: "Услуга", isRequired: true },
  { key: "start", title: "Начало", isRequired: true },
  { key: "price", title: "Цена", isRequired: false },
  { key: "note", title: "Заметка", isRequired: false },
] as const satisfies readonly Field<BookingKey>[];

export type ImportBookingsInput = ImportRun & {
  readonly mapping: Mapping<BookingKey>;
  /** Where no slot begins at a start, one is made for it, as long as the service. */
  readonly makesSlots: boolean;
  readonly actor: Actor;
};

export type BookingCounts = {
  readonly rows: number;
  readonly booked: number;
  /** Were taken over before. */
  readonly repeated: number;
  /** Rows that say once more what a row above them says. */
  readonly repeatedInFile: number;
  readonly slotsMade: number;
};

/**
 * Takes over bookings that are ahead, as if staff had made them: confirmed, all of it owed on the spot, at the price
 * that the file says was agreed on, or else at today's (PR-5).
 * Nobody is told that they were made, since they were agreed on elsewhere; reminders are planned. All or none; taken once
 * more, a booking is the one it was, whatever became of it.
 *
 * Whether a start can be had is known only when the rows before it have theirs: the check does the work and takes it back.
 *
 * @source PY-8 MS-1 SL-1
 */
export async function importBookings(
  app: App,
  input: ImportBookingsInput,
): Promise<Outcome<Imported<BookingCounts>, ImportRefusal>> {
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const services = (await listServices(app.db)).filter(({ isActive }) => isActive);
  return runImport<BookingKey, BookingCounts>(app, input, {
    form: { fields: BOOKING_FIELDS, mapping: input.mapping },
    isCheckedByWriting: true,
    begin: (table) => beginBookings(app, input, { table, zone, services }),
  });
}

type Place = {
  readonly table: Table<BookingKey>;
  readonly zone: Zone;
  readonly services: readonly Service[];
};
type Problem = {
  readonly key: BookingKey;
  readonly problem: RowProblem;
  readonly detail?: string | number | undefined;
};
type Taken = "booked" | "repeated" | "repeatedInFile";

function beginBookings(app: App, input: ImportBookingsInput, place: Place): Pass<BookingKey, BookingCounts> {
  const count = { rows: 0, booked: 0, repeated: 0, repeatedInFile: 0, slotsMade: 0 };
  const inFile = new Set<string>();

  const takeRow = async (
    tx: Tx,
    row: TableRow<BookingKey>,
  ): Promise<Outcome<Taken, RowProblem> | readonly Problem[]> => {
    const wanted = await readRow(tx, row, place);
    if (isWrong(wanted)) return wanted;
    const { bookingId, specialistId, service, startsAt } = wanted;
    if (inFile.has(bookingId)) return done("repeatedInFile");
    if ((await findBooking(tx, bookingId)) !== undefined) {
      inFile.add(bookingId);
      return done("repeated");
    }
    let slotId = await findSlotIdAt(tx, { specialistId, startsAt });
    // Of what is over no slot is made either: to say that one is missing would send for it in vain.
    if (slotId === undefined && startsAt <= app.clock.now()) return refuse("slot_in_past");
    const isMade = slotId === undefined && input.makesSlots;
    if (isMade) {
      const endsAt = minutesAfter(startsAt, service.durationMinutes);
      const kind = service.kind === "online" ? "online" : "regular";
      const { actor } = input;
      const made = await addSlotWithin(app, tx, { specialistId, startsAt, endsAt, kind, actor });
      if (!made.ok) return made;
      slotId = made.value.id;
    }
    if (slotId === undefined) return refuse("slot_missing");
    const payment = { by: "on_spot", waiverReason: "Перенос из файла" } as const;
    const common = { payment, actor: input.actor, isQuiet: true } as const;
    const booked = await bookWithin(app, tx, { ...wanted, ...common, serviceId: service.id, slotId });
    if (!booked.ok) return booked;
    if (wanted.note !== "") await writeBookingNote(tx, wanted);
    if (isMade) count.slotsMade += 1;
    inFile.add(bookingId);
    return done("booked");
  };

  /** One row that cannot be taken leaves no trace, so that those after it are judged rightly. */
  const tryRow = async (tx: Tx, row: TableRow<BookingKey>): Promise<readonly RejectedCell[]> => {
    await tx.run(sql`SAVEPOINT booking_row`);
    const taken = await takeRow(tx, row).catch((error: unknown) => {
      const problem = CONFLICTS[violatedConstraint(error) ?? ""];
      if (problem === undefined) throw error;
      return refuse(problem);
    });
    if (!isWrong(taken) && taken.ok) {
      count[taken.value] += 1;
      return [];
    }
    await tx.run(sql`ROLLBACK TO SAVEPOINT booking_row`);
    const wrong = isWrong(taken) ? taken : [{ key: "start" as const, problem: taken.refusal }];
    return wrong.map((one) => rejectCell(place.table, row, one));
  };

  const write = async (tx: Tx, rows: readonly TableRow<BookingKey>[]): Promise<readonly RejectedCell[]> => {
    const rejected: RejectedCell[] = [];
    for (const row of rows) {
      count.rows += 1;
      rejected.push(...(await tryRow(tx, row)));
    }
    return rejected;
  };
  return { counts: () => count, check: async () => [], write };
}

const CONFLICTS: Readonly<Record<string, RowProblem>> = { ...BOOKING_CONFLICTS, ...SLOT_CONFLICTS };

type Wanted = {
  readonly bookingId: string;
  readonly clientId: string;
  readonly specialistId: string;
  readonly service: Service;
  readonly startsAt: Date;
  /** Undefined: today's. */
  readonly agreed: Kopecks | undefined;
  readonly note: string;
};

const isWrong = (read: object): read is readonly Problem[] => Array.isArray(read);

/** What a row asks for, or everything that is wrong with it, so that it is mended in one go. */
async function readRow(
  tx: Tx,
  { cells }: TableRow<BookingKey>,
  { zone, services }: Place,
): Promise<Wanted | readonly Problem[]> {
  const client = await findClientByIdOrPhone(tx, cells.phone);
  const specialist = await findSpecialistByNameOrId(tx, cells.specialist);
  const named = cells.service.toLowerCase();
  const service = services.find(({ id, name }) => id === named || name.toLowerCase() === named);
  const moment = readMoment(cells.start);
  const startsAt = moment && instantAt(moment.day, moment.minute, zone);
  const agreed = readAgreed(cells.price);
  const note = readBookingNote(cells.note);
  const isRead = client && specialist.ok && service && startsAt && agreed.ok && note.ok;
  if (!isRead) {
    const wrong: readonly (Problem | false)[] = [
      client === undefined && { key: "phone", problem: "unknown_client" },
      !specialist.ok && { key: "specialist", problem: specialist.refusal },
      service === undefined && { key: "service", problem: "unknown_service" },
      startsAt === undefined && { key: "start", problem: "start_unreadable" },
      !agreed.ok && { key: "price", problem: agreed.refusal },
      !note.ok && { key: "note", problem: note.refusal, detail: Number(note.detail.charactersMax) },
    ];
    return wrong.filter((one) => one !== false);
  }
  const specialistId = specialist.value.id;
  const bookingId = derivedId("import booking", client.id, specialistId, service.id, startsAt.toISOString());
  const who = { bookingId, clientId: client.id, specialistId };
  return { ...who, service, startsAt, agreed: agreed.value, note: note.value };
}

/** A price as people type it, within what a visit may cost; an empty cell is none. */
function readAgreed(cell: string): Outcome<Kopecks | undefined, "price_unreadable" | "price_out_of_range"> {
  if (cell === "") return done(undefined);
  const price = readRubles(cell);
  return price === undefined ? refuse("price_unreadable") : checkPrice(price);
}
