import { createHash, timingSafeEqual } from "node:crypto";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import type { Panel } from "./admin/panel.ts";
import type { App } from "./core/app.ts";
import { receiveHint } from "./core/payments/index.ts";

/** What one part of the product says when it is asked whether it can serve; it throws, or names a reason. */
export type Check = () => Promise<void>;

export type ServerOptions = {
  readonly app: App;
  /** How many reverse proxies stand in front; with none `X-Forwarded-For` is not believed. */
  readonly proxies: number;
  /** Undefined in a process that shows no panel. */
  readonly panel: Panel | undefined;
  /** Takes Telegram's updates; undefined while they are asked for instead. */
  readonly telegramWebhook: RequestHandler | undefined;
  readonly yookassa: {
    /** The part of the path that nobody can guess. */
    readonly secret: string;
    readonly isTheirs: (address: string) => boolean;
  };
  /** Answers `/metrics`; undefined: there is no such page. */
  readonly metrics?: RequestHandler | undefined;
  /** By which `doctor` knows that this server works on its database; see `markOf`. */
  readonly installation?: string | undefined;
  /** Further parts of `/ready`, such as the bot. */
  readonly checks: Readonly<Record<string, Check>>;
  readonly isOutage: (error: unknown) => boolean;
};

const BODY_MAX = "64kb";
const CHECK_MS = 3_000;

/** The web server: the panel, what Telegram and YooKassa call, and what tells whether all is well. */
export function createServer(options: ServerOptions): Express {
  const { app, panel, telegramWebhook } = options;
  const server = express();
  server.disable("x-powered-by");
  server.set("trust proxy", options.proxies);
  server.get("/health", (_request, response) => {
    response.json({ status: "alive" });
  });
  server.get("/ready", tellReadiness(options));
  if (options.metrics !== undefined) server.get("/metrics", options.metrics);
  if (telegramWebhook !== undefined) server.post("/telegram/webhook", telegramWebhook);
  server.post(
    "/yookassa/notifications/:secret",
    onlyFromYookassa(options),
    express.json({ limit: BODY_MAX, type: () => true }),
    takeNotification(app),
  );
  if (panel !== undefined) {
    server.use("/admin", panel.router);
    server.get("/", (_request, response) => response.redirect("/admin"));
  }
  server.use((_request, response) => {
    response.status(404).json({ message: "Not found." });
  });
  server.use(tellTrouble(options));
  return server;
}

/** Everything else is answered as if there were nothing here. */
function onlyFromYookassa({ yookassa }: ServerOptions): RequestHandler {
  return (request, response, next) => {
    const { secret } = request.params;
    const isRight = typeof secret === "string" && sameText(secret, yookassa.secret);
    if (isRight && yookassa.isTheirs(request.ip ?? "")) next();
    else response.status(404).json({ message: "Not found." });
  };
}

/** Compares in a time that does not tell how much of it was right. */
const sameText = (given: string, expected: string): boolean =>
  timingSafeEqual(
    createHash("sha256").update(given).digest(),
    createHash("sha256").update(expected).digest(),
  );

/** A notification is a hint to ask the gateway: it is kept, and acknowledged once it is. */
function takeNotification(app: App): RequestHandler {
  return async (request, response) => {
    const { event, object } = (request.body ?? {}) as { event?: unknown; object?: { id?: unknown } | null };
    const providerId = object?.id;
    if (!isShortText(event) || !isShortText(providerId)) {
      response.status(400).json({ message: "A notification has an event and an object with an id." });
      return;
    }
    await receiveHint(app, { event, providerId });
    response.status(200).end();
  };
}

/** PostgreSQL's text holds everything but the zero byte. */
const isShortText = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= 100 && !value.includes("\u0000");

/** Names each part of the product, whether it can serve, and why not. */
function tellReadiness({ app, panel, checks, installation }: ServerOptions): RequestHandler {
  const all: Readonly<Record<string, Check>> = {
    database: async () => {
      await app.db.pool.query("SELECT 1");
    },
    ...(panel === undefined ? {} : { panel: panel.check }),
    ...checks,
  };
  return async (_request, response) => {
    const parts = await Promise.all(
      Object.entries(all).map(async ([name, check]) => [name, await ask(check)] as const),
    );
    const isReady = parts.every(([, { ok }]) => ok);
    response
      .status(isReady ? 200 : 503)
      .json({ ready: isReady, installation, parts: Object.fromEntries(parts) });
  };
}

async function ask(check: Check): Promise<{ readonly ok: boolean; readonly reason?: string }> {
  const { promise: tooLong, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer in ${CHECK_MS} ms`)), CHECK_MS);
  try {
    await Promise.race([check(), tooLong]);
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** The kind of trouble; a whole message could carry an address with a password in it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  const { code } = error as { readonly code?: unknown };
  if (typeof code === "string") return code;
  return error.message.replaceAll(/\b\w+:\/\/\S+/g, "…").slice(0, 200) || error.name;
}

function tellTrouble({ app, isOutage }: ServerOptions): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const { status } = (error ?? {}) as { readonly status?: unknown };
    const isTheirFault = typeof status === "number" && status >= 400 && status < 500;
    if (isTheirFault) return void response.status(status).json({ message: "The request cannot be read." });
    const isAway = isOutage(error);
    if (isAway) app.log.warn({ err: error }, "the web server cannot reach the database");
    else app.log.error({ err: error, method: request.method }, "a request failed");
    response
      .status(isAway ? 503 : 500)
      .json({ message: isAway ? "The database is away." : "Internal error." });
  };
}

export type Listening = {
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, lets those under way finish, and says when they have. */
  close(): Promise<void>;
};

type Place = { readonly host: string; readonly port: number };

/** An address could not be listened on; the message says why, and what to do. */
export class ListenError extends Error {
  override readonly name = "ListenError";
  /** @param at `portVariable` is the setting that names the port */
  constructor(cause: unknown, at: Place & { readonly portVariable: string }) {
    super(whyNot(cause, at), { cause });
  }
}

/** @throws ListenError */
export async function listen(server: Express, { host, port }: Place): Promise<Listening> {
  const http = await new Promise<Server>((done, fail) => {
    const listening = server.listen(port, host);
    listening.once("listening", () => done(listening));
    listening.once("error", (error) => fail(new ListenError(error, { host, port, portVariable: "PORT" })));
  });
  const silent = silentSockets(http);
  const address = http.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  return {
    port: actual,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise((done) => {
        http.close(() => done());
        // What is being answered still is not kept open for another question.
        http.keepAliveTimeout = 1;
        http.closeIdleConnections();
        for (const socket of silent) socket.destroy();
      }),
  };
}

/** Connections on which nothing was ever asked: browsers open some beforehand, and Node would wait a minute for each. */
function silentSockets(http: Server): ReadonlySet<Socket> {
  const silent = new Set<Socket>();
  http.on("connection", (socket) => {
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
  });
  http.on("request", ({ socket }) => silent.delete(socket));
  return silent;
}

function whyNot(cause: unknown, at: Place & { readonly portVariable: string }): string {
  const place = `${at.host}:${at.port}`;
  const { code, message } = cause as NodeJS.ErrnoException;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${at.port} is taken by another program (${place}). Stop it, or set ${at.portVariable} to another number.`;
    case "EACCES":
      return `Listening on ${place} is not allowed. Set ${at.portVariable} to a number above 1023.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `This machine has no address ${at.host}. Set HOST to 127.0.0.1 or 0.0.0.0.`;
    default:
      return `The product cannot listen on ${place}: ${message}`;
  }
}
