/** What the shell learns: done; the product said no; the call is wrong; something is broken or away; books disagree. */
export const DONE = 0;
export const REFUSED = 1;
export const WRONG_USAGE = 2;
export const BROKEN = 3;
/** A report was made, and it found what must not be. */
export const TROUBLE = 4;
/** 128 + SIGPIPE: whoever read standard output stopped reading. */
export const READER_GONE = 141;
/** 128 + the number of the signal that ended us, as shells count it. */
export const ENDED_BY = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
