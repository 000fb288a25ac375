import { z } from "zod";
import { count, id, list, moment, page, text, whole, words } from "./kit.ts";
import { definition, segmentClient } from "./shapes.ts";

const segment = z.strictObject({
  ...{ id, name: words, words, clients: count, definition, createdAt: moment, updatedAt: moment },
});

const facts = z.record(
  words,
  z.strictObject({
    title: words,
    ops: z.record(
      words,
      z.strictObject({
        title: text,
        operand: z.union([
          z.strictObject({
            ...{ kind: z.literal("whole"), min: whole, max: whole },
            unit: z.enum(["days", "times", "rubles", "points"]),
          }),
          z.strictObject({ kind: z.enum(["month", "yesNo", "services", "specialists", "tags", "nothing"]) }),
        ]),
      }),
    ),
    hasPeriod: z.literal(true).optional(),
  }),
);

export const SEGMENTS_ANSWERS = {
  "segments list": list(segment),
  "segments show": segment.extend({ first: z.array(segmentClient) }),
  "segments count": z.strictObject({ clients: count, definition }),
  "segments clients": page(segmentClient),
  "segments facts": facts,
  "segments lookup": z.strictObject({
    ...{ segmentId: id, clientId: id, isIn: z.boolean() },
    why: z.array(
      z.strictObject({
        ...{ words, depth: count, holds: z.boolean(), isGroup: z.boolean(), own: text.nullable() },
      }),
    ),
  }),
  "segments save": segment,
  "segments delete": z.strictObject({ id, isDeleted: z.literal(true) }),
} satisfies Readonly<Record<string, z.ZodType>>;
