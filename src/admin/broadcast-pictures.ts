import type { RequestHandler } from "express";
import type { App } from "../core/app.ts";
import { findPicture } from "../core/broadcasts/index.ts";
import { isUuid } from "../core/kernel/ids.ts";
import { mayDo } from "./access.ts";
import { userOf } from "./security/gate.ts";

const ADDRESS = /^\/broadcast-pictures\/([^/]+)$/;

/** The picture of a broadcast, for those who may look at broadcasts. */
export function broadcastPictures({ db }: Pick<App, "db">): RequestHandler {
  return async (request, response, next) => {
    const [, id = ""] = ADDRESS.exec(request.path) ?? [];
    if (id === "" || request.method !== "GET") return next();
    const isAllowed = mayDo(userOf(request), "Broadcast", "show");
    const picture = isAllowed && isUuid(id) ? await findPicture(db, id) : undefined;
    if (picture === undefined) {
      response.status(isAllowed ? 404 : 403).json({ message: "Такой картинки нет." });
      return;
    }
    response.type(picture.kind === "png" ? "image/png" : "image/jpeg").send(Buffer.from(picture.bytes));
  };
}
