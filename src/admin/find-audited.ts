import type { App } from "../core/app.ts";
import { isUuid } from "../core/kernel/ids.ts";
import { searchClients, searchName } from "../core/people/index.ts";
import { sql } from "../core/runtime/sql.ts";
import { definitionOf, SETTING_KEYS } from "../core/settings/index.ts";
import type { Where } from "./prisma-filter.ts";

const CLIENTS_MAX = 200;
const BOOKINGS_MAX = 2_000;

/** What the journal tells of whatever is called so: clients with their bookings, staff, services, settings and others. */
export function subjectCalled(typed: string, app: App): Promise<Where> | undefined {
  const text = typed.trim();
  return text === "" || isUuid(text) ? undefined : whereCalled(text, app);
}

async function whereCalled(text: string, app: App): Promise<Where> {
  const [clients, named, versions] = [
    await clientsCalled(text, app),
    await thingsCalled(text, app),
    versionIn(text),
  ];
  const number = /^(?:№\s*)?(\d{1,9})$/.exec(text)?.[1];
  const bookings = await app.db.many<{ id: string }>(sql`
    SELECT id FROM bookings
    WHERE client_id = ANY(${clients}::uuid[]) OR number = ${number === undefined ? null : Number(number)}::int
    ORDER BY number DESC LIMIT ${BOOKINGS_MAX}`);
  const settings = SETTING_KEYS.filter((key) => key === text || isCalled(definitionOf(key).label, text));
  const ids = [...clients, ...named, ...settings, ...bookings.map(({ id }) => id)];
  const any: readonly Where[] = [
    { subjectId: { in: ids } },
    ...(versions === undefined ? [] : [{ subjectId: versions, action: { in: VERSION_ACTIONS } }]),
  ];
  return { OR: any };
}

/** The rows of the draft carry numbers too, of its steps. */
const VERSION_ACTIONS: readonly string[] = ["publish_bot_content", "restore_bot_content"];

const isCalled = (name: string, typed: string): boolean => searchName(name).includes(searchName(typed));

const versionIn = (text: string): string | undefined => /^(?:версия\s+)?(\d{1,9})$/i.exec(text)?.[1];

const clientsCalled = async (text: string, { db }: App): Promise<readonly string[]> =>
  (await searchClients(db, { text, rowsMax: CLIENTS_MAX })).map(({ id }) => id);

/** Of these there are few: they are read, and compared as people type. */
async function thingsCalled(text: string, { db }: App): Promise<readonly string[]> {
  const things = await db.many<{ id: string; name: string }>(sql`
    SELECT id, name FROM staff UNION ALL SELECT id, name FROM services UNION ALL SELECT id, name FROM specialists
    UNION ALL SELECT id, name FROM segments UNION ALL SELECT id, title FROM quick_replies
    UNION ALL (SELECT id, title FROM broadcasts ORDER BY created_at DESC LIMIT 1000)`);
  return things.filter(({ name }) => isCalled(name, text)).map(({ id }) => id);
}
