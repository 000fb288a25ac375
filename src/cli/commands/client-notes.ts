import type { Command } from "commander";
import { OPERATOR } from "../../core/kernel/actor.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { type ClientNote, listNotes, writeNote } from "../../core/people/index.ts";
import { readId } from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { momentOf, moreBelow, pageOf, table } from "../output.ts";
import { clientOf } from "./lookup.ts";

/** What staff write down about a client for each other; clients never see it. */
export function addNoteCommand(clients: Command, desk: Desk): void {
  withExamples(
    withPaging(
      clients
        .command("note")
        .description("показать заметки о клиенте, новые сверху, или добавить свою; клиент их не видит")
        .argument("<кто>", "id или телефон")
        .option("--add <текст>", "записать заметку; изменить или удалить её потом нельзя")
        .option("--id <uuid>", "id этой заметки: повтор с тем же id ничего не изменит", readId),
    ).action(answering(desk, (who: string, flags: NoteFlags) => note(desk, who, flags))),
    "clients note +79001234567",
    'clients note +79001234567 --add "аллергия на хну"',
  );
}

type NoteFlags = Paging & { readonly add?: string; readonly id?: string };

async function note(desk: Desk, who: string, { add, id, limit, offset }: NoteFlags) {
  const { app, zone } = await openShop(desk);
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const { id: clientId, name } = client.value;
  if (add !== undefined) {
    const noteId = id ?? app.newId();
    const written = await writeNote(app, { noteId, clientId, text: add, actor: OPERATOR });
    if (!written.ok) return written;
    return reply({ noteId, ...written.value }, `${name}: заметка записана.`);
  }
  const page = pageOf(await listNotes(app.db, { clientId, rowsMax: limit + 1, offset }), limit);
  const text = () =>
    page.items.length === 0
      ? `${name}: заметок нет.`
      : noteTable(page.items, zone, desk.io.columns) + moreBelow(page, offset);
  return reply({ items: page.items.map(noteJson), hasMore: page.hasMore }, text);
}

const noteTable = (notes: readonly ClientNote[], zone: Zone, columns: number): string =>
  table(
    [{ title: "Когда" }, { title: "Кто" }, { title: "Заметка", isFlexible: true }],
    notes.map(({ createdAt, author, text }) => [momentOf(createdAt, zone), author ?? "оператор", text]),
    columns,
  );

const noteJson = ({ author, ...note }: ClientNote) => ({ ...note, author: author ?? null });
