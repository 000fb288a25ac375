import { readPassphrase } from "../../backup/index.ts";
import { fileProblem } from "../../runtime/file-problem.ts";
import type { Found } from "./model.ts";
import type { ScheduledWork } from "./scheduled.ts";

/** Whether the next copy can be encrypted as it is to be: its passphrase is read as the copy will read it. */
export async function judgePassphraseFile({
  copies: { passphraseFile },
}: Pick<NonNullable<ScheduledWork["backup"]>, "copies">): Promise<readonly Found[]> {
  const read = passphraseFile === undefined ? undefined : await readPassphrase(passphraseFile);
  if (read === undefined || read.ok) return [];
  return [
    {
      id: "schedules_backup_passphrase",
      level: "trouble",
      what: `Пароль копий не прочитать: ${passphraseFile} (${fileProblem(String(read.detail.problem))}).`,
      why: "Следующая копия не получится: без пароля её не зашифровать.",
      mend: "Верните файл на место и дайте права пользователю программы; или другой файл: npm run -s cli -- settings set backup.passphraseFile <файл>",
    },
  ];
}
