import type { App } from "./core/app.ts";
import { type DayTime, generateSlots, type SlotKind } from "./core/calendar/index.ts";
import {
  type AddServiceInput,
  addService,
  addSpecialist,
  listServices,
  listSpecialists,
} from "./core/catalog/index.ts";
import { OPERATOR } from "./core/kernel/actor.ts";
import { InvariantError } from "./core/kernel/invariant.ts";
import { dayOf, plusDays, type Weekday } from "./core/kernel/local-day.ts";
import { kopecks, type Percent, percent } from "./core/kernel/money.ts";
import { done, type Outcome, refuse } from "./core/kernel/outcome.ts";
import { type AddStaffRefusal, addStaff, listStaff, searchClients } from "./core/people/index.ts";
import { changeSetting, loadSettings, type SettingKey, type Settings } from "./core/settings/index.ts";

export type DemoCounts = { readonly specialists: number; readonly services: number; readonly slots: number };

export type LoadDemoRefusal =
  | "database_not_empty"
  | Exclude<AddStaffRefusal, "email_taken" | "unknown_specialist">;

export type LoadDemoInput = {
  /** The panel's first login; left as it is when there is one with this e-mail. */
  readonly owner?: { readonly email: string; readonly password: string } | undefined;
};

/**
 * Fills an empty database with what a newcomer can try: two specialists, services of each kind and policy, two
 * weeks of slots from today, hot and online ones among them. Staff and settings alone do not make a database full.
 *
 * It is many use cases, not one transaction. The first of them leaves a mark and the last another: a database with
 * the first mark alone was cut off in the middle, and the next call completes it; two calls at once make one demo.
 */
export async function loadDemo(
  app: App,
  input: LoadDemoInput = {},
): Promise<Outcome<DemoCounts, LoadDemoRefusal>> {
  const settings = await loadSettings(app.db);
  if (isFinished(settings) || (!isBegun(settings) && !(await isEmpty(app))))
    return refuse("database_not_empty");
  if (input.owner !== undefined) {
    const owner = await addOwner(app, input.owner);
    if (!owner.ok) return owner;
  }
  await set(app, BEGUN);
  await addServices(app);
  const specialistIds = await addSpecialists(app);
  const slots = await addSlots(app, specialistIds, settings["business.timeZone"]);
  for (const entry of WORDS) await set(app, entry);
  await set(app, FINISHED);
  return done({ specialists: specialistIds.length, services: SERVICES.length, slots });
}

type Entry = { readonly key: SettingKey; readonly typed: string };

const BEGUN: Entry = { key: "business.name", typed: "Студия «Окошко»" };
const FINISHED: Entry = { key: "business.address", typed: "Москва, Садовая ул., 12, 2 этаж" };
const WORDS: readonly Entry[] = [
  { key: "business.phone", typed: "+7 900 000-00-00" },
  { key: "business.contacts", typed: "Каждый день с 10 до 20" },
  { key: "business.mapUrl", typed: "https://yandex.ru/maps/213/moscow/" },
  // In the sandbox everything can be tried (MS-7).
  { key: "marketing.enabled", typed: "да" },
];

const isBegun = (settings: Settings): boolean => settings["business.name"] === BEGUN.typed;
const isFinished = (settings: Settings): boolean =>
  isBegun(settings) && settings["business.address"] === FINISHED.typed;

async function isEmpty(app: App): Promise<boolean> {
  const services = await listServices(app.db);
  const specialists = await listSpecialists(app.db);
  const clients = await searchClients(app.db, { rowsMax: 1 });
  return services.length + specialists.length + clients.length === 0;
}

const SERVICES: readonly Omit<AddServiceInput, "actor">[] = [
  {
    ...{ name: "Стрижка", kind: "in_person", durationMinutes: 60, price: kopecks(200_000), policy: "full" },
    ...{ prepayment: kopecks(0), description: "Мытьё, стрижка и укладка." },
  },
  {
    ...{
      name: "Окрашивание",
      kind: "in_person",
      durationMinutes: 120,
      price: kopecks(650_000),
      policy: "prepay",
    },
    ...{
      prepayment: kopecks(150_000),
      description: "В один тон. При записи — предоплата, остальное на месте.",
    },
  },
  {
    ...{ name: "Укладка", kind: "in_person", durationMinutes: 60, price: kopecks(150_000), policy: "onSite" },
    ...{ prepayment: kopecks(0), description: "Оплата на месте." },
  },
  {
    ...{
      name: "Онлайн-консультация",
      kind: "online",
      durationMinutes: 30,
      price: kopecks(120_000),
      policy: "full",
    },
    ...{ prepayment: kopecks(0), description: "Подбор ухода и образа по видеосвязи." },
  },
];

const SPECIALISTS = [
  {
    name: "Анна Белова",
    about: "Стилист, 8 лет в профессии",
    meetingUrl: "https://meet.example.com/anna-belova",
  },
  {
    name: "Мария Орлова",
    about: "Колорист и парикмахер",
    meetingUrl: "https://meet.example.com/maria-orlova",
  },
];

type DemoPattern = {
  /** Whose, by the order of `SPECIALISTS`. */
  readonly specialist: number;
  readonly kind: SlotKind;
  readonly discountPercent?: Percent;
  /** Days from today, both included. */
  readonly days: readonly [first: number, last: number];
  readonly hours: DayTime;
  readonly breaks?: readonly DayTime[];
  readonly lengthMinutes: number;
};

const hours = (from: number, to: number): DayTime => ({ from: from * 60, to: to * 60 });

/** Hot ones come first: where slots would overlap, the earlier made stay. */
const PATTERNS: readonly DemoPattern[] = [
  { specialist: 0, kind: "hot", days: [0, 2], hours: hours(16, 18), lengthMinutes: 60 },
  {
    specialist: 1,
    kind: "hot",
    discountPercent: percent(30),
    days: [1, 1],
    hours: hours(12, 14),
    lengthMinutes: 60,
  },
  { specialist: 1, kind: "hot", days: [5, 5], hours: hours(18, 20), lengthMinutes: 60 },
  {
    specialist: 0,
    kind: "regular",
    days: [0, 13],
    hours: hours(10, 19),
    breaks: [hours(13, 14)],
    lengthMinutes: 60,
  },
  {
    specialist: 1,
    kind: "regular",
    days: [0, 13],
    hours: hours(11, 20),
    breaks: [hours(15, 16)],
    lengthMinutes: 60,
  },
  { specialist: 0, kind: "online", days: [0, 13], hours: hours(19, 21), lengthMinutes: 30 },
  { specialist: 1, kind: "online", days: [0, 13], hours: hours(20, 22), lengthMinutes: 30 },
];

const EVERY_DAY: ReadonlySet<Weekday> = new Set([1, 2, 3, 4, 5, 6, 7]);

async function addServices(app: App): Promise<void> {
  for (const service of SERVICES) {
    const added = await addService(app, { ...service, actor: OPERATOR });
    if (!added.ok && added.refusal !== "name_taken") throw broken(added.refusal);
  }
}

async function addSpecialists(app: App): Promise<readonly string[]> {
  for (const specialist of SPECIALISTS) {
    const added = await addSpecialist(app, { ...specialist, serviceIds: "all", actor: OPERATOR });
    if (!added.ok && added.refusal !== "name_taken") throw broken(added.refusal);
  }
  const all = await listSpecialists(app.db);
  return SPECIALISTS.map(({ name }) => {
    const found = all.find((specialist) => specialist.name === name);
    if (found === undefined) throw broken("unknown_specialist");
    return found.id;
  });
}

async function addSlots(app: App, specialistIds: readonly string[], zone: string): Promise<number> {
  const today = dayOf(app.clock.now(), zone);
  let count = 0;
  for (const pattern of PATTERNS) {
    const { specialist, kind, discountPercent, lengthMinutes, breaks = [] } = pattern;
    const [first, last] = pattern.days;
    const generated = await generateSlots(app, {
      specialistId: specialistIds[specialist] ?? "",
      pattern: {
        ...{ from: plusDays(today, first), to: plusDays(today, last), weekdays: EVERY_DAY },
        ...{ hours: pattern.hours, breaks, lengthMinutes },
      },
      ...{ kind, discountPercent, actor: OPERATOR },
    });
    if (!generated.ok) throw broken(generated.refusal);
    count += generated.value.made;
  }
  return count;
}

async function addOwner(
  app: App,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Outcome<undefined, LoadDemoRefusal>> {
  const isThere = (await listStaff(app.db)).some((member) => member.email === email.trim().toLowerCase());
  if (isThere) return done(undefined);
  const added = await addStaff(app, { name: "Владелец", role: "owner", email, password, actor: OPERATOR });
  if (added.ok || added.refusal === "email_taken") return done(undefined);
  if (added.refusal === "unknown_specialist") throw broken(added.refusal);
  return refuse(added.refusal, added.detail);
}

async function set(app: App, entry: Entry): Promise<void> {
  const changed = await changeSetting(app, { ...entry, actor: OPERATOR });
  if (!changed.ok) throw broken(changed.refusal);
}

/** Its own data must be right: a refusal here is a mistake of this file. */
const broken = (refusal: string): InvariantError =>
  new InvariantError("the demo data is refused", { refusal });
