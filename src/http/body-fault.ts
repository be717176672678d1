/** Why a body was refused. Each door turns these into its own error body. */
export type BodyFaultKind =
  | 'unsupported-type'
  | 'unsupported-encoding'
  | 'too-large'
  | 'malformed'
  | 'too-deep'
  | 'duplicate-key'
  | 'forbidden-key';

const statusOf = {
  'unsupported-type': 415,
  'unsupported-encoding': 415,
  'too-large': 413,
  malformed: 400,
  'too-deep': 400,
  'duplicate-key': 400,
  'forbidden-key': 400,
} as const satisfies Record<BodyFaultKind, number>;

/** A body that is not read or not understood. `status` is the HTTP status it deserves, `message` is for the client. */
export class BodyFault extends Error {
  readonly kind: BodyFaultKind;
  readonly status: 400 | 413 | 415;
  constructor(kind: BodyFaultKind, message: string) {
    super(message);
    this.name = 'BodyFault';
    this.kind = kind;
    this.status = statusOf[kind];
  }
}
