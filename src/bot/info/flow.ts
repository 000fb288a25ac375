import { Composer, InputFile } from "grammy";
import { listServices } from "../../core/catalog/index.ts";
import {
  findContentPicture,
  findContentPictureFileId,
  keepContentPictureFileId,
  pageValues,
} from "../../core/content/index.ts";
import { present } from "../../core/kernel/invariant.ts";
import { toInfo, toPage } from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import type { Photo } from "../photos.ts";
import { show, showWithPhoto } from "../show.ts";
import { infoScreen, pageScreen } from "./screens.ts";

/** What the business says about itself: the list of its pages, and each of them. */
export function information(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(toInfo, (ctx) => showInfo(ctx)),
      onTap(toPage, (ctx, { slug }) => showPage(ctx, slug)),
    ),
  );
  return flow;
}

async function showInfo(ctx: BotContext, note?: string): Promise<void> {
  const { words, settings, pages } = ctx.on;
  const facts = { business: settings["business.name"], pages, ...(note === undefined ? {} : { note }) };
  await show(ctx, infoScreen(words, facts));
}

async function showPage(ctx: BotContext, slug: string): Promise<void> {
  const { app, words, settings, pages } = ctx.on;
  const page = pages.find((one) => one.slug === slug);
  if (page === undefined) return showInfo(ctx, words.t("info-gone"));
  const [services, values] = await Promise.all([
    listServices(app.db, { onlyBookable: true }),
    pageValues(app.db, { settings, name: clientOf(ctx).name }),
  ]);
  const screen = pageScreen(words, {
    ...{ page, values },
    slugs: new Set(pages.map((one) => one.slug)),
    serviceIds: new Set(services.map(({ id }) => id)),
  });
  if (page.pictureId === "") return show(ctx, screen);
  await showWithPhoto(ctx, screen, photoOf(ctx, page.pictureId));
}

const photoOf = ({ on: { app } }: BotContext, pictureId: string): Photo => ({
  id: pictureId,
  findName: () => findContentPictureFileId(app.db, pictureId),
  open: async () => {
    const { kind, bytes } = present(await findContentPicture(app.db, pictureId), "the picture of a page");
    return new InputFile(bytes, kind === "png" ? "picture.png" : "picture.jpg");
  },
  keepName: (name) => keepContentPictureFileId(app.db, pictureId, name),
});
