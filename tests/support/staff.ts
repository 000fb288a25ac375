import type { App } from "../../src/core/app.ts";
import { type Actor, OPERATOR } from "../../src/core/kernel/actor.ts";
import { addStaff } from "../../src/core/people/index.ts";
import { granted } from "./make.ts";

let serial = 0;

/** Somebody who runs the business, as who does something. */
export async function makeStaff(app: App, name: string): Promise<Actor> {
  serial += 1;
  const way = { email: undefined, password: undefined, telegramId: 900_000 + serial };
  const { id } = granted(await addStaff(app, { name, role: "admin", ...way, actor: OPERATOR }));
  return { kind: "staff", id };
}
