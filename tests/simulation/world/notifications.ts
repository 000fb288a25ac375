import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { Hint } from "../../../src/core/payments/index.ts";

const notification = z.object({ event: z.string(), object: z.object({ id: z.string() }) });

/** Where the bank's notifications arrive: kept until the product takes them; some are answered badly, and come again. */
export async function startLetterbox() {
  const waiting: Hint[] = [];
  let refusals = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { event, object } = notification.parse(JSON.parse(Buffer.concat(chunks).toString()));
      const isRefused = refusals > 0;
      if (isRefused) refusals -= 1;
      else waiting.push({ event, providerId: object.id });
      response.writeHead(isRefused ? 500 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.custom<AddressInfo>().parse(server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    /** Everything that came since the last time. */
    take: (): readonly Hint[] => waiting.splice(0),
    /** Answers the next so many with an error. */
    refuse: (count: number): void => {
      refusals = count;
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
