import { zoneWords } from "../../../core/kernel/zone-names.ts";
import { listStaff } from "../../../core/people/index.ts";
import { sql } from "../../../core/runtime/sql.ts";
import { DEFAULTS, loadSettings, type SettingKey, type Settings } from "../../../core/settings/index.ts";
import { MARKETING_LAW } from "../../marketing-law.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatTime, wordFor } from "../../readable.ts";

/** One step of a new business: whether it is done is read off the facts, never ticked. */
export type Step = {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly isDone: boolean;
  /** Many do well without. */
  readonly isOptional?: boolean;
  /** What stands there now. */
  readonly now?: string;
  readonly href?: string;
  readonly action?: string;
  /** A text to be taken elsewhere. */
  readonly copy?: string;
  /** A longer word, such as the law's. */
  readonly note?: string;
};

export type ChecklistView = {
  readonly sections: readonly { readonly name: string; readonly steps: readonly Step[] }[];
  readonly done: number;
  readonly total: number;
};

type Counts = {
  readonly services: number;
  readonly specialists: number;
  readonly links: number;
  readonly slots: number;
  /** Of these, who may still be booked on. */
  readonly free: number;
};

const NOTHING_YET: Counts = { services: 0, specialists: 0, links: 0, slots: 0, free: 0 };

/** What a new business has to say and to connect before clients can come, and what of it is done. */
export async function checklistView(
  call: Pick<PageCall, "app" | "user" | "connections">,
): Promise<ChecklistView> {
  const { app } = call;
  const now = app.clock.now();
  const [settings, counts] = await Promise.all([
    loadSettings(app.db),
    app.db.first<Counts>(sql`
      SELECT (SELECT count(*) FROM services WHERE is_active) AS services,
        (SELECT count(*) FROM specialists WHERE is_active) AS specialists,
        (SELECT count(*) FROM specialist_services JOIN services ON services.id = service_id AND services.is_active
          JOIN specialists ON specialists.id = specialist_id AND specialists.is_active) AS links,
        slots, free
      FROM (SELECT count(*) AS slots, count(*) FILTER (WHERE booking_id IS NULL) AS free
            FROM (SELECT booking_id FROM slots WHERE state = 'open' AND starts_at > ${now} LIMIT ${SLOTS_COUNTED_MAX}) AS ahead) AS counted`),
  ]);
  const sections = [
    { name: "О вас", steps: aboutSteps(settings, now) },
    { name: "Что и когда", steps: workSteps(counts ?? NOTHING_YET) },
    { name: "Подключения", steps: connectionSteps(call, settings) },
    { name: "Люди и рассылки", steps: [...(await peopleSteps(call)), marketingStep(settings)] },
  ];
  const needed = sections.flatMap(({ steps }) => steps).filter(({ isOptional }) => !isOptional);
  return { sections, done: needed.filter(({ isDone }) => isDone).length, total: needed.length };
}

const settingHref = (key: SettingKey): string => `pages/setup?tab=settings&find=${key}`;

function aboutSteps(settings: Settings, now: Date): readonly Step[] {
  const zone = settings["business.timeZone"];
  const step = (key: SettingKey, title: string, why: string): Step => {
    const value = String(settings[key]);
    return {
      id: key,
      title,
      why,
      isDone: settings[key] !== DEFAULTS[key],
      ...(value === "" ? {} : { now: value }),
      href: settingHref(key),
      action: settings[key] === DEFAULTS[key] ? "Указать" : "Изменить",
    };
  };
  return [
    step("business.name", "Название", "Его увидят клиенты в боте, а вы — в шапке панели."),
    step("business.address", "Адрес", "Он стоит в каждой записи и в напоминаниях."),
    step("business.phone", "Телефон для клиентов", "Чтобы клиент всегда мог дозвониться до человека."),
    {
      ...step("business.timeZone", "Часовой пояс", "По этим часам идут окошки, записи и напоминания."),
      isDone: true,
      now: `Сейчас у вас ${formatTime(now, zone)} (${zoneWords(zone, now)}). Если не так — измените.`,
      action: "Изменить",
    },
    step(
      "policy.url",
      "Документ об обработке данных",
      "Закон о персональных данных (152-ФЗ): бот покажет ссылку, когда попросит согласие.",
    ),
  ];
}

const SERVICE_FORMS = ["услуга", "услуги", "услуг"] as const;
const SPECIALIST_FORMS = ["специалист", "специалиста", "специалистов"] as const;
const SLOT_FORMS = ["свободное окошко", "свободных окошка", "свободных окошек"] as const;
const SLOTS_COUNTED_MAX = 1_000;

function workSteps({ services, specialists, links, slots, free }: Counts): readonly Step[] {
  const counted = (count: number, forms: readonly [string, string, string]) =>
    count === 0 ? {} : { now: `${count} ${wordFor(count, forms)}` };
  return [
    {
      id: "services",
      title: "Услуги",
      why: "Название, длительность и цена: на них записываются.",
      isDone: services > 0,
      ...counted(services, SERVICE_FORMS),
      href: services > 0 ? "resources/Service" : "resources/Service/actions/addService",
      action: services > 0 ? "Открыть" : "Добавить услугу",
    },
    {
      id: "specialists",
      title: "Специалисты",
      why: "У каждого свой календарь. Работаете одни — добавьте себя.",
      isDone: specialists > 0,
      ...counted(specialists, SPECIALIST_FORMS),
      href: specialists > 0 ? "resources/Specialist" : "resources/Specialist/actions/addSpecialist",
      action: specialists > 0 ? "Открыть" : "Добавить специалиста",
    },
    {
      id: "links",
      title: "Кто что делает",
      why: "Без этого услугу нельзя выбрать: не к кому.",
      isDone: links > 0,
      href: links > 0 ? "resources/SpecialistService" : "resources/SpecialistService/actions/assignService",
      action: links > 0 ? "Открыть" : "Назначить услугу",
    },
    {
      id: "slots",
      title: "Окошки",
      why: "Время, на которое можно записаться. Удобно создать сразу на две недели.",
      isDone: slots > 0,
      ...(slots === SLOTS_COUNTED_MAX ? { now: "больше 1000 окошек впереди" } : counted(free, SLOT_FORMS)),
      href: "resources/Slot/actions/generateSlots",
      action: "Создать окошки",
    },
  ];
}

/** Tokens are set where the program runs, and are not to be read here: only whether they are there. */
function connectionSteps(
  { app, user, connections }: Parameters<typeof checklistView>[0],
  settings: Settings,
): readonly Step[] {
  const bot = connections?.bot ?? "sandbox";
  const answer = connections?.botAnswer?.() ?? "known";
  const isOwner = user.role === "owner";
  const url = connections?.notificationsUrl;
  const hasGateway = app.payments !== undefined;
  return [
    {
      id: "bot",
      title: "Бот в Telegram",
      why: "Через него клиенты записываются и получают напоминания.",
      isDone: bot === "live" && answer === "known",
      now: bot === "live" ? BOT_WORDS[answer] : BOT_OF_SANDBOX,
    },
    {
      id: "gateway",
      title: "Оплата через ЮKassa",
      why: "Предоплата бережёт от неявок; без неё все платят на месте, а горящие окна не предлагаются.",
      isDone: hasGateway && bot === "live",
      isOptional: true,
      now: gatewayWords(hasGateway, bot === "live"),
    },
    ...(hasGateway
      ? [
          {
            id: "notifications",
            title: "Адрес для уведомлений ЮKassa",
            why: "Вставьте его в личном кабинете ЮKassa («Интеграция», раздел «HTTP-уведомления»): оплата станет видна сразу.",
            isDone: url !== undefined,
            isOptional: true,
            ...notificationsWords(url, isOwner),
          },
        ]
      : []),
    {
      id: "receipts.mode",
      title: "Чеки по 54-ФЗ",
      why: "Если чеки за вас не пробивает кто-то другой, их пробьёт ЮKassa.",
      isDone: settings["receipts.mode"] !== "off",
      isOptional: true,
      href: settingHref("receipts.mode"),
      action: "Открыть",
    },
  ];
}

const BOT_OF_SANDBOX =
  "песочница: бот ненастоящий. Получите токен у @BotFather и задайте BOT_TOKEN там, где запущена программа";

const BOT_WORDS = {
  known: "подключён",
  asking: "спрашиваем Telegram… обновите страницу через минуту",
  unknown_token:
    "токен не подошёл: Telegram его не знает. Скопируйте токен у @BotFather ещё раз, задайте BOT_TOKEN там, где запущена программа, и перезапустите её",
  unreachable: "Telegram не отвечает: проверьте, есть ли у сервера связь с ним. Мы пробуем снова сами",
} as const;

function gatewayWords(hasGateway: boolean, isLive: boolean): string {
  if (!hasGateway)
    return "не подключена: задайте YOOKASSA_SHOP_ID и YOOKASSA_SECRET_KEY там, где запущена программа";
  return isLive ? "подключена" : "песочница: деньги ненастоящие";
}

/** The address ends with a secret: whoever knows it may knock, so it is the owner's. */
function notificationsWords(url: string | undefined, isOwner: boolean): Pick<Step, "now" | "copy"> {
  if (url === undefined)
    return { now: "у программы нет адреса в интернете (PUBLIC_URL): оплата проверяется раз в пять секунд" };
  return isOwner ? { copy: url } : { now: "адрес покажем владельцу" };
}

async function peopleSteps({ app, user }: Pick<PageCall, "app" | "user">): Promise<readonly Step[]> {
  const staff = (await listStaff(app.db)).filter(({ isActive }) => isActive);
  const isOwner = user.role === "owner";
  const others = staff.length - 1;
  const isLinked = staff.some(({ role, telegramId }) => role === "owner" && telegramId !== undefined);
  return [
    {
      id: "telegram",
      title: "Ваш Telegram",
      why: "Бот сообщит о записях, отменах и о деньгах, которым нужен человек.",
      isDone: isLinked,
      now: isLinked ? "связан" : "Напишите боту /id: он назовёт число для связи.",
      ...(isOwner ? { href: "pages/setup?tab=staff", action: isLinked ? "Открыть" : "Связать" } : {}),
    },
    {
      id: "staff",
      title: "Сотрудники",
      why: "У каждого свой вход и свои права. Работаете одни — пропустите.",
      isDone: others > 0,
      isOptional: true,
      ...(others > 0 ? { now: `кроме вас — ${others}` } : {}),
      ...(isOwner ? { href: "pages/setup?tab=staff", action: others > 0 ? "Открыть" : "Добавить" } : {}),
    },
  ];
}

const marketingStep = (settings: Settings): Step => ({
  id: "marketing",
  title: "Рекламные рассылки",
  why: "Письма о свободных окнах и скидках — тем, кто согласился.",
  isDone: settings["marketing.enabled"],
  isOptional: true,
  now: settings["marketing.enabled"] ? "включены" : "выключены",
  note: MARKETING_LAW,
  href: settingHref("marketing.enabled"),
  action: "Открыть",
});
