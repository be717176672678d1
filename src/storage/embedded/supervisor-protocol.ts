/** What the program and the supervisor of its mongod say to each other over the IPC channel. */

/** The first message to the supervisor: what to run. */
export type SuperviseOrder = Readonly<{
  type: 'supervise';
  binary: string;
  dbPath: string;
  logFile: string;
  keyFile: string;
  port: number;
}>;

/** `restart`: kill mongod and start it again at once. */
export type ToSupervisor = SuperviseOrder | Readonly<{ type: 'restart' | 'stop' }>;

export type FromSupervisor =
  /** mongod takes connections: after the start, and again after each restart. */
  | Readonly<{ type: 'listening'; pid: number }>
  /** mongod ended by itself and will be started again. */
  | Readonly<{ type: 'down'; how: string; retryInMs: number }>
  /** mongod never came up; the supervisor ends. */
  | Readonly<{ type: 'failed'; exitCode: number | null; how: string }>
  /** Something the operator should know. */
  | Readonly<{ type: 'note'; line: string }>;

/** Exit codes of mongod that mean something to the start. */
export const MONGOD_EXIT = { portInUse: 48, needsOtherVersion: 62, dbPathInUse: 100 } as const;

export const REPLICA_SET = 'usher';
