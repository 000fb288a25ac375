import { once } from "node:events";
import { connect } from "node:net";
import express from "express";
import { describe, expect, it } from "vitest";
import { listen } from "../src/server.ts";

const HERE = { host: "127.0.0.1", port: 0 } as const;

describe("the web server that closes", { timeout: 10_000 }, () => {
  it("does not wait for a connection on which nothing was asked, as browsers open them beforehand", async () => {
    const server = express().get("/", (_, response) => void response.send("ok"));
    const listening = await listen(server, HERE);
    const silent = connect(listening.port, HERE.host);
    await once(silent, "connect");
    // Whoever is let in after it is answered after it.
    expect(await (await fetch(listening.url)).text()).toBe("ok");
    const ended = once(silent, "close");
    await listening.close();
    await ended;
  });

  it("lets what was asked for be answered", async () => {
    const server = express();
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      server.get("/", (_, response) => {
        answer = () => void response.send("late");
        resolve();
      });
    });
    const listening = await listen(server, HERE);
    const answered = fetch(listening.url).then((response) => response.text());
    await asked;
    const closed = listening.close();
    answer();
    expect(await answered).toBe("late");
    await closed;
  });
});
