/** What the operator has set about invitations. */
export type InvitationSettings = {
  /** Where links lead. */
  readonly publicUrl: string;
  readonly ttlDays: number;
  /** `WORKSPACE_SCOPE_ORG_INVITES_ENABLED`: a Workspace Admin may invite people who are new to the organization. */
  readonly workspaceAdminsInvite: boolean;
  /** Whether invitations are mailed; else who invites gets the link. */
  readonly mail: boolean;
};

let present: InvitationSettings = {
  publicUrl: 'http://localhost:3000',
  ttlDays: 7,
  workspaceAdminsInvite: false,
  mail: false,
};

/** Called once at the start. */
export function useInvitationSettings(settings: InvitationSettings): void {
  present = settings;
}

export function invitationSettings(): InvitationSettings {
  return present;
}
