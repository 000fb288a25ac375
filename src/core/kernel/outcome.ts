/** What a rule or a use case answers: a value, or a named reason why not. */
export type Outcome<T, R extends string> = Done<T> | Refused<R>;

export type Done<T> = { readonly ok: true; readonly value: T };

/** `detail` holds what the sentence needs (a name, a moment, a number); never personal data of others. */
export type Refused<R extends string> = {
  readonly ok: false;
  readonly refusal: R;
  readonly detail: RefusalDetail;
};

export type RefusalDetail = Readonly<Record<string, string | number | Date>>;

export const done = <T>(value: T): Done<T> => ({ ok: true, value });

export const refuse = <R extends string>(refusal: R, detail: RefusalDetail = {}): Refused<R> => ({
  ok: false,
  refusal,
  detail,
});
