import { Command, type Help } from "commander";
import { PRODUCT_VERSION } from "../core/runtime/version.ts";
import { inOwnName } from "./command-name.ts";
import { addAuditCommands } from "./commands/audit.ts";
import { addBookingCommands } from "./commands/bookings.ts";
import { addBroadcastCommands } from "./commands/broadcast.ts";
import { addClientCommands } from "./commands/clients.ts";
import { addCompletionCommand } from "./commands/completion.ts";
import { addDatabaseCommands } from "./commands/db.ts";
import { addDemoCommands } from "./commands/demo.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addMessageCommands } from "./commands/messages.ts";
import { addPaymentCommands } from "./commands/payments.ts";
import { addPointCommands } from "./commands/points.ts";
import { addReportCommands } from "./commands/report.ts";
import { addReviewCommands } from "./commands/reviews.ts";
import { addScheduleCommands } from "./commands/schedule.ts";
import { addSegmentCommands } from "./commands/segments.ts";
import { addServiceCommands } from "./commands/services.ts";
import { addSettingCommands } from "./commands/settings.ts";
import { addSlotCommands } from "./commands/slots.ts";
import { addSpecialistCommands } from "./commands/specialists.ts";
import { addStaffCommands } from "./commands/staff.ts";
import { addWaitlistCommands } from "./commands/waitlist.ts";
import type { Desk } from "./desk.ts";
import { withExamples } from "./examples.ts";
import { helpText } from "./help-text.ts";

const EXIT_CODES = `
Коды завершения:
  0  сделано
  1  отказано: так нельзя, причина на stderr; ничего не изменено
  2  неверный вызов: флаг; значение, которое не прочесть (день, cron, почта, условия); названные файл или папка, которых нет (папка выгрузки, пропавшая потом, — 1); настройка окружения, DATA_DIR
  3  сбой: база не отвечает, на диске нет места или внутренняя ошибка
  4  ответ готов, и в нём то, чего быть не должно: report ledger-check, payments reconcile, schedule list, db backups; doctor нашёл сбой (предупреждения — ещё не сбой)
  129, 130, 141, 143  прервано: закрыт терминал, Ctrl-C, ответ не дочитан (| head), kill

Где база: по .env и папке .data той папки, из которой запущена программа; у установленной команды okoshko (npm link) — папки самой программы. Другую папку называет OKOSHKO_HOME.
Имена файлов во флагах — от папки, в которой вы находитесь; --out - — стандартный вывод.

Справка по команде: npm run -s cli -- slots generate --help`;

/** Longer lines are hard to read, however wide the terminal is. */
const HELP_WIDTH_MAX = 100;

const TITLES: Readonly<Record<string, string>> = {
  "Usage:": "Как вызвать:",
  "Arguments:": "Значения:",
  "Options:": "Флаги:",
  "Global Options:": "Общие флаги:",
  "Commands:": "Команды:",
};

/** The whole grammar: a noun, a verb, flags. Nothing is done until it is parsed. */
export function makeProgram(desk: Desk): Command {
  const helpWidth = Math.min(HELP_WIDTH_MAX, desk.io.columns);
  const program = new Command("okoshko")
    .description("Окошко: команды для того, кто ведёт запись из терминала.")
    .option("--json", "ответ и ошибки — в JSON, для программ; справка и версия — всегда текст")
    .option("--verbose", "подробности работы на stderr")
    .version(PRODUCT_VERSION, "-V, --version", "показать версию программы")
    .helpOption("-h, --help", "показать справку")
    .helpCommand("help [команда]", "показать справку")
    .configureHelp(russianHelp(helpWidth))
    .configureOutput({
      writeOut: (text) => void desk.io.out(inOwnName(desk.io)(text)),
      writeErr: desk.io.err,
      // What is wrong is said once, by whoever catches the error.
      outputError: () => undefined,
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();

  addSlotCommands(noun(program, "slots", "окна: время, в которое можно записаться"), desk);
  addServiceCommands(noun(program, "services", "услуги"), desk);
  addSpecialistCommands(noun(program, "specialists", "специалисты"), desk);
  addBookingCommands(noun(program, "bookings", "записи клиентов"), desk);
  addWaitlistCommands(noun(program, "waitlist", "лист ожидания: кому предложить то, что освободится"), desk);
  addClientCommands(noun(program, "clients", "клиенты"), desk);
  addMessageCommands(noun(program, "messages", "сообщения бота: что ушло и что уйдёт"), desk);
  addReviewCommands(noun(program, "reviews", "отзывы о визитах"), desk);
  addPaymentCommands(noun(program, "payments", "платежи: где каждый рубль, сверка с ЮKassa, возвраты"), desk);
  addPointCommands(noun(program, "points", "баллы клиентов"), desk);
  addBroadcastCommands(noun(program, "broadcast", "рассылки: клиентам, по сегментам"), desk);
  addSegmentCommands(noun(program, "segments", "сегменты: кого что объединяет"), desk);
  addSettingCommands(noun(program, "settings", "настройки"), desk);
  addStaffCommands(noun(program, "staff", "сотрудники и их вход"), desk);
  addReportCommands(noun(program, "report", "отчёты и сверка"), desk);
  addScheduleCommands(noun(program, "schedule", "выгрузки: файлы по расписанию, в папку и в Telegram"), desk);
  addAuditCommands(noun(program, "audit", "журнал: кто что сделал и почему"), desk);
  addDemoCommands(noun(program, "demo", "демонстрационные данные"), desk);
  addDatabaseCommands(noun(program, "db", "база данных"), desk);

  addDoctorCommand(program, desk);
  addCompletionCommand(program, desk);

  program.addHelpText("after", helpText(EXIT_CODES));
  return withExamples(
    program,
    "slots generate --specialist Анна --days mon-fri --from 2026-12-01 --to 2026-12-14 --hours 10:00-19:00 --length 60",
    "bookings list --from 2026-12-01 --json",
  );
}

const noun = (program: Command, name: string, description: string): Command =>
  program.command(name).description(description).helpCommand("help [команда]", "показать справку");

function russianHelp(columns: number): Partial<Help> {
  return {
    helpWidth: columns,
    // Beside long names of flags little is left of a narrow terminal.
    minWidthToWrap: 20,
    showGlobalOptions: true,
    styleTitle: (title) => TITLES[title] ?? title,
    optionDescription: ({ description, mandatory, defaultValue, defaultValueDescription }) => {
      if (mandatory) return `${description} (обязательно)`;
      if (defaultValue === undefined) return description;
      return `${description} (без флага: ${String(defaultValueDescription ?? defaultValue)})`;
    },
    commandUsage: (command) => {
      const names: string[] = [];
      for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
      const args = command.registeredArguments.map((one) =>
        one.required ? `<${one.name()}>` : `[${one.name()}]`,
      );
      const rest = command.commands.length > 0 ? ["<команда>"] : args;
      return [...names, ...rest, "[флаги]"].join(" ");
    },
    subcommandTerm: (command) =>
      [
        command.name(),
        ...command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`)),
      ].join(" "),
  };
}
