import { Readable } from "node:stream";
import { currentContent, exportContent, findDraft, listVersions } from "../../../core/content/index.ts";
import { listStaff } from "../../../core/people/index.ts";
import type { Values } from "../../panel-action.ts";
import { Download, type PageCall, type PanelPage } from "../../panel-page.ts";
import { formatInstant } from "../../readable.ts";
import { tellDifferences } from "./differences.ts";
import { contentOfVersion, findReaders } from "./preview.ts";
import { gatherState } from "./state.ts";
import { takeStep } from "./steps.ts";

/** Texts, menu and pages of the bot, edited without code: a draft, then versions. */
export const textsPage: PanelPage = {
  id: "texts",
  label: "Тексты бота",
  icon: "MessageSquare",
  component: "textsPage",
  read,
  act: takeStep,
};

async function read(call: PageCall, asked: Values): Promise<object> {
  switch (asked.text("what")) {
    case "versions":
      return { versions: await tellVersions(call, asked.whole("before"), asked.whole("led")) };
    case "differences": {
      const number = asked.whole("number");
      const isVersion = Number.isInteger(number) && number > 0;
      return { differences: await tellDifferences(call, isVersion ? number : "draft") };
    }
    case "readers":
      return { readers: await findReaders(call, asked.text("typed").slice(0, 60)) };
    case "file":
      return exported(call, asked);
    default:
      return { state: await gatherState(call) };
  }
}

export type ToldVersion = {
  readonly number: number;
  readonly note: string;
  readonly told: string;
  readonly isCurrent: boolean;
};

const VERSIONS_MAX = 30;
const LED_MAX = 1_000;

/** @param led the version that a link leads to: all from the newest down to it are told, within reason */
async function tellVersions(
  { app, zone }: PageCall,
  before: number,
  led: number,
): Promise<readonly ToldVersion[]> {
  const [staff, current] = await Promise.all([listStaff(app.db), currentContent(app.db)]);
  const downTo = Number.isInteger(led) && led > 0 ? current.number - led + 1 : 0;
  const versions = await listVersions(app.db, {
    rowsMax: Math.min(LED_MAX, Math.max(VERSIONS_MAX, downTo)),
    before: Number.isInteger(before) && before > 0 ? before : undefined,
  });
  const names = new Map(staff.map(({ id, name }) => [id, name]));
  return versions.map(({ number, note, staffId, publishedAt }) => ({
    ...{ number, note, isCurrent: number === current.number },
    told: [names.get(staffId ?? ""), formatInstant(publishedAt, zone)].filter(Boolean).join(", "),
  }));
}

/** The draft, or a version, as a file. */
async function exported(call: PageCall, asked: Values): Promise<Download> {
  const { db, clock } = call.app;
  const number = asked.whole("number");
  const isVersion = Number.isInteger(number) && number >= 0;
  const [draft, current] = await Promise.all([findDraft(db), currentContent(db)]);
  const content = isVersion ? await contentOfVersion(call, number) : (draft.content ?? current.content);
  const isDraft = !isVersion && draft.content !== undefined;
  const file = await exportContent(db, content, clock.now());
  return new Download({
    name: isDraft ? "bot-draft.json" : fileOfVersion(isVersion ? number : current.number),
    type: "application/json; charset=utf-8",
    body: Readable.from([`${JSON.stringify(file, null, 1)}\n`]),
  });
}

const fileOfVersion = (number: number): string => (number === 0 ? "bot-shipped.json" : `bot-v${number}.json`);
