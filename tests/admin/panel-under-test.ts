import { randomUUID } from "node:crypto";
import { afterAll } from "vitest";
import { openPanel } from "../../src/admin/panel.ts";
import type { App } from "../../src/core/app.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { addStaff, type StaffRole } from "../../src/core/people/index.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import type { Database } from "../../src/core/runtime/database.ts";
import { isOutage } from "../../src/core/runtime/database-error.ts";
import { createLog } from "../../src/core/runtime/log.ts";
import { createServer, type Listening, listen, type ServerOptions } from "../../src/server.ts";

export const PASSWORD = "correct horse battery";

/** An app with nothing but a database: no gateway, nobody to send messages. */
export const appOn = (db: Database): App => ({
  db,
  clock: systemClock,
  newId: randomUUID,
  log: createLog({ level: "silent" }),
  payments: undefined,
  messenger: undefined,
  returnUrl: () => "https://t.me/test_bot",
});

export type PanelServer = { readonly app: App; readonly url: string; readonly server: Listening };

/** The web server with the panel, on a port of its own, closed when the file is through. */
export async function startPanel(
  db: Database,
  options: Partial<Omit<ServerOptions, "app">> & { readonly publicUrl?: string } = {},
): Promise<PanelServer> {
  const app = appOn(db);
  const { publicUrl, ...given } = options;
  const panel = await openPanel({
    app,
    sessionSecret: "a secret for tests, long enough to be one",
    publicUrl,
    chatPageUrl: "http://127.0.0.1:3001/",
    isOutage,
  });
  const express = createServer({
    app,
    panel,
    proxies: 0,
    telegramWebhook: undefined,
    yookassa: { secret: "a-secret-for-notifications", isTheirs: () => true },
    checks: {},
    isOutage,
    ...given,
  });
  const server = await listen(express, { host: "127.0.0.1", port: 0 });
  afterAll(async () => {
    await server.close();
    await panel.close();
  });
  return { app, url: server.url, server };
}

export type StaffLogin = { readonly id: string; readonly email: string; readonly password: string };

/** Somebody who can sign in. */
export async function makeStaff(
  app: App,
  person: { readonly role: StaffRole; readonly specialistId?: string; readonly name?: string },
): Promise<StaffLogin> {
  const email = `${person.role}-${randomUUID().slice(0, 8)}@example.test`;
  const outcome = await addStaff(app, {
    name: person.name ?? "Ольга",
    role: person.role,
    email,
    password: PASSWORD,
    specialistId: person.specialistId,
    actor: OPERATOR,
  });
  if (!outcome.ok) throw new Error(`no such staff can be made: ${outcome.refusal}`);
  return { id: outcome.value.id, email, password: PASSWORD };
}
