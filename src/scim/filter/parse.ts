/**
 * Filters (RFC 7644 section 3.4.2.2) and PATCH paths (section 3.5.2): text -> tokens (`tokenize.ts`) -> syntax tree
 * (`ast.ts`, here) -> condition, where every name is found in the schemas (`condition.ts`) -> either a MongoDB query
 * (`compile.ts`) or a predicate on JSON (`match.ts`). All of it is pure.
 *
 * This folder imports the schema folder and the domain's name folding, nothing else.
 */
import { maxFilterDepth, maxFilterNodes } from '../schema/client-limits.ts';
import { ScimError } from '../scim-error.ts';
import type { AttributePath, ComparisonOperator, Filter, PatchPath } from './ast.ts';
import { parseAttributePath } from './attribute-path.ts';
import { type FaultType, syntaxFault, type Token, tokenize } from './tokenize.ts';

const OPERATORS: ReadonlySet<string> = new Set<ComparisonOperator>([
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'gt',
  'ge',
  'lt',
  'le',
]);
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/**
 * Parses a filter. Throws `ScimError` 400 `invalidFilter` with the place and what to write instead, also for text over
 * 8 kB, nesting deeper than 20 or more than 200 comparisons and operators.
 */
export function parseFilter(text: string): Filter {
  const reader = newReader(tokenize(text, 'invalidFilter'));
  if (peek(reader).kind === 'end') throw new ScimError(400, 'invalidFilter', 'The filter is empty.');
  const filter = readOr(reader, 1, false);
  const rest = peek(reader);
  if (rest.kind !== 'end') {
    throw syntaxFault('invalidFilter', rest.at, `expected "and", "or" or the end, found ${quote(rest)}.`);
  }
  return filter;
}

/**
 * Parses the path of a PATCH operation: `name.givenName` has its sub-attribute in `path.sub`; in
 * `emails[type eq "work"].value` the name after the bracket is `sub`. Throws `ScimError` 400 `invalidPath`, or
 * `invalidFilter` for a fault inside the brackets (RFC 7644 table 9).
 */
export function parsePatchPath(text: string): PatchPath {
  const reader = newReader(tokenize(text, 'invalidPath'));
  const path = readPath(reader, 'invalidPath');
  let filter: Filter | null = null;
  let sub: string | null = null;
  if (peek(reader).kind === '[') {
    filter = readBrackets(reader, path, 1);
    sub = readSubAfterBracket(reader, 'invalidPath');
  }
  const rest = peek(reader);
  if (rest.kind !== 'end') throw syntaxFault('invalidPath', rest.at, `expected the end, found ${quote(rest)}.`);
  return { path, filter, sub };
}

type Reader = { readonly tokens: readonly Token[]; next: number; nodes: number };

function newReader(tokens: readonly Token[]): Reader {
  return { tokens, next: 0, nodes: 0 };
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.next] as Token;
}

function take(reader: Reader): Token {
  const token = peek(reader);
  if (token.kind !== 'end') reader.next += 1;
  return token;
}

function node<T extends Filter>(reader: Reader, filter: T): T {
  reader.nodes += 1;
  if (reader.nodes > maxFilterNodes) {
    throw new ScimError(400, 'invalidFilter', `The filter has more than ${maxFilterNodes} comparisons. Split it.`);
  }
  return filter;
}

function isKeyword(token: Token, keyword: string): boolean {
  return token.kind === 'word' && token.text.toLowerCase() === keyword;
}

/** `and` binds closer than `or` (RFC 7644 section 3.4.2.2). `inside` means: between the brackets of a value path. */
function readOr(reader: Reader, depth: number, inside: boolean): Filter {
  const operands = [readAnd(reader, depth, inside)];
  while (isKeyword(peek(reader), 'or')) {
    take(reader);
    operands.push(readAnd(reader, depth, inside));
  }
  return operands.length === 1 ? (operands[0] as Filter) : node(reader, { kind: 'or', operands });
}

function readAnd(reader: Reader, depth: number, inside: boolean): Filter {
  const operands = [readUnit(reader, depth, inside)];
  while (isKeyword(peek(reader), 'and')) {
    take(reader);
    operands.push(readUnit(reader, depth, inside));
  }
  return operands.length === 1 ? (operands[0] as Filter) : node(reader, { kind: 'and', operands });
}

function readUnit(reader: Reader, depth: number, inside: boolean): Filter {
  const token = peek(reader);
  if (isKeyword(token, 'not') && reader.tokens[reader.next + 1]?.kind === '(') {
    take(reader);
    return node(reader, { kind: 'not', operand: readGroup(reader, depth, inside) });
  }
  return token.kind === '(' ? readGroup(reader, depth, inside) : readExpression(reader, depth, inside);
}

function readGroup(reader: Reader, depth: number, inside: boolean): Filter {
  const open = take(reader);
  checkDepth(depth);
  const filter = readOr(reader, depth + 1, inside);
  if (take(reader).kind !== ')') {
    throw syntaxFault('invalidFilter', open.at, 'this "(" has no matching ")", or something is missing before it.');
  }
  return filter;
}

function checkDepth(depth: number): void {
  if (depth > maxFilterDepth) {
    throw new ScimError(400, 'invalidFilter', `The filter nests deeper than ${maxFilterDepth} levels. Flatten it.`);
  }
}

function readExpression(reader: Reader, depth: number, inside: boolean): Filter {
  const start = peek(reader);
  const path = readPath(reader, 'invalidFilter');
  if (inside && (path.schema !== null || path.sub !== null)) {
    throw syntaxFault('invalidFilter', start.at, `inside brackets write the bare sub-attribute, not ${quote(start)}.`);
  }
  if (peek(reader).kind !== '[') return readTest(reader, path);
  if (inside) throw syntaxFault('invalidFilter', peek(reader).at, 'brackets cannot be inside brackets.');
  const filter = readBrackets(reader, path, depth);
  const sub = readSubAfterBracket(reader, 'invalidFilter');
  if (sub === null) return node(reader, { kind: 'value-path', path, filter });
  // Not in the RFC's grammar, but Entra writes `emails[type eq "work"].value eq "x"`: one element has both.
  const test = readTest(reader, { schema: null, attribute: sub, sub: null });
  return node(reader, { kind: 'value-path', path, filter: node(reader, { kind: 'and', operands: [filter, test] }) });
}

function readBrackets(reader: Reader, path: AttributePath, depth: number): Filter {
  const open = take(reader);
  checkDepth(depth);
  // After a URN only the schemas tell which is which.
  if (path.sub !== null && path.schema === null) {
    throw syntaxFault('invalidFilter', open.at, 'brackets follow an attribute, not a sub-attribute.');
  }
  const filter = readOr(reader, depth + 1, true);
  if (take(reader).kind !== ']') {
    throw syntaxFault('invalidFilter', open.at, 'this "[" has no matching "]", or something is missing before it.');
  }
  return filter;
}

function readSubAfterBracket(reader: Reader, type: FaultType): string | null {
  const token = peek(reader);
  if (token.kind !== 'word' || !token.text.startsWith('.')) return null;
  take(reader);
  const sub = parseAttributePath(token.text.slice(1));
  if (sub === null || sub.schema !== null || sub.sub !== null) {
    throw syntaxFault(type, token.at, `${quote(token)} is not a sub-attribute.`);
  }
  return sub.attribute;
}

function readPath(reader: Reader, type: FaultType): AttributePath {
  const token = take(reader);
  if (token.kind !== 'word') throw syntaxFault(type, token.at, `expected an attribute name, found ${quote(token)}.`);
  const path = parseAttributePath(token.text);
  if (path === null) throw syntaxFault(type, token.at, `${quote(token)} is not an attribute name.`);
  return path;
}

function readTest(reader: Reader, path: AttributePath): Filter {
  const token = take(reader);
  const operator = token.kind === 'word' ? token.text.toLowerCase() : '';
  if (operator === 'pr') return node(reader, { kind: 'present', path });
  if (!isOperator(operator)) {
    throw syntaxFault(
      'invalidFilter',
      token.at,
      `expected one of eq, ne, co, sw, ew, gt, ge, lt, le, pr, found ${quote(token)}.`,
    );
  }
  return node(reader, { kind: 'compare', path, operator, value: readValue(reader) });
}

function isOperator(word: string): word is ComparisonOperator {
  return OPERATORS.has(word);
}

function readValue(reader: Reader): string | number | boolean | null {
  const token = take(reader);
  if (token.kind === 'string') return token.value;
  if (token.kind === 'word') {
    const word = token.text.toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    if (NUMBER.test(word) && Number.isFinite(Number(word))) return Number(word);
  }
  throw syntaxFault(
    'invalidFilter',
    token.at,
    `expected a value, found ${quote(token)}. Text is written in double quotes.`,
  );
}

function quote(token: Token): string {
  if (token.kind === 'end') return 'the end';
  return token.kind === 'string' ? `the string ${cut(token.text)}` : `"${cut(token.text)}"`;
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
