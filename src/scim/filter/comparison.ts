import type { ComparisonOperator } from './ast.ts';
import type { Operand } from './condition.ts';

/** A query on the collection of the type's resources; to be ANDed with the organization and visibility. */
export type MongoFilter = { readonly [key: string]: unknown };

/** One comparison as a query operator on a field. Text is compared in the fold in which it is stored. */
export function comparison(operator: ComparisonOperator, value: Operand): MongoFilter {
  switch (operator) {
    case 'co':
      return { $regex: escapeForRegex(String(value)) };
    case 'sw':
      return { $regex: `^${escapeForRegex(String(value))}` };
    case 'ew':
      return { $regex: `${escapeForRegex(String(value))}\\z` };
    case 'ge':
      return { $gte: value };
    case 'le':
      return { $lte: value };
    default:
      return { [`$${operator}`]: value };
  }
}

/** The client's text is literal: every ASCII character that could mean something is escaped. */
function escapeForRegex(text: string): string {
  return text.replace(/[!-/:-@[-^`{-~]/g, '\\$&');
}
