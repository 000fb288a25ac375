/**
 * Segments: who belongs together, said by conditions over what is known of a client, saved under a name, counted at once;
 * for one client it is said why (MS-3, MS-4). A segment is never a list: who is in it is looked at anew each time. Who is
 * written to, and whether they agreed to it, is not decided here.
 */
export { SPENT_KOPECKS } from "./client-sql.ts";
export {
  countSegment,
  listSegmentClients,
  momentNow,
  type SegmentClient,
} from "./count-segment.ts";
export { type DeleteSegmentRefusal, deleteSegment } from "./delete-segment.ts";
export { type LookedUpClient, lookUpClient } from "./look-up-client.ts";
export {
  EVERYBODY,
  FACTS,
  type FactOffer,
  type Moment,
  type Operand,
  type Segment,
  type SegmentDefinition,
  type SegmentNames,
} from "./model.ts";
export { findNames as findSegmentNames } from "./names.ts";
export { readDefinition } from "./rules/definition.ts";
export { describeDefinition, type Explanation } from "./rules/description.ts";
export { type SaveSegmentInput, type SaveSegmentRefusal, saveSegment } from "./save-segment.ts";
export { segmentWhere } from "./segment-where.ts";
export { findSegment, findSegmentByName, listSegments } from "./store.ts";
