import { findAdjustments, findWithEntries, REASON_MAX } from "../loyalty/index.ts";
import {
  type ClientFilling,
  findPhoneHolders,
  type KnownClient,
  type NewClient,
  readTags,
} from "../people/index.ts";
import { derivedId } from "../runtime/derived-id.ts";
import type { Queryable } from "../runtime/sql.ts";
import type { ClientKey, ReadClient } from "./client-form.ts";
import type { RejectedCell, RowProblem } from "./model.ts";
import type { Table } from "./read-table.ts";
import { openingFate } from "./rules/opening.ts";

/** A balance that is taken over: an entry under an id that this client and this source always have. */
export type Opening = {
  readonly id: string;
  readonly clientId: string;
  readonly phone: string;
  readonly points: number;
  readonly reason: string;
};

export type Comparison = {
  readonly entering: readonly (NewClient & { readonly phone: string })[];
  readonly fillings: readonly ClientFilling[];
  readonly openings: readonly Opening[];
  readonly unchanged: number;
  /** Balances of the file that are left alone: these clients have points of their own here. */
  readonly balancesKept: number;
  readonly wrong: readonly RejectedCell[];
};

type Compared = {
  readonly clients: readonly ReadClient[];
  readonly table: Table<ClientKey>;
  readonly source: string;
  readonly newId: () => string;
};

/** Holds clients of a file against those who are there: who is new, who gets what, whose balance comes over (PE-4). */
export async function compareClients(
  via: Queryable,
  { clients, table, source, newId }: Compared,
): Promise<Comparison> {
  const phones = clients.map(({ phone }) => phone);
  const known = new Map((await findPhoneHolders(via, phones)).map((one) => [one.phone ?? "", one]));
  const takenOver = await findTakenOver(via, [...known.values()], source);
  const withEntries = await findWithEntries(
    via,
    [...known.values()].map(({ id }) => id),
  );
  const entering: NewClient[] = [];
  const fillings: ClientFilling[] = [];
  const openings: Opening[] = [];
  const wrong: RejectedCell[] = [];
  let unchanged = 0;
  let balancesKept = 0;
  for (const client of clients) {
    const there = known.get(client.phone);
    const reject = (key: ClientKey, problem: RowProblem, detail: number) =>
      wrong.push(rejectedOf(table, client, { key, problem, detail }));
    const earlier = there && takenOver.get(there.id);
    const hasEntries = there !== undefined && withEntries.has(there.id);
    const fate = openingFate(client.points, { earlier, hasEntries });
    const isAnother = fate === "another" && earlier !== undefined;
    if (isAnother) reject("points", "opening_is_another", earlier);
    const tags = readTags([...(there?.tags ?? []), ...client.tags], { before: there?.tags.length ?? 0 });
    if (!tags.ok) reject("tags", "tags_too_many", Number(tags.detail.max));
    if (isAnother || !tags.ok) continue;
    const clientId = there?.id ?? newId();
    const isOpened = fate === "opens";
    if (fate === "kept") balancesKept += 1;
    if (isOpened) openings.push(openingOf(client, { clientId, source }));
    if (there === undefined) entering.push({ ...valuesOf(client), id: clientId });
    else if (isOpened || addsTo(there, client)) fillings.push({ ...valuesOf(client), id: clientId });
    else unchanged += 1;
  }
  return { entering, fillings, openings, unchanged, balancesKept, wrong };
}

const valuesOf = ({ line: _line, points: _points, ...values }: ReadClient) => values;

const addsTo = (there: KnownClient, client: ReadClient): boolean =>
  (client.email !== undefined && there.email === undefined) ||
  (client.birthday !== undefined && there.birthday === undefined) ||
  (client.note !== "" && there.note === "") ||
  client.tags.some((tag) => !there.tags.includes(tag));

function openingOf(
  { points, phone }: ReadClient,
  { clientId, source }: { readonly clientId: string; readonly source: string },
): Opening {
  const reason = `Перенос из ${source}`.slice(0, REASON_MAX);
  return { id: openingId(clientId, source), clientId, phone, points, reason };
}

/** By the client, not by the phone: what is left of an erased client must not tell whose it was (PE-2). */
const openingId = (clientId: string, source: string): string =>
  derivedId("opening balance", source.trim().toLowerCase(), clientId);

/** What each of these clients, or one who turned out to be them, brought from a source already (PE-4). */
async function findTakenOver(
  via: Queryable,
  known: readonly KnownClient[],
  source: string,
): Promise<ReadonlyMap<string, number>> {
  const owners = known.flatMap(({ id, mergedIds }) =>
    [id, ...mergedIds].map((was) => [openingId(was, source), id] as const),
  );
  const found = await findAdjustments(
    via,
    owners.map(([entryId]) => entryId),
  );
  return new Map(
    owners.flatMap(([entryId, id]) => {
      const entry = found.get(entryId);
      return entry === undefined ? [] : [[id, entry.points] as const];
    }),
  );
}

function rejectedOf(
  table: Table<ClientKey>,
  client: ReadClient,
  {
    key,
    problem,
    detail,
  }: { readonly key: ClientKey; readonly problem: RowProblem; readonly detail: number },
): RejectedCell {
  const given = key === "tags" ? client.tags.join(", ") : String(client.points);
  const column = table.headings[table.columns.places[key] ?? -1];
  return { line: client.line, column, given, problem, detail };
}
