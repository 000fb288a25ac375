import { listHotStarts } from "../../core/booking/index.ts";
import {
  type Broadcast,
  type BroadcastContent,
  businessValues,
  checkContent,
  countReaders,
  findBroadcast,
  previewText,
  type SaveBroadcastInput,
  saveBroadcast,
  variablesHint,
  WAY_OUT,
} from "../../core/broadcasts/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { present } from "../../core/kernel/invariant.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { EVERYBODY, findSegment, listSegments } from "../../core/segments/index.ts";
import { loadSettings, type Settings } from "../../core/settings/index.ts";
import { readButtons, typedButtons } from "../broadcast-buttons.ts";
import { leftOutWords, pictureUrlOf } from "../broadcast-card.ts";
import {
  type ActionCall,
  type ButtonTargets,
  type Choice,
  done,
  type Form,
  type PanelAction,
  refusedWith,
  type Said,
  said,
  stale,
  type Values,
  wrong,
} from "../panel-action.ts";
import { formatInstant, wordFor } from "../readable.ts";
import { REFUSAL_WAYS } from "../refusals.ts";
import { BROADCAST_KINDS } from "../resources/words.ts";
import { serviceChoices } from "./choices.ts";

const HOT_OFFERED_MAX = 50;

const FIELDS = {
  broadcast_title_empty: "title",
  broadcast_title_too_long: "title",
  broadcast_text_empty: "text",
  broadcast_text_too_long: "text",
  broadcast_variable_unknown: "text",
  broadcast_markup_broken: "text",
  broadcast_buttons_too_many: "buttons",
  broadcast_button_unreadable: "buttons",
  unknown_service: "buttons",
  unknown_slot: "buttons",
  picture_too_large: "picture",
  picture_unreadable: "picture",
  unknown_segment: "audience",
} as const;

/** Writes a broadcast down; nothing is sent before somebody starts it. */
export const addBroadcast: PanelAction = {
  name: "addBroadcast",
  label: "Новая рассылка",
  icon: "Plus",
  of: "list",
  form: (call) => formOf(call, undefined),
  run,
};

/** Changes what is said, to whom, until it starts. What the bot announces by itself is not rewritten. */
export const changeBroadcast: PanelAction = {
  name: "changeBroadcast",
  label: "Изменить",
  icon: "Edit",
  of: "record",
  fits: ({ state, kind }) => (state === "draft" || state === "scheduled") && kind !== "hot",
  form: async (call) =>
    formOf(call, present(await findBroadcast(call.app.db, String(call.row.id)), "the broadcast of the row")),
  run,
};

async function formOf(call: ActionCall, broadcast: Broadcast | undefined): Promise<Form> {
  const id = broadcast?.id ?? call.app.newId();
  const settings = await loadSettings(call.app.db);
  const mayAdvertise = settings["marketing.enabled"];
  return {
    intro: `${broadcast === undefined ? "Сначала это черновик" : `Рассылка «${broadcast.title}» — пока черновик`}: отправка начнётся, только когда вы нажмёте «Начать» или «Запланировать».`,
    ...(mayAdvertise || !REFUSAL_WAYS.marketing_off ? {} : { way: REFUSAL_WAYS.marketing_off }),
    submit: "Сохранить",
    preview: "Посмотреть",
    ...{ countsAtOnce: "audience", countsWith: "kind" },
    fields: [
      { name: "broadcastId", label: "", kind: "hidden", value: id },
      {
        name: "title",
        label: "Название",
        kind: "text",
        value: broadcast?.title ?? "",
        isRequired: true,
        hint: "Его видят только сотрудники.",
      },
      {
        name: "kind",
        label: "Какая",
        kind: "select",
        value: broadcast?.kind ?? (mayAdvertise ? "marketing" : "informational"),
        isRequired: true,
        options: ["marketing", "informational"].map((kind) => ({
          value: kind,
          label: BROADCAST_KINDS[kind] ?? kind,
        })),
        hint: `Рекламная (скидки, новинки, приглашения) уйдёт только тем, кто согласился. Информационная (переезд, график) — всем.${mayAdvertise ? "" : " Рекламные сейчас выключены: их включают в «Настройках», раздел «Первые шаги», «Рекламные рассылки»."}`,
      },
      {
        name: "audience",
        label: "Кому",
        kind: "select",
        value: audienceOf(broadcast),
        isRequired: true,
        options: await audienceChoices(call, broadcast),
      },
      {
        name: "text",
        label: "Текст",
        kind: "textarea",
        rows: 9,
        value: broadcast?.text ?? "",
        isRequired: true,
        hint: textHint(settings),
      },
      {
        name: "picture",
        label: "Картинка над текстом",
        kind: "picture",
        value: broadcast?.hasPicture ? pictureUrlOf(id) : "",
        hint: "JPEG или PNG до 5 МБ. С картинкой текст — до 1 024 знаков.",
      },
      {
        name: "buttons",
        label: "Кнопки под текстом",
        kind: "buttons",
        value: JSON.stringify(typedButtons(broadcast?.buttons ?? [])),
        buttonTargets: await targetsOf(call),
      },
      ...MARKING.map(({ name, label, hint }) => ({
        ...{ name, label, hint, kind: "text" as const, value: broadcast?.[name] ?? "" },
      })),
    ],
  };
}

/** The business's own are what they will be in the message: the preview has the same. */
function textHint(settings: Settings): string {
  const { "business.name": name, "business.address": address, "business.phone": phone } = settings;
  const becomes = variablesHint(businessValues({ name, address, phone }));
  return `Подстановки и чем они станут: ${becomes}. Слово на случай, когда подставить нечего, — через черту: {имя|друг}. Выделение: <b>жирный</b>, <i>курсив</i>, <s>зачёркнутый</s>, <a href="https://…">ссылка</a>.`;
}

const MARKING = [
  { name: "advertiser", label: "Рекламодатель", hint: "Для маркировки рекламы, если она нужна." },
  { name: "erid", label: "erid", hint: "Токен маркировки; встанет под текстом." },
] as const;

const EVERYONE = "all";
const AS_IT_IS = "own";

function audienceOf(broadcast: Broadcast | undefined): string {
  if (broadcast === undefined) return EVERYONE;
  if (broadcast.segmentId !== undefined) return broadcast.segmentId;
  return JSON.stringify(broadcast.segment) === JSON.stringify(EVERYBODY) ? EVERYONE : AS_IT_IS;
}

async function audienceChoices(
  { app }: ActionCall,
  broadcast: Broadcast | undefined,
): Promise<readonly Choice[]> {
  const segments = await listSegments(app.db);
  return [
    { value: EVERYONE, label: "все клиенты" },
    ...(audienceOf(broadcast) === AS_IT_IS ? [{ value: AS_IT_IS, label: "свой отбор, как сейчас" }] : []),
    ...segments.map(({ id, name }) => ({ value: id, label: name })),
  ];
}

async function targetsOf(call: ActionCall): Promise<ButtonTargets> {
  const starts = await listHotStarts(call.app, { rowsMax: HOT_OFFERED_MAX, offset: 0 });
  const windows = starts.map(({ service, start }) => ({
    value: `${start.slotIds[0] ?? ""}:${service.id}`,
    label: `${formatInstant(start.startsAt, call.zone)}, ${start.specialistName}, ${service.name}, ${formatRubles(start.price.price)}`,
  }));
  return { services: await serviceChoices(call), windows };
}

type Given = {
  readonly content: BroadcastContent;
  readonly picture: SaveBroadcastInput["picture"];
  readonly hasPicture: boolean;
};

async function run(call: ActionCall, values: Values): Promise<Said> {
  const broadcastId = call.row.id === undefined ? values.text("broadcastId") : String(call.row.id);
  const earlier = isUuid(broadcastId) ? await findBroadcast(call.app.db, broadcastId) : undefined;
  // The form asks again at every choice of whom, with its kind and nothing else said.
  if (values.flag("isCount")) return count(call, values, earlier);
  if (!isUuid(broadcastId)) return stale("title");
  const given = readGiven(values, earlier);
  if ("kind" in given) return given;
  if (values.flag("isPreview")) return look(call, broadcastId, given);
  const audience = readAudience(values.text("audience"), earlier);
  if (audience === undefined) return wrong("audience", "Выберите, кому.");
  const { content, picture } = given;
  const saved = await saveBroadcast(call.app, { broadcastId, content, audience, picture, actor: call.actor });
  return said(
    saved,
    call,
    ({ title }) => done(`Рассылка «${title}» сохранена.`, { stays: true, opens: broadcastId }),
    FIELDS,
  );
}

function readGiven(values: Values, earlier: Broadcast | undefined): Given | Said {
  const kind = values.text("kind");
  if (kind !== "marketing" && kind !== "informational") return wrong("kind", "Выберите, какая это рассылка.");
  const buttons = readButtons(values.json("buttons"));
  if (buttons === undefined) return wrong("buttons", "Выберите, куда ведёт каждая кнопка.");
  const picture = values.file("picture");
  if (picture === "unreadable")
    return wrong("picture", "Картинка должна быть в формате JPEG или PNG, до 5 МБ.");
  return {
    content: {
      ...{ kind, buttons, title: values.text("title"), text: values.text("text") },
      ...{ advertiser: values.text("advertiser"), erid: values.text("erid") },
    },
    picture,
    hasPicture: picture === "keep" ? earlier?.hasPicture === true : picture !== "none",
  };
}

function readAudience(
  typed: string,
  earlier: Broadcast | undefined,
): SaveBroadcastInput["audience"] | undefined {
  if (typed === EVERYONE) return { definition: EVERYBODY };
  if (typed === AS_IT_IS && earlier !== undefined) return { definition: earlier.segment };
  return isUuid(typed) ? { segmentId: typed } : undefined;
}

/** How many of those who fit would get it, and why the others would not: as the draft's card will say. */
async function count(call: ActionCall, values: Values, earlier: Broadcast | undefined): Promise<Said> {
  const audience = readAudience(values.text("audience"), earlier);
  if (audience === undefined) return wrong("audience", "Выберите, кому.");
  const segment =
    "definition" in audience
      ? audience.definition
      : (await findSegment(call.app.db, audience.segmentId))?.definition;
  if (segment === undefined) return wrong("audience", "Этого сегмента больше нет. Выберите другой.");
  const kind = values.text("kind") === "informational" ? "informational" : "marketing";
  const { recipients, leftOut } = await countReaders(call.app, { kind, segment });
  const fitting = Object.values(leftOut).reduce((sum, one) => sum + one, recipients);
  return { kind: "counted", message: readersWords({ recipients, fitting, reasons: leftOutWords(leftOut) }) };
}

/** «Получит 1 из 5 подходящих. Не получат — не заходили в бот: 4.» */
function readersWords(of: {
  readonly recipients: number;
  readonly fitting: number;
  readonly reasons: string;
}): string {
  const { recipients, fitting, reasons } = of;
  if (fitting === 0) return "Под условия сейчас не подходит никто.";
  const some = wordFor(fitting, ["подходящего", "подходящих", "подходящих"]);
  const verb = wordFor(recipients, ["Получит", "Получат", "Получат"]);
  const told =
    recipients === 0
      ? `Не получит никто: подходят ${formatWhole(fitting)}.`
      : `${verb} ${formatWhole(recipients)} из ${formatWhole(fitting)} ${some}.`;
  return reasons === "" ? told : `${told} Не получат — ${reasons}.`;
}

/** As a client would see what stands in the form, with the name of whoever writes it. */
async function look(call: ActionCall, broadcastId: string, given: Given): Promise<Said> {
  const { content, picture, hasPicture } = given;
  const checked = checkContent(content, { hasPicture });
  if (!checked.ok) return refusedWith(checked, call, FIELDS);
  const text = await previewText(call.app, content, { staffId: call.user.id });
  return said(text, call, (html) => ({
    kind: "counted",
    message: "Так это будет в Telegram, с вашим именем и примерными баллами:",
    look: {
      html,
      buttons: [
        ...content.buttons.map(({ label }) => label),
        ...(content.kind === "informational" ? [] : [WAY_OUT]),
      ],
      ...(picture === "keep" && hasPicture ? { pictureUrl: pictureUrlOf(broadcastId) } : {}),
      ...(typeof picture === "string" ? {} : { hasGivenPicture: true }),
    },
  }));
}
