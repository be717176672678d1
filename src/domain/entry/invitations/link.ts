/** Links: the secret in an invitation's link, which the database knows by its SHA-256 only. */
import { hashSecret, newSecret } from '../../kernel/secret.ts';
import type { InvitationSettings } from './invitation-settings.ts';

export type Link = { readonly secret: string; readonly hash: string };

export function newLink(): Link {
  const secret = newSecret('usher_invite');
  return { secret, hash: hashSecret(secret) };
}

/** The address that accepts the invitation. */
export function linkUrl({ publicUrl }: InvitationSettings, secret: string): string {
  return `${publicUrl}/invitations/${secret}`;
}

/** The secret in the path of such an address; null for any other path. */
export function secretInPath(path: string): string | null {
  return /^\/invitations\/([\w-]{1,64})$/.exec(path)?.[1] ?? null;
}

/** When an invitation ends that is made or renewed now. */
export function expiryFrom(at: Date, { invitationTtlDays }: InvitationSettings): Date {
  return new Date(at.getTime() + invitationTtlDays * 86_400_000);
}
