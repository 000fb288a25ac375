import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog, type Log } from "../../../src/core/runtime/log.ts";
import { createShutdown } from "../../../src/core/runtime/shutdown.ts";

let lines: Record<string, unknown>[] = [];
let log: Log;
beforeEach(() => {
  lines = [];
  log = createLog({ level: "info", destination: { write: (line) => lines.push(JSON.parse(line)) } });
});

const never = (): Promise<void> => new Promise(() => undefined);

it("closes the last first, one at a time, and only once", async () => {
  const order: string[] = [];
  const shutdown = createShutdown({ log });
  const slow = (name: string) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push(`${name} ends`);
  };
  shutdown.register("database", slow("database"));
  shutdown.register("server", slow("server"));
  expect(await Promise.all([shutdown.run("done"), shutdown.run("again")])).toEqual([true, true]);
  expect(order).toEqual(["server begins", "server ends", "database begins", "database ends"]);
});

it("closes the rest when one throws, and says that it was not clean", async () => {
  let isDatabaseClosed = false;
  const shutdown = createShutdown({ log });
  shutdown.register("database", () => {
    isDatabaseClosed = true;
  });
  shutdown.register("server", () => Promise.reject(new Error("no")));
  expect(await shutdown.run("done")).toBe(false);
  expect(isDatabaseClosed).toBe(true);
  expect(lines.map(({ message, name }) => [message, name])).toContainEqual(["did not close well", "server"]);
});

it("does not wait longer than it may, and names what it left", async () => {
  const shutdown = createShutdown({ log, timeoutMs: 20 });
  shutdown.register("database", never);
  shutdown.register("server", never);
  expect(await shutdown.run("done")).toBe(false);
  expect(lines.at(-1)).toMatchObject({ level: "error", waitingFor: "server", left: ["database"] });
});

describe("on a signal", () => {
  const codes: number[] = [];
  const exited = async (count: number): Promise<void> => {
    await expect.poll(() => codes.length).toBe(count);
  };
  beforeEach(() => {
    codes.length = 0;
  });
  afterEach(() => {
    process.removeAllListeners("SIGTERM").removeAllListeners("SIGINT");
  });

  it("ends with 0 when all is closed", async () => {
    createShutdown({ log, exit: (code) => codes.push(code) }).listen();
    process.emit("SIGTERM");
    await exited(1);
    expect(codes).toEqual([0]);
  });

  it("ends with 1 when something is not", async () => {
    const shutdown = createShutdown({ log, exit: (code) => codes.push(code), timeoutMs: 20 });
    shutdown.register("server", never);
    shutdown.listen();
    process.emit("SIGINT");
    await exited(1);
    expect(codes).toEqual([1]);
  });

  it("ends at once with 130 when it comes twice", async () => {
    const shutdown = createShutdown({ log, exit: (code) => codes.push(code) });
    shutdown.register("server", never);
    shutdown.listen();
    process.emit("SIGINT");
    process.emit("SIGINT");
    expect(codes).toEqual([130]);
    expect(lines.at(-1)).toMatchObject({ level: "warn", waitingFor: "server" });
  });
});
