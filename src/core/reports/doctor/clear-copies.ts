import path from "node:path";
import { copyName } from "../../backup/index.ts";
import { pasted } from "../../kernel/pasted.ts";
import type { Found } from "./model.ts";
import type { ScheduledWork } from "./scheduled.ts";

type Backup = Pick<NonNullable<ScheduledWork["backup"]>, "folder" | "copies">;

const NAMES_SHOWN = 3;

/** The command that makes a copy as the timetable would: under such a name it counts as one of them. */
export function makeCopy({ folder, copies: { passphraseFile } }: Backup, now: Date): string {
  const file = path.join(folder, copyName(now));
  const key = passphraseFile === undefined ? "" : ` --passphrase-file ${pasted(passphraseFile)}`;
  return `npm run -s cli -- db backup ${pasted(file)}${key}`;
}

/**
 * Copies that anybody can read among those that are to be encrypted. They are named to be removed only behind an
 * encrypted one that is newer: what makes it comes first where there is none.
 */
export function judgeClearCopies(backup: Backup, now: Date): readonly Found[] {
  const { clear, newest } = backup.copies;
  if (clear.length === 0) return [];
  const names = clear.map(({ name }) => name);
  const shown = names.slice(0, NAMES_SHOWN).join(", ");
  const more = names.length > NAMES_SHOWN ? ` и ещё ${names.length - NAMES_SHOWN}` : "";
  const files = names.map((name) => pasted(path.join(backup.folder, name))).join(" ");
  const first = newest?.isEncrypted === true ? "" : `${makeCopy(backup, now)} && `;
  return [
    {
      id: "schedules_copies_clear",
      level: "warning",
      what: `Копии велено шифровать, а в папке копий есть незашифрованные: ${shown}${more}.`,
      why: "В них имена, телефоны и деньги клиентов: их прочтёт любой, к кому попадёт файл.",
      mend: `Нужны сами эти дни — перенесите файлы туда, где их никто чужой не прочтёт. Иначе: ${first}rm ${files}`,
      count: clear.length,
    },
  ];
}
