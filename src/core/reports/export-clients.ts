import type { App } from "../app.ts";
import type { LocalDay } from "../kernel/local-day.ts";
import { agreedTo, birthdayCode, birthdayText } from "../people/index.ts";
import { readInBatches } from "../runtime/cursor.ts";
import { type RowOf, sql } from "../runtime/sql.ts";
import { EVERYBODY, momentNow, type SegmentDefinition, segmentWhere } from "../segments/index.ts";
import type { CsvColumn } from "./csv.ts";

/** A client as a file of clients tells of them. */
export type ExportedClient = {
  readonly id: string;
  readonly name: string;
  readonly phone: string | undefined;
  readonly email: string | undefined;
  readonly birthday: LocalDay | undefined;
  readonly note: string;
  readonly tags: readonly string[];
  readonly points: number;
  readonly isVip: boolean;
  readonly isMarketing: boolean;
  readonly visits: number;
  readonly lastVisitAt: Date | undefined;
  readonly createdAt: Date;
};

/** The file of clients; the first seven are the form in which clients are taken over from a file. */
export const CLIENT_COLUMNS: readonly CsvColumn<ExportedClient>[] = [
  { key: "name", title: "Имя", about: "имя клиента", as: "text", of: ({ name }) => name },
  { key: "phone", title: "Телефон", about: "телефон через +", as: "text", of: ({ phone }) => phone },
  { key: "email", title: "E-mail", about: "адрес для чеков", as: "text", of: ({ email }) => email },
  {
    ...{ key: "birthday", title: "День рождения", as: "word" },
    of: ({ birthday }) => birthday && birthdayText(birthday),
    code: ({ birthday }) => birthday && birthdayCode(birthday),
    about: "07.03.1990 или без года 07.03; с --plain 1990-03-07, --03-07",
  },
  { key: "note", title: "Заметка", about: "закреплённая заметка", as: "text", of: ({ note }) => note },
  { key: "tags", title: "Метки", about: "через запятую", as: "text", of: ({ tags }) => tags.join(", ") },
  { key: "points", title: "Баллы", about: "баллы на счету", as: "whole", of: ({ points }) => points },
  {
    key: "vip",
    title: "VIP",
    about: "да или нет; с --plain true или false",
    as: "flag",
    of: ({ isVip }) => isVip,
  },
  {
    ...{ key: "marketing", title: "Согласие на рассылки", as: "flag" },
    of: ({ isMarketing }) => isMarketing,
    about: "да или нет (с --plain true или false), по последнему слову клиента",
  },
  { key: "visits", title: "Визитов", about: "состоявшихся", as: "whole", of: ({ visits }) => visits },
  {
    ...{ key: "last_visit", title: "Последний визит", as: "instant", of: ({ lastVisitAt }) => lastVisitAt },
    about: "начало последнего состоявшегося визита",
  },
  {
    ...{ key: "created", title: "Клиент с", as: "instant", of: ({ createdAt }) => createdAt },
    about: "когда клиент появился",
  },
  { key: "id", title: "id", about: "id клиента", as: "text", of: ({ id }) => id },
];

/**
 * Reads all clients, or those of a segment, oldest first, some hundreds at a time: as they were at one moment. Neither the
 * erased nor those who turned out to be somebody else are among them.
 *
 * @source PE-2 MS-3
 */
export async function* streamClients(
  app: Pick<App, "db" | "clock">,
  definition: SegmentDefinition = EVERYBODY,
): AsyncGenerator<readonly ExportedClient[]> {
  const visits = sql`FROM bookings WHERE client_id = client.id AND state = 'completed'`;
  const statement = sql`
    SELECT client.id, client.name, client.phone, client.email, client.birthday::text, client.note, client.tags,
           client.points_balance AS points, client.is_vip, ${agreedTo(sql`client.id`, "marketing")} AS is_marketing,
           (SELECT count(*) ${visits}) AS visits, (SELECT max(starts_at) ${visits}) AS last_visit_at, client.created_at
    FROM clients client WHERE ${segmentWhere(definition, await momentNow(app))}
    ORDER BY client.created_at, client.id`;
  for await (const rows of readInBatches<RowOf<ExportedClient>>(app.db, statement)) {
    yield rows.map((row) => ({
      ...row,
      phone: row.phone ?? undefined,
      email: row.email ?? undefined,
      birthday: row.birthday ?? undefined,
      lastVisitAt: row.lastVisitAt ?? undefined,
    }));
  }
}
