import type { DatabaseAddress } from "../../core/runtime/database.ts";
import type { Desk } from "../desk.ts";

/** Where a database is, as whoever is about to lose it knows it: its folder, or its name and server; never a password. */
export async function placeOf({ ground }: Desk, { connectionString }: DatabaseAddress): Promise<string> {
  const folder = (await ground.server())?.folder;
  if (folder !== undefined) return `в папке ${folder}`;
  const url = URL.parse(connectionString);
  const name = decodeURIComponent(url?.pathname.slice(1) ?? "");
  const host = url?.searchParams.get("host") ?? url?.host ?? "";
  return [name && `«${name}»`, host && `на ${host}`].filter(Boolean).join(" ") || "по DATABASE_URL";
}
