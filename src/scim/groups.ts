import { changeGroup, type GroupChange } from '../domain/directory/change-group.ts';
import { type CreatedGroup, createGroup } from '../domain/directory/create-group.ts';
import { deleteGroup } from '../domain/directory/delete-group.ts';
import { listGroups, readGroup } from '../domain/directory/list-groups.ts';
import type { GroupDocument } from '../domain/model/group.ts';
import type { GroupContent } from '../domain/model/user-content.ts';
import type { Json, JsonObject } from '../json.ts';
import { formatETag, isKnown, preconditionOf } from './etag.ts';
import { objectOf, type ResourceEndpoints, type Resources, type ScimAnswer, type ScimRequest } from './exchange.ts';
import { answerPage, pageRequestOf } from './list/paging.ts';
import { compileProjection, type Projection } from './list/project.ts';
import { parseAttributeSelection, parseListQuery } from './list/query.ts';
import { compileSort } from './list/sort.ts';
import { queryOfFilter } from './list-filter.ts';
import { applyPatch } from './patch/apply.ts';
import { parsePatch } from './patch/parse.ts';
import { answerResource } from './render.ts';
import { renderGroups, renderLargeGroup, versionOfGroup } from './render-group.ts';
import { repeatsDerived, replacement } from './replace.ts';
import { coerce } from './schema/coerce.ts';
import { groupContent } from './schema/content.ts';
import { heedIgnored } from './strict.ts';
import { writtenBy, writtenIn } from './written.ts';

/** `/Groups`: RFC 7644 section 3, on the groups of the caller's organization. */
export function groupEndpoints(resources: Resources): ResourceEndpoints {
  const { type } = resources;

  const selectionOf = ({ query }: ScimRequest) => parseAttributeSelection(query);
  const render = async (orgId: string, group: CreatedGroup, projection: Projection): Promise<JsonObject> =>
    (await renderGroups(resources, orgId, [group], projection))[0] ?? {};
  const answer = async (status: 200 | 201, orgId: string, group: CreatedGroup, projection: Projection) => {
    const large = await renderLargeGroup(resources, orgId, group, projection);
    const body = large ?? (await render(orgId, group, projection));
    return answerResource(resources, status, group.group._id, versionOfGroup(group), body);
  };
  const precondition = (request: ScimRequest) => {
    const check = preconditionOf(request);
    return check && (({ version }: { version: number }) => check({ own: version, derived: 0 }));
  };

  return {
    async list({ caller: { orgId }, query }) {
      const asked = { ...parseListQuery(query), orgId };
      const order = compileSort(type, asked.sortBy, asked.sortOrder);
      const filter = asked.filter && (await queryOfFilter<GroupDocument>(orgId, type, asked.filter));
      const projection = compileProjection(type, asked);
      const page = await listGroups(orgId, pageRequestOf(resources, asked, filter, order));
      return answerPage(resources, asked, page, await renderGroups(resources, orgId, page.rows, projection));
    },

    async create(request) {
      const { orgId, context } = request.caller;
      const { resource, ignored } = coerce(type, request.body);
      const projection = compileProjection(type, selectionOf(request), writtenIn(type, resource));
      heedIgnored(request, { ignored });
      const members = memberIds(resource.members) ?? [];
      return answer(201, orgId, await createGroup(context, orgId, groupContent(type, resource), members), projection);
    },

    async read(request) {
      const { orgId } = request.caller;
      const projection = compileProjection(type, selectionOf(request));
      const group = await readGroup(orgId, request.id);
      const version = versionOfGroup(group);
      if (request.ifNoneMatch !== null && isKnown(request.ifNoneMatch, version)) {
        return { status: 304, headers: { ETag: formatETag(version) } };
      }
      return answer(200, orgId, group, projection);
    },

    async replace(request) {
      const { orgId, context } = request.caller;
      const { resource, ignored } = coerce(type, request.body);
      const projection = compileProjection(type, selectionOf(request), writtenIn(type, resource));
      heedIgnored(request, { ignored });
      const values = memberIds(resource.members);
      const change: GroupChange = {
        content: (current: GroupContent) => groupContent(type, replacement(type, current.resource, resource)),
        ...(values === null ? {} : { members: [{ kind: 'replace', values }] }),
      };
      const changed = await changeGroup(context, orgId, request.id, change, precondition(request));
      return answer(200, orgId, changed, projection);
    },

    async patch(request): Promise<ScimAnswer> {
      const { orgId, context } = request.caller;
      const selection = selectionOf(request);
      const plan = parsePatch(type, objectOf(request.body, 'a PatchOp'), request.caller.strict);
      heedIgnored(request, plan);
      const derived = repeatsDerived(plan) ? await renderDerived(orgId, request.id) : { id: request.id };
      const change: GroupChange = {
        content: (current: GroupContent) =>
          groupContent(type, applyPatch(type, { ...derived, ...current.resource }, plan)),
        members: plan.members,
      };
      const group = await changeGroup(context, orgId, request.id, change, precondition(request));
      // Nobody wants 10,000 members back for having added one (RFC 7644 section 3.5.2 allows both).
      if (selection.attributes === null && selection.excludedAttributes === null) {
        return { status: 204, headers: { ETag: formatETag(versionOfGroup(group)) } };
      }
      return answer(200, orgId, group, compileProjection(type, selection, writtenBy(plan)));
    },

    async remove(request) {
      const { orgId, context } = request.caller;
      await deleteGroup(context, orgId, request.id, precondition(request));
      return { status: 204 };
    },
  };

  /** What only the server sets, for a PATCH that repeats it. */
  async function renderDerived(orgId: string, groupId: string): Promise<JsonObject> {
    const withoutMembers = { attributes: null, excludedAttributes: ['members'] };
    return render(orgId, await readGroup(orgId, groupId), compileProjection(type, withoutMembers));
  }
}

/** The ids in `members` as `coerce` leaves them; null when the request says nothing about members. */
function memberIds(members: Json | undefined): string[] | null {
  if (!Array.isArray(members)) return null;
  return members.flatMap((member) =>
    typeof member === 'object' && member !== null && !Array.isArray(member) && typeof member.value === 'string'
      ? [member.value]
      : [],
  );
}
