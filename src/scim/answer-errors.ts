/** Whatever was thrown -> the SCIM error that the client gets (RFC 7644 section 3.12). */
import { asDomainError, type DomainError, retryAfterOf } from '../domain/kernel/domain-error.ts';
import { BodyFault } from '../http/body-fault.ts';
import type { JsonObject } from '../json.ts';
import type { ScimAnswer } from './exchange.ts';
import { ScimError } from './scim-error.ts';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** The answer that tells the client of a refusal. */
export function answerOf(error: ScimError): ScimAnswer {
  return { status: error.status, body: errorBody(error), headers: { ...headersOf(error), ...error.headers } };
}

/** RFC 7644 section 3.12. */
export function errorBody({ status, scimType, detail }: ScimError): JsonObject {
  return { schemas: [errorSchema], status: String(status), ...(scimType === null ? {} : { scimType }), detail };
}

function headersOf({ status }: ScimError): Record<string, string> {
  return status === 401 ? { 'WWW-Authenticate': 'Bearer realm="SCIM"' } : {};
}

/** @param requestId what the client may quote when nobody foresaw the fault */
export function scimErrorOf(thrown: unknown, requestId: string): ScimError {
  if (thrown instanceof ScimError) return thrown;
  if (thrown instanceof BodyFault) {
    return new ScimError(thrown.status, thrown.status === 400 ? 'invalidSyntax' : null, thrown.message);
  }
  // An id with a broken percent-encoding is nobody's id.
  if (thrown instanceof URIError) return new ScimError(404, null, 'There is no such resource.');
  const refusal = asDomainError(thrown);
  if (refusal !== null) return ofDomain(refusal);
  return new ScimError(
    500,
    null,
    `Something went wrong on our side. Ask the operator of Usher and quote the request id ${requestId}.`,
  );
}

function ofDomain(error: DomainError): ScimError {
  const { code, reason, message } = error;
  const seconds = retryAfterOf(error);
  const headers = seconds === null ? {} : { 'Retry-After': String(seconds) };
  switch (code) {
    case 'not_found':
      return new ScimError(404, null, message);
    case 'conflict':
      return new ScimError(409, reason === 'uniqueness' ? 'uniqueness' : null, message);
    case 'invalid':
      return new ScimError(400, 'invalidValue', message);
    case 'stale':
      return new ScimError(412, null, message);
    case 'forbidden':
      return new ScimError(403, null, message);
    case 'unprocessable':
      return new ScimError(422, null, message);
    case 'exhausted':
      return new ScimError(429, null, message, headers);
    case 'unavailable':
      return new ScimError(503, null, message, headers);
  }
}
