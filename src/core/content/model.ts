/** A sentence taken apart: words as they stand, values, and forms that a value chooses between. */
export type Pattern = readonly PatternPart[];

export type PatternPart =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "value"; readonly name: string }
  | { readonly kind: "choice"; readonly name: string; readonly variants: readonly Variant[] };

export type Variant = {
  readonly key: string;
  /** Stands for whatever no other variant does. */
  readonly isDefault: boolean;
  readonly pattern: Pattern;
};

/** `message`: Telegram's HTML; `plain`: words inside others, no tags; `button`: a caption. */
export type TextKind = "message" | "plain" | "button";

/** A sentence as the product is shipped with it. */
export type ShippedText = {
  readonly key: string;
  /** The flow that says it: a file of `texts/`. */
  readonly group: string;
  /** What it is for, as people call it. */
  readonly title: string;
  readonly kind: TextKind;
  /** As an editor shows it, in Fluent's notation. */
  readonly source: string;
  readonly pattern: Pattern;
  /** Said with a consent, or when nothing else can be: it changes only with the product (PE-1). */
  readonly isFixed: boolean;
};

/** Where the main menu leads. `info` is the list of all pages, `page` one of them. */
export const MENU_TARGETS = [
  "book",
  "hot",
  "online",
  "my",
  "points",
  "invite",
  "my_data",
  "contact",
  "info",
  "page",
] as const;

export type MenuTarget = (typeof MENU_TARGETS)[number];

export type MenuButton = {
  readonly target: MenuTarget;
  /** The page's; empty for every other target. */
  readonly slug: string;
  /** Empty: what the product calls it, or the page's title. */
  readonly caption: string;
  /** Stands in the row of the button before it. */
  readonly joinsRow: boolean;
};

export const PAGE_BUTTON_TARGETS = ["page", "service", "book", "link", "contact"] as const;

export type PageButtonTarget = (typeof PAGE_BUTTON_TARGETS)[number];

export type PageButton = {
  readonly caption: string;
  readonly leadsTo: PageButtonTarget;
  /** A page's slug, a service's id, an address; empty where nothing has to be chosen. */
  readonly target: string;
};

export type InfoPage = {
  /** Its name in links: small Latin letters, digits, hyphens. */
  readonly slug: string;
  readonly title: string;
  /** Telegram's HTML with {variables}. */
  readonly text: string;
  /** Of a stored picture; empty: there is none. */
  readonly pictureId: string;
  readonly buttons: readonly PageButton[];
};

/** What the bot says and shows, as far as the business may word it. */
export type BotContent = {
  /** Only sentences that differ from the shipped ones. */
  readonly texts: Readonly<Record<string, string>>;
  readonly menu: readonly MenuButton[];
  readonly pages: readonly InfoPage[];
};

/** What is wrong, and where; a warning does not keep a draft from being published. */
export type ContentProblem = {
  readonly place: ContentPlace;
  readonly sentence: string;
  readonly isWarning: boolean;
};

export type ContentPlace =
  | { readonly part: "text"; readonly key: string }
  | { readonly part: "menu" }
  | { readonly part: "page"; readonly slug: string };

/** What the content may lead to, as it is at this moment. */
export type ContentFacts = {
  /** Services that can be booked. */
  readonly serviceIds: ReadonlySet<string>;
  readonly pictureIds: ReadonlySet<string>;
};

/** The one draft: `content` is undefined while nothing differs from what is published. */
export type ContentDraft = {
  /** Counts every change of the draft: who saves says which one they saw. */
  readonly revision: number;
  readonly content: BotContent | undefined;
  /** The version that it began from. */
  readonly basedOn: number;
  readonly staffId: string | undefined;
  readonly updatedAt: Date | undefined;
};

export type ContentVersion = {
  readonly id: string;
  /** From 1 on; 0 is what the product is shipped with. */
  readonly number: number;
  readonly note: string;
  /** The version whose content it brought back. */
  readonly restoredFrom: number | undefined;
  readonly staffId: string | undefined;
  readonly publishedAt: Date;
};

export type PublishedContent = ContentVersion & { readonly content: BotContent };
