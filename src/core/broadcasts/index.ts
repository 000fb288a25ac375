/**
 * Broadcasts: one thing said to a segment, written once, tried out, started or scheduled, paused, resumed, cancelled, and
 * counted when it is over (MS-3). Marketing goes only to those who agreed to it, with a way out in every message, while
 * the switch of MS-7 is on; nothing goes out in quiet hours (MS-5) or before anything more urgent (MS-6). Who belongs to a
 * segment is the segments' to say, how a message is sent the notifications'.
 */
export { announceHotWindows, countWaitingWindows, WINDOWS_WAIT_TEXT } from "./announce-hot-windows.ts";
export { countTold } from "./count-told.ts";
export { type DecideHotWindowsRefusal, decideHotWindows, type HotDecision } from "./decide-hot-windows.ts";
export { type BroadcastFigures, type DescribedBroadcast, describeBroadcast } from "./describe-broadcast.ts";
export { describeWindows } from "./describe-windows.ts";
export { countReaders, type DryRun, dryRunBroadcast } from "./dry-run.ts";
export { feedBroadcasts } from "./feed-broadcasts.ts";
export { type LeftOutNames, listLeftOut, type NotReaderReason, whyNotReader } from "./left-out.ts";
export {
  type BroadcastMessage,
  type BroadcastMessageRefusal,
  broadcastMessage,
  previewText,
  type Reader,
  type ReadyButton,
} from "./message-for.ts";
export {
  BROADCAST_KIND_WORDS,
  BROADCAST_LABELS,
  BROADCAST_STATE_WORDS,
  type Broadcast,
  type BroadcastButton,
  type BroadcastContent,
  type BroadcastKind,
  type BroadcastState,
  HOT_ALL,
  LEFT_OUT_WORDS,
  type LeftOutCounts,
  type LeftOutReason,
  NOT_READER_WORDS,
  type Picture,
  WAY_OUT,
  windowSlotsOf,
} from "./model.ts";
export { type PressedTarget, pressButton } from "./note-press.ts";
export { type HotPreview, type HotSilence, previewHot } from "./preview-hot.ts";
export { quietWait } from "./quiet-wait.ts";
export { charactersMaxOf, checkContent } from "./rules/content.ts";
export { windowsText } from "./rules/hot-window.ts";
export { variablesHint } from "./rules/template.ts";
export { businessValues } from "./rules/values.ts";
export { type SaveBroadcastInput, type SaveBroadcastRefusal, saveBroadcast } from "./save-broadcast.ts";
export {
  cancelBroadcast,
  pauseBroadcast,
  resumeBroadcast,
  type ScheduleBroadcastRefusal,
  type StartBroadcastRefusal,
  type SteerInput,
  type SteerRefusal,
  scheduleBroadcast,
  startBroadcast,
} from "./steer.ts";
export { broadcastUnwanted } from "./still-wanted.ts";
export {
  findBroadcast,
  findBroadcastByNumber,
  findPicture,
  findPictureFileId,
  keepPictureFileId,
  listBroadcasts,
} from "./store.ts";
export { type TestBroadcastRefusal, testBroadcast } from "./test-broadcast.ts";
export { audienceText, broadcastStateText, buttonLabels, isProposal, standingText } from "./words.ts";
