import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { afterAll } from "vitest";
import { z } from "zod";
import type { DoctorGround, DoctorPart, Finding } from "../../../src/core/reports/index.ts";
import { examine } from "../../../src/core/reports/index.ts";
import { systemClock } from "../../../src/core/runtime/clock.ts";
import { type Environment, loadConfig } from "../../../src/core/runtime/config.ts";

const GIB = 1024 ** 3;

/** A ground on which nothing is wrong except what a test plants. */
export const groundWith = ({
  env = {},
  ...over
}: Partial<DoctorGround> & { env?: Environment } = {}): DoctorGround => ({
  config: loadConfig({ env }),
  db: undefined,
  gateway: undefined,
  clock: systemClock,
  freeSpace: async () => ({ freeBytes: 50 * GIB, totalBytes: 100 * GIB }),
  ...over,
});

/** What a part of the diagnosis says, without what is well. */
export async function troublesOf(
  ground: DoctorGround,
  only: readonly DoctorPart[],
  checkMsMax?: number,
): Promise<readonly Finding[]> {
  const found = await examine(ground, { only, ...(checkMsMax === undefined ? {} : { checkMsMax }) });
  return found.filter(({ level }) => level !== "ok");
}

/** A server that answers, or does not, as the test wants; its address. */
export async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = z.custom<AddressInfo>().parse(server.address());
  return `http://127.0.0.1:${port}`;
}

/** A place that takes every call and says nothing; its host and port. */
export async function holdingCalls(): Promise<string> {
  const calls = new Set<Socket>();
  const server = createTcpServer((socket) => calls.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    for (const call of calls) call.destroy();
    server.close();
  });
  return `127.0.0.1:${z.custom<AddressInfo>().parse(server.address()).port}`;
}

export const answering =
  (
    body: unknown,
    { status = 200, date }: { readonly status?: number; readonly date?: Date } = {},
  ): RequestListener =>
  (_request, response) => {
    response.writeHead(status, {
      "content-type": "application/json",
      ...(date === undefined ? {} : { date: date.toUTCString() }),
    });
    response.end(JSON.stringify(body));
  };
