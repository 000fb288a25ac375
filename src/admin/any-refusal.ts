import type {
  BlockClientRefusal,
  BookForClientRefusal,
  CancelBookingRefusal,
  ConfirmOnSpotRefusal,
  EraseClientRefusal,
  JoinWaitlistRefusal,
  LeaveWaitlistRefusal,
  LiftBlockRefusal,
  MarkVisitRefusal,
  OpenPaymentRefusal,
  RecordOnSpotRefusal,
  RefundBookingRefusal,
  RescheduleBookingRefusal,
  ResendMessageRefusal,
  SetBookingNoteRefusal,
  SetMeetingLinkRefusal,
  TakeTimeOffRefusal,
} from "../core/booking/index.ts";
import type {
  BroadcastMessageRefusal,
  DecideHotWindowsRefusal,
  SaveBroadcastRefusal,
  ScheduleBroadcastRefusal,
  TestBroadcastRefusal,
} from "../core/broadcasts/index.ts";
import type {
  AddSlotRefusal,
  ChangeSlotRefusal,
  GenerateSlotsRefusal,
  LiftTimeOffRefusal,
  UndoSlotChangeRefusal,
} from "../core/calendar/index.ts";
import type { AssignServiceRefusal, ServiceRefusal, SpecialistRefusal } from "../core/catalog/index.ts";
import type {
  ChangeDraftRefusal,
  KeepPictureRefusal,
  PublishContentRefusal,
  RestoreVersionRefusal,
} from "../core/content/index.ts";
import type { AddExportRefusal, ChangeExportRefusal, RunExportRefusal } from "../core/exports/index.ts";
import type { ImportRefusal } from "../core/import/index.ts";
import type { AdjustPointsRefusal } from "../core/loyalty/index.ts";
import type {
  AnswerClientRefusal,
  RemoveQuickReplyRefusal,
  SaveQuickReplyRefusal,
} from "../core/notifications/index.ts";
import type {
  AddStaffRefusal,
  ChangePhoneRefusal,
  ChangeStaffRefusal,
  EndSessionsRefusal,
  EnterClientRefusal,
  LinkStaffRefusal,
  RenameClientRefusal,
  ResetPasswordRefusal,
  SetBirthdayRefusal,
  SetEmailRefusal,
  SetOwnPasswordRefusal,
  SetStaffMessagesRefusal,
  SetTagsRefusal,
  SignInRefusal,
  WriteNoteRefusal,
} from "../core/people/index.ts";
import type { DeleteSegmentRefusal, SaveSegmentRefusal } from "../core/segments/index.ts";
import type { SettingRefusal } from "../core/settings/index.ts";

/** Every way in which the doors that the panel knocks at say no. */
export type AnyRefusal =
  | AddExportRefusal
  | AddSlotRefusal
  | AddStaffRefusal
  | AdjustPointsRefusal
  | AssignServiceRefusal
  | BlockClientRefusal
  | BroadcastMessageRefusal
  | DecideHotWindowsRefusal
  | SaveBroadcastRefusal
  | ScheduleBroadcastRefusal
  | TestBroadcastRefusal
  | BookForClientRefusal
  | CancelBookingRefusal
  | ConfirmOnSpotRefusal
  | ChangeDraftRefusal
  | ChangeExportRefusal
  | ChangeSlotRefusal
  | KeepPictureRefusal
  | PublishContentRefusal
  | RestoreVersionRefusal
  | ChangePhoneRefusal
  | ChangeStaffRefusal
  | AnswerClientRefusal
  | ResendMessageRefusal
  | RemoveQuickReplyRefusal
  | SaveQuickReplyRefusal
  | DeleteSegmentRefusal
  | EndSessionsRefusal
  | EnterClientRefusal
  | EraseClientRefusal
  | GenerateSlotsRefusal
  | ImportRefusal
  | JoinWaitlistRefusal
  | LeaveWaitlistRefusal
  | LiftBlockRefusal
  | LiftTimeOffRefusal
  | LinkStaffRefusal
  | MarkVisitRefusal
  | OpenPaymentRefusal
  | RecordOnSpotRefusal
  | RenameClientRefusal
  | RefundBookingRefusal
  | RescheduleBookingRefusal
  | ResetPasswordRefusal
  | RunExportRefusal
  | SaveSegmentRefusal
  | ServiceRefusal
  | SetBookingNoteRefusal
  | SetBirthdayRefusal
  | SetEmailRefusal
  | SetMeetingLinkRefusal
  | SetOwnPasswordRefusal
  | SetStaffMessagesRefusal
  | SettingRefusal
  | SetTagsRefusal
  | SignInRefusal
  | SpecialistRefusal
  | TakeTimeOffRefusal
  | UndoSlotChangeRefusal
  | WriteNoteRefusal;
