import type { ReactNode } from 'react';

/** Something that the palette offers. */
export type Command = {
  readonly key: string;
  readonly label: string;
  readonly note?: string;
  readonly icon: ReactNode;
  readonly run: () => void;
};
