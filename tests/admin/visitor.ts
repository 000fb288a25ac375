import type { StaffLogin } from "./panel-under-test.ts";

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body when it is JSON; an empty object otherwise. */
  readonly json: Record<string, never> & AnswerJson;
};

type AnswerJson = {
  readonly records?: readonly {
    readonly id: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly recordActions?: readonly { readonly name: string }[];
  }[];
  readonly record?: {
    readonly params: Readonly<Record<string, unknown>>;
    readonly errors?: Readonly<Record<string, { readonly message: string }>>;
    readonly populated?: Readonly<Record<string, { readonly params: object; readonly title: string }>>;
    readonly recordActions?: readonly { readonly name: string }[];
  };
  readonly meta?: { readonly total: number };
  readonly notice?: { readonly type: string; readonly message: string };
  readonly madeOn?: { readonly from: string; readonly to: string; readonly offId?: string };
  readonly refused?: { readonly field: string | null; readonly message: string; readonly way?: object };
  readonly counted?: string;
  readonly form?: {
    readonly way?: object;
    readonly fields: readonly {
      readonly name: string;
      readonly value?: string;
      readonly ready?: readonly { readonly title: string; readonly text: string }[];
    }[];
  };
  readonly message?: string;
};

/** A browser without pages: keeps the session's cookie, says where its requests come from. */
export class Visitor {
  readonly url: string;
  cookie: string | undefined;

  constructor(url: string, cookie?: string) {
    this.url = url;
    this.cookie = cookie;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, { headers });
  }

  post(path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", origin: this.url, ...headers },
    });
  }

  async signIn(login: Pick<StaffLogin, "email" | "password">, next?: string): Promise<Answer> {
    const form = new URLSearchParams({
      email: login.email,
      password: login.password,
      ...(next ? { next } : {}),
    });
    return this.ask("/admin/login", { method: "POST", body: form, headers: { origin: this.url } });
  }

  async ask(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (this.cookie !== undefined) headers.set("cookie", this.cookie);
    const response = await fetch(`${this.url}${path}`, { redirect: "manual", ...init, headers });
    const set = response.headers.getSetCookie().find((cookie) => cookie.startsWith("sid="));
    if (set !== undefined) this.cookie = set.split(";")[0] ?? this.cookie;
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: readJson(text) };
  }
}

function readJson(text: string): Answer["json"] {
  try {
    return JSON.parse(text) as Answer["json"];
  } catch {
    return {} as Answer["json"];
  }
}

export async function signedIn(url: string, login: StaffLogin): Promise<Visitor> {
  const visitor = new Visitor(url);
  const answer = await visitor.signIn(login);
  if (answer.status !== 303) throw new Error(`not signed in: ${answer.status} ${answer.text.slice(0, 300)}`);
  return visitor;
}
