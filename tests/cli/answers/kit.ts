import { z } from "zod";

export const id = z.uuid();
export const moment = z.iso.datetime();
export const day = z.iso.date();
export const count = z.int().min(0);
export const whole = z.int();
export const text = z.string();
export const words = z.string().min(1);
/** One of the codes that have words for people. */
export const oneOf = <T extends Readonly<Record<string, unknown>>>(known: T) =>
  z.enum(Object.keys(known) as [keyof T & string, ...(keyof T & string)[]]);
export const list = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item) });
export const page = <T extends z.ZodType>(item: T) => list(item).extend({ hasMore: z.boolean() });
