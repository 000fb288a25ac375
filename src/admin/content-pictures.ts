import type { RequestHandler } from "express";
import type { App } from "../core/app.ts";
import { findContentPicture } from "../core/content/index.ts";
import { isUuid } from "../core/kernel/ids.ts";
import { mayOpen } from "./access.ts";
import { userOf } from "./security/gate.ts";

const ADDRESS = /^\/content-pictures\/([^/]+)$/;

/** The picture of a page of the bot's, for those who may edit them. */
export function contentPictures({ db }: Pick<App, "db">): RequestHandler {
  return async (request, response, next) => {
    const [, id = ""] = ADDRESS.exec(request.path) ?? [];
    if (id === "" || request.method !== "GET") return next();
    const isAllowed = mayOpen(userOf(request), "texts");
    const picture = isAllowed && isUuid(id) ? await findContentPicture(db, id) : undefined;
    if (picture === undefined) {
      response.status(isAllowed ? 404 : 403).json({ message: "Такой картинки нет." });
      return;
    }
    response.type(picture.kind === "png" ? "image/png" : "image/jpeg").send(Buffer.from(picture.bytes));
  };
}
