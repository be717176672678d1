/** The compiler's classic API for `openapi-typescript`, which writes with it; ours, TypeScript 7, has it no more. */
import { ts } from '@ts-morph/common';

export default ts;
