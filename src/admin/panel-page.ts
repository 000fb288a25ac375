import type { Readable } from "node:stream";
import type { App } from "../core/app.ts";
import type { Actor } from "../core/kernel/actor.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import type { PageId, PanelUser } from "./access.ts";
import type { COMPONENTS } from "./components.ts";
import type { Values } from "./panel-action.ts";

/** What the program was started with, as far as whoever sets the business up needs to know; no secret but one. */
export type Connections = {
  readonly bot: "sandbox" | "live";
  /** What Telegram said of our token when it was last asked; undefined: nobody asks it. */
  readonly botAnswer?: () => "asking" | "known" | "unknown_token" | "unreachable";
  /** Where the gateway is to send its notifications: the last part is secret. Undefined: the world does not reach us. */
  readonly notificationsUrl: string | undefined;
};

/** What a page works with: the product, and who looks at it. */
export type PageCall = {
  readonly app: App;
  readonly user: PanelUser;
  readonly actor: Actor;
  readonly zone: Zone;
  readonly connections?: Connections | undefined;
};

/** A file that the browser saves; its bytes are sent as they come. */
export class Download {
  readonly name: string;
  readonly type: string;
  readonly body: Readable;

  constructor(file: { readonly name: string; readonly type: string; readonly body: Readable }) {
    this.name = file.name;
    this.type = file.type;
    this.body = file.body;
  }
}

/** A page of our own in the menu; who may open it is `access.ts`'s. */
export type PanelPage = {
  readonly id: PageId;
  readonly label: string;
  readonly icon: string;
  readonly component: keyof typeof COMPONENTS;
  /** Answers what the page asks, in plain data or as a file; changes nothing. */
  readonly read: (call: PageCall, asked: Values) => Promise<object>;
  /** Does what the page was told to do, and says what came of it. */
  readonly act?: (call: PageCall, values: Values) => Promise<object>;
};
