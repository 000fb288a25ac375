/**
 * People: clients and what they agreed to, staff and how they get in, the standing that lets a client book or not
 * (PE-1, PE-3, PE-4, CX-4). Evidence of consents only grows. What a client's visits, points and money are is not
 * known here.
 */
export { type AddedStaff, type AddStaffInput, type AddStaffRefusal, addStaff } from "./add-staff.ts";
export {
  findBlockById,
  insertBlock,
  liftBlocks,
  liftBlocksOf,
  visitsBlockedFor,
  writeVip,
} from "./blocks.ts";
export {
  findClientByIdOrPhone,
  markReachable,
  type RenameClientRefusal,
  renameClient,
} from "./change-details.ts";
export {
  type SetBirthdayRefusal,
  type SetTimeZoneRefusal,
  setBirthday,
  setTimeZone,
} from "./change-own-details.ts";
export { type ChangePhoneRefusal, changePhone } from "./change-phone.ts";
export { type ChangeStaffInput, type ChangeStaffRefusal, changeStaff } from "./change-staff.ts";
export { type EnterClientRefusal, enterClient, enterWithin } from "./enter-client.ts";
export {
  type ClientFilling,
  enterMany,
  fillMany,
  findKnown,
  findPhoneHolders,
  type KnownClient,
  lockMany,
  type NewClient,
} from "./enter-many.ts";
export { erasePerson, idsOfPerson } from "./erase-person.ts";
export {
  dropInvitation,
  dropPhone,
  findPhoneHolder,
  keepPhone,
  lockTogether,
  type PhoneHolder,
  type Union,
  unitePeople,
} from "./join-people.ts";
export { findStaffByWord, type LinkStaffRefusal, linkStaff } from "./link-staff.ts";
export { countFailures, listLocked } from "./login-attempts.ts";
export {
  type Block,
  type Client,
  type ConsentKind,
  STAFF_MESSAGE_GROUPS,
  STAFF_MESSAGE_WORDS,
  STAFF_ROLE_WORDS,
  STAFF_ROLES,
  type StaffMember,
  type StaffMessageGroup,
  type StaffRole,
} from "./model.ts";
export {
  type EndSessionsRefusal,
  endPanelSessions,
  listPanelSessions,
  PANEL_SESSION_HOURS,
  type PanelSession,
} from "./panel-sessions.ts";
export { type RegisterClientInput, type RegisterClientRefusal, registerClient } from "./register-client.ts";
export { birthdayCode, birthdayText, readBirthday } from "./rules/birthday.ts";
export { readName, readPhone } from "./rules/contact-details.ts";
export { readEmail } from "./rules/email.ts";
export { readNote } from "./rules/note-text.ts";
export { searchName, searchPart } from "./rules/search-name.ts";
export { mayMute, messageGroupsOf } from "./rules/staff-messages.ts";
export { blockAfterNoShow, losesGround } from "./rules/standing.ts";
export { readTags } from "./rules/tags.ts";
export { covers, type Scope, scopeOf } from "./scope.ts";
export { type SetConsentInput, setConsent } from "./set-consent.ts";
export { type SetEmailRefusal, setEmail } from "./set-email.ts";
export {
  type ResetPasswordRefusal,
  resetPassword,
  type SetOwnPasswordRefusal,
  setOwnPassword,
} from "./set-password.ts";
export {
  type SetStaffMessagesRefusal,
  type StaffMessageSwitches,
  setStaffMessages,
} from "./set-staff-messages.ts";
export { changeTags, findTags, listTags, type SetTagsRefusal, setTags } from "./set-tags.ts";
export { noteSignOut, type SignedIn, type SignInInput, type SignInRefusal, signIn } from "./sign-in.ts";
export {
  agreedTo,
  blockedAt,
  findBlock,
  findClient,
  findClientByCode,
  findClientByTelegram,
  findStaff,
  findStaffByTelegram,
  hasConsent,
  isHeardByAnotherOwner,
  isInTelegram,
  isReachable,
  listBlocked,
  listOwners,
  listStaff,
  lockClient,
  lockKnownClient,
  managersToTell,
  searchClients,
  staffToTell,
  standsAt,
} from "./store.ts";
export {
  type ClientNote,
  findPinnedNote,
  listNotes,
  type WriteNoteInput,
  type WriteNoteRefusal,
  writeNote,
} from "./write-note.ts";
