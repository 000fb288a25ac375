import type { MigrationError } from "../../runtime/migrate.ts";

const RESTORE = "в пустую базу (другой DATA_DIR или DATABASE_URL): npm run -s cli -- db restore <файл>";

/** Why the schema cannot be brought up to date, and what to do, for whoever runs the product. */
export function migrationSentence({ trouble, detail }: MigrationError): string {
  const { migration = "?", table = "?", seconds = 0, line, problem = "" } = detail;
  switch (trouble) {
    case "locked":
      return `Схему этой базы уже больше ${seconds} с меняет другая программа. Повторите, когда она закончит.`;
    case "busy":
      return `Миграция ${migration} больше ${seconds} с ждала таблицу, с которой работают другие, и не применена. Остановите программу и повторите.`;
    case "unrecorded":
      return `То, что делает миграция ${migration}, в базе уже есть («${problem}»), а в истории миграций её строки нет: строку удалили или схему меняли в обход программы. Ничего не изменено, и сама программа этого не исправит. Восстановите копию, сделанную раньше, ${RESTORE}`;
    case "lost":
      return `В базе есть таблицы программы (${table}), а история миграций потеряна: её удалили в обход программы. Ничего не изменено. Та ли это база? Если та, не начинайте в ней заново: в ней ваши данные. Восстановите копию, сделанную раньше, ${RESTORE}`;
    case "broken":
      return `Миграция ${migration} не применилась${line === undefined ? "" : `, строка ${line}`}: «${problem}». Ничего из неё в базе не осталось.`;
    case "failed":
      return `Миграция ${migration} в этой базе начата и не закончена. Доведите схему до конца вручную и отметьте её (prisma migrate resolve) или восстановите копию ${RESTORE}`;
    case "newer":
      return `База новее программы: в ней есть миграция ${migration}, которой программа не знает. Запустите более новую программу.`;
    case "edited":
      return `Миграцию ${migration} изменили после того, как применили к этой базе. Верните её файл в prisma/migrations, каким он был, а изменение сделайте новой миграцией.`;
    default:
      return trouble satisfies never;
  }
}
