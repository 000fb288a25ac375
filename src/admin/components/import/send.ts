import type { CheckedView } from "../../pages/import/view.ts";
import { SIGNED_OUT } from "../no-answer.ts";

const ADDRESS = "/admin/api/pages/import";
const LOST = "Связь с сервером прервалась. Проверьте файл ещё раз: что записалось, второй раз не запишется.";
const LOST_CHECK = "Связь с сервером прервалась. Ничего не записано: проверьте файл ещё раз.";

/** A file as the server takes it, whatever the browser calls its kind. */
export function fileAsText(file: File): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onerror = () => fail(reader.error);
    reader.onload = () => done(`data:text/csv;base64,${String(reader.result).split(",")[1] ?? ""}`);
    reader.readAsDataURL(file);
  });
}

/** Sends a file and listens while it is gone through: each line says how far it is, the last what came of it. */
export async function sendAndListen(
  data: Readonly<Record<string, string>>,
  onPercent: (percent: number) => void,
): Promise<CheckedView> {
  const lost = data.do === "check" ? LOST_CHECK : LOST;
  try {
    const response = await fetch(ADDRESS, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(data),
    });
    if (response.status === 401) return { refused: SIGNED_OUT };
    if (!response.ok || response.body === null) return { refused: (await refusalOf(response)) ?? lost };
    let last: CheckedView & { readonly percent?: number } = { refused: lost };
    for await (const line of linesOf(response.body)) {
      const said = JSON.parse(line) as typeof last;
      if (said.percent === undefined) last = said;
      else onPercent(said.percent);
    }
    return last;
  } catch {
    return { refused: lost };
  }
}

async function refusalOf(response: Response): Promise<string | undefined> {
  const told = (await response.json().catch(() => ({}))) as { readonly message?: string };
  return told.message;
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = `${rest}${decoder.decode(part.value, { stream: true })}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
