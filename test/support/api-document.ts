/** Answers of the API held against its OpenAPI document: what clients are generated from must be what is sent. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { RequestHandler } from 'express';
import { apiRoutes } from '../../src/api/all-routes.ts';
import { openApiDocument } from '../../src/api/http/openapi.ts';
import { liveFeed } from '../../src/domain/audit/live.ts';
import { invitationSettings } from './domain.ts';

type Reference = { readonly $ref?: string };
type Media = Readonly<Record<string, { readonly schema: object }>>;
type ResponseObject = Reference & { readonly content?: Media };
type Operation = { readonly responses: Readonly<Record<string, ResponseObject>> };
export type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
};

const documents = new Map<string, ApiDocument>();

/** The document as a deployment at this address serves it. It takes a while to make, and the files of a worker share it. */
export function apiDocument(publicUrl = 'http://localhost:3000'): ApiDocument {
  const document = documents.get(publicUrl) ?? makeDocument(publicUrl);
  documents.set(publicUrl, document);
  return document;
}

function makeDocument(publicUrl: string): ApiDocument {
  return openApiDocument(
    apiRoutes({
      mode: 'configured',
      flags,
      basicAuth: true,
      subjectClaims: {},
      outboundAllowedHosts: [],
      oidc: null,
      initial: { workspaceName: 'Workspace 1' },
      apiKeyMaxDays: 365,
      ...invitationSettings,
      live: liveFeed(),
      publicUrl,
    }),
    publicUrl,
  ) as unknown as ApiDocument;
}

const flags = {
  workspaceScopeOrgInvitesEnabled: false,
  userOrgCreationDisabled: true,
  personalOrgsDisabled: true,
  jitProvisioningEnabled: true,
};

type Answer = { readonly status: number; readonly type: string; readonly text: string };
type FaultOf = (method: string, path: string, answer: Answer) => string | null;

/** What is compiled once is kept for all files of a worker. */
const known = new WeakMap<ApiDocument, FaultOf>();

/**
 * A function that says what is wrong with an answer; null when it is as the document promises. `path` is that of the
 * request from `/api/v1` on. What the document does not know (no such path or method) must be a problem.
 */
export function answerFaults(document: ApiDocument): FaultOf {
  const faultOf = known.get(document) ?? compileFaults(document);
  known.set(document, faultOf);
  return faultOf;
}

function compileFaults(document: ApiDocument): FaultOf {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, 'api');
  const compiled = new Map<string, ValidateFunction>();
  const validatorAt = (pointer: string): ValidateFunction => {
    const present = compiled.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
    compiled.set(pointer, present);
    return present;
  };
  return (method, path, { status, type, text }) => {
    const template = templateOf(document, path);
    const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
    const where = `${method} ${template ?? path} ${status}`;
    const declared = operation?.responses[status];
    if (operation && !declared) return `${where} is not in the document: ${text.slice(0, 300)}`;
    const pointer = declared?.$ref
      ? declared.$ref.slice(1)
      : `/paths/${escaped(template ?? '')}/${method.toLowerCase()}/responses/${status}`;
    const response = declared?.$ref ? (lookUp(document, pointer) as ResponseObject) : (declared ?? undeclared);
    if (!response.content) return text === '' ? null : `${where} has a body: ${text.slice(0, 300)}`;
    const media = type.split(';')[0] ?? '';
    if (!(media in response.content)) return `${where} is ${type}, not ${Object.keys(response.content).join(' or ')}`;
    if (!media.endsWith('json')) return null;
    const at = declared ? `${pointer}/content/${escaped(media)}/schema` : '/components/schemas/Problem';
    const validate = validatorAt(at);
    if (validate(JSON.parse(text))) return null;
    return `${where} is not as the document says: ${ajv.errorsText(validate.errors)}: ${text.slice(0, 300)}`;
  };
}

const undeclared: ResponseObject = { content: { 'application/problem+json': { schema: {} } } };

const escaped = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

function lookUp(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
}

/** The template that this path is one of; of several, the one that names most of it. */
function templateOf({ paths }: ApiDocument, path: string): string | undefined {
  const parameters = (template: string) => template.split('{').length;
  return Object.keys(paths)
    .filter((template) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .toSorted((a, b) => parameters(a) - parameters(b))[0];
}

/** Whether a GET of this path, from the root on, is in the document. */
function isReadable(document: ApiDocument, path: string): boolean {
  const template = templateOf(document, path.replace(/^\/api\/v1/, ''));
  return template !== undefined && 'get' in (document.paths[template] ?? {});
}

/** Mount it before the API at `/api/v1`: holds every answer against the document and tells `report` what is wrong. */
export function watchAnswers(document: ApiDocument, report: (fault: string) => void): RequestHandler {
  const faultOf = answerFaults(document);
  return (request, response, next) => {
    const chunks: Buffer[] = [];
    const keep = (chunk: unknown) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string));
    };
    const write = response.write.bind(response) as (...args: unknown[]) => boolean;
    const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
    response.write = (...args: unknown[]) => {
      keep(args[0]);
      return write(...args);
    };
    response.end = (...args: unknown[]) => {
      keep(args[0]);
      const type = String(response.getHeader('content-type') ?? '');
      const answer = { status: response.statusCode, type, text: Buffer.concat(chunks).toString() };
      const { pathname } = new URL(request.url, 'http://localhost');
      const fault =
        request.method === 'HEAD' || pathname === '/openapi.json' ? null : faultOf(request.method, pathname, answer);
      if (fault !== null) report(fault);
      const place = String(response.getHeader('location') ?? '');
      if (answer.status === 201 && !isReadable(document, place)) report(`POST ${pathname} has no Location: ${place}`);
      return end(...args);
    };
    next();
  };
}
