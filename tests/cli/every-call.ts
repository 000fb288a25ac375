import { writeFile } from "node:fs/promises";
import path from "node:path";
import { backUpOnSchedule } from "../../src/core/backup/index.ts";
import { describeVisit, rateVisit } from "../../src/core/booking/index.ts";
import { runDueExports } from "../../src/core/exports/index.ts";
import { type Delivery, deliverDue } from "../../src/core/notifications/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { liveThroughTwoDays } from "../core/reports/honest-history.ts";
import type { BankApp } from "../support/bank.ts";
import { makeReader, switchMarketing } from "../support/broadcast.ts";
import { makeHold } from "../support/hold.ts";
import { bookedByStaff } from "../support/people.ts";
import { granted } from "./command-line.ts";

/** One call of a verb: its name first, then what it is given. */
export type Call = readonly [verb: string, ...given: readonly string[]];

/** What answers of earlier calls are needed for, by their verb. */
export type Ask = (call: Call) => Promise<Readonly<Record<string, unknown>>>;

const DAYS = ["--from", "2026-11-23", "--to", "2026-11-26"] as const;
const DAY_MS = 86_400_000;
const PHONE = "+79001112233";

/** Two days of a salon's life, with all that the command line may be asked about. */
async function live(app: BankApp) {
  const lived = await liveThroughTwoDays(app);
  granted(await rateVisit(app, { ...lived.came.hold, rating: 2 }));
  granted(await describeVisit(app, { ...lived.came.hold, words: "Долго ждали" }));
  const messenger = {
    deliver: async (): Promise<Delivery> => ({
      outcome: "sent",
      telegramMessageId: 1,
      text: "Здравствуйте!",
    }),
  };
  await deliverDue({ ...app, messenger });
  await switchMarketing(app, "on");
  await makeReader(app);
  return lived;
}

/**
 * Every verb of the program at least once, in an order that makes sense, on a business that has lived: `ask` runs a call
 * and hands over its answer.
 */
export async function callEverything(app: BankApp, folder: string, ask: Ask): Promise<void> {
  const lived = await live(app);
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(path.join(folder, name), text);
    return path.join(folder, name);
  };
  await callCatalogue(ask);
  await callCalendar(ask);
  await callClients(ask, file);
  await callBookings(app, ask, { lived, file });
  await callPayments(app, ask, lived);
  await callMessages(app, ask);
  await callBroadcasts(ask, file);
  await callSettings(ask);
  await callReports(ask);
  await callSchedules(app, ask, folder);
  await callGround(app, ask, folder);
}

type File = (name: string, text: string) => Promise<string>;
type Lived = Awaited<ReturnType<typeof live>>;

async function callCatalogue(ask: Ask): Promise<void> {
  await ask([
    "services add",
    "--name",
    "Бровист",
    "--minutes",
    "60",
    "--price",
    "1500",
    "--policy",
    "onSite",
  ]);
  await ask(["services list"]);
  const meeting = ["--meeting-url", "https://meet.example.ru/anna"];
  await ask(["specialists add", "--name", "Жанна", "--about", "Мастер", "--services", "Бровист", ...meeting]);
  await ask(["specialists list"]);
  await ask(["services change", "Бровист", "--minutes", "60", "--description", "Форма и цвет"]);
  await ask(["specialists change", "Жанна", "--about", "Мастер бровей"]);
  await ask(["specialists unassign", "Жанна", "--service", "Бровист"]);
  await ask(["specialists assign", "Жанна", "--service", "Бровист", "--price", "1700"]);
  await ask(["specialists assign", "Жанна", "--service", "Бровист"]);
  await ask(["services show", "Бровист"]);
  await ask(["specialists show", "Жанна"]);
  await ask([
    "staff add",
    ...["--name", "Ольга", "--role", "owner", "--telegram-id", "77", "--email", "olga@example.ru"],
    "--password-stdin",
  ]);
  await ask(["staff add", "--name", "Ирина", "--role", "admin", "--telegram-id", "78"]);
  await ask(["staff list"]);
  await ask(["staff link", "Ирина", "--telegram-id", "79"]);
  await ask(["staff messages", "Ирина", "--off", "tip"]);
  await ask(["staff change", "Ирина", "--email", "irina@example.ru"]);
  await ask(["staff password", "Ирина", "--yes"]);
}

async function callCalendar(ask: Ask): Promise<void> {
  const days = ["--from", "2026-12-01", "--to", "2026-12-03"];
  const pattern = [...days, "--hours", "10:00-15:00", "--length", "60"];
  await ask(["slots generate", "--specialist", "Жанна", ...pattern, "--dry-run"]);
  await ask(["slots generate", "--specialist", "Жанна", ...pattern]);
  const list = await ask(["slots list", "--specialist", "Жанна", ...days]);
  await ask(["slots list", ...DAYS]);
  const [first, second, third] = idsIn(list);
  await ask(["slots close", first ?? "", "--reason", "Отпуск"]);
  await ask(["slots open", first ?? ""]);
  await ask(["slots heat", second ?? "", "--discount", "30"]);
  await ask(["slots move", third ?? "", "--to", "2026-12-04 10:00"]);
  await ask(["slots undo", "--dry-run"]);
  await ask(["slots undo"]);
  const off = ["--specialist", "Жанна", "--from", "2026-12-03", "--reason", "Отпуск"];
  await ask(["slots time-off add", ...off, "--dry-run"]);
  await ask(["slots time-off add", ...off]);
  const listed = await ask(["slots time-off list", ...days]);
  await ask(["slots time-off lift", idsIn(listed)[0] ?? ""]);
  await ask(["slots undo"]);
}

const idsIn = (answer: Readonly<Record<string, unknown>>): readonly string[] =>
  Array.isArray(answer.items) ? answer.items.map(({ id }: { readonly id: unknown }) => String(id)) : [];

async function callClients(ask: Ask, file: File): Promise<void> {
  await ask(["clients add", "--phone", PHONE, "--name", "Вера"]);
  await ask(["clients add", "--phone", "+79001112244", "--name", "Нина"]);
  await ask(["clients list"]);
  await ask(["clients phone", PHONE, "+79001112255"]);
  await ask(["clients phone", "+79001112255", PHONE]);
  await ask(["clients name", PHONE, "Вера"]);
  await ask(["clients email", PHONE, "vera@example.ru"]);
  await ask(["clients email", PHONE, "--clear"]);
  await ask(["clients birthday", PHONE, "07.03"]);
  await ask(["clients birthday", PHONE, "--clear"]);
  await ask(["clients note", PHONE, "--add", "Любит чай"]);
  await ask(["clients note", PHONE]);
  await ask(["clients tag", PHONE, "--add", "постоянная"]);
  await ask(["clients block", PHONE, "--reason", "не пришла", "--days", "3"]);
  await ask(["clients show", PHONE]);
  await ask(["clients unblock", PHONE, "--reason", "договорились"]);
  await ask(["clients vip", PHONE]);
  await ask(["clients show", PHONE]);
  await ask(["clients export", PHONE]);
  await ask(["clients export", PHONE, "--out", await file("vera.json", "")]);
  await ask(["clients export"]);
  await ask(["clients export", "--out", await file("clients.csv", "")]);
  const list = await file("new.csv", "Имя;Телефон;Баллы;Город\nПолина;+79001112266;100;Омск\n");
  await ask(["clients import", list, "--dry-run"]);
  await ask(["clients import", list, "--yes"]);
  const broken = await file("broken.csv", "Имя;Телефон\nЛада;+79001112277\nИра;12\n");
  await ask(["clients import", broken, "--skip-bad", "--yes"]);
  await ask(["clients erase", "+79001112244", "--reason", "письмо", "--yes"]);
  await ask(["points adjust", "--client", PHONE, "--points", "+300", "--reason", "Подарок"]);
  const many = await file("points.csv", `Клиент;Баллы\n${PHONE};50\n`);
  await ask(["points adjust", "--file", many, "--reason", "Праздник", "--dry-run"]);
  await ask(["points adjust", "--file", many, "--reason", "Праздник", "--yes"]);
  await ask(["points history", "--client", PHONE]);
  await ask(["reviews list"]);
  await ask(["audit list"]);
}

const one = async (app: BankApp, bookingId: string): Promise<string> =>
  String(
    (await app.db.first<{ number: number }>(sql`SELECT number FROM bookings WHERE id = ${bookingId}::uuid`))
      ?.number,
  );

async function callBookings(
  app: BankApp,
  ask: Ask,
  { lived, file }: { readonly lived: Lived; readonly file: File },
): Promise<void> {
  const visit = ["--client", PHONE, "--service", "Бровист", "--specialist", "Жанна"];
  const book = async (at: string) =>
    String((await ask(["bookings book", ...visit, "--at", `2026-12-01 ${at}`])).number);
  const number = await book("10:00");
  await ask(["bookings move", number, "--to", "2026-12-01 12:00", "--reason", "по просьбе"]);
  const other = await book("10:00");
  await ask(["bookings cancel", other, "--reason", "заболел мастер", "--yes"]);
  await ask(["bookings list"]);
  await ask(["bookings list", "--unpaid"]);
  for (const held of Object.values(lived))
    if ("hold" in held) await ask(["bookings show", await one(app, held.hold.bookingId)]);
  const came = await one(app, lived.came.hold.bookingId);
  await ask(["bookings refund", came, "--amount", "100", "--reason", "так", "--yes"]);
  const upcoming = await one(app, lived.onSpot.hold.bookingId);
  await ask(["bookings complete", upcoming, "--reason", "всё-таки пришла"]);
  await ask(["bookings no-show", await one(app, lived.corrected.hold.bookingId), "--reason", "ошибка"]);
  await ask(["bookings take", upcoming, "--amount", "500"]);
  await ask(["bookings show", upcoming]);
  const rows = `Телефон;Специалист;Услуга;Начало\n${PHONE};Жанна;Бровист;02.12.2026 11:00\n`;
  const list = await file("bookings.csv", rows);
  await ask(["bookings import", list, "--dry-run"]);
  await ask(["bookings import", list, "--yes"]);
  const { hold } = await makeHold(app, { at: "2026-12-05T09:00:00Z" });
  await ask(["bookings pay-link", await one(app, hold.bookingId)]);
  await ask(["bookings confirm", await one(app, hold.bookingId)]);
  await callOnline(ask);
  await callWaitlist(ask, lived);
}

/** A visit over the net has a link. */
async function callOnline(ask: Ask): Promise<void> {
  const kind = ["--kind", "online", "--minutes", "60", "--price", "900", "--policy", "onSite"];
  await ask(["services add", "--name", "Созвон", ...kind, "--specialists", "Жанна"]);
  const day = ["--from", "2026-12-07", "--to", "2026-12-07", "--hours", "10:00-12:00", "--length", "60"];
  await ask(["slots generate", "--specialist", "Жанна", ...day, "--kind", "online"]);
  const at = ["--at", "2026-12-07 10:00"];
  const { number } = await ask(["bookings book", "--client", PHONE, "--service", "Созвон", ...at]);
  await ask(["bookings link", String(number), "--url", "https://meet.example.ru/1"]);
}

async function callWaitlist(ask: Ask, { came }: Lived): Promise<void> {
  const wish = ["--client", came.client.id, "--service", "Бровист", "--from", "2026-11-28"];
  const added = await ask(["waitlist add", ...wish, "--to", "2026-11-30", "--hours", "10:00-14:00"]);
  await ask(["waitlist list"]);
  await ask(["waitlist remove", String(added.id), "--reason", "мастер в отпуске", "--yes"]);
  await ask(["waitlist list", "--all"]);
}

async function callPayments(app: BankApp, ask: Ask, lived: Lived): Promise<void> {
  const list = await ask(["payments list"]);
  for (const id of idsIn(list)) await ask(["payments show", id]);
  await ask(["payments list", "--unanswered"]);
  const row = await app.db.first<{ id: string }>(
    sql`SELECT id FROM payments WHERE booking_id = ${lived.holding.hold.bookingId}::uuid`,
  );
  await ask(["payments sync", row?.id ?? ""]);
  await ask(["payments sync", "--all"]);
  const paid = await app.db.first<{ id: string }>(
    sql`SELECT id FROM payments WHERE booking_id = ${lived.came.hold.bookingId}::uuid AND state = 'captured'`,
  );
  await ask(["payments refund", paid?.id ?? "", "--amount", "1", "--reason", "так", "--yes"]);
  await ask(["payments reconcile"]);
}

async function callMessages(app: BankApp, ask: Ask): Promise<void> {
  const client = await app.db.first<{ id: string }>(
    sql`SELECT id FROM clients WHERE telegram_id IS NOT NULL AND unreachable_at IS NULL AND erased_at IS NULL ORDER BY created_at DESC LIMIT 1`,
  );
  const booking = await bookedByStaff(app, client?.id ?? "", "2026-12-09T09:00:00Z");
  const messenger = {
    deliver: async (): Promise<Delivery> => ({ outcome: "sent", telegramMessageId: 2, text: "Записаны" }),
  };
  await deliverDue({ ...app, messenger });
  await ask(["messages list"]);
  await ask(["messages list", "--upcoming"]);
  const sent = await ask(["messages list", "--booking", String(booking.number), "--state", "sent"]);
  await ask(["messages show", idsIn(sent)[0] ?? ""]);
  await ask(["messages resend", idsIn(sent)[0] ?? ""]);
}

async function callBroadcasts(ask: Ask, file: File): Promise<void> {
  await ask(["segments facts"]);
  const list = await ask(["segments list"]);
  const [first] = Array.isArray(list.items) ? list.items : [];
  const definition = JSON.stringify((first as { readonly definition?: unknown })?.definition);
  await ask(["segments count", "--definition", definition]);
  await ask(["segments save", "Мои", "--definition", definition]);
  await ask(["segments count", "Мои"]);
  await ask(["segments show", "Мои"]);
  await ask(["segments clients", "Мои"]);
  await ask(["segments lookup", "Мои", "--client", PHONE]);
  await ask(["segments delete", "Мои", "--yes"]);
  const text = await file("letter.html", "<b>{имя}</b>, здравствуйте!");
  const letter = ["--title", "Осень", "--segment", "all", "--kind", "marketing", "--text-file", text];
  const create = async () =>
    String((await ask(["broadcast create", ...letter, "--button", "Сайт=https://example.ru"])).number);
  const number = await create();
  await ask(["broadcast dry-run", number]);
  await ask(["broadcast dry-run", number, "--names"]);
  await ask(["broadcast preview", number, "--client", PHONE]);
  await ask(["broadcast test", number, "--staff", "Ольга"]);
  await ask(["broadcast schedule", number, "--at", "2026-12-01 12:00"]);
  await ask(["broadcast start", number, "--yes"]);
  await ask(["broadcast pause", number]);
  await ask(["broadcast resume", number]);
  await ask(["broadcast show", number]);
  await ask(["broadcast cancel", number, "--yes"]);
  await create();
  await ask(["broadcast list"]);
  await ask(["broadcast freeze"]);
}

async function callSettings(ask: Ask): Promise<void> {
  await ask(["settings list"]);
  await ask(["settings get", "booking.holdMinutes"]);
  await ask(["settings set", "hot.discountPercent", "25"]);
  await ask(["settings reset", "hot.discountPercent"]);
  await ask(["settings history"]);
}

const SUMMARIES = ["bookings", "occupancy", "clients", "loyalty", "referral", "hot-windows", "reviews"];

async function callReports(ask: Ask): Promise<void> {
  await ask(["report finance", ...DAYS]);
  for (const by of ["day", "service", "specialist", "kind"])
    await ask(["report finance", ...DAYS, "--by", by]);
  for (const name of [...SUMMARIES, "messages"]) await ask([`report ${name}`, ...DAYS]);
  for (const name of SUMMARIES) await ask([`report ${name}`, ...DAYS, "--by", "week"]);
  for (const name of ["finance", ...SUMMARIES, "messages"]) await ask(["report columns", name]);
  await ask(["report ledger-check"]);
  await ask(["report waiting"]);
}

async function callSchedules(app: BankApp, ask: Ask, folder: string): Promise<void> {
  const when = ["--cron", "0 7 * * *", "--period", "day"];
  const { number } = await ask(["schedule add", ...when, "--folder", folder, "--telegram"]);
  await ask(["schedule change", String(number), "--by", "service"]);
  await ask(["schedule run", String(number)]);
  app.clock.advance(DAY_MS);
  await runDueExports(app);
  await ask(["schedule list"]);
  await ask(["schedule show", String(number)]);
  await ask(["schedule next"]);
  await ask(["schedule remove", String(number), "--yes"]);
}

async function callGround(app: BankApp, ask: Ask, folder: string): Promise<void> {
  const copy = path.join(folder, "okoshko.backup");
  await ask(["db backup", copy]);
  await ask(["db verify", copy]);
  await ask(["db backups"]);
  await ask(["settings set", "backup.folder", folder]);
  await backUpOnSchedule(app);
  app.clock.advance(2 * DAY_MS);
  await backUpOnSchedule(app);
  await ask(["db backups"]);
  await ask(["db status"]);
  await ask(["db migrate"]);
  await ask(["db migrate", "--repair"]);
  await ask(["completion", "bash"]);
  await ask(["doctor", "--only", "database,disk,ledger,money,messages"]);
}
