import { isOurTrouble, type PaymentProvider } from "../../payments/index.ts";
import { loadSettings } from "../../settings/index.ts";
import type { DoctorGround, Found } from "./model.ts";

type Account = Extract<Awaited<ReturnType<PaymentProvider["checkAccount"]>>, { outcome: "ok" }>["value"];

/** What YooKassa says of the shop, held against the settings. */
export async function checkYookassa({ config, gateway, db }: DoctorGround): Promise<readonly Found[]> {
  if (gateway === undefined) {
    const how =
      config.mode === "sandbox" ? "песочница, настоящих денег нет" : "не подключена, оплата только на месте";
    return [{ id: "yookassa_off", level: "ok", what: `ЮKassa: ${how}.` }];
  }
  const answer = await gateway.checkAccount();
  if (answer.outcome === "unknown") return [silent(answer.reason)];
  if (answer.outcome === "rejected")
    return [
      isOurTrouble(answer)
        ? refusedKey(answer.httpStatus)
        : silent(`HTTP ${answer.httpStatus} ${answer.code}`),
    ];
  return [
    known(answer.value, config.web.publicUrl),
    ...judgeAccount(answer.value, await receiptsAt(db), config.mode),
  ];
}

/** Undefined: the database is away, and with it the setting. */
async function receiptsAt(db: DoctorGround["db"]): Promise<"off" | "yookassa" | undefined> {
  const settings = db && (await loadSettings(db).catch(() => undefined));
  return settings?.["receipts.mode"];
}

const silent = (reason: string): Found => ({
  id: "yookassa_unreachable",
  level: "trouble",
  readings: [{ of: "yookassa_reachable", value: 0 }],
  what: `ЮKassa не отвечает: ${reason}`,
  why: "Клиенты не могут оплатить, возвраты и чеки ждут.",
  mend: "Проверьте сеть и status.yookassa.ru; начатое продолжится само.",
});

const refusedKey = (status: number): Found => ({
  id: "yookassa_key_refused",
  level: "trouble",
  readings: [
    { of: "yookassa_reachable", value: 1 },
    { of: "yookassa_key_ok", value: 0 },
  ],
  what: `ЮKassa не принимает ключ магазина (HTTP ${status}).`,
  why: "Ни одна оплата и ни один возврат не пройдут.",
  mend: "Личный кабинет ЮKassa → Интеграция → Ключи API: YOOKASSA_SHOP_ID и YOOKASSA_SECRET_KEY, затем перезапуск.",
});

function known({ accountId, isTest }: Account, publicUrl: string | undefined): Found {
  const told =
    publicUrl === undefined
      ? "уведомления не нужны, оплаты спрашиваем сами"
      : `уведомления: ${publicUrl}/yookassa/notifications/<секрет>, целиком — в панели, «Настройка»`;
  return {
    id: "yookassa_ok",
    level: "ok",
    readings: [
      { of: "yookassa_reachable", value: 1 },
      { of: "yookassa_key_ok", value: 1 },
    ],
    what: `ЮKassa отвечает: магазин ${accountId}${isTest ? ", тестовый" : ""}; ${told}.`,
  };
}

function judgeAccount(
  { isTest, hasFiscalization }: Account,
  receipts: "off" | "yookassa" | undefined,
  mode: "sandbox" | "live",
): readonly Found[] {
  const found: Found[] = [];
  if (receipts === undefined)
    found.push({
      id: "yookassa_receipts_unchecked",
      level: "unchecked",
      what: "Согласны ли чеки ЮKassa с настройкой receipts.mode.",
      why: "Настройка лежит в базе, а её нет.",
    });
  if (isTest && mode === "live")
    found.push({
      id: "yookassa_test_shop",
      level: "warning",
      what: "Магазин ЮKassa тестовый.",
      why: "Клиенты «платят», а деньги не приходят.",
      mend: "Задайте YOOKASSA_SHOP_ID и YOOKASSA_SECRET_KEY рабочего магазина (ключ live_…).",
    });
  if (receipts === "yookassa" && !hasFiscalization)
    found.push({
      id: "yookassa_receipts_off",
      level: "trouble",
      what: "Чеки включены у нас (receipts.mode=yookassa), а в ЮKassa не подключены.",
      why: "Чеки по 54-ФЗ не пробиваются.",
      mend: "Личный кабинет ЮKassa → Настройки → Чеки, или: npm run -s cli -- settings set receipts.mode off",
    });
  if (receipts === "off" && hasFiscalization)
    found.push({
      id: "yookassa_receipts_unused",
      level: "warning",
      what: "В ЮKassa чеки подключены, а у нас выключены (receipts.mode=off).",
      why: "ЮKassa отклонит оплату без данных для чека.",
      mend: "npm run -s cli -- settings set receipts.mode yookassa (сначала НДС и налоговый режим — с бухгалтером)",
    });
  return found;
}
