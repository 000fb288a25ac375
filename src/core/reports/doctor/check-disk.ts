import path from "node:path";
import { isFile } from "../../runtime/embedded-presence.ts";
import { judgeSpace } from "../rules/health.ts";
import type { DoctorGround, Found } from "./model.ts";

const GIB = 1024 ** 3;
const WORDS = {
  ok: "Места на диске хватает",
  warning: "Места на диске мало",
  trouble: "Место на диске кончается",
};

/** Free space where the product keeps its files. */
export async function checkDisk({ config, freeSpace }: DoctorGround): Promise<readonly Found[]> {
  const { dataDir } = config.database;
  const folder = isFile(dataDir) ? path.dirname(dataDir) : dataDir;
  const { freeBytes, totalBytes } = await freeSpace(folder);
  const level = judgeSpace(freeBytes);
  const what = `${WORDS[level]}: свободно ${inGib(freeBytes)} из ${inGib(totalBytes)} ГиБ (${folder}).`;
  const readings: Found["readings"] = [
    { of: "disk_free_bytes", value: freeBytes },
    { of: "disk_total_bytes", value: totalBytes },
  ];
  if (level === "ok") return [{ id: "disk_ok", level, what, readings }];
  return [
    {
      id: "disk_low",
      level,
      what,
      readings,
      why: "На полном диске база останавливается, и записаться нельзя.",
      mend: "Освободите место: старые журналы и копии, или диск побольше.",
    },
  ];
}

const inGib = (bytes: number): string => (bytes / GIB).toFixed(1).replace(".", ",");
