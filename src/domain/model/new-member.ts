/** How the rows of members come to be: somebody new, and what a later write of the directory or a sign-in changes. */
import { newId } from '../../storage/collection.ts';
import { contentFields, type MemberDocument } from './member.ts';
import type { UserContent } from './user-content.ts';

/** A member that nobody knew before. */
export function newMember(orgId: string, content: UserContent, at: Date): MemberDocument {
  return {
    _id: newId(),
    orgId,
    ...contentFields(content),
    status: content.active === false ? 'inactive' : 'active',
    accountId: null,
    signIn: null,
    claimedEmail: null,
    claimedEmailKey: null,
    scimManaged: true,
    groupIds: [],
    organizationRole: null,
    accessValidUntil: null,
    accessEndedAt: null,
    accessRevision: 0,
    accessEpoch: 0,
    version: 1,
    derivedVersion: 0,
    createdAt: at,
    updatedAt: at,
  };
}

/** The fields that a change of directory content or status writes. */
export function changedFields(member: MemberDocument): Partial<MemberDocument> {
  const { userName, userNameKey, externalId, emails, emailKeys, name, nameKey, resource, search } = member;
  const { roleValues = [], status, activeUnassigned, scimManaged, version, updatedAt } = member;
  return {
    userName,
    userNameKey,
    externalId,
    emails,
    emailKeys,
    name,
    nameKey,
    roleValues,
    resource,
    search,
    status,
    activeUnassigned,
    scimManaged,
    version,
    updatedAt,
  };
}
