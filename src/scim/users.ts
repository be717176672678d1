import { changeOwnProfile } from '../domain/directory/change-own-profile.ts';
import { changeUser, removeMember, showDirectoryUser } from '../domain/directory/change-user.ts';
import { createUser } from '../domain/directory/create-user.ts';
import { type ListedMember, listUsers } from '../domain/directory/list-users.ts';
import type { MemberDocument } from '../domain/model/member.ts';
import type { UserContent } from '../domain/model/user-content.ts';
import type { JsonObject } from '../json.ts';
import { formatETag, isKnown, preconditionOf } from './etag.ts';
import { objectOf, type ResourceEndpoints, type Resources, type ScimRequest } from './exchange.ts';
import { answerPage, pageRequestOf } from './list/paging.ts';
import { compileProjection, type Projection } from './list/project.ts';
import { parseAttributeSelection, parseListQuery } from './list/query.ts';
import { compileSort } from './list/sort.ts';
import { queryOfFilter } from './list-filter.ts';
import { applyPatch } from './patch/apply.ts';
import { parsePatch } from './patch/parse.ts';
import { accessSchemaId, answerResource } from './render.ts';
import { renderUsers, versionOfUser } from './render-user.ts';
import { repeatsDerived, replacement } from './replace.ts';
import { coerce } from './schema/coerce.ts';
import { userContent } from './schema/content.ts';
import { heedIgnored } from './strict.ts';
import { type Written, writtenBy, writtenIn } from './written.ts';

/** `/Users`: RFC 7644 section 3, on the members of the caller's organization. */
export function userEndpoints(resources: Resources): ResourceEndpoints {
  const { type } = resources;

  const changeBy = ({ memberId }: ScimRequest['caller']) => (memberId === null ? changeUser : changeOwnProfile);
  const projectionOf = ({ query }: ScimRequest, written?: Written) =>
    compileProjection(type, parseAttributeSelection(query), written);
  const render = async (orgId: string, user: ListedMember, projection: Projection): Promise<JsonObject> =>
    (await renderUsers(resources, orgId, [user], projection))[0] ?? {};
  const answer = async (status: 200 | 201, orgId: string, user: ListedMember, projection: Projection) =>
    answerResource(resources, status, user._id, versionOfUser(user), await render(orgId, user, projection));
  /** What a write answers is the document as it wrote it; the access that followed is read, where somebody asks for it. */
  const answerWritten = async (status: 200 | 201, orgId: string, user: ListedMember, projection: Projection) => {
    const asksForAccess = projection.includes(accessSchemaId('User'));
    return answer(status, orgId, asksForAccess ? await showDirectoryUser(orgId, user._id) : user, projection);
  };
  const precondition = (request: ScimRequest) => {
    const check = preconditionOf(request);
    return check ? (member: MemberDocument) => check(versionOfUser(member)) : () => true;
  };

  return {
    async list({ caller: { orgId }, query }) {
      const asked = { ...parseListQuery(query), orgId };
      const order = compileSort(type, asked.sortBy, asked.sortOrder);
      const filter = asked.filter && (await queryOfFilter<MemberDocument>(orgId, type, asked.filter));
      const projection = compileProjection(type, asked);
      const page = await listUsers(orgId, pageRequestOf(resources, asked, filter, order));
      return answerPage(resources, asked, page, await renderUsers(resources, orgId, page.rows, projection));
    },

    async create(request) {
      const { caller } = request;
      const { orgId, context } = caller;
      const { resource, ignored } = coerce(type, request.body);
      const projection = projectionOf(request, writtenIn(type, resource));
      heedIgnored(request, { ignored });
      return answerWritten(
        201,
        orgId,
        await createUser(context, orgId, userContent(type, resource), caller),
        projection,
      );
    },

    async read(request) {
      const { orgId } = request.caller;
      const projection = projectionOf(request);
      const user = await showDirectoryUser(orgId, request.id);
      const version = versionOfUser(user);
      if (request.ifNoneMatch !== null && isKnown(request.ifNoneMatch, version)) {
        return { status: 304, headers: { ETag: formatETag(version) } };
      }
      return answer(200, orgId, user, projection);
    },

    async replace(request) {
      const { orgId, context } = request.caller;
      const { resource, ignored } = coerce(type, request.body);
      const projection = projectionOf(request, writtenIn(type, resource));
      heedIgnored(request, { ignored });
      const change = (current: UserContent) => {
        const next = replacement(type, current.resource, resource);
        // Nobody is activated by what a request leaves out (S1).
        return userContent(type, { ...next, active: next.active ?? current.active });
      };
      const { strict } = request.caller;
      const user = await changeBy(request.caller)(context, orgId, request.id, change, precondition(request), {
        strict,
      });
      return answerWritten(200, orgId, user, projection);
    },

    async patch(request) {
      const { orgId, context } = request.caller;
      const plan = parsePatch(type, objectOf(request.body, 'a PatchOp'), request.caller.strict);
      const projection = projectionOf(request, writtenBy(plan));
      heedIgnored(request, plan);
      // What only the server sets, for requests that repeat it.
      const derived = repeatsDerived(plan)
        ? await render(orgId, await showDirectoryUser(orgId, request.id), compileProjection(type, everything))
        : { id: request.id };
      const change = (current: UserContent) => {
        const { active, ...next } = applyPatch(
          type,
          { ...derived, ...current.resource, ...(current.active === null ? {} : { active: current.active }) },
          plan,
        );
        return userContent(type, { ...next, active: active ?? null });
      };
      const mayMove = plan.attributes.some(({ target }) => target.attribute.name === 'active');
      const user = await changeBy(request.caller)(context, orgId, request.id, change, precondition(request), {
        mayMove,
        strict: request.caller.strict,
      });
      return answerWritten(200, orgId, user, projection);
    },

    async remove(request) {
      const { orgId, context } = request.caller;
      await removeMember(context, orgId, request.id, { scim: true, precondition: precondition(request) });
      return { status: 204 };
    },
  };
}

const everything = { attributes: null, excludedAttributes: null };
