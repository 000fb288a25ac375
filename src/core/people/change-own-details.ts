import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { dayOf, isZone, type LocalDay, type Zone } from "../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { Client } from "./model.ts";
import { readBirthday } from "./rules/birthday.ts";
import { lockKnownClient } from "./store.ts";

export type SetBirthdayRefusal = "birthday_unreadable" | "birthday_out_of_range" | "unknown_client";

/**
 * Keeps the birthday that a client typed or told staff, `07.03.1990` or `07.03`; undefined takes it away. The trail says
 * which member of staff changed it, not the day (PE-2).
 *
 * @source PE-4
 */
export async function setBirthday(
  app: App,
  input: {
    readonly clientId: string;
    readonly typed: string | undefined;
    readonly actor?: Actor | undefined;
  },
): Promise<Outcome<Client, SetBirthdayRefusal>> {
  const now = app.clock.now();
  return inTransaction<Client, SetBirthdayRefusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const today = dayOf(now, (await loadSettings(tx))["business.timeZone"]);
    const read = input.typed === undefined ? done(undefined) : readBirthday(input.typed, today);
    if (!read.ok) return read;
    const birthday: LocalDay | undefined = read.value;
    if (client.birthday === birthday) return done(client);
    await tx.run(sql`UPDATE clients SET birthday = ${birthday ?? null}::date WHERE id = ${client.id}::uuid`);
    const { actor } = input;
    if (actor !== undefined && actor.kind !== "client") {
      const subject = { subjectKind: "client", subjectId: client.id };
      await recordAudit(tx, { actor, action: "set_birthday", ...subject }, now);
    }
    return done({ ...client, birthday });
  });
}

export type SetTimeZoneRefusal = "time_zone_unknown" | "unknown_client";

/**
 * Keeps the zone in which a client wants to read the times of online visits; undefined: the business's own, whichever
 * that is. Visits in person stay in business time.
 *
 * @source UN-4
 */
export async function setTimeZone(
  app: App,
  input: { readonly clientId: string; readonly timeZone: Zone | undefined },
): Promise<Outcome<Client, SetTimeZoneRefusal>> {
  const { timeZone } = input;
  if (timeZone !== undefined && !isZone(timeZone)) return refuse("time_zone_unknown");
  return inTransaction<Client, SetTimeZoneRefusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    await tx.run(sql`UPDATE clients SET time_zone = ${timeZone ?? null} WHERE id = ${client.id}::uuid`);
    return done({ ...client, timeZone });
  });
}
