/** The status that the server answered with, of an error of a question to it. */
export function statusOf(error: unknown): number | undefined {
  const { response } = error as { readonly response?: { readonly status?: number } };
  return response?.status;
}

/** What is not theirs any more is said over every page: whoever asked has nothing to add. */
export const isToldAlready = (error: unknown): boolean => statusOf(error) === 403;
