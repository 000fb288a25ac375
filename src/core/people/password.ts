/** Argon2id at OWASP's second profile: 19 MiB, two passes. */
export const PASSWORD_HASHING = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of no password anybody has: an unknown account takes as long to refuse as a known one. */
export const NOBODYS_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$RWkDx6OUiMSIJd+LkV2f0w$JNWcjgokLFeXm49I5Ik1+FI4Cn/DyBBuIxPUAclbUcY";
