import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { afterAll } from "vitest";
import { freePort } from "../support/product.ts";

/** A way to the test's database that a test can close and open, as if the server went away and came back. */
export type DatabaseProxy = {
  /** The same database by this way. */
  readonly url: string;
  /** Cuts every connection and takes no new one. */
  readonly close: () => Promise<void>;
  readonly open: () => Promise<void>;
  /** Keeps every connection and passes nothing on, as a network that swallows packets does; then passes on what waited. */
  readonly stall: () => void;
  readonly flow: () => void;
};

/** @param databaseUrl of the embedded server, with its socket's folder as `host` */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const behind = new URL(databaseUrl);
  const folder = behind.searchParams.get("host");
  const target =
    folder === null
      ? { host: behind.hostname, port: Number(behind.port || 5432) }
      : { path: `${folder}/.s.PGSQL.${behind.port || 5432}` };
  const port = await freePort();
  const url = new URL(databaseUrl);
  url.searchParams.delete("host");
  url.hostname = "127.0.0.1";
  url.port = String(port);

  const open = new Set<Socket>();
  let isStalled = false;
  const server = createServer((near) => {
    const far = connect(target as { host: string; port: number });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.on("data", (bytes) => other.write(bytes));
      if (isStalled) one.pause();
    }
  });
  const listen = async (): Promise<void> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
  await listen();
  afterAll(async () => {
    if (server.listening) await close();
  });
  return {
    url: url.href,
    open: listen,
    close,
    stall: () => {
      isStalled = true;
      for (const socket of open) socket.pause();
    },
    flow: () => {
      isStalled = false;
      for (const socket of open) socket.resume();
    },
  };
}
