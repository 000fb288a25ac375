/** What becomes of a balance that stands in a file. */
export type OpeningFate = "none" | "opens" | "done" | "another" | "kept";

/**
 * A balance comes over to whoever has no entry of points yet. What this source brought already is done, or is another
 * number than then; whoever has points of their own keeps them: the file may have been made of them.
 *
 * @source PE-4 EP-5
 */
export function openingFate(
  points: number,
  { earlier, hasEntries }: { readonly earlier: number | undefined; readonly hasEntries: boolean },
): OpeningFate {
  if (points === 0) return "none";
  if (earlier !== undefined) return earlier === points ? "done" : "another";
  return hasEntries ? "kept" : "opens";
}
