import { z } from "zod";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import {
  type BotContent,
  type InfoPage,
  MENU_TARGETS,
  type MenuButton,
  PAGE_BUTTON_TARGETS,
} from "./model.ts";
import { placeIn } from "./read-place.ts";

const TEXT_MAX = 5_000;
const SHORT_MAX = 600;

const short = z.string().max(SHORT_MAX);
const words = z
  .string()
  .max(TEXT_MAX)
  .refine((text) => !text.includes("\u0000"), "знак, которого не бывает в тексте");
const uuidOrNothing = z.union([z.literal(""), z.uuid()]);

const menuButton = z.strictObject({
  target: z.enum(MENU_TARGETS),
  slug: short.default(""),
  caption: short.default(""),
  joinsRow: z.boolean().default(false),
});

const pageButton = z.strictObject({
  caption: short,
  leadsTo: z.enum(PAGE_BUTTON_TARGETS),
  target: short.default(""),
});

const infoPage = z.strictObject({
  slug: z.string().max(64),
  title: short,
  text: words,
  pictureId: uuidOrNothing.default(""),
  buttons: z.array(pageButton).max(20).readonly(),
});

const content = z.strictObject({
  texts: z.record(z.string().max(100), words).refine((texts) => Object.keys(texts).length <= 1_000),
  menu: z.array(menuButton).max(60).readonly(),
  pages: z.array(infoPage).max(60).readonly(),
});

/** What a form or a file says, as a shape; whether it may be published is `checkContent`'s question. */
export const readContent = (given: unknown): Outcome<BotContent, "content_unreadable"> =>
  read(content, given);
export const readMenu = (given: unknown): Outcome<readonly MenuButton[], "content_unreadable"> =>
  read(content.shape.menu, given);
export const readPage = (given: unknown): Outcome<InfoPage, "content_unreadable"> => read(infoPage, given);

const FILE_KIND = "okoshko-bot-content";

const file = z.strictObject({
  kind: z.literal(FILE_KIND),
  format: z.literal(1),
  exportedAt: z.string().max(40).optional(),
  content,
  pictures: z
    .record(z.uuid(), z.strictObject({ kind: z.enum(["jpeg", "png"]), base64: z.base64() }))
    .default({}),
});

export type ContentFile = z.infer<typeof file>;

export const fileOf = (given: Omit<ContentFile, "kind" | "format">): ContentFile => ({
  ...{ kind: FILE_KIND, format: 1 },
  ...given,
});

/** A file of content: all that is wrong with its shape, each as «where: what». */
export function readFile(
  given: unknown,
):
  | { readonly ok: true; readonly value: ContentFile }
  | { readonly ok: false; readonly mistakes: readonly string[] } {
  const parsed = file.safeParse(given);
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    mistakes: parsed.error.issues.slice(0, MISTAKES_MAX).map((issue) => mistakeOf(issue, given)),
  };
}

const MISTAKES_MAX = 50;

function read<T>(schema: z.ZodType<T>, given: unknown): Outcome<T, "content_unreadable"> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return done(parsed.data);
  const [issue] = parsed.error.issues;
  return refuse("content_unreadable", { problem: issue === undefined ? "" : mistakeOf(issue, given) });
}

function mistakeOf({ path, code }: z.core.$ZodIssue, given: unknown): string {
  const isStranger = path.length === 0 || path[0] === "kind" || path[0] === "format";
  if (isStranger && code !== "unrecognized_keys")
    return "Это не файл с текстами бота: скачайте его на этой странице";
  return `${placeIn(path, given)}: ${MISTAKES[code] ?? "не то, что ожидалось"}`;
}

const MISTAKES: Readonly<Record<string, string>> = {
  invalid_type: "не тот вид значения или его нет",
  too_big: "слишком много",
  unrecognized_keys: "лишние поля",
  invalid_value: "такого значения не бывает",
  invalid_union: "такого значения не бывает",
  invalid_key: "такого имени не бывает",
};
