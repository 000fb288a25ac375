import { z } from "zod";
import { AUDIT_ACTION_WORDS, AUDIT_SUBJECT_WORDS } from "../../../src/core/audit/index.ts";
import { ACTOR_WORDS } from "../../../src/core/kernel/actor.ts";
import { DOCTOR_LEVELS, DOCTOR_PARTS } from "../../../src/core/reports/index.ts";
import { count, day, id, list, moment, oneOf, page, text, whole, words } from "./kit.ts";

const scheduledRun = z.strictObject({
  ...{ dueAt: moment, beganAt: moment, endedAt: moment, outcome: z.enum(["done", "failed"]), words: text },
});
const run = scheduledRun.nullable();
const exportRun = scheduledRun.extend({
  ...{ id, dueAt: moment.nullable(), isByHand: z.boolean(), file: words.nullable(), rows: count.nullable() },
});

const schedule = z.strictObject({
  ...{ number: whole, id, cron: words, timeZone: words, period: z.enum(["day", "week", "month"]) },
  by: z.enum(["operations", "day", "service", "specialist", "kind"]),
  ...{ isPlain: z.boolean(), folder: words.nullable(), toTelegram: z.boolean(), next: z.array(moment) },
  lastRun: exportRun.nullable(),
});

const backup = z.strictObject({
  ...{ file: words, createdAt: moment, product: words, mode: z.enum(["live", "sandbox"]).nullable() },
  source: z.strictObject({ host: words, database: words, postgres: words }),
  ...{ migrations: z.array(words), isEncrypted: z.boolean(), fileBytes: count, rows: count },
  tables: z.array(z.strictObject({ name: words, rows: count, bytes: count })),
});

export const MACHINE_ANSWERS = {
  "audit list": page(
    z.strictObject({
      ...{
        id: z.string().regex(/^\d+$/),
        createdAt: moment,
        actorKind: oneOf(ACTOR_WORDS),
        actorName: words,
      },
      ...{ actorId: id.nullable(), action: oneOf(AUDIT_ACTION_WORDS), actionName: words },
      ...{ subjectKind: oneOf(AUDIT_SUBJECT_WORDS), subjectId: words, subjectName: words },
      ...{ reason: words.nullable(), change: z.record(z.string(), z.unknown()).nullable() },
    }),
  ),
  "schedule list": list(schedule),
  "schedule show": schedule.extend({ runs: z.array(exportRun) }),
  "schedule next": list(z.strictObject({ at: moment, number: whole, id })).extend({ timeZone: words }),
  "schedule add": schedule,
  "schedule change": schedule,
  "schedule remove": z.strictObject({ number: whole, id }),
  "schedule run": z.strictObject({
    number: whole,
    from: day,
    to: day,
    file: words.nullable(),
    owners: count,
  }),
  "demo load": z.strictObject({ specialists: count, services: count, slots: count }),
  "db migrate": z.strictObject({ applied: z.array(words), repaired: z.array(words).optional() }),
  "db status": z.strictObject({
    kind: z.enum(["embedded", "external"]),
    server: z.strictObject({ isRunning: z.boolean(), pid: whole.nullable(), folder: words }).nullable(),
    migrations: z
      .strictObject({ applied: z.array(words), pending: z.array(words), problems: z.array(words) })
      .nullable(),
  }),
  "db stop": z.strictObject({ wasRunning: z.boolean() }),
  "db backup": backup.extend({
    warnings: z.array(z.strictObject({ code: z.literal("passphrase_short"), message: words })),
  }),
  "db verify": backup,
  "db restore": backup.extend({ hasReplaced: z.boolean(), migrated: z.array(words), discrepancies: count }),
  "db backups": list(
    z.strictObject({ name: words, at: moment, bytes: count, isEncrypted: z.boolean().nullable() }),
  ).extend({
    ...{ folder: words.nullable(), cron: words, timeZone: words, isEncrypted: z.boolean() },
    ...{ next: z.array(moment), lastRun: run, problem: words.nullable() },
  }),
  completion: z.strictObject({ shell: z.enum(["bash", "zsh"]), script: words }),
  doctor: z.strictObject({
    ...{ level: z.enum(DOCTOR_LEVELS), checkedAt: moment },
    items: z.array(
      z.strictObject({
        ...{
          id: z.string().regex(/^[a-z][a-z_]+$/),
          part: z.enum(DOCTOR_PARTS),
          level: z.enum(DOCTOR_LEVELS),
        },
        ...{ what: words, why: words.nullable(), mend: words.nullable(), since: moment.nullable() },
        count: whole.nullable(),
      }),
    ),
  }),
} satisfies Readonly<Record<string, z.ZodType>>;
