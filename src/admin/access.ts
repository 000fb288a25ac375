import type { StaffRole } from "../core/people/index.ts";
import type { SettingGroup, SettingKey } from "../core/settings/index.ts";

/** What the panel shows as lists; the names are the data model's. */
export type ResourceId =
  | "Booking"
  | "Slot"
  | "Client"
  | "ClientMessage"
  | "QuickReply"
  | "PointEntry"
  | "Payment"
  | "Refund"
  | "ClosingReceipt"
  | "Review"
  | "Segment"
  | "Broadcast"
  | "WaitlistEntry"
  | "Service"
  | "Specialist"
  | "SpecialistService"
  | "Setting"
  | "Staff"
  | "AuditEntry"
  | "OutboxMessage";

/** The panel's own pages. */
export type PageId =
  | "calendar"
  | "client"
  | "finance"
  | "analytics"
  | "exports"
  | "import"
  | "setup"
  | "texts"
  | "account";

/** Who is at the panel, read anew for every request. `email` and `title` are what AdminJS shows in its corner. */
export type PanelUser = {
  readonly id: string;
  readonly role: StaffRole;
  readonly specialistId: string | undefined;
  readonly email: string;
  readonly title: string;
  /** What they may open. */
  readonly pages: readonly PageId[];
  /** Of these, what a list leads to and the menu does not show. */
  readonly offMenu?: readonly PageId[];
  /** What the session they came with is called. */
  readonly session?: string;
};

type Offers = Readonly<Partial<Record<ResourceId, readonly string[]>>>;

const READ = ["list", "show", "search"] as const;

/** Everybody has a row of their own among staff: what the bot writes to them is theirs to switch. */
const OWN_ROW = ["list", "show", "setStaffMessages"] as const;
/** And managers find the others by name, where a list is filtered by who did something. */
const OWN_ROW_AND_NAMES = [...OWN_ROW, "search"] as const;

const OF_SPECIALIST: Offers = {
  Staff: OWN_ROW,
  Booking: [
    "list",
    "show",
    "bookAgain",
    "moveBooking",
    "markCame",
    "markNoShow",
    "recordOnSpot",
    "recordOnSpotAnew",
    "setBookingNote",
    "setMeetingLink",
  ],
  Slot: ["list", "show", "bookForClient", "closeSlot", "reopenSlot", "takeTimeOff"],
};

const OF_ADMIN: Offers = {
  Booking: [
    ...READ,
    "bookClient",
    "bookAgain",
    "confirmOnSpot",
    "showPayLink",
    "cancelBooking",
    "moveBooking",
    "markCame",
    "markNoShow",
    "recordOnSpot",
    "recordOnSpotAnew",
    "refundBooking",
    "setBookingNote",
    "setMeetingLink",
  ],
  Slot: [
    ...READ,
    "generateSlots",
    "addSlot",
    "takeTimeOff",
    "bookForClient",
    "closeSlot",
    "reopenSlot",
    "makeHot",
    "makeRegular",
    "moveSlot",
    "deleteSlot",
  ],
  Client: [
    ...READ,
    "edit",
    "addClient",
    "adjustPoints",
    "writeToClient",
    "blockClient",
    "liftBlock",
    "setVip",
    "setTags",
    "exportClient",
    "eraseClient",
    "addToWaitlist",
    "bookVisit",
    "writeNote",
    "renameClient",
    "changeDetails",
    "changePhone",
  ],
  ClientMessage: [...READ, "answerMessage"],
  QuickReply: [...READ, "addQuickReply", "changeQuickReply", "deleteQuickReply"],
  Segment: [...READ, "addSegment", "changeSegment", "lookUpSegment", "deleteSegment"],
  Broadcast: [
    ...READ,
    "addBroadcast",
    "changeBroadcast",
    "previewBroadcast",
    "countReaders",
    "tryBroadcast",
    "startBroadcast",
    "scheduleBroadcast",
    "pauseBroadcast",
    "resumeBroadcast",
    "cancelBroadcast",
    "sendHotWindows",
    "dropHotWindows",
  ],
  PointEntry: READ,
  Payment: [...READ, "refundTip"],
  Refund: READ,
  ClosingReceipt: READ,
  Review: READ,
  WaitlistEntry: ["list", "show", "addWaiting", "removeFromWaitlist"],
  Service: [...READ, "addService", "changeService"],
  Specialist: [...READ, "addSpecialist", "changeSpecialist"],
  SpecialistService: [...READ, "assignService", "unassignService"],
  Setting: [...READ, "changeSetting"],
  AuditEntry: READ,
  OutboxMessage: [...READ, "resendMessage"],
  Staff: OWN_ROW_AND_NAMES,
};

/** What each role may do with each list. What does not stand here is refused, whatever the browser asks (PE-3). */
export const OFFERS: Readonly<Record<StaffRole, Offers>> = {
  specialist: OF_SPECIALIST,
  admin: OF_ADMIN,
  owner: { ...OF_ADMIN, Staff: [...READ, "addStaff", "linkStaff", "setStaffMessages"] },
};

/** Which pages each role may open; asked before a page is answered, and when the menu is drawn (PE-3). */
export const PAGES_OF: Readonly<Record<StaffRole, readonly PageId[]>> = {
  specialist: ["calendar", "account"],
  admin: ["calendar", "client", "finance", "analytics", "exports", "setup", "texts", "account"],
  // The whole base at once, in or out, is the owner's alone.
  owner: ["calendar", "client", "finance", "analytics", "exports", "import", "setup", "texts", "account"],
};

/** What a list leads to once in a while, and clients' cards: the field at the top of every page finds them. */
export const OFF_MENU: readonly PageId[] = ["import", "client"];

export const mayOpen = (user: PanelUser | undefined, page: PageId): boolean =>
  user !== undefined && PAGES_OF[user.role].includes(page);

/** The bot's texts, menu and pages: whoever may open the page edits the draft; owner and administrators publish it. */
export const mayPublishContent = (user: PanelUser | undefined): boolean =>
  user?.role === "owner" || user?.role === "admin";

/** An export writes the books onto the server's disk, or sends them away, day after day: that the owner alone decides. */
export const mayChangeExports = (user: Pick<PanelUser, "role"> | undefined): boolean =>
  user?.role === "owner";

/** Settings that decide about money or points are the owner's alone. */
const SETTINGS_OF_ADMIN: ReadonlySet<SettingGroup> = new Set(["business", "calendar", "messages"]);

export const mayDo = (user: PanelUser | undefined, resource: ResourceId, action: string): boolean =>
  user !== undefined && (OFFERS[user.role][resource]?.includes(action) ?? false);

/** What a company answers for before the law: advertisements are let out by the owner (MS-7). */
const SETTINGS_OF_OWNER: ReadonlySet<SettingKey> = new Set(["marketing.enabled", "hot.broadcast"]);

export const mayChangeSetting = (
  user: Pick<PanelUser, "role"> | undefined,
  { key, group }: { readonly key: SettingKey; readonly group: SettingGroup },
): boolean =>
  user?.role === "owner" ||
  (user?.role === "admin" && SETTINGS_OF_ADMIN.has(group) && !SETTINGS_OF_OWNER.has(key));

/** Managers see everything, a specialist their own calendar. */
export const isManager = (user: PanelUser | undefined): boolean =>
  user?.role === "owner" || user?.role === "admin";

/** The client base is closed to a specialist: who books without seeing it gives a client's phone and name in full (PE-3). */
export const mayFindClients = (user: PanelUser | undefined): boolean => mayDo(user, "Client", "search");

/** AdminJS carries the one who is signed in as a bag of anything; our gate alone fills it. */
export const panelUser = (currentAdmin: unknown): PanelUser | undefined =>
  currentAdmin === undefined || currentAdmin === null ? undefined : (currentAdmin as PanelUser);

export const ROLE_NAMES: Readonly<Record<StaffRole, string>> = {
  owner: "владелец",
  admin: "администратор",
  specialist: "специалист",
};
