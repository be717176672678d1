import { z } from 'zod';

const daySeconds = 86_400;

/** A new secret in place of an old one, which works on for a while. */
export const rotationOrder = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(30 * daySeconds)
      .default(daySeconds),
  })
  .prefault({});
