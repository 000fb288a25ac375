import type { Command } from "commander";
import { clientPage, eraseClient, previewErasure } from "../../core/booking/index.ts";
import { takeClientData } from "../../core/exports/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { refuse } from "../../core/kernel/outcome.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { loadSettings } from "../../core/settings/index.ts";
import { isSure } from "../confirm.ts";
import { answering, type Desk, openShop, reply, replyOfDeed } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { endingOf } from "../file-ending.ts";
import { helpText } from "../help-text.ts";
import { withOut } from "../replace-file.ts";
import { formatOption, plainOption } from "../report-format.ts";
import { UsageError, wrongValue } from "../usage.ts";
import { isStandardOutput, writeReport } from "../write-report.ts";
import { clientColumnsText, type ExportFlags, exportList } from "./client-list-file.ts";
import { clientOf } from "./lookup.ts";

/** A client's whole data: taken along, or erased for good (PE-2). */
export function addClientData(clients: Command, desk: Desk): void {
  withExamples(
    withOut(clients.command("export"), "об одном клиенте: .html — страница для чтения и печати, иначе JSON")
      .description(
        "выгрузить клиентов (журнал запомнит, что список взяли) или всё, что хранится об одном из них",
      )
      .argument("[кто]", "id или телефон; без него — все клиенты")
      .option("--segment <сегмент>", "только клиентов этого сегмента: название или id")
      .addOption(formatOption("csv"))
      .addOption(plainOption())
      .addHelpText("after", helpText(clientColumnsText()))
      .action(
        answering(desk, (who: string | undefined, flags: ExportFlags, command: Command) =>
          exportAny(desk, who, { flags, command }),
        ),
      ),
    "clients export --out клиенты.csv",
    "clients export --json",
    'clients export --segment "Без будущей записи" --plain --out клиенты.csv',
    "clients export +79001234567 --out anna.html",
  );
  withExamples(
    clients
      .command("erase")
      .description("удалить персональные данные клиента навсегда; визиты и деньги останутся без имени")
      .argument("<кто>", "id или телефон")
      .requiredOption("--reason <текст>", "причина: останется в журнале (audit list), имён в ней не пишите")
      .option("--yes", "да, удалить: вернуть будет нельзя; в терминале без флага спросит")
      .action(answering(desk, (who: string, flags: EraseFlags) => eraseOne(desk, who, flags))),
    'clients erase +79001234567 --reason "письмо от 23.11" --yes',
  );
}

/** One client's whole data, or a line of each of many. */
function exportAny(
  desk: Desk,
  who: string | undefined,
  { flags, command }: { readonly flags: ExportFlags; readonly command: Command },
) {
  if (who === undefined) return exportList(desk, flags, command);
  const ofAll = { "--segment": flags.segment, "--plain": flags.plain, "--format": flags.format };
  const [lost] = Object.entries(ofAll).find(([, value]) => value !== undefined) ?? [];
  if (lost !== undefined) {
    throw new UsageError(`Флаг ${lost} бывает, только когда выгружаются все: без <кто>.`, { flag: lost });
  }
  return exportOne(desk, who, flags);
}

async function exportOne(desk: Desk, who: string, flags: ExportFlags) {
  const { out } = flags;
  const isPage = isPageName(out);
  const { app, zone } = await openShop(desk);
  const found = await clientOf(app, who);
  if (!found.ok) return found;
  const data = await takeClientData(app, { clientId: found.value.id, actor: OPERATOR });
  if (!data.ok) return data;
  const json = JSON.stringify(data.value, null, 2);
  if (isStandardOutput(out)) return reply(data.value, json);
  const business = (await loadSettings(app.db))["business.name"];
  const text = isPage ? clientPage(data.value, { business, zone }) : json;
  const written = await writeReport(desk, { file: out, replacing: flags }, [text]);
  if (!written.ok) return written;
  return replyOfDeed({ file: out, clientId: data.value.client.id }, `Данные клиента записаны в ${out}.`);
}

/** Everything about one client is a page or JSON. @throws UsageError for a name that promises something else */
function isPageName(out: string | undefined): boolean {
  const ending = endingOf(out);
  if (ending === undefined || ending === "json" || ending === "txt") return false;
  if (ending === "html" || ending === "htm") return true;
  throw wrongValue("--out", {
    given: String(out),
    expected: "имя на .html (страница для чтения) или .json",
  });
}

type EraseFlags = { readonly reason: string; readonly yes?: true };

async function eraseOne(desk: Desk, who: string, { reason, yes }: EraseFlags) {
  const { app } = await openShop(desk);
  const found = await clientOf(app, who);
  if (!found.ok) return found;
  const { id: clientId, name, pointsBalance, isErased } = found.value;
  if (isErased) {
    return reply({ clientId, isErased, isRepeated: true }, "Персональные данные этого клиента уже удалены.");
  }
  const may = await previewErasure(app, clientId);
  if (!may.ok) return may;
  const burns = pointsBalance > 0 ? { points: pointsBalance } : {};
  const loss = pointsBalance > 0 ? `, сгорит баллов: ${formatWhole(pointsBalance)}` : "";
  const forGood = `Это навсегда: данные клиента «${name}» будут удалены${loss}.`;
  if (!(await isSure(desk, { yes }, forGood))) return refuse("erase_not_confirmed", { name, ...burns });
  const erased = await eraseClient(app, { clientId, actor: OPERATOR, reason });
  if (!erased.ok) return erased;
  return reply({ clientId, isErased: true, isRepeated: false }, "Персональные данные клиента удалены.");
}
