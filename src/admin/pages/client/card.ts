import type { Zone } from "../../../core/kernel/local-day.ts";
import { formatRubles } from "../../../core/kernel/money.ts";
import { formatWhole } from "../../../core/kernel/points.ts";
import { zoneWords } from "../../../core/kernel/zone-names.ts";
import { type Balance, balanceOf } from "../../../core/loyalty/index.ts";
import { type Block, birthdayText, findBlock, hasConsent } from "../../../core/people/index.ts";
import { type ClientProfile, findClientProfile } from "../../../core/reports/index.ts";
import { mayDo } from "../../access.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant, phoneText } from "../../readable.ts";
import { CLIENTS } from "../../resources/people.ts";
import { awaitedOf } from "./awaited.ts";
import { firstParts } from "./parts.ts";
import type { CardAction, CardFact, ClientCard } from "./view.ts";

/** A client's card as it opens: who they are, how they stand, and the beginning of everything that was. */
export async function clientCard(call: PageCall, clientId: string): Promise<ClientCard | undefined> {
  const { app, zone } = call;
  const now = app.clock.now();
  const profile = await findClientProfile(app.db, { clientId, now });
  if (profile === undefined) return undefined;
  const [block, points, wantsNews, parts, awaited] = await Promise.all([
    findBlock(app.db, clientId, now),
    balanceOf(app.db, { clientId, now }),
    hasConsent(app.db, clientId, "marketing"),
    firstParts(call, clientId),
    awaitedOf(call, clientId),
  ]);
  const isThere = profile.erasedAt === undefined && profile.mergedInto === undefined;
  return {
    id: profile.id,
    name: profile.name,
    badges: [
      ...(profile.isVip ? [{ text: "VIP", tone: "primary" } as const] : []),
      ...(block === undefined ? [] : [{ text: "заблокирован", tone: "danger" } as const]),
      ...profile.tags.map((text) => ({ text, tone: "default" }) as const),
    ],
    gone: goneOf(profile, zone),
    alert: block && blockText(block, zone),
    awaited,
    pinned: profile.note,
    contacts: isThere ? contactsOf(profile, { zone, now, wantsNews }) : [],
    figures: figuresOf(profile, points, { zone, isAwaited: awaited !== undefined }),
    actions: actionsOf(call, profile, block !== undefined),
    journalHref: mayDo(call.user, "AuditEntry", "list")
      ? `resources/AuditEntry?filters.subjectId=${profile.id}`
      : undefined,
    mayPin: isThere && mayDo(call.user, "Client", "edit"),
    parts,
  };
}

function goneOf({ erasedAt, mergedInto }: ClientProfile, zone: Zone): ClientCard["gone"] {
  if (erasedAt !== undefined)
    return {
      text: `Персональные данные удалены ${formatInstant(erasedAt, zone)}. Визиты, деньги и баллы остались без имени.`,
    };
  if (mergedInto !== undefined)
    return {
      text: "Это карточка того же человека: всё, что было здесь, теперь в его карточке.",
      href: `pages/client?id=${mergedInto.id}`,
      name: mergedInto.name,
    };
  return undefined;
}

const blockText = ({ endsAt, reason }: Block, zone: Zone): string =>
  `Запись через бота закрыта${endsAt === undefined ? ", пока не откроете" : ` до ${formatInstant(endsAt, zone)}`}. Причина: ${reason}`;

type Beside = { readonly zone: Zone; readonly now: Date; readonly wantsNews: boolean };

function contactsOf(profile: ClientProfile, { zone, now, wantsNews }: Beside): readonly CardFact[] {
  const { phone, phoneCheckedAt, email, birthday, timeZone, inviter, createdAt, referralCode } = profile;
  const facts: readonly (CardFact | undefined)[] = [
    phone === undefined
      ? { label: "Телефон", value: "не указан" }
      : {
          label: "Телефон",
          value: phoneText(phone),
          href: `tel:${phone}`,
          ...(phoneCheckedAt === undefined ? {} : { note: "подтверждён в Telegram" }),
        },
    telegramOf(profile),
    email === undefined ? undefined : { label: "Почта", value: email, href: `mailto:${email}` },
    birthday && { label: "День рождения", value: birthdayText(birthday) },
    timeZone === undefined ? undefined : { label: "Часовой пояс", value: zoneWords(timeZone, now) },
    { label: "Рассылки", value: wantsNews ? "согласие есть" : "согласия нет" },
    inviter && { label: "Кто пригласил", value: inviter.name, href: `pages/client?id=${inviter.id}` },
    { label: "Код приглашения", value: referralCode },
    { label: "Клиент с", value: formatInstant(createdAt, zone) },
  ];
  return facts.filter((fact) => fact !== undefined);
}

function telegramOf({ telegramId, telegramUsername, unreachableAt }: ClientProfile): CardFact {
  const label = "Telegram";
  if (telegramId === undefined) return { label, value: "нет: бот написать не сможет" };
  const known =
    telegramUsername === undefined
      ? { label, value: "есть, без имени" }
      : {
          label,
          value: `@${telegramUsername}`,
          href: `https://t.me/${encodeURIComponent(telegramUsername)}`,
        };
  return unreachableAt === undefined ? known : { ...known, note: "клиент заблокировал бота", tone: "danger" };
}

type FigureTerms = { readonly zone: Zone; readonly isAwaited: boolean };

type Points = Balance & { readonly nextRedemptionAt: Date | undefined };

function figuresOf(
  profile: ClientProfile,
  points: Points,
  { zone, isAwaited }: FigureTerms,
): readonly CardFact[] {
  const { visits, noShows, cancelled, lastVisitAt, nextVisit, spent, averageVisit } = profile;
  const { balance, held, available, nextRedemptionAt } = points;
  const heldText = held > 0 ? `доступно ${formatWhole(available)}, отложено ${formatWhole(held)}` : undefined;
  const until = nextRedemptionAt && `списать можно с ${formatInstant(nextRedemptionAt, zone)}`;
  const pointsNote = [heldText, until].filter((part) => part !== undefined).join("; ");
  return [
    nextVisit === undefined
      ? { label: "Следующий визит", value: "нет записи" }
      : {
          label: "Следующий визит",
          value: formatInstant(nextVisit.startsAt, zone),
          href: `resources/Booking/records/${nextVisit.id}/show`,
          note: `№ ${nextVisit.number}`,
        },
    {
      label: "Последний визит",
      value: lastVisitAt === undefined ? "ещё не было" : formatInstant(lastVisitAt, zone),
    },
    { label: "Визитов", value: formatWhole(visits), note: `отмен: ${formatWhole(cancelled)}` },
    { label: "Неявок", value: formatWhole(noShows), ...(noShows > 0 ? { tone: "danger" as const } : {}) },
    {
      label: "Потрачено",
      value: formatRubles(spent),
      note: isAwaited ? "уже получено, без чаевых" : "без чаевых",
    },
    {
      label: "Средний чек",
      value: averageVisit === undefined ? "—" : formatRubles(averageVisit),
      ...(averageVisit === undefined ? {} : { note: "по ценам визитов" }),
    },
    {
      label: "Баллы",
      value: formatWhole(balance),
      ...(pointsNote === "" ? {} : { note: pointsNote }),
      ...(balance < 0 ? { tone: "danger" as const } : {}),
    },
  ];
}

/** What may be done with this client by who looks: the same actions, by the same rules, as everywhere in the panel. */
function actionsOf(
  { app, user }: PageCall,
  profile: ClientProfile,
  isBlocked: boolean,
): readonly CardAction[] {
  const row = {
    telegramId: profile.telegramId,
    unreachableAt: profile.unreachableAt,
    isVip: profile.isVip,
    isBlocked,
    erasedAt: profile.erasedAt,
    mergedIntoId: profile.mergedInto?.id,
  };
  const now = app.clock.now();
  return (CLIENTS.actions ?? [])
    .filter(
      ({ of, name, fits }) =>
        of === "record" && mayDo(user, "Client", name) && (fits?.(row, user, now) ?? true),
    )
    .map(({ name, label, icon }) => ({ name, label, icon }));
}
