/** What the OIDC door has verified about the person who signs in, and what the domain answers. */

/** Claims of a verified ID token (and userinfo). */
export type VerifiedClaims = {
  /** `default` for the connection made from the environment. */
  readonly connectionId: string;
  readonly issuer: string;
  /** `sub`, or the claim that ISSUER_SUB_CLAIM_OVERRIDES names for this issuer. Never empty. */
  readonly subject: string;
  readonly email: string | null;
  /** `email_verified === true`, or the connection trusts its provider's emails. */
  readonly emailTrusted: boolean;
  readonly name: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  /** `preferred_username`, where the connection is trusted with names; else null. */
  readonly trustedUserName: string | null;
  /** Of the groups claim; null: there was none. */
  readonly groups: readonly string[] | null;
  /** The class of the sign-in at the provider (`acr`); null or absent: it does not say. */
  readonly acr?: string | null;
  /** When it was (`auth_time`); null or absent: it does not say. */
  readonly authTime?: Date | null;
};

export type RefusalReason =
  /** The member is inactive: an admin or the identity provider deactivated it. */
  | 'deactivated'
  /** An admin has locked the member. */
  | 'locked'
  /** The member was removed; only SCIM, an invitation or an admin brings it back. */
  | 'removed'
  /** Nobody invited this person, and auto-join is off. */
  | 'not_invited'
  /** Somebody did, and the organization has switched invitations off since. */
  | 'invitations_disabled'
  /** Somebody did, but too long ago. */
  | 'invitation_expired'
  /** Somebody did who could not do so any more. */
  | 'inviter_lost_right'
  /** The provider sent no email, and accounts without one are not allowed. */
  | 'no_email'
  /** Another member that cannot be linked has this userName or proven address, or several members have it. */
  | 'user_name_taken'
  /** Somebody with this address is expected here, and the provider does not say that the address is verified. */
  | 'email_not_verified'
  /** The same, and the organization has not verified the domain of the address. */
  | 'domain_not_verified'
  /** The account is known, and a member of nothing that this connection reaches. */
  | 'no_membership'
  /** The connection lets in only members of certain groups, and this person is in none of them. */
  | 'missing_group'
  /** The connection wants sign-ins of a certain strength, and this one is not said to be so. */
  | 'weak_sign_in'
  /** The connection wants sign-ins of just now, and this one is not said to be so. */
  | 'old_sign_in'
  /** An organization of theirs, or the one that invites them, insists on its own identity provider. */
  | 'sso_only';

export type SignInOutcome =
  | {
      readonly outcome: 'signed-in';
      readonly accountId: string;
      readonly newcomer: boolean;
      /** Whether the account has access to any workspace of any organization. */
      readonly hasWorkspace: boolean;
    }
  /** The link that the sign-in was begun with lets this person in, once they say that they want to join (P7). */
  | { readonly outcome: 'invited' }
  | {
      readonly outcome: 'refused';
      readonly reason: RefusalReason;
      readonly organizationName: string;
      /** With `sso_only`: by which connections the organization lets people in. */
      readonly ways?: readonly { readonly connectionId: string; readonly name: string }[];
    };
