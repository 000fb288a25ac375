import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { App } from "../../core/app.ts";
import {
  type BroadcastButton,
  type BroadcastKind,
  type SaveBroadcastInput,
  saveBroadcast,
  variablesHint,
} from "../../core/broadcasts/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { isIdBegin } from "../../core/kernel/ids.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { EVERYBODY } from "../../core/segments/index.ts";
import { oneOf, readId, several } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { broadcastJson } from "./broadcast-view.ts";
import { idOf } from "./id-of.ts";
import { serviceIdsOf } from "./lookup.ts";
import { type SegmentOfRefusal, segmentOf } from "./segment-of.ts";

/** Hot windows are announced by the product itself (MS-4). */
const KINDS: readonly BroadcastKind[] = ["marketing", "informational"];

/** `Надпись=https://…`, `Надпись=service:Стрижка`, `Надпись=slot:<id>:Стрижка`. */
type TypedButton = { readonly label: string } & (
  | { readonly to: "link"; readonly url: string }
  | { readonly to: "service"; readonly service: string }
  | { readonly to: "slot"; readonly slotId: string; readonly service: string }
);

const BUTTON_EXPECTED = "«Надпись=https://…», «Надпись=service:Услуга» или «Надпись=slot:<id окна>:Услуга»";

const readButton = (typed: string): TypedButton => {
  const [, label = "", target = ""] = /^([^=]+)=(.+)$/s.exec(typed.trim()) ?? [];
  const [, service] = /^service:(.+)$/s.exec(target) ?? [];
  if (service !== undefined) return { label, to: "service", service };
  const [, slotId = "", ofService] = /^slot:([^:]+):(.+)$/s.exec(target) ?? [];
  if (ofService !== undefined && isIdBegin(slotId.toLowerCase()))
    return { label, to: "slot", slotId, service: ofService };
  if (target.includes("://")) return { label, to: "link", url: target };
  throw new InvalidArgumentError(BUTTON_EXPECTED);
};

type CreateFlags = {
  readonly title: string;
  readonly segment: string;
  readonly kind: BroadcastKind;
  readonly textFile: string;
  readonly picture?: string;
  readonly button?: readonly TypedButton[];
  readonly advertiser?: string;
  readonly erid?: string;
  readonly id?: string;
};

export function addBroadcastCreate(broadcast: Command, desk: Desk): void {
  withExamples(
    broadcast
      .command("create")
      .description("написать рассылку: сначала черновик, отправка — командой start")
      .requiredOption("--title <название>", "для своих, клиенты его не видят")
      .requiredOption("--segment <сегмент>", "кому: название или id; all — все клиенты")
      .requiredOption(
        "--kind <вид>",
        "marketing — реклама, только согласным; informational — новость, всем",
        oneOf(KINDS),
      )
      .requiredOption(
        "--text-file <файл>",
        `текст: HTML Телеграма; подстановки и чем они станут, например: ${variablesHint()}; запасное слово — через черту: {имя|друг}; знак - вместо файла: стандартный ввод`,
      )
      .option("--picture <файл>", "картинка над текстом, JPEG или PNG до 5 МБ")
      .option("--button <кнопка>", `${BUTTON_EXPECTED}; можно несколько раз`, several(readButton))
      .option("--advertiser <кто>", "рекламодатель, для маркировки")
      .option("--erid <токен>", "erid, для маркировки")
      .option("--id <uuid>", "id этой рассылки: повтор с тем же id ничего не изменит", readId)
      .action(answering(desk, (flags: CreateFlags) => create(desk, flags))),
    'broadcast create --title "Осень" --segment all --kind marketing --text-file autumn.html --picture autumn.png --button "Записаться=service:Стрижка"',
    'broadcast create --title "Переезд" --segment all --kind informational --text-file - < text.html',
  );
}

async function create(desk: Desk, flags: CreateFlags) {
  const text =
    flags.textFile === "-" ? done(Buffer.from(await desk.io.readInput())) : await contentOf(flags.textFile);
  if (!text.ok) return text;
  const picture = flags.picture === undefined ? undefined : await contentOf(flags.picture);
  if (picture?.ok === false) return picture;
  const { app } = await openShop(desk);
  const audience = await audienceOf(app, flags.segment);
  if (!audience.ok) return audience;
  const buttons = await buttonsOf(app, flags.button ?? []);
  if (!buttons.ok) return buttons;

  const { title, kind, advertiser = "", erid = "" } = flags;
  const saved = await saveBroadcast(app, {
    broadcastId: flags.id ?? app.newId(),
    content: { title, kind, text: text.value.toString("utf8"), buttons: buttons.value, advertiser, erid },
    audience: audience.value,
    picture: picture?.value ?? "none",
    actor: OPERATOR,
  });
  if (!saved.ok) return saved;
  const { number } = saved.value;
  return reply(
    broadcastJson(saved.value),
    [
      `Рассылка №${number} записана. Увидеть её глазами клиента: broadcast preview ${number} --client <кто>.`,
      `Кто её получит: broadcast dry-run ${number}. Начать: broadcast start ${number}.`,
    ].join("\n"),
  );
}

async function contentOf(file: string): Promise<Outcome<Buffer, "broadcast_file_unreadable">> {
  try {
    return done(await readFile(file));
  } catch (error) {
    const problem = error instanceof Error && "code" in error ? String(error.code) : "неизвестно почему";
    return refuse("broadcast_file_unreadable", { given: file, problem });
  }
}

async function audienceOf(
  app: App,
  typed: string,
): Promise<Outcome<SaveBroadcastInput["audience"], SegmentOfRefusal>> {
  if (typed.trim().toLowerCase() === "all") return done({ definition: EVERYBODY });
  const segment = await segmentOf(app, typed);
  return segment.ok ? done({ segmentId: segment.value.id }) : segment;
}

async function buttonsOf(
  app: App,
  typed: readonly TypedButton[],
): Promise<
  Outcome<
    readonly BroadcastButton[],
    "unknown_service" | "ambiguous_service" | "unknown_slot" | "ambiguous_id"
  >
> {
  const buttons: BroadcastButton[] = [];
  for (const button of typed) {
    const { label } = button;
    if (button.to === "link") {
      buttons.push({ label, leadsTo: "link", url: button.url });
      continue;
    }
    const service = await serviceIdsOf(app, [button.service]);
    if (!service.ok) return service;
    const [serviceId = ""] = service.value ?? [];
    if (button.to === "service") {
      buttons.push({ label, leadsTo: "service", serviceId });
      continue;
    }
    const slotId = await idOf(app, "slot", button.slotId);
    if (!slotId.ok) return slotId;
    buttons.push({ label, leadsTo: "slot", serviceId, slotId: slotId.value });
  }
  return done(buttons);
}
