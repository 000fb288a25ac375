import { readFile } from "node:fs/promises";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { codeOf } from "./model.ts";

/** The passphrase that a file holds: its text without the end of the line. An empty one protects nothing. */
export async function readPassphrase(file: string): Promise<Outcome<string, "passphrase_unreadable">> {
  try {
    const passphrase = (await readFile(file, "utf8")).replace(/\r?\n$/, "");
    return passphrase === ""
      ? refuse("passphrase_unreadable", { given: file, problem: "файл пуст" })
      : done(passphrase);
  } catch (error) {
    return refuse("passphrase_unreadable", { given: file, problem: codeOf(error) });
  }
}
