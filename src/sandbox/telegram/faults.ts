import { z } from "zod";

const faultShape = {
  /** Which method it hits; without one, any but `getUpdates`. */
  method: z.string().min(1).optional(),
  /** Only calls about this chat, or updates of this user. */
  user: z.int().optional(),
  times: z.int().min(1).max(1_000_000).default(1),
  error_code: z.int().min(400).max(599).optional(),
  description: z.string().optional(),
  retry_after: z.int().min(0).max(86_400).optional(),
  /** An HTML page instead of JSON, as a gateway in front of Telegram answers. */
  body: z.enum(["json", "html"]).default("json"),
  reset: z.boolean().default(false),
  /** Whether the call has its effect before the answer is lost. */
  when: z.enum(["before", "after"]).default("before"),
  slow_ms: z.int().min(0).max(600_000).optional(),
  duplicate_update: z.boolean().default(false),
  reorder: z.boolean().default(false),
};

const namedKind = z.enum(["reset", "duplicate_update", "reorder"]);

/** `{"kind":"reset"}` is accepted for `{"reset":true}`. */
export const faultSchema = z
  .strictObject({ ...faultShape, kind: namedKind.optional() })
  .transform(({ kind, ...fault }) => (kind === undefined ? fault : { ...fault, [kind]: true }))
  .refine(
    (fault) =>
      fault.error_code !== undefined ||
      fault.slow_ms !== undefined ||
      fault.reset ||
      fault.duplicate_update ||
      fault.reorder,
    "a fault needs one of error_code, reset, slow_ms, duplicate_update, reorder",
  );
export type Fault = z.infer<typeof faultSchema>;

export type Faults = {
  add(fault: Fault): void;
  /** Those that are still to happen, `times` being how often. */
  list(): readonly Fault[];
  clear(): void;
  /** The fault that hits this call; it is counted down. */
  takeForCall(method: string, chatId: number | undefined): Fault | undefined;
  takeForUpdate(kind: "duplicate_update" | "reorder", userId: number): boolean;
};

export function createFaults(): Faults {
  let waiting: Fault[] = [];
  const take = (fits: (fault: Fault) => boolean): Fault | undefined => {
    const found = waiting.find(fits);
    if (!found) return undefined;
    const left = { ...found, times: found.times - 1 };
    waiting = waiting.flatMap((fault) => (fault !== found ? [fault] : left.times > 0 ? [left] : []));
    return found;
  };
  return {
    add: (fault) => {
      waiting.push(fault);
    },
    list: () => waiting,
    clear: () => {
      waiting = [];
    },
    takeForCall: (method, chatId) =>
      take(
        (fault) =>
          !fault.duplicate_update &&
          !fault.reorder &&
          (fault.method === undefined ? method !== "getupdates" : fault.method.toLowerCase() === method) &&
          (fault.user === undefined || fault.user === chatId),
      ),
    takeForUpdate: (kind, userId) =>
      take((fault) => fault[kind] && (fault.user === undefined || fault.user === userId)) !== undefined,
  };
}
