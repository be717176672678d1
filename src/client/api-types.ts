// Written from the OpenAPI document by `npm run api-types`: do not edit.

export interface paths {
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller with its organizations, and the switches of this deployment
         * @description Who may: whoever is signed in, by session or personal key.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the sessions in which the caller is signed in, newest first
         * @description Who may: whoever is signed in, by session or personal key.
         */
        get: operations["getMeSessions"];
        put?: never;
        post?: never;
        /**
         * End all other sessions of the caller and all its personal keys at once; with an API key, all sessions and this key too
         * @description Who may: whoever is signed in, by session or personal key.
         */
        delete: operations["deleteMeSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a session of the caller
         * @description Who may: whoever is signed in, by session or personal key.
         */
        get: operations["getMeSessionsId"];
        put?: never;
        post?: never;
        /**
         * End a session of the caller at once; ending the present one signs out
         * @description Who may: whoever is signed in, by session or personal key.
         */
        delete: operations["deleteMeSessionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password with which the caller signs in; all its other sessions and personal keys end
         * @description Who may: whoever is signed in by session, where people sign in with passwords (BASIC_AUTH_ENABLED).
         */
        post: operations["postMePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm by the password that it is still the person of this session, which goes on under a new id
         * @description Who may: whoever is signed in by session, where people sign in with passwords (BASIC_AUTH_ENABLED).
         */
        post: operations["postMeStepUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the organizations that the caller may enter
         * @description Who may: whoever is signed in, and every key.
         */
        get: operations["getOrganizations"];
        put?: never;
        /**
         * Create an organization with its first workspace; its creator becomes Organization Admin
         * @description Who may: the deployment key; where USER_ORG_CREATION_DISABLED is off, whoever is signed in by the deployment's own provider.
         */
        post: operations["postOrganizations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an organization
         * @description Who may: Organization Admin, Organization Operator, Organization User, Organization Viewer. Needs `organization:read`: See the organization and the names of its workspaces.
         */
        get: operations["getOrganizationsOrg"];
        put?: never;
        post?: never;
        /**
         * Delete an organization that is not the default one; its tokens and sessions end at once
         * @description Who may: Organization Admin. Needs `organization:manage`: Rename, set up and delete the organization. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrg"];
        options?: never;
        head?: never;
        /**
         * Rename an organization, limit for how long its audit log is kept, set its mass-change guard, switch invitations, whether people come in by its own identity provider only, and the demand for a recent sign-in
         * @description Who may: Organization Admin. Needs `organization:manage`: Rename, set up and delete the organization. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        patch: operations["patchOrganizationsOrg"];
        trace?: never;
    };
    "/organizations/{org}/set-default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an organization the default one
         * @description Who may: Organization Admin of both, the present default organization and this one. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgSetDefault"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/stats/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count what the home page shows: people, groups, held changes, SCIM requests, what ends soon, first steps; what the caller may not read is null
         * @description Who may: Organization Admin, Organization Operator. Needs `members:read`: See members, their roles and groups.
         */
        get: operations["getOrganizationsOrgStatsSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/stats/provisioning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count SCIM requests by outcome, hour by hour or day by day in UTC; the last 24 hours unless asked
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log.
         */
        get: operations["getOrganizationsOrgStatsProvisioning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the workspaces of an organization
         * @description Who may: Organization Admin, Organization Operator, Organization User, Organization Viewer. Needs `organization:read`: See the organization and the names of its workspaces.
         */
        get: operations["getOrganizationsOrgWorkspaces"];
        put?: never;
        /**
         * Create a workspace
         * @description Who may: Organization Admin. Needs `workspaces:manage`: Create, rename and delete workspaces.
         */
        post: operations["postOrganizationsOrgWorkspaces"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/workspaces/{ws}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a workspace
         * @description Who may: Organization Admin, Organization Operator, Organization User, Organization Viewer. Needs `organization:read`: See the organization and the names of its workspaces.
         */
        get: operations["getOrganizationsOrgWorkspacesWs"];
        put?: never;
        post?: never;
        /**
         * Delete a workspace with all access to it; the last one stays
         * @description Who may: Organization Admin. Needs `workspaces:manage`: Create, rename and delete workspaces.
         */
        delete: operations["deleteOrganizationsOrgWorkspacesWs"];
        options?: never;
        head?: never;
        /**
         * Rename a workspace; access stays as it is
         * @description Who may: Organization Admin. Needs `workspaces:manage`: Create, rename and delete workspaces.
         */
        patch: operations["patchOrganizationsOrgWorkspacesWs"];
        trace?: never;
    };
    "/organizations/{org}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List members, pending and inactive ones too; the first page tells the total
         * @description Who may: Organization Admin, Organization Operator. Needs `members:read`: See members, their roles and groups.
         */
        get: operations["getOrganizationsOrgMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member
         * @description Who may: Organization Admin, Organization Operator. Needs `members:read`: See members, their roles and groups.
         */
        get: operations["getOrganizationsOrgMembersMember"];
        put?: never;
        post?: never;
        /**
         * Remove a member with all its access; signing in does not bring it back
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
         */
        delete: operations["deleteOrganizationsOrgMembersMember"];
        options?: never;
        head?: never;
        /**
         * Set the organization role, with a reason and an end if you like (null: groups and invitations decide again); activate or deactivate
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin. In a session it asks for a sign-in of the last 10 minutes, for an organization role: 401 `insufficient_user_authentication`.
         */
        patch: operations["patchOrganizationsOrgMembersMember"];
        trace?: never;
    };
    "/organizations/{org}/member-export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the members that the list would show, all of them, as CSV with a line of headings
         * @description Who may: Organization Admin, Organization Operator. Needs `members:read`: See members, their roles and groups. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        get: operations["getOrganizationsOrgMemberExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lock a member: sessions and keys end, and all access is denied until it is unlocked, whatever the directory says; never the last Organization Admin
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        post: operations["postOrganizationsOrgMembersMemberLock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unlock a member: what groups, invitations and overrides give counts again; what ended stays ended
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        post: operations["postOrganizationsOrgMembersMemberUnlock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/possible-duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List up to 10 members that are perhaps the same person and could be joined, the most alike first
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        get: operations["getOrganizationsOrgMembersMemberPossibleDuplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join two records that are one person: the one that the directory knows stays, with what admins and invitations gave the other and its sign-in
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgMembersMemberJoin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain the access of a member: each role with the grants that count, and why the others lost
         * @description Who may: Organization Admin, the member itself.
         */
        get: operations["getOrganizationsOrgMembersMemberAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/undecided-members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List members of whom nothing proves who they are, as data of an earlier release may have them: unlink or remove them
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgUndecidedMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the identities of a member that this organization's connections have made, oldest first
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgMembersMemberIdentities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/identities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an identity of a member
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgMembersMemberIdentitiesId"];
        put?: never;
        post?: never;
        /**
         * Unlink an identity: its sessions end at once, and the next sign-in with it is judged anew
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrgMembersMemberIdentitiesId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the personal keys of a member that reach this organization, newest first
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
         */
        get: operations["getOrganizationsOrgMembersMemberApiKeys"];
        put?: never;
        post?: never;
        /**
         * Revoke all personal keys of a member that reach this organization; they end at once, everywhere
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrgMembersMemberApiKeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a personal key of a member, without its secret
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
         */
        get: operations["getOrganizationsOrgMembersMemberApiKeysId"];
        put?: never;
        post?: never;
        /**
         * Revoke a personal key of a member that reaches this organization; it ends at once, everywhere
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrgMembersMemberApiKeysId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the sessions of a member that reach this organization, newest first
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
         */
        get: operations["getOrganizationsOrgMembersMemberSessions"];
        put?: never;
        post?: never;
        /**
         * End all sessions of a member that reach this organization; they end at once, everywhere
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
         */
        delete: operations["deleteOrganizationsOrgMembersMemberSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/members/{member}/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a session of a member
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
         */
        get: operations["getOrganizationsOrgMembersMemberSessionsId"];
        put?: never;
        post?: never;
        /**
         * End a session of a member that reaches this organization; it ends at once, everywhere
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
         */
        delete: operations["deleteOrganizationsOrgMembersMemberSessionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/workspaces/{ws}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the active and pending members of a workspace
         * @description Who may: Workspace Admin, Workspace Editor, Workspace Viewer, custom roles with it, Organization Admin. Needs `workspace-members:read`: See who is in the workspace.
         */
        get: operations["getOrganizationsOrgWorkspacesWsMembers"];
        put?: never;
        /**
         * Add people: who is active in the organization at once, others by an invitation to it (of Workspace Admins only with WORKSPACE_SCOPE_ORG_INVITES_ENABLED)
         * @description Who may: Workspace Admin, custom roles with it, Organization Admin. Needs `workspace-members:manage`: Add, change and remove people of the workspace: none above the own role.
         */
        post: operations["postOrganizationsOrgWorkspacesWsMembers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/workspaces/{ws}/members/{member}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove what people gave a member here; what a group gives needs an override with the effect `deny`
         * @description Who may: Workspace Admin, custom roles with it, Organization Admin. Needs `workspace-members:manage`: Add, change and remove people of the workspace: none above the own role.
         */
        delete: operations["deleteOrganizationsOrgWorkspacesWsMembersMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/workspaces/{ws}/members/{member}/override": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Decide the access of a member to a workspace, whatever groups and sign-ins say
         * @description Who may: Workspace Admin, custom roles with it, Organization Admin. Needs `workspace-members:manage`: Add, change and remove people of the workspace: none above the own role.
         */
        put: operations["putOrganizationsOrgWorkspacesWsMembersMemberOverride"];
        post?: never;
        /**
         * Clear the decision, so that groups, invitations and sign-ins decide again
         * @description Who may: Workspace Admin, custom roles with it, Organization Admin. Needs `workspace-members:manage`: Add, change and remove people of the workspace: none above the own role.
         */
        delete: operations["deleteOrganizationsOrgWorkspacesWsMembersMemberOverride"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all decisions of admins, on workspaces and on organization roles
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgOverrides"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invitations, newest first; the first page tells the total
         * @description Who may: Organization Admin, Organization Operator. Needs `members:read`: See members, their roles and groups.
         */
        get: operations["getOrganizationsOrgInvitations"];
        put?: never;
        /**
         * Invite people to the organization, and into workspaces; who is active already is added to those at once
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin. In a session it asks for a sign-in of the last 10 minutes, to give administration: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an invitation back; its link is dead at once
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
         */
        delete: operations["deleteOrganizationsOrgInvitationsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/invitations/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew an invitation, also an expired one, with a new link; the old one is dead. Where no mail is sent, only who may give all its roles renews it
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgInvitationsIdResend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the open invitations to the caller's verified address, of all organizations, newest first
         * @description Who may: whoever is signed in, by session or personal key.
         */
        get: operations["getMeInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/invitations/{token}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation to the caller's own address, by the secret in its link or, of the caller's own list, by its id
         * @description Who may: whoever is signed in, by session or personal key.
         */
        post: operations["postMeInvitationsTokenAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/invitations/{token}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline an invitation to the caller's own address, by the secret in its link or its id: it is over, and its inviter sees that
         * @description Who may: whoever is signed in, by session or personal key.
         */
        post: operations["postMeInvitationsTokenDecline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the groups that admins made. Their members: GET /organizations/{org}/members?group=
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgGroups"];
        put?: never;
        /**
         * Make a group of members picked by hand, which SCIM does not show
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes. In a session it asks for a sign-in of the last 10 minutes, to give administration: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a group that admins made
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgGroupsGroup"];
        put?: never;
        post?: never;
        /**
         * Delete a group that admins made; its members lose what it gave them
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        delete: operations["deleteOrganizationsOrgGroupsGroup"];
        options?: never;
        head?: never;
        /**
         * Rename a group that admins made, or change what it gives
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        patch: operations["patchOrganizationsOrgGroupsGroup"];
        trace?: never;
    };
    "/organizations/{org}/groups/{group}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand a group over to the directory: SCIM shows it from then on, with its members and what it gives
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        post: operations["postOrganizationsOrgGroupsGroupHandOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/groups/{group}/members/{member}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put an active member into a group that admins made
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        put: operations["putOrganizationsOrgGroupsGroupMembersMember"];
        post?: never;
        /**
         * Take a member out of a group that admins made
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        delete: operations["deleteOrganizationsOrgGroupsGroupMembersMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the workspace roles, built-in and custom, the highest first
         * @description Who may: Organization Admin, Organization Operator; whoever has `workspace-members:manage` in any workspace.
         */
        get: operations["getOrganizationsOrgRoles"];
        put?: never;
        /**
         * Create a custom workspace role
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        post: operations["postOrganizationsOrgRoles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a role by name or id, with who relies on it
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgRolesRole"];
        put?: never;
        post?: never;
        /**
         * Delete a custom role that nothing uses; else 409 with who does
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        delete: operations["deleteOrganizationsOrgRolesRole"];
        options?: never;
        head?: never;
        /**
         * Change a custom role; a new name changes nobody’s access
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        patch: operations["patchOrganizationsOrgRolesRole"];
        trace?: never;
    };
    "/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the permissions, with `organization` its application permissions too
         * @description Who may: whoever is signed in, and every key; of an organization: Organization Admin, Organization Operator, whoever has `workspace-members:manage` in any workspace.
         */
        get: operations["getPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/application-permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the permissions that are declared for the application
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgApplicationPermissions"];
        /**
         * Declare the permissions of the application: these and no others
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        put: operations["putOrganizationsOrgApplicationPermissions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * May this person do that here? Of somebody unknown the answer is no
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/sso-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what newcomers get
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgSsoSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what later newcomers get; nobody who has joined is touched
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        patch: operations["patchOrganizationsOrgSsoSettings"];
        trace?: never;
    };
    "/organizations/{org}/sso-connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the organization's own identity providers, oldest first
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgSsoConnections"];
        put?: never;
        /**
         * Add an identity provider; its client secret is never shown again
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgSsoConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/sso-connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an identity provider, without its client secret
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgSsoConnectionsId"];
        put?: never;
        post?: never;
        /**
         * Remove an identity provider; its sessions end, and its members wait for another connection
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrgSsoConnectionsId"];
        options?: never;
        head?: never;
        /**
         * Change an identity provider; it counts from the next sign-in on
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        patch: operations["patchOrganizationsOrgSsoConnectionsId"];
        trace?: never;
    };
    "/organizations/{org}/sso-connections/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the provider for its metadata and keys, and report step by step
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        post: operations["postOrganizationsOrgSsoConnectionsIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/sso-connections/{id}/signal-stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read by which stream the provider tells whose sessions shall end
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgSsoConnectionsIdSignalStream"];
        put?: never;
        /**
         * Have a transmitter of signals make a stream to Usher, and listen to it
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgSsoConnectionsIdSignalStream"];
        /**
         * Listen to the transmitter no more, and have its stream removed
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrgSsoConnectionsIdSignalStream"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/sso-connections/{id}/signal-stream/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the transmitter how the stream is, and for an event that verifies it
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        post: operations["postOrganizationsOrgSsoConnectionsIdSignalStreamCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the email domains, oldest first
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgDomains"];
        put?: never;
        /**
         * Claim an email domain; the answer says which TXT record proves it
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgDomains"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/domains/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an email domain
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgDomainsId"];
        put?: never;
        post?: never;
        /**
         * Give an email domain up; whoever is linked stays linked
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrgDomainsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/domains/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for the TXT record now; 409 says what is missing
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgDomainsIdVerify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/sign-in-simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what a sign-in with these claims would come to, without changing anything
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        post: operations["postOrganizationsOrgSignInSimulations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/setup-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the set-up links, newest first, also those that are over
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgSetupLinks"];
        put?: never;
        /**
         * Make a set-up link; its secret is in this answer only, and it is opened in one browser only
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgSetupLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/setup-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a set-up link, without its secret
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        get: operations["getOrganizationsOrgSetupLinksId"];
        put?: never;
        post?: never;
        /**
         * Revoke a set-up link; it ends at once, and what was set up with it stays
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrgSetupLinksId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/setup-links/{id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a set-up link another secret and end; the old one ends, and what was set up with it stays
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgSetupLinksIdRenew"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what is to be set up, and what is done
         * @description Who may: whoever has opened the set-up link, in the browser that they opened it in; as long as its maker may.
         */
        get: operations["getSetupLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup/{link}/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim an email domain; the answer says which TXT record proves it
         * @description Who may: whoever has opened the set-up link, in the browser that they opened it in, where the link covers `domain`; as long as its maker may.
         */
        post: operations["postSetupLinkDomains"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup/{link}/domains/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for the TXT record now; 409 says what is missing
         * @description Who may: whoever has opened the set-up link, in the browser that they opened it in, where the link covers `domain`; as long as its maker may.
         */
        post: operations["postSetupLinkDomainsIdVerify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup/{link}/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Save the identity provider; nobody signs in by it yet
         * @description Who may: whoever has opened the set-up link, in the browser that they opened it in, where the link covers `sign-in`; as long as its maker may.
         */
        put: operations["putSetupLinkConnection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup/{link}/connection/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the provider for its metadata and keys, and report step by step
         * @description Who may: whoever has opened the set-up link, in the browser that they opened it in, where the link covers `sign-in`; as long as its maker may.
         */
        post: operations["postSetupLinkConnectionTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup/{link}/connection/switch-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let people sign in by it, where the link allows that and a test sign-in has gone well
         * @description Who may: whoever has opened the set-up link, in the browser that they opened it in, where the link covers `sign-in`; as long as its maker may.
         */
        post: operations["postSetupLinkConnectionSwitchOn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup/{link}/scim-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the SCIM token of this link, once; its secret is in this answer only
         * @description Who may: whoever has opened the set-up link, in the browser that they opened it in, where the link covers `directory`; as long as its maker may.
         */
        post: operations["postSetupLinkScimToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup/{link}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that all is done: the link ends at once
         * @description Who may: whoever has opened the set-up link, in the browser that they opened it in; as long as its maker may.
         */
        post: operations["postSetupLinkFinish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the SCIM tokens that are not revoked, newest first
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log.
         */
        get: operations["getOrganizationsOrgScimTokens"];
        put?: never;
        /**
         * Create a SCIM token, for a directory or bound to one member; its secret is in this answer only
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgScimTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a SCIM token, without its secret
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log.
         */
        get: operations["getOrganizationsOrgScimTokensId"];
        put?: never;
        post?: never;
        /**
         * Revoke a SCIM token; it ends at once
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrgScimTokensId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/tokens/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a SCIM token by a new one; the old one works on for the overlap
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgScimTokensIdRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the OAuth clients for SCIM that are not revoked, newest first
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log.
         */
        get: operations["getOrganizationsOrgScimClients"];
        put?: never;
        /**
         * Create an OAuth client for SCIM; its secret is in this answer only
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgScimClients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/clients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an OAuth client for SCIM, without its secret
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log.
         */
        get: operations["getOrganizationsOrgScimClientsId"];
        put?: never;
        post?: never;
        /**
         * Revoke an OAuth client for SCIM; it and its access tokens end at once
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrgScimClientsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/clients/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an OAuth client for SCIM a new secret or new keys; the old ones work on for the overlap
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgScimClientsIdRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List groups with what they are mapped to, or why they are not
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgScimGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a group with what it is mapped to, the groups in it and those that it is in
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgScimGroupsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/name-reading": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a name as that of a group by the naming convention, whether it is switched on or not
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgScimNameReading"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what identity providers sent and what became of it, newest first
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log.
         */
        get: operations["getOrganizationsOrgScimRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how group names give roles, which group wins, and whether the directory may name roles of people
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgScimSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change how groups and the directory give roles; every group is read again, in a large organization by a job
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes. In a session it asks for a sign-in of the last 10 minutes, to give administration: 401 `insufficient_user_authentication`.
         */
        patch: operations["patchOrganizationsOrgScimSettings"];
        trace?: never;
    };
    "/organizations/{org}/scim/mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the explicit mappings, those that wait for their group included
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgScimMappings"];
        put?: never;
        /**
         * Say what a group gives, whatever its name; also before the directory pushes it
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes. In a session it asks for a sign-in of the last 10 minutes, to give administration: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgScimMappings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/scim/mappings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an explicit mapping
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgScimMappingsId"];
        put?: never;
        post?: never;
        /**
         * Delete a mapping; onDelete says whether members keep what it gave. 202: a job keeps it for a large group
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        delete: operations["deleteOrganizationsOrgScimMappingsId"];
        options?: never;
        head?: never;
        /**
         * Change the targets or the priority of a mapping
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        patch: operations["patchOrganizationsOrgScimMappingsId"];
        trace?: never;
    };
    "/organizations/{org}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what a change would do to the access of each member, without making it
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        post: operations["postOrganizationsOrgPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how far a large change of access is; its effect holds from the start
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgJobsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/access-map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * From groups and other sources of access, by mappings, to workspaces: how many people have their role so
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgAccessMap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/access-matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Members by workspaces with role and source, page by page in both directions
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgAccessMatrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/held-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the changes of groups whose effect on access is or was held, newest first
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgHeldChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/held-changes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a held change
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgHeldChangesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/held-changes/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the members who lose access by approval, with what they lose; empty once it is decided
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgHeldChangesIdMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/held-changes/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a held change have its effect: its members lose what is held
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        post: operations["postOrganizationsOrgHeldChangesIdApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/held-changes/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the members keep what is held, as grants made by hand
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
         */
        post: operations["postOrganizationsOrgHeldChangesIdReject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the caller's personal keys that have not ended, and those that have expired, newest first
         * @description Who may: whoever is signed in, by session or personal key.
         */
        get: operations["getMeApiKeys"];
        put?: never;
        /**
         * Create a personal key, which acts as its owner where the present sign-in reaches; its secret is in this answer only
         * @description Who may: whoever is signed in, by session or personal key. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postMeApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a personal key, without its secret
         * @description Who may: whoever is signed in, by session or personal key.
         */
        get: operations["getMeApiKeysId"];
        put?: never;
        post?: never;
        /**
         * Revoke a personal key; it ends at once
         * @description Who may: whoever is signed in, by session or personal key. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteMeApiKeysId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/service-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the service keys that are not revoked, newest first
         * @description Who may: Organization Admin. Needs `keys:manage`: Make and revoke service keys.
         */
        get: operations["getOrganizationsOrgServiceKeys"];
        put?: never;
        /**
         * Create a service key, which acts as Organization Admin of this organization; its secret is in this answer only
         * @description Who may: Organization Admin. Needs `keys:manage`: Make and revoke service keys. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        post: operations["postOrganizationsOrgServiceKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/service-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a service key, without its secret
         * @description Who may: Organization Admin. Needs `keys:manage`: Make and revoke service keys.
         */
        get: operations["getOrganizationsOrgServiceKeysId"];
        put?: never;
        post?: never;
        /**
         * Revoke a service key; it ends at once
         * @description Who may: Organization Admin. Needs `keys:manage`: Make and revoke service keys. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        delete: operations["deleteOrganizationsOrgServiceKeysId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what happened, newest first; an event appears within about a second
         * @description Who may: Organization Admin. Needs `audit:read`: Read the audit log and the event feed.
         */
        get: operations["getOrganizationsOrgAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/audit-events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export what happened, oldest first, as JSON lines, CSV or OCSF; `after` goes on where the last export ended
         * @description Who may: Organization Admin. Needs `audit:read`: Read the audit log and the event feed. In a session it asks for a sign-in of the last 10 minutes: 401 `insufficient_user_authentication`.
         */
        get: operations["getOrganizationsOrgAuditEventsExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/audit-events/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify that no event was altered, removed or inserted since it was sealed; reads the whole log
         * @description Who may: Organization Admin. Needs `audit:read`: Read the audit log and the event feed.
         */
        get: operations["getOrganizationsOrgAuditEventsVerification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what changes: the events after a number, oldest first
         * @description Who may: Organization Admin. Needs `audit:read`: Read the audit log and the event feed.
         */
        get: operations["getOrganizationsOrgEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/events/scim-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what happens to users and groups of SCIM in its own words: security event tokens (RFC 9967)
         * @description Who may: Organization Admin. Needs `audit:read`: Read the audit log and the event feed.
         */
        get: operations["getOrganizationsOrgEventsScimSets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream audit events (`audit-event`) and the provisioning log (`scim-request`) as they happen; `Last-Event-ID` resumes
         * @description Who may: Organization Admin. Needs `audit:read`: Read the audit log and the event feed.
         */
        get: operations["getOrganizationsOrgLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the webhooks, oldest first
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        get: operations["getOrganizationsOrgWebhooks"];
        put?: never;
        /**
         * Create a webhook for what happens from now on; its signing secret, where it has one, is in this answer only
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        post: operations["postOrganizationsOrgWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a webhook, without its secret
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        get: operations["getOrganizationsOrgWebhooksId"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook with all that is queued for it
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        delete: operations["deleteOrganizationsOrgWebhooksId"];
        options?: never;
        head?: never;
        /**
         * Change a webhook; one that is enabled again goes on where it stopped
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        patch: operations["patchOrganizationsOrgWebhooksId"];
        trace?: never;
    };
    "/organizations/{org}/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook a new secret; the old one signs too for the overlap
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        post: operations["postOrganizationsOrgWebhooksIdRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message of the type webhook.test, once; its outcome is among the deliveries a moment later
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        post: operations["postOrganizationsOrgWebhooksIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries, newest first: pending, delivered (for 7 days), dead (for 30 days)
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        get: operations["getOrganizationsOrgWebhooksIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries of all webhooks together, newest first
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        get: operations["getOrganizationsOrgDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/webhooks/{id}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        get: operations["getOrganizationsOrgWebhooksIdDeliveriesDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{org}/webhooks/{id}/deliveries/{delivery}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery again, dead or delivered; its webhook-id stays the same
         * @description Who may: Organization Admin. Needs `webhooks:manage`: Set up webhooks.
         */
        post: operations["postOrganizationsOrgWebhooksIdDeliveriesDeliveryReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description RFC 9457 problem details
         * @example {
         *       "type": "about:blank",
         *       "title": "Bad Request",
         *       "status": 400,
         *       "detail": "The body is not valid: #/name: Invalid input: expected string, received undefined",
         *       "code": "invalid_input",
         *       "errors": [
         *         {
         *           "in": "body",
         *           "pointer": "#/name",
         *           "detail": "Invalid input: expected string, received undefined"
         *         }
         *       ],
         *       "requestId": "0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d"
         *     }
         */
        Problem: {
            /**
             * @description Always `about:blank`: `code` says more
             * @example about:blank
             */
            type: string;
            /**
             * @description The status in words
             * @example Bad Request
             */
            title: string;
            /**
             * @description The HTTP status
             * @example 400
             */
            status: number;
            /**
             * @description For people: what is wrong and what to do
             * @example The body is not valid: #/name: Invalid input: expected string, received undefined
             */
            detail: string;
            /**
             * @description For programs: the rule, a stable snake_case word
             * @example invalid_input
             */
            code: string;
            /** @description Each value at fault, where values are */
            errors?: {
                /**
                 * @description Which part of the request
                 * @enum {string}
                 */
                in: "body" | "query";
                /**
                 * @description JSON pointer of the value at fault, as in #/members/0/email
                 * @example #/name
                 */
                pointer: string;
                /**
                 * @description For people: what is wrong with the value
                 * @example Invalid input: expected string, received undefined
                 */
                detail: string;
            }[];
            /**
             * @description Of `insufficient_user_authentication`: so many seconds ago, at most, the caller must have signed in
             * @example 600
             */
            maxAge?: number;
            /**
             * @description X-Request-Id of this answer: quote it when you ask for help
             * @example 0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d
             */
            requestId: string;
        };
        /**
         * @description The caller, and what it may enter
         * @example {
         *       "account": {
         *         "id": "6746f0a1c2d3e4f5a6b7c8d7",
         *         "email": "ada@acme.example",
         *         "emailVerified": true,
         *         "name": "Ada Lovelace",
         *         "hasPassword": false
         *       },
         *       "csrfToken": null,
         *       "confirmsBy": null,
         *       "organizations": [
         *         {
         *           "id": "6746f0a1c2d3e4f5a6b7c8d1",
         *           "kind": "shared",
         *           "name": "Acme",
         *           "isDefault": true,
         *           "role": "Organization Admin",
         *           "status": "active",
         *           "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
         *           "auditRetentionDays": null,
         *           "massChangeGuard": {
         *             "maxMembers": 50,
         *             "maxPercent": 10,
         *             "windowMinutes": 60
         *           },
         *           "invitationsEnabled": true,
         *           "recentSignInRequired": true,
         *           "ssoOnly": false
         *         }
         *       ],
         *       "signInElsewhere": [
         *         {
         *           "id": "6b06111179a954f3a3e76a70",
         *           "name": "Acme Partners",
         *           "connections": [
         *             {
         *               "id": "6746f0a1c2d3e4f5a6b7c8dd",
         *               "name": "Okta"
         *             }
         *           ]
         *         }
         *       ],
         *       "defaultOrganizationId": "6746f0a1c2d3e4f5a6b7c8d1",
         *       "flags": {
         *         "workspaceScopeOrgInvitesEnabled": false,
         *         "userOrgCreationDisabled": true,
         *         "personalOrgsDisabled": true
         *       }
         *     }
         */
        Me: {
            /** @description The person, whatever the organization */
            account: {
                /**
                 * @description Id of the account
                 * @example 6746f0a1c2d3e4f5a6b7c8d7
                 */
                id: string;
                /**
                 * @description The address of the person; null: no sign-in named one
                 * @example ada@acme.example
                 */
                email: string | null;
                /** @description false: the address is only claimed */
                emailVerified: boolean;
                /**
                 * @description Display name
                 * @example Ada Lovelace
                 */
                name: string;
                /** @description Whether the person signs in here with a password, which `POST /me/password` changes */
                hasPassword: boolean;
            };
            /**
             * @description To be sent as X-CSRF-Token with each write of a session; null for API keys, which need none
             * @example Yk3vQ0c1T2m4
             */
            csrfToken: string | null;
            /**
             * @description How the person of this session shows once more who they are (`insufficient_user_authentication`): `password`, by `POST /me/step-up`; `provider`, at `/auth/confirm`. null: an API key is not asked
             * @example null
             * @enum {string|null}
             */
            confirmsBy: "password" | "provider" | null;
            /** @description Those that the caller may enter */
            organizations: components["schemas"]["Organization"][];
            /** @description Those that the caller belongs to, and that the way in which they came in does not reach: `ssoOnly` is on there. Always empty for who came in by an organization's own connection */
            signInElsewhere: {
                /**
                 * @description Id of the organization
                 * @example 6746f0a1c2d3e4f5a6b7c8d1
                 */
                id: string;
                /**
                 * @description Name of the organization
                 * @example Acme
                 */
                name: string;
                /** @description By which it lets the caller in: `GET /auth/login?connection={id}` */
                connections: {
                    /**
                     * @description Id of the connection
                     * @example 6746f0a1c2d3e4f5a6b7c8dd
                     */
                    id: string;
                    /**
                     * @description Name of the connection
                     * @example Okta
                     */
                    name: string;
                }[];
            }[];
            /**
             * @description Id of the default organization
             * @example 6746f0a1c2d3e4f5a6b7c8d1
             */
            defaultOrganizationId: string;
            /** @description The switches of this deployment */
            flags: {
                /** @description Whether Workspace Admins may invite people to the organization */
                workspaceScopeOrgInvitesEnabled: boolean;
                /** @description Whether only the deployment key creates organizations */
                userOrgCreationDisabled: boolean;
                /** @description Whether somebody who joins nothing gets no organization of their own */
                personalOrgsDisabled: boolean;
            };
        };
        /**
         * @description A tenant: members, workspaces, groups
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d1",
         *       "kind": "shared",
         *       "name": "Acme",
         *       "isDefault": true,
         *       "role": "Organization Admin",
         *       "status": "active",
         *       "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
         *       "auditRetentionDays": null,
         *       "massChangeGuard": {
         *         "maxMembers": 50,
         *         "maxPercent": 10,
         *         "windowMinutes": 60
         *       },
         *       "invitationsEnabled": true,
         *       "recentSignInRequired": true,
         *       "ssoOnly": false
         *     }
         */
        Organization: {
            /**
             * @description Id of the organization
             * @example 6746f0a1c2d3e4f5a6b7c8d1
             */
            id: string;
            /**
             * @description `personal`: of one person, made at a sign-in
             * @enum {string}
             */
            kind: "shared" | "personal";
            /**
             * @description Name of the organization
             * @example Acme
             */
            name: string;
            /** @description Whether the deployment's connection leads into it */
            isDefault: boolean;
            /** @description The caller's organization role; null for one that is no member */
            role: components["schemas"]["OrganizationRole"] | null;
            /** @description The caller's status as a member; null for one that is no member */
            status: components["schemas"]["MemberStatus"] | null;
            /**
             * @description Id of the member that the caller is; null for one that is no member
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            memberId: string | null;
            /**
             * @description For how many days events are kept; null: for ever
             * @example 365
             */
            auditRetentionDays: number | null;
            /** @description When changes of groups by the directory are held for an admin; null: never */
            massChangeGuard: components["schemas"]["MassChangeGuard"] | null;
            /** @description Whether people may be invited. Off: nobody is, and invitations of before rest until it is on again */
            invitationsEnabled: boolean;
            /** @description Whether what could hand the organization over (tokens, keys, connections, admins, export) asks people for a sign-in of the last ten minutes */
            recentSignInRequired: boolean;
            /** @description Whether people come in by the organization's own connections only (in the default organization also by the deployment's): passwords and other connections then do not reach it; keys of programs do. Turning it on needs a session, or a personal key, of such a connection; of a service key or the deployment key, that an Organization Admin has signed in by one */
            ssoOnly: boolean;
        };
        /**
         * @description `Organization Admin` may do everything, `Organization Operator` manages members, `Organization User` and `Organization Viewer` enter the workspaces in which they have a role
         * @enum {string}
         */
        OrganizationRole: "Organization Admin" | "Organization Operator" | "Organization User" | "Organization Viewer";
        /**
         * @description `pending`: not there yet, as who is invited; `active`; `inactive`: deactivated, without access
         * @enum {string}
         */
        MemberStatus: "pending" | "active" | "inactive";
        /** @description How many may lose access at once by what the directory does to groups */
        MassChangeGuard: {
            /**
             * @description More members who lose access are too many; 0: each one is. null: no limit by number
             * @default null
             * @example 50
             */
            maxMembers: number | null;
            /**
             * @description More percent of the active members are too many, 0 to 100. null: no limit by share
             * @default null
             * @example 10
             */
            maxPercent: number | null;
            /**
             * @description Over how many minutes changes add up
             * @default 60
             */
            windowMinutes: number;
        };
        /** @description A browser in which a person is signed in */
        Session: {
            /**
             * @description Id of the session, which is not what the cookie holds
             * @example 6746f0a1c2d3e4f5a6b7c8e4
             */
            id: string;
            /** @description The one in which this request was made */
            current: boolean;
            /**
             * Format: date-time
             * @description When the person signed in
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last used, to the minute
             * @example 2026-01-15T09:30:00.000Z
             */
            lastSeenAt: string;
            /**
             * Format: date-time
             * @description When it ends if nobody uses it before
             * @example 2026-01-15T09:30:00.000Z
             */
            expiresAt: string;
            /**
             * @description Id of the connection by which the person signed in; `default`: that of the deployment; `password`: none, but a password
             * @example default
             */
            connectionId: string;
            /**
             * @description What the browser calls itself, shortened; null: nothing
             * @example Firefox/145.0
             */
            userAgent: string | null;
            /**
             * @description The IP address that the person signed in from; null: unknown
             * @example 203.0.113.7
             */
            address: string | null;
            /**
             * Format: date-time
             * @description When the person last showed who they are: with a password here, or as the provider says; null: it does not say
             * @example 2026-01-15T09:30:00.000Z
             */
            authTime: string | null;
            /**
             * @description Which class of sign-in the provider says it was (`acr`); null: it does not
             * @example phr
             */
            acr: string | null;
            /**
             * @description By which methods, as the provider says (`amr`); empty: it does not
             * @example [
             *       "hwk",
             *       "pin"
             *     ]
             */
            amr: string[];
        };
        /**
         * @description An organization in numbers
         * @example {
         *       "people": {
         *         "active": 1204,
         *         "pending": 17,
         *         "inactive": 63,
         *         "locked": 1
         *       },
         *       "groups": {
         *         "total": 48,
         *         "convention": 41,
         *         "explicit": 5,
         *         "unmatched": 2
         *       },
         *       "heldChanges": 1,
         *       "provisioning": {
         *         "lastPush": {
         *           "at": "2026-01-15T09:30:00.000Z",
         *           "status": 200
         *         },
         *         "lastDay": {
         *           "succeeded": 5120,
         *           "refused": 3,
         *           "failed": 0
         *         }
         *       },
         *       "endingSoon": {
         *         "scimTokens": {
         *           "count": 1,
         *           "next": {
         *             "id": "6746f0a1c2d3e4f5a6b7c8d6",
         *             "description": "Okta",
         *             "expiresAt": "2026-01-15T09:30:00.000Z"
         *           }
         *         },
         *         "serviceKeys": {
         *           "count": 0,
         *           "next": null
         *         },
         *         "overrides": {
         *           "count": 1,
         *           "next": {
         *             "id": "6746f0a1c2d3e4f5a6b7c8d5",
         *             "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
         *             "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
         *             "expiresAt": "2026-01-15T09:30:00.000Z"
         *           }
         *         }
         *       },
         *       "firstSteps": {
         *         "scimTokenMade": true,
         *         "pushed": true,
         *         "groupMatched": true,
         *         "signInConfigured": true,
         *         "signedIn": true,
         *         "secondAdmin": false
         *       }
         *     }
         */
        Summary: {
            /** @description Members by status, and how many of them are locked */
            people: {
                /**
                 * @description Members who may sign in
                 * @example 1204
                 */
                active: number;
                /**
                 * @description Members who are invited and not there yet
                 * @example 17
                 */
                pending: number;
                /**
                 * @description Members who are deactivated
                 * @example 63
                 */
                inactive: number;
                /**
                 * @description Of all these, those whom an admin has locked
                 * @example 1
                 */
                locked: number;
            };
            /** @description Groups by how they are mapped */
            groups: {
                /**
                 * @description All
                 * @example 48
                 */
                total: number;
                /**
                 * @description Those whose name says what they give
                 * @example 41
                 */
                convention: number;
                /**
                 * @description Those of which an admin said what they give
                 * @example 5
                 */
                explicit: number;
                /**
                 * @description Those that give nothing
                 * @example 2
                 */
                unmatched: number;
            } | null;
            /**
             * @description Changes of access that wait for an admin
             * @example 1
             */
            heldChanges: number | null;
            /** @description What identity providers send */
            provisioning: {
                /** @description The last SCIM request that wanted to change something, and how it was answered; null: none is in the log */
                lastPush: {
                    /**
                     * Format: date-time
                     * @description When it came
                     * @example 2026-01-15T09:30:00.000Z
                     */
                    at: string;
                    /**
                     * @description HTTP status of the answer
                     * @example 200
                     */
                    status: number;
                } | null;
                /** @description SCIM requests of the last 24 hours */
                lastDay: {
                    /**
                     * @description Answered with 2xx or 3xx
                     * @example 5120
                     */
                    succeeded: number;
                    /**
                     * @description Answered with 4xx: what was sent could not be done
                     * @example 3
                     */
                    refused: number;
                    /**
                     * @description Answered with 5xx: a fault here
                     * @example 0
                     */
                    failed: number;
                };
            } | null;
            /** @description What ends by itself within 30 days */
            endingSoon: {
                /** @description SCIM tokens */
                scimTokens: components["schemas"]["EndingKeys"] | null;
                /** @description Service keys */
                serviceKeys: components["schemas"]["EndingKeys"] | null;
                /** @description Overrides */
                overrides: components["schemas"]["EndingOverrides"] | null;
            };
            /** @description What has really happened, whoever did it and in which order */
            firstSteps: {
                /** @description There is a SCIM token, or was one */
                scimTokenMade: boolean | null;
                /** @description A directory has pushed people or groups */
                pushed: boolean | null;
                /** @description A group gives something, by its name or by a mapping */
                groupMatched: boolean | null;
                /** @description People can sign in by a provider or, where the operator allows it, by password */
                signInConfigured: boolean | null;
                /** @description Somebody has signed in */
                signedIn: boolean | null;
                /** @description There are two active Organization Admins, so that one can help the other in */
                secondAdmin: boolean | null;
            };
        };
        /** @description Keys or tokens that end soon */
        EndingKeys: {
            /**
             * @description How many
             * @example 1
             */
            count: number;
            /** @description The one that ends first */
            next: components["schemas"]["EndingKey"] | null;
        };
        /** @description A key or token that ends soon */
        EndingKey: {
            /**
             * @description Id of the key
             * @example 6746f0a1c2d3e4f5a6b7c8d6
             */
            id: string;
            /**
             * @description As it was named when it was made
             * @example Okta
             */
            description: string;
            /**
             * Format: date-time
             * @description When it ends
             * @example 2026-01-15T09:30:00.000Z
             */
            expiresAt: string;
        };
        /** @description Overrides that end soon */
        EndingOverrides: {
            /**
             * @description How many
             * @example 1
             */
            count: number;
            /** @description The one that ends first */
            next: {
                /**
                 * @description Id of the override
                 * @example 6746f0a1c2d3e4f5a6b7c8d5
                 */
                id: string;
                /**
                 * @description Id of the member
                 * @example 6746f0a1c2d3e4f5a6b7c8d3
                 */
                memberId: string;
                /**
                 * @description null: the organization role
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string | null;
                /**
                 * Format: date-time
                 * @description When it ends
                 * @example 2026-01-15T09:30:00.000Z
                 */
                expiresAt: string;
            } | null;
        };
        /**
         * @description SCIM requests over time
         * @example {
         *       "step": "hour",
         *       "buckets": [
         *         {
         *           "at": "2026-01-15T09:00:00.000Z",
         *           "succeeded": 212,
         *           "refused": 1,
         *           "failed": 0
         *         }
         *       ]
         *     }
         */
        ProvisioningSeries: {
            /**
             * @description How long a bucket is
             * @enum {string}
             */
            step: "hour" | "day";
            /** @description Oldest first, without gaps; of the last one only what has happened so far */
            buckets: {
                /**
                 * Format: date-time
                 * @description When the hour or day begins, UTC
                 * @example 2026-01-15T09:30:00.000Z
                 */
                at: string;
                /**
                 * @description Answered with 2xx or 3xx
                 * @example 5120
                 */
                succeeded: number;
                /**
                 * @description Answered with 4xx: what was sent could not be done
                 * @example 3
                 */
                refused: number;
                /**
                 * @description Answered with 5xx: a fault here
                 * @example 0
                 */
                failed: number;
            }[];
        };
        /**
         * @description Where work happens inside an organization
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d2",
         *       "name": "Research",
         *       "role": "Workspace Admin",
         *       "roles": [
         *         "Workspace Admin"
         *       ],
         *       "createdAt": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Workspace: {
            /**
             * @description Id of the workspace
             * @example 6746f0a1c2d3e4f5a6b7c8d2
             */
            id: string;
            /**
             * @description Name of the workspace
             * @example Research
             */
            name: string;
            /** @description The caller's effective role; null: no access */
            role: components["schemas"]["WorkspaceRole"] | null;
            /**
             * @description All roles whose permissions count, by name, the highest first: with the precedence `combined` there may be several; with the others there is the one
             * @example [
             *       "Workspace Editor"
             *     ]
             */
            roles: string[];
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description With `people=true`: how many active members have access; null: the caller may not see who
             * @example 11
             */
            people?: number | null;
        };
        /**
         * @description Workspace Admin, Workspace Editor, Workspace Viewer, or a custom role
         * @example Workspace Editor
         */
        WorkspaceRole: string;
        /**
         * @description A person's entry in one organization
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d3",
         *       "email": "ada@acme.example",
         *       "claimedEmail": null,
         *       "name": "Ada Lovelace",
         *       "userName": "ada@acme.example",
         *       "externalId": "00u1a2b3c4",
         *       "status": "active",
         *       "organizationRole": "Organization User",
         *       "managedBy": "scim",
         *       "workspaces": [
         *         {
         *           "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
         *           "name": "Research",
         *           "role": "Workspace Viewer",
         *           "roles": [
         *             "Workspace Viewer"
         *           ],
         *           "source": "scim-group"
         *         }
         *       ],
         *       "groups": [
         *         {
         *           "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *           "displayName": "Acme Organization User:Research:Workspace Viewer"
         *         }
         *       ],
         *       "signedIn": true,
         *       "invitation": null,
         *       "lock": null,
         *       "createdAt": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Member: {
            /**
             * @description Id of the member, also of the SCIM User
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            id: string;
            /**
             * @description Proven, or set by the directory; of a pending member, the invited one. null: none of these
             * @example ada@acme.example
             */
            email: string | null;
            /**
             * @description An address that the identity provider names and nobody has proven: shown, never matched. null: there is none
             * @example ada@home.example
             */
            claimedEmail: string | null;
            /**
             * @description Display name
             * @example Ada Lovelace
             */
            name: string;
            /**
             * @description `userName` of the SCIM User
             * @example ada@acme.example
             */
            userName: string;
            /**
             * @description What the directory calls the person; null: it did not say
             * @example 00u1a2b3c4
             */
            externalId: string | null;
            status: components["schemas"]["MemberStatus"];
            /** @description In force now; null: no access */
            organizationRole: components["schemas"]["OrganizationRole"] | null;
            /**
             * @description `scim`: the directory decides name and email; null: nobody does
             * @enum {string|null}
             */
            managedBy: "scim" | null;
            /** @description The workspaces that the member may enter, each with the effective role */
            workspaces: {
                /**
                 * @description Id of the workspace
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string;
                /**
                 * @description Name of the workspace
                 * @example Research
                 */
                name: string;
                role: components["schemas"]["WorkspaceRole"];
                /**
                 * @description All roles whose permissions count, by name, the highest first: with the precedence `combined` there may be several; with the others there is the one
                 * @example [
                 *       "Workspace Editor"
                 *     ]
                 */
                roles: string[];
                source: components["schemas"]["Source"];
            }[];
            /** @description The groups in which the member is, as the directory pushed them */
            groups: components["schemas"]["GroupReference"][];
            /**
             * @description Whether an account signs in as the member; false: nobody ever did, or every identity was unlinked
             * @example true
             */
            signedIn: boolean;
            /**
             * @description Of a pending member: what it is invited by
             * @example null
             */
            invitation: {
                /**
                 * @description Id of the invitation
                 * @example 6746f0a1c2d3e4f5a6b7c8d9
                 */
                id: string;
                /**
                 * Format: date-time
                 * @description Until when it can be accepted; null: it does not expire
                 * @example 2026-01-15T09:30:00.000Z
                 */
                expiresAt: string | null;
            } | null;
            /**
             * @description An admin denies the member everything until it is unlocked; null: nobody does
             * @example null
             */
            lock: {
                /**
                 * Format: date-time
                 * @description Since when
                 * @example 2026-01-15T09:30:00.000Z
                 */
                at: string;
                /**
                 * @description Why, as the admin said
                 * @example The laptop was stolen
                 */
                reason: string;
            } | null;
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
        };
        /**
         * @description Where a role comes from: one of the kinds of grant (`scim-group`: a group of the directory; `admin-group`: one that admins made; `scim-role`: a role that the directory names of the person; `sso-group`: one of the sign-in), `organization-admin` (is Workspace Admin everywhere) or `default` (Organization User without any grant)
         * @enum {string}
         */
        Source: "sso-default" | "invitation" | "manual" | "creator" | "scim-group" | "admin-group" | "scim-role" | "sso-group" | "override" | "organization-admin" | "default";
        /** @description A group that a directory has pushed or admins made */
        GroupReference: {
            /**
             * @description Id of the group
             * @example 6746f0a1c2d3e4f5a6b7c8d4
             */
            id: string;
            /**
             * @description Name of the group; of one of the directory, `displayName` of the SCIM Group
             * @example Acme Organization User:Research:Workspace Viewer
             */
            displayName: string;
        };
        /**
         * @description What locking or unlocking did, or with `dryRun=true` would do
         * @example {
         *       "member": {
         *         "id": "6746f0a1c2d3e4f5a6b7c8d3",
         *         "email": "ada@acme.example",
         *         "claimedEmail": null,
         *         "name": "Ada Lovelace",
         *         "userName": "ada@acme.example",
         *         "externalId": "00u1a2b3c4",
         *         "status": "active",
         *         "organizationRole": null,
         *         "managedBy": "scim",
         *         "workspaces": [],
         *         "groups": [
         *           {
         *             "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *             "displayName": "Acme Organization User:Research:Workspace Viewer"
         *           }
         *         ],
         *         "signedIn": true,
         *         "invitation": null,
         *         "lock": {
         *           "at": "2026-01-15T09:30:00.000Z",
         *           "reason": "The laptop was stolen"
         *         },
         *         "createdAt": "2026-01-15T09:30:00.000Z"
         *       },
         *       "ended": {
         *         "sessions": 2,
         *         "apiKeys": 1
         *       }
         *     }
         */
        LockOutcome: {
            /**
             * @description The member as it is from now on
             * @example {
             *       "id": "6746f0a1c2d3e4f5a6b7c8d3",
             *       "email": "ada@acme.example",
             *       "claimedEmail": null,
             *       "name": "Ada Lovelace",
             *       "userName": "ada@acme.example",
             *       "externalId": "00u1a2b3c4",
             *       "status": "active",
             *       "organizationRole": "Organization User",
             *       "managedBy": "scim",
             *       "workspaces": [
             *         {
             *           "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
             *           "name": "Research",
             *           "role": "Workspace Viewer",
             *           "roles": [
             *             "Workspace Viewer"
             *           ],
             *           "source": "scim-group"
             *         }
             *       ],
             *       "groups": [
             *         {
             *           "id": "6746f0a1c2d3e4f5a6b7c8d4",
             *           "displayName": "Acme Organization User:Research:Workspace Viewer"
             *         }
             *       ],
             *       "signedIn": true,
             *       "invitation": null,
             *       "lock": null,
             *       "createdAt": "2026-01-15T09:30:00.000Z"
             *     }
             */
            member: {
                /**
                 * @description Id of the member, also of the SCIM User
                 * @example 6746f0a1c2d3e4f5a6b7c8d3
                 */
                id: string;
                /**
                 * @description Proven, or set by the directory; of a pending member, the invited one. null: none of these
                 * @example ada@acme.example
                 */
                email: string | null;
                /**
                 * @description An address that the identity provider names and nobody has proven: shown, never matched. null: there is none
                 * @example ada@home.example
                 */
                claimedEmail: string | null;
                /**
                 * @description Display name
                 * @example Ada Lovelace
                 */
                name: string;
                /**
                 * @description `userName` of the SCIM User
                 * @example ada@acme.example
                 */
                userName: string;
                /**
                 * @description What the directory calls the person; null: it did not say
                 * @example 00u1a2b3c4
                 */
                externalId: string | null;
                status: components["schemas"]["MemberStatus"];
                /** @description In force now; null: no access */
                organizationRole: components["schemas"]["OrganizationRole"] | null;
                /**
                 * @description `scim`: the directory decides name and email; null: nobody does
                 * @enum {string|null}
                 */
                managedBy: "scim" | null;
                /** @description The workspaces that the member may enter, each with the effective role */
                workspaces: {
                    /**
                     * @description Id of the workspace
                     * @example 6746f0a1c2d3e4f5a6b7c8d2
                     */
                    workspaceId: string;
                    /**
                     * @description Name of the workspace
                     * @example Research
                     */
                    name: string;
                    role: components["schemas"]["WorkspaceRole"];
                    /**
                     * @description All roles whose permissions count, by name, the highest first: with the precedence `combined` there may be several; with the others there is the one
                     * @example [
                     *       "Workspace Editor"
                     *     ]
                     */
                    roles: string[];
                    source: components["schemas"]["Source"];
                }[];
                /** @description The groups in which the member is, as the directory pushed them */
                groups: components["schemas"]["GroupReference"][];
                /**
                 * @description Whether an account signs in as the member; false: nobody ever did, or every identity was unlinked
                 * @example true
                 */
                signedIn: boolean;
                /**
                 * @description Of a pending member: what it is invited by
                 * @example null
                 */
                invitation: {
                    /**
                     * @description Id of the invitation
                     * @example 6746f0a1c2d3e4f5a6b7c8d9
                     */
                    id: string;
                    /**
                     * Format: date-time
                     * @description Until when it can be accepted; null: it does not expire
                     * @example 2026-01-15T09:30:00.000Z
                     */
                    expiresAt: string | null;
                } | null;
                /**
                 * @description An admin denies the member everything until it is unlocked; null: nobody does
                 * @example null
                 */
                lock: {
                    /**
                     * Format: date-time
                     * @description Since when
                     * @example 2026-01-15T09:30:00.000Z
                     */
                    at: string;
                    /**
                     * @description Why, as the admin said
                     * @example The laptop was stolen
                     */
                    reason: string;
                } | null;
                /**
                 * Format: date-time
                 * @description When it was made
                 * @example 2026-01-15T09:30:00.000Z
                 */
                createdAt: string;
            };
            /** @description What ended by it, everywhere */
            ended: {
                /**
                 * @description Sessions that reached this organization
                 * @example 2
                 */
                sessions: number;
                /**
                 * @description Personal keys that reached this organization
                 * @example 1
                 */
                apiKeys: number;
            };
        };
        /** @description Who is perhaps one person with a member */
        PossibleDuplicates: {
            /** @description Those who are like it in anything */
            items: components["schemas"]["PossibleDuplicate"][];
        };
        /** @description A member that is perhaps the same person; nothing proves it */
        PossibleDuplicate: {
            member: components["schemas"]["Member"];
            /**
             * @description In what the two are alike
             * @example [
             *       "claimed-address",
             *       "name"
             *     ]
             */
            reasons: ("address" | "claimed-address" | "subject" | "name")[];
        };
        /**
         * @description What joining two records did, or with `dryRun=true` would do
         * @example {
         *       "member": {
         *         "id": "6746f0a1c2d3e4f5a6b7c8d3",
         *         "email": "ada@acme.example",
         *         "claimedEmail": null,
         *         "name": "Ada Lovelace",
         *         "userName": "ada@acme.example",
         *         "externalId": "00u1a2b3c4",
         *         "status": "active",
         *         "organizationRole": "Organization User",
         *         "managedBy": "scim",
         *         "workspaces": [
         *           {
         *             "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
         *             "name": "Research",
         *             "role": "Workspace Viewer",
         *             "roles": [
         *               "Workspace Viewer"
         *             ],
         *             "source": "scim-group"
         *           }
         *         ],
         *         "groups": [
         *           {
         *             "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *             "displayName": "Acme Organization User:Research:Workspace Viewer"
         *           }
         *         ],
         *         "signedIn": true,
         *         "invitation": null,
         *         "lock": null,
         *         "createdAt": "2026-01-15T09:30:00.000Z"
         *       },
         *       "goneId": "6746f0a1c2d3e4f5a6b7c8e6",
         *       "signInMoves": true,
         *       "effects": [],
         *       "ended": {
         *         "sessions": 1,
         *         "apiKeys": 0
         *       }
         *     }
         */
        JoinOutcome: {
            /**
             * @description The record that stays, as it is from now on
             * @example {
             *       "id": "6746f0a1c2d3e4f5a6b7c8d3",
             *       "email": "ada@acme.example",
             *       "claimedEmail": null,
             *       "name": "Ada Lovelace",
             *       "userName": "ada@acme.example",
             *       "externalId": "00u1a2b3c4",
             *       "status": "active",
             *       "organizationRole": "Organization User",
             *       "managedBy": "scim",
             *       "workspaces": [
             *         {
             *           "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
             *           "name": "Research",
             *           "role": "Workspace Viewer",
             *           "roles": [
             *             "Workspace Viewer"
             *           ],
             *           "source": "scim-group"
             *         }
             *       ],
             *       "groups": [
             *         {
             *           "id": "6746f0a1c2d3e4f5a6b7c8d4",
             *           "displayName": "Acme Organization User:Research:Workspace Viewer"
             *         }
             *       ],
             *       "signedIn": true,
             *       "invitation": null,
             *       "lock": null,
             *       "createdAt": "2026-01-15T09:30:00.000Z"
             *     }
             */
            member: {
                /**
                 * @description Id of the member, also of the SCIM User
                 * @example 6746f0a1c2d3e4f5a6b7c8d3
                 */
                id: string;
                /**
                 * @description Proven, or set by the directory; of a pending member, the invited one. null: none of these
                 * @example ada@acme.example
                 */
                email: string | null;
                /**
                 * @description An address that the identity provider names and nobody has proven: shown, never matched. null: there is none
                 * @example ada@home.example
                 */
                claimedEmail: string | null;
                /**
                 * @description Display name
                 * @example Ada Lovelace
                 */
                name: string;
                /**
                 * @description `userName` of the SCIM User
                 * @example ada@acme.example
                 */
                userName: string;
                /**
                 * @description What the directory calls the person; null: it did not say
                 * @example 00u1a2b3c4
                 */
                externalId: string | null;
                status: components["schemas"]["MemberStatus"];
                /** @description In force now; null: no access */
                organizationRole: components["schemas"]["OrganizationRole"] | null;
                /**
                 * @description `scim`: the directory decides name and email; null: nobody does
                 * @enum {string|null}
                 */
                managedBy: "scim" | null;
                /** @description The workspaces that the member may enter, each with the effective role */
                workspaces: {
                    /**
                     * @description Id of the workspace
                     * @example 6746f0a1c2d3e4f5a6b7c8d2
                     */
                    workspaceId: string;
                    /**
                     * @description Name of the workspace
                     * @example Research
                     */
                    name: string;
                    role: components["schemas"]["WorkspaceRole"];
                    /**
                     * @description All roles whose permissions count, by name, the highest first: with the precedence `combined` there may be several; with the others there is the one
                     * @example [
                     *       "Workspace Editor"
                     *     ]
                     */
                    roles: string[];
                    source: components["schemas"]["Source"];
                }[];
                /** @description The groups in which the member is, as the directory pushed them */
                groups: components["schemas"]["GroupReference"][];
                /**
                 * @description Whether an account signs in as the member; false: nobody ever did, or every identity was unlinked
                 * @example true
                 */
                signedIn: boolean;
                /**
                 * @description Of a pending member: what it is invited by
                 * @example null
                 */
                invitation: {
                    /**
                     * @description Id of the invitation
                     * @example 6746f0a1c2d3e4f5a6b7c8d9
                     */
                    id: string;
                    /**
                     * Format: date-time
                     * @description Until when it can be accepted; null: it does not expire
                     * @example 2026-01-15T09:30:00.000Z
                     */
                    expiresAt: string | null;
                } | null;
                /**
                 * @description An admin denies the member everything until it is unlocked; null: nobody does
                 * @example null
                 */
                lock: {
                    /**
                     * Format: date-time
                     * @description Since when
                     * @example 2026-01-15T09:30:00.000Z
                     */
                    at: string;
                    /**
                     * @description Why, as the admin said
                     * @example The laptop was stolen
                     */
                    reason: string;
                } | null;
                /**
                 * Format: date-time
                 * @description When it was made
                 * @example 2026-01-15T09:30:00.000Z
                 */
                createdAt: string;
            };
            /**
             * @description Id of the record that is no more
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            goneId: string;
            /**
             * @description Whether who signed in as the one that is gone is the one that stays from now on
             * @example true
             */
            signInMoves: boolean;
            /** @description Of the one that stays, what changes; of the one that is gone, what who signed in as it has by the other instead. Whoever keeps what they have is left out */
            effects: components["schemas"]["Effect"][];
            /** @description What ended by it, everywhere: of who signed in as the one that is gone */
            ended: {
                /**
                 * @description Sessions that reached this organization
                 * @example 1
                 */
                sessions: number;
                /**
                 * @description Personal keys that reached this organization
                 * @example 0
                 */
                apiKeys: number;
            };
        };
        /** @description What would change for one member */
        Effect: {
            /**
             * @description Id of the member
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            memberId: string;
            /**
             * @description Proven, or set by the directory; of a pending member, the invited one. null: none of these
             * @example ada@acme.example
             */
            email: string | null;
            /**
             * @description Display name
             * @example Ada Lovelace
             */
            name: string;
            /** @description The organization role; null: it stays */
            organizationRole: {
                /** @description Now; null: none */
                before: components["schemas"]["OrganizationRole"] | null;
                /** @description With the change; null: none */
                after: components["schemas"]["OrganizationRole"] | null;
            } | null;
            /** @description Where anything changes */
            workspaces: {
                /**
                 * @description Id of the workspace
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string;
                /**
                 * @description Name of the workspace
                 * @example Research
                 */
                name: string;
                /**
                 * @description The role now, by name; null: no access
                 * @example Workspace Viewer
                 */
                before: string | null;
                /**
                 * @description The role with the change, by name; null: no access
                 * @example Workspace Editor
                 */
                after: string | null;
                /**
                 * @description With the precedence `combined`: all roles, where several count; null: `before` and `after` are all there are
                 * @example null
                 */
                roles: {
                    /**
                     * @description All that count now, by name, the highest first
                     * @example [
                     *       "Annotator"
                     *     ]
                     */
                    before: string[];
                    /**
                     * @description All that would count, by name, the highest first
                     * @example [
                     *       "Annotator",
                     *       "Exporter"
                     *     ]
                     */
                    after: string[];
                } | null;
                /**
                 * @description What roles that stay would permit besides, and no more; null: the same, or other roles
                 * @example null
                 */
                permissions: {
                    /**
                     * @description What it would permit besides
                     * @example [
                     *       "workspace:write"
                     *     ]
                     */
                    added: string[];
                    /**
                     * @description What it would permit no more
                     * @example []
                     */
                    removed: string[];
                } | null;
            }[];
        };
        /**
         * @description Every role of a member with the grants behind it
         * @example {
         *       "member": {
         *         "id": "6746f0a1c2d3e4f5a6b7c8d3"
         *       },
         *       "organization": {
         *         "role": "Organization User",
         *         "winner": {
         *           "source": "default",
         *           "role": "Organization User"
         *         },
         *         "grants": []
         *       },
         *       "workspaces": [
         *         {
         *           "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
         *           "name": "Research",
         *           "role": "Workspace Viewer",
         *           "roles": [
         *             "Workspace Viewer"
         *           ],
         *           "winner": {
         *             "id": "6746f0a1c2d3e4f5a6b7c8d5",
         *             "source": "scim-group",
         *             "role": "Workspace Viewer",
         *             "group": {
         *               "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *               "displayName": "Acme Organization User:Research:Workspace Viewer"
         *             }
         *           },
         *           "grants": [
         *             {
         *               "id": "6746f0a1c2d3e4f5a6b7c8d5",
         *               "source": "scim-group",
         *               "role": "Workspace Viewer",
         *               "group": {
         *                 "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *                 "displayName": "Acme Organization User:Research:Workspace Viewer"
         *               },
         *               "lostBecause": null
         *             },
         *             {
         *               "id": "6746f0a1c2d3e4f5a6b7c8d6",
         *               "source": "sso-default",
         *               "role": "Workspace Editor",
         *               "lostBecause": "a SCIM group decides"
         *             }
         *           ]
         *         }
         *       ],
         *       "directoryRoles": []
         *     }
         */
        Access: {
            /** @description Whose access it is */
            member: {
                /**
                 * @description Id of the member
                 * @example 6746f0a1c2d3e4f5a6b7c8d3
                 */
                id: string;
            };
            /** @description The organization role, and why */
            organization: {
                /** @description The organization role; null: no access */
                role: components["schemas"]["OrganizationRole"] | null;
                /** @description What gives `role`; null: there is no access */
                winner: components["schemas"]["Winner"] | null;
                /** @description All reasons there are, the winner too */
                grants: components["schemas"]["ExplainedGrant"][];
            };
            /** @description Each workspace for which there is any reason, and why */
            workspaces: {
                /**
                 * @description Id of the workspace
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string;
                /**
                 * @description Name of the workspace
                 * @example Research
                 */
                name: string;
                /** @description The role there; null: no access */
                role: components["schemas"]["WorkspaceRole"] | null;
                /**
                 * @description All roles whose permissions count, by name, the highest first: with the precedence `combined` there may be several; with the others there is the one
                 * @example [
                 *       "Workspace Editor"
                 *     ]
                 */
                roles: string[];
                /** @description What gives `role`; null: there is no access */
                winner: components["schemas"]["Winner"] | null;
                /** @description All reasons there are, the winner too */
                grants: components["schemas"]["ExplainedGrant"][];
            }[];
            /** @description The values of `roles` of the SCIM User, and what each gives */
            directoryRoles: components["schemas"]["DirectoryRole"][];
        };
        /** @description The reason for access that decides */
        Winner: {
            /**
             * @description Id of the grant; absent: the role follows from another one
             * @example 6746f0a1c2d3e4f5a6b7c8d5
             */
            id?: string;
            source: components["schemas"]["Source"];
            /** @description The workspace role, or the organization role; null for a deny */
            role: components["schemas"]["WorkspaceRole"] | null;
            group?: components["schemas"]["GroupReference"];
            /**
             * @description What the admin wrote beside an override, for who may set one there; or which group of a sign-in it was. null: nothing
             * @example Runs the move to the new lab
             */
            reason?: string | null;
            /**
             * Format: date-time
             * @description When it ends by itself; null: never
             * @example null
             */
            expiresAt?: string | null;
            /** @description The group gives it no longer: a held change keeps it until an admin decides */
            held?: {
                /**
                 * @description Id of the held change
                 * @example 6746f0a1c2d3e4f5a6b7c8d8
                 */
                changeId: string;
                /**
                 * Format: date-time
                 * @description When the group ceased to give it
                 * @example 2026-01-15T09:30:00.000Z
                 */
                since: string;
                /**
                 * @description For people: what happened
                 * @example The directory took Ada Lovelace out of the group.
                 */
                detail: string;
            };
        };
        /** @description One reason for access, and whether it counts */
        ExplainedGrant: {
            /**
             * @description Id of the grant
             * @example 6746f0a1c2d3e4f5a6b7c8d5
             */
            id: string;
            source: components["schemas"]["Source"];
            /** @description The workspace role, or the organization role; null for a deny */
            role: components["schemas"]["WorkspaceRole"] | null;
            group?: components["schemas"]["GroupReference"];
            /**
             * @description What the admin wrote beside an override, for who may set one there; or which group of a sign-in it was. null: nothing
             * @example Runs the move to the new lab
             */
            reason?: string | null;
            /**
             * Format: date-time
             * @description When it ends by itself; null: never
             * @example null
             */
            expiresAt?: string | null;
            /** @description The group gives it no longer: a held change keeps it until an admin decides */
            held?: {
                /**
                 * @description Id of the held change
                 * @example 6746f0a1c2d3e4f5a6b7c8d8
                 */
                changeId: string;
                /**
                 * Format: date-time
                 * @description When the group ceased to give it
                 * @example 2026-01-15T09:30:00.000Z
                 */
                since: string;
                /**
                 * @description For people: what happened
                 * @example The directory took Ada Lovelace out of the group.
                 */
                detail: string;
            };
            /**
             * @description Why another decides; null: it counts. It is the `winner`, or, with the precedence `combined`, counts beside it
             * @example a SCIM group decides
             */
            lostBecause: string | null;
        };
        /** @description A role that the directory names of a person */
        DirectoryRole: {
            /**
             * @description As the directory sent it
             * @example Research:Workspace Editor
             */
            value: string;
            /** @description The role that is given by it; null: none */
            gives: {
                /**
                 * @description Where; `*`: everywhere; null: in the organization
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string | null;
                /**
                 * @description Name of the role
                 * @example Workspace Editor
                 */
                role: string;
            } | null;
            /**
             * @description Why it gives none; null: it does
             * @example null
             * @enum {string|null}
             */
            reason: "unknown_role" | "ambiguous" | "admins_not_allowed" | "roles_off" | "too_many" | null;
            /**
             * @description The same for people
             * @example null
             */
            detail: string | null;
        };
        /** @description A member of whom nothing proves who they are */
        UndecidedMember: {
            /**
             * @description Id of the member
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            memberId: string;
            /**
             * @description `userName` of the SCIM User
             * @example ada@acme.example
             */
            userName: string;
            /**
             * @description `unreachable`: linked to an account that no sign-in brings to this organization; `unproven`: has an address and no account that proves it
             * @enum {string}
             */
            why: "unreachable" | "unproven";
        };
        /** @description By which a person signs in */
        Identity: {
            /**
             * @description Id of the identity
             * @example 6746f0a1c2d3e4f5a6b7c8e3
             */
            id: string;
            /**
             * @description Id of the connection by which it signs in
             * @example 6746f0a1c2d3e4f5a6b7c8dd
             */
            connectionId: string;
            /**
             * @description The provider that names the person
             * @example https://acme.okta.example
             */
            issuer: string;
            /**
             * @description What the provider calls the person
             * @example 00u1a2b3c4
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
        };
        /**
         * @description An API key, personal or of an organization
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d6",
         *       "description": "Nightly report",
         *       "scopes": [
         *         "read"
         *       ],
         *       "createdAt": "2026-01-15T09:30:00.000Z",
         *       "expiresAt": null,
         *       "lastUsedAt": null
         *     }
         */
        ApiKey: {
            /**
             * @description Id of the key
             * @example 6746f0a1c2d3e4f5a6b7c8d6
             */
            id: string;
            /**
             * @description What it is for, so that people know it again
             * @example Nightly report
             */
            description: string;
            /** @description What it may be used for: `read` for requests that change nothing, `write` for all others */
            scopes: ("read" | "write")[];
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it ends by itself; null: never
             * @example 2026-01-15T09:30:00.000Z
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description When it was last used, to the minute; null: never
             * @example 2026-01-15T09:30:00.000Z
             */
            lastUsedAt: string | null;
            /**
             * @description The secret: only in the answer that creates or rotates it
             * @example usher_key_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG
             */
            token?: string;
        };
        /**
         * @description A member, and what they are in one workspace
         * @example {
         *       "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
         *       "email": "ada@acme.example",
         *       "claimedEmail": null,
         *       "name": "Ada Lovelace",
         *       "status": "active",
         *       "role": "Workspace Admin",
         *       "roles": [
         *         "Workspace Admin"
         *       ],
         *       "source": "override",
         *       "override": {
         *         "effect": "allow",
         *         "role": "Workspace Admin",
         *         "reason": "Runs the move to the new lab",
         *         "expiresAt": "2026-06-30T00:00:00.000Z",
         *         "dormant": false
         *       }
         *     }
         */
        WorkspaceMember: {
            /**
             * @description Id of the member
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            memberId: string;
            /**
             * @description Proven, or set by the directory; of a pending member, the invited one. null: none of these
             * @example ada@acme.example
             */
            email: string | null;
            /**
             * @description An address that the identity provider names and nobody has proven: shown, never matched. null: there is none
             * @example ada@home.example
             */
            claimedEmail: string | null;
            /**
             * @description Display name
             * @example Ada Lovelace
             */
            name: string;
            status: components["schemas"]["MemberStatus"];
            /** @description In force now; null: no access */
            role: components["schemas"]["WorkspaceRole"] | null;
            /**
             * @description All roles whose permissions count, by name, the highest first: with the precedence `combined` there may be several; with the others there is the one
             * @example [
             *       "Workspace Editor"
             *     ]
             */
            roles: string[];
            /** @description Where that role comes from; null: there is none */
            source: components["schemas"]["Source"] | null;
            /** @description What an admin decided; null: nobody did */
            override: components["schemas"]["Override"] | null;
        };
        /**
         * @description An admin's explicit decision about one member in one workspace
         * @example {
         *       "effect": "allow",
         *       "role": "Workspace Admin",
         *       "reason": "Runs the move to the new lab",
         *       "expiresAt": "2026-06-30T00:00:00.000Z",
         *       "dormant": false
         *     }
         */
        Override: {
            /**
             * @description `allow`: the member has the role; `deny`: the member has no access, whatever else gives it
             * @enum {string}
             */
            effect: "allow" | "deny";
            /**
             * @description The role that it gives, by name; null with `deny`
             * @example Workspace Admin
             */
            role: components["schemas"]["WorkspaceRole"] | null;
            /**
             * @description Why; null: none was given, or the caller may set no overrides here
             * @example Runs the move to the new lab
             */
            reason: string | null;
            /**
             * Format: date-time
             * @description When it ends by itself; null: never
             * @example 2026-01-15T09:30:00.000Z
             */
            expiresAt: string | null;
            /** @description Without effect: the member is Organization Admin */
            dormant: boolean;
        };
        /** @description In the order of the request */
        InviteResults: {
            /** @description What became of each person */
            results: components["schemas"]["InviteResult"][];
        };
        /**
         * @description Its own `role`, `source` and `asked` are about the only workspace that was asked for; with none or several, about the organization
         * @example {
         *       "email": "ada@acme.example",
         *       "outcome": "already_member",
         *       "role": "Workspace Viewer",
         *       "source": "scim-group",
         *       "asked": "Workspace Editor",
         *       "detail": "A group of the directory decides in Research, Workspace Viewer: to give Workspace Editor, set an override or change the group."
         *     }
         */
        InviteResult: {
            /**
             * @description The address, as sent
             * @example ada@acme.example
             */
            email: string;
            /**
             * @description `added`: has access at once; `invited`: has access once they accept; `already_member`: was there before; `error`: nothing was done, and `code` says why
             * @enum {string}
             */
            outcome: "added" | "invited" | "already_member" | "error";
            /**
             * @description The role in force afterwards; of a pending person, from the acceptance on. null: none
             * @example Workspace Viewer
             */
            role: string | null;
            /**
             * @description All roles that count, the highest first, where there are several
             * @example [
             *       "Workspace Editor"
             *     ]
             */
            roles?: string[];
            /** @description Where that role comes from; null: there is none */
            source: components["schemas"]["Source"] | null;
            /**
             * @description The role that was asked for, where it is none of these
             * @example Workspace Editor
             */
            asked?: string;
            /**
             * @description Of an error: the rule, a stable snake_case word
             * @example invalid_email
             */
            code?: string;
            /**
             * @description Of an error, and where another role was asked for: why, and what to do
             * @example This is not an email address: correct it and send it again.
             */
            detail?: string;
            /** @description Of an invitation to the organization, where the person is known: the organization role */
            organization?: {
                /**
                 * @description The role in force afterwards; of a pending person, from the acceptance on. null: none
                 * @example Workspace Viewer
                 */
                role: string | null;
                /**
                 * @description All roles that count, the highest first, where there are several
                 * @example [
                 *       "Workspace Editor"
                 *     ]
                 */
                roles?: string[];
                /** @description Where that role comes from; null: there is none */
                source: components["schemas"]["Source"] | null;
                /**
                 * @description The role that was asked for, where it is none of these
                 * @example Workspace Editor
                 */
                asked?: string;
            };
            /** @description The same in each workspace that was asked for */
            workspaces?: {
                /**
                 * @description Id of the workspace
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string;
                /**
                 * @description The role in force afterwards; of a pending person, from the acceptance on. null: none
                 * @example Workspace Viewer
                 */
                role: string | null;
                /**
                 * @description All roles that count, the highest first, where there are several
                 * @example [
                 *       "Workspace Editor"
                 *     ]
                 */
                roles?: string[];
                /** @description Where that role comes from; null: there is none */
                source: components["schemas"]["Source"] | null;
                /**
                 * @description The role that was asked for, where it is none of these
                 * @example Workspace Editor
                 */
                asked?: string;
            }[];
            /**
             * @description Id of the invitation, where one was made or renewed
             * @example 6746f0a1c2d3e4f5a6b7c8d9
             */
            invitationId?: string;
            /**
             * @description The address that accepts it: only here, and only where no mail is sent
             * @example https://usher.acme.example/invitations/usher_invite_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG
             */
            link?: string;
        };
        /** @description An admin's explicit decision about one member, in a list of all */
        ListedOverride: {
            /**
             * @description Id of the grant
             * @example 6746f0a1c2d3e4f5a6b7c8d5
             */
            id: string;
            /**
             * @description Id of the member
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            memberId: string;
            /**
             * @description Proven, or set by the directory; of a pending member, the invited one. null: none of these
             * @example ada@acme.example
             */
            email: string | null;
            /**
             * @description Display name
             * @example Ada Lovelace
             */
            name: string;
            /**
             * @description Id of the workspace; null: it decides the organization role
             * @example 6746f0a1c2d3e4f5a6b7c8d2
             */
            workspaceId: string | null;
            /**
             * @description Name of the workspace; null: it decides the organization role
             * @example Research
             */
            workspaceName: string | null;
            /**
             * @description `allow`: the member has the role; `deny`: the member has no access, whatever else gives it
             * @enum {string}
             */
            effect: "allow" | "deny";
            /**
             * @description The role that it gives, by name; null with `deny`
             * @example Workspace Admin
             */
            role: string | null;
            /**
             * @description Why; null: none was given
             * @example Runs the move to the new lab
             */
            reason: string | null;
            /**
             * Format: date-time
             * @description When it was set
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            createdBy: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @description When it ends by itself; null: never
             * @example 2026-01-15T09:30:00.000Z
             */
            expiresAt: string | null;
            /** @description Whether its end has come */
            expired: boolean;
            /** @description Without effect: the member is Organization Admin, or not active */
            dormant: boolean;
        };
        /** @description Who did something */
        Actor: {
            /**
             * @description `account`, `scim-token`, `scim-client`, `service-key`, `deployment-key`, `setup-link`, `sign-in` or `system`
             * @example account
             */
            type: string;
            /**
             * @description Of the account, token, client, key, set-up link or connection; null: Usher itself
             * @example 6746f0a1c2d3e4f5a6b7c8e6
             */
            id: string | null;
            /**
             * @description As it was called then, where it has a name
             * @example Grace Hopper
             */
            name?: string;
            /**
             * @description Of a set-up link: who made it, and by whose right it acts
             * @example {
             *       "type": "account",
             *       "id": "6746f0a1c2d3e4f5a6b7c8e6",
             *       "name": "Grace Hopper"
             *     }
             */
            madeBy?: {
                /**
                 * @description `account`, `scim-token`, `scim-client`, `service-key`, `deployment-key`, `setup-link`, `sign-in` or `system`
                 * @example account
                 */
                type: string;
                /**
                 * @description Of the account, token, client, key, set-up link or connection; null: Usher itself
                 * @example 6746f0a1c2d3e4f5a6b7c8e6
                 */
                id: string | null;
                /**
                 * @description As it was called then, where it has a name
                 * @example Grace Hopper
                 */
                name?: string;
            };
        };
        /**
         * @description An invitation to the organization
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d9",
         *       "email": "ada@acme.example",
         *       "status": "pending",
         *       "organizationRole": "Organization User",
         *       "workspaces": [
         *         {
         *           "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
         *           "name": "Research",
         *           "role": "Workspace Editor"
         *         }
         *       ],
         *       "createdAt": "2026-01-15T09:30:00.000Z",
         *       "expiresAt": "2026-01-29T09:30:00.000Z",
         *       "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
         *       "createdBy": {
         *         "type": "account",
         *         "id": "6746f0a1c2d3e4f5a6b7c8e6",
         *         "name": "Grace Hopper"
         *       }
         *     }
         */
        Invitation: {
            /**
             * @description Id of the invitation
             * @example 6746f0a1c2d3e4f5a6b7c8d9
             */
            id: string;
            /**
             * @description Whom it is for
             * @example ada@acme.example
             */
            email: string;
            status: components["schemas"]["InvitationStatus"];
            organizationRole: components["schemas"]["OrganizationRole"];
            /** @description The workspaces that it leads into */
            workspaces: {
                /**
                 * @description Id of the workspace
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string;
                /**
                 * @description Name of the workspace
                 * @example Research
                 */
                name: string;
                /**
                 * @description The role there, by name
                 * @example Workspace Editor
                 */
                role: string;
            }[];
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Until when it can be accepted; null: it does not expire
             * @example 2026-01-29T09:30:00.000Z
             */
            expiresAt: string | null;
            /**
             * @description Id of the pending member that it makes active
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            memberId: string;
            createdBy: components["schemas"]["Actor"];
            /**
             * @description The address that accepts it: only in the answer that makes it, and only where no mail is sent
             * @example https://usher.acme.example/invitations/usher_invite_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG
             */
            link?: string;
        };
        /**
         * @description `pending`: it can be accepted; the others have ended
         * @enum {string}
         */
        InvitationStatus: "pending" | "expired" | "accepted" | "declined" | "revoked";
        /** @description An invitation to the caller */
        MyInvitation: {
            /**
             * @description Id of the invitation
             * @example 6746f0a1c2d3e4f5a6b7c8d9
             */
            id: string;
            /**
             * @description Whom it is for
             * @example ada@acme.example
             */
            email: string;
            status: components["schemas"]["InvitationStatus"];
            organizationRole: components["schemas"]["OrganizationRole"];
            /** @description The workspaces that it leads into */
            workspaces: {
                /**
                 * @description Id of the workspace
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string;
                /**
                 * @description Name of the workspace
                 * @example Research
                 */
                name: string;
                /**
                 * @description The role there, by name
                 * @example Workspace Editor
                 */
                role: string;
            }[];
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Until when it can be accepted; null: it does not expire
             * @example 2026-01-29T09:30:00.000Z
             */
            expiresAt: string | null;
            /**
             * @description Who invites; null: a program, or the operator of this deployment
             * @example Grace Hopper
             */
            inviterName: string | null;
            /** @description Where it leads to */
            organization: {
                /**
                 * @description Id of the organization
                 * @example 6746f0a1c2d3e4f5a6b7c8d1
                 */
                id: string;
                /**
                 * @description Name of the organization
                 * @example Acme
                 */
                name: string;
            };
        };
        /** @description What the caller is a member of now */
        AcceptedInvitation: {
            /**
             * @description Id of the organization
             * @example 6746f0a1c2d3e4f5a6b7c8d1
             */
            organizationId: string;
            /**
             * @description Id of the member
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            memberId: string;
        };
        /**
         * @description A group that admins made
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *       "displayName": "Data",
         *       "members": 12,
         *       "targets": [
         *         {
         *           "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
         *           "workspaceName": "Research",
         *           "workspaceRole": "Workspace Editor"
         *         }
         *       ],
         *       "organizationRole": null,
         *       "priority": 1,
         *       "createdAt": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Group: {
            /**
             * @description Id of the group
             * @example 6746f0a1c2d3e4f5a6b7c8d4
             */
            id: string;
            /**
             * @description Name, which no other group of the organization has
             * @example Data
             */
            displayName: string;
            /**
             * @description How many members it has
             * @example 12
             */
            members: number;
            /** @description The workspaces that it gives */
            targets: {
                /**
                 * @description Id of the workspace; `*`: all workspaces, also those that come later
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string;
                /**
                 * @description Name of the workspace
                 * @example Research
                 */
                workspaceName: string;
                /**
                 * @description The role there, by name
                 * @example Workspace Editor
                 */
                workspaceRole: string;
            }[];
            /** @description The organization role that it gives; null: none */
            organizationRole: components["schemas"]["OrganizationRole"] | null;
            /**
             * @description With the precedence `priority`: 1 is first; null: it gives nothing
             * @example 1
             */
            priority: number | null;
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
        };
        /** @description A workspace role */
        Role: {
            /**
             * @description Id of the role; of a built-in one its name
             * @example 6746f0a1c2d3e4f5a6b7c8db
             */
            id: string;
            /**
             * @description Name of the role
             * @example Report reader
             */
            name: string;
            /**
             * @description What it is for, for people
             * @example Sees reports and exports them
             */
            description: string;
            /**
             * @description Of several roles the one with the higher rank wins; unique, 500 and 100 are built in
             * @example 400
             */
            rank: number;
            /** @description Whether it is one of those that every organization has, and nobody changes */
            builtIn: boolean;
            /**
             * @description What it permits
             * @example [
             *       "workspace:read",
             *       "reports:export"
             *     ]
             */
            permissions: string[];
        };
        /** @description A workspace role with who relies on it */
        RoleWithUsage: {
            /**
             * @description Id of the role; of a built-in one its name
             * @example 6746f0a1c2d3e4f5a6b7c8db
             */
            id: string;
            /**
             * @description Name of the role
             * @example Report reader
             */
            name: string;
            /**
             * @description What it is for, for people
             * @example Sees reports and exports them
             */
            description: string;
            /**
             * @description Of several roles the one with the higher rank wins; unique, 500 and 100 are built in
             * @example 400
             */
            rank: number;
            /** @description Whether it is one of those that every organization has, and nobody changes */
            builtIn: boolean;
            /**
             * @description What it permits
             * @example [
             *       "workspace:read",
             *       "reports:export"
             *     ]
             */
            permissions: string[];
            /** @description Who relies on it; null for built-in roles */
            usage: {
                /** @description The grants that give it, by their source */
                grants: {
                    /**
                     * @description Where the grants come from
                     * @example scim-group
                     */
                    source: string;
                    /**
                     * @description How many grants there are
                     * @example 1
                     */
                    count: number;
                    /** @description Whose they are, at most ten */
                    members: {
                        /**
                         * @description Id of the member
                         * @example 6746f0a1c2d3e4f5a6b7c8d3
                         */
                        id: string;
                        /**
                         * @description Display name
                         * @example Ada Lovelace
                         */
                        name: string;
                    }[];
                }[];
                /** @description The mappings that give it */
                mappings: {
                    /**
                     * @description How many mappings there are
                     * @example 1
                     */
                    count: number;
                    /** @description Of which groups, at most ten */
                    groups: {
                        /**
                         * @description Id of the group
                         * @example 6746f0a1c2d3e4f5a6b7c8d4
                         */
                        id: string;
                        /**
                         * @description Name of the group; of one of the directory, `displayName` of the SCIM Group
                         * @example Acme Organization User:Research:Workspace Viewer
                         */
                        name: string;
                    }[];
                };
                /** @description Whether newcomers get it */
                ssoSettings: boolean;
            } | null;
        };
        /** @description The right to do one thing */
        Permission: {
            /**
             * @description What programs call it
             * @example reports:export
             */
            name: string;
            /**
             * @description What it permits, for people
             * @example Export reports
             */
            description: string;
            /**
             * @description Where it counts
             * @enum {string}
             */
            scope: "organization" | "workspace";
            /** @description false: declared for the application */
            builtIn: boolean;
            /**
             * @description The built-in roles that have it
             * @example [
             *       "Workspace Admin"
             *     ]
             */
            roles: string[];
        };
        /** @description A permission that the application asks about */
        ApplicationPermission: {
            /**
             * @description area:action in lower case, which nothing else is called
             * @example reports:export
             */
            name: string;
            /**
             * @description What it permits, for people
             * @default
             * @example Export reports
             */
            description: string;
            /**
             * @description The built-in workspace roles that have it; Workspace Admin always does
             * @default []
             * @example [
             *       "Workspace Editor"
             *     ]
             */
            roles: ("Workspace Admin" | "Workspace Editor" | "Workspace Viewer")[];
        };
        /** @description Whether somebody may do something, and why */
        Verdict: {
            /** @description The answer */
            allowed: boolean;
            /**
             * @description The role that has the permission, by name; where none has it, the highest; null: none
             * @example Workspace Editor
             */
            role: string | null;
            /**
             * @description All roles whose permissions count, by name, the highest first: with the precedence `combined` there may be several; with the others there is the one
             * @example [
             *       "Workspace Editor"
             *     ]
             */
            roles: string[];
            /**
             * @description For people: the grant behind the role, or what stands against it
             * @example Ada Lovelace is Workspace Editor in Research, by a SCIM group.
             */
            reason: string;
        };
        /**
         * @description What a person gets at the first sign-in
         * @example {
         *       "autoJoin": true,
         *       "workspaceIds": [
         *         "6746f0a1c2d3e4f5a6b7c8d2"
         *       ],
         *       "workspaceRole": "Workspace Editor",
         *       "organizationRole": "Organization User"
         *     }
         */
        SsoSettings: {
            /** @description Whether somebody whom nobody invited joins by signing in */
            autoJoin: boolean;
            /** @description The workspaces that newcomers enter, by id; empty: none */
            workspaceIds: string[];
            workspaceRole: components["schemas"]["WorkspaceRole"];
            organizationRole: components["schemas"]["OrganizationRole"];
        };
        /** @description An identity provider of the organization's own; its secret is never shown */
        SsoConnection: {
            /**
             * @description Id of the connection
             * @example 6746f0a1c2d3e4f5a6b7c8dd
             */
            id: string;
            /**
             * @description What people call it
             * @example Acme Okta
             */
            name: string;
            /**
             * @description What the provider calls itself, to the last slash
             * @example https://acme.okta.example
             */
            issuer: string;
            /**
             * @description As what the provider knows Usher
             * @example 0oa1b2c3d4
             */
            clientId: string;
            /**
             * @description By what Usher shows the provider who it is: `client_secret`, or `private_key_jwt`, a JWT signed by a key of the connection whose public half is at `jwksUri`
             * @example client_secret
             * @enum {string}
             */
            clientAuthentication: "client_secret" | "private_key_jwt";
            /**
             * @description What is asked of the provider, separated by spaces
             * @example openid profile email
             */
            scopes: string;
            /** @description By which claims the provider says who somebody is */
            claims: {
                /**
                 * @description The claim that tells people apart; null: `sub`, or what ISSUER_SUB_CLAIM_OVERRIDES names
                 * @example null
                 */
                subject: string | null;
                /**
                 * @description The claim with the address
                 * @example email
                 */
                email: string;
                /**
                 * @description The claim with the display name
                 * @example name
                 */
                name: string;
                /**
                 * @description The claim with the names of groups
                 * @example groups
                 */
                groups: string;
            };
            /** @description Addresses count as verified although the provider does not say that they are */
            trustEmail: boolean;
            /** @description Take `preferred_username` as the user name of somebody without a verified address */
            trustUserName: boolean;
            /** @description The provider's subjects are the `externalId`s that the directory of this organization sends */
            linkByExternalId: boolean;
            /** @description Groups of the claim give roles at each sign-in; false: the claim gives none */
            groupSync: boolean;
            /**
             * @description Who is in none of these groups is refused; empty: nobody is
             * @example [
             *       "acme-staff"
             *     ]
             */
            requiredGroups: string[];
            /** @description Who is in no group that gives something, by its name or a mapping, is refused */
            requireMappedGroup: boolean;
            /**
             * @description Asked as `acr_values`; a sign-in of which `acr` is none of these is refused. Empty: any will do
             * @example [
             *       "phr"
             *     ]
             */
            acrValues: string[];
            /**
             * @description Asked as `max_age`; a sign-in at the provider longer ago, or of which `auth_time` is not told, is refused. null: any will do
             * @example null
             */
            maxAgeSeconds: number | null;
            /** @description Whether people may sign in by it; false: its sessions and keys are refused too */
            enabled: boolean;
            /**
             * @description Where people of this organization begin to sign in
             * @example https://usher.acme.example/auth/login?connection=6746f0a1c2d3e4f5a6b7c8dd
             */
            loginUrl: string;
            /**
             * @description Where the provider finds Usher's public key; null: there is a client secret
             * @example null
             */
            jwksUri: string | null;
            /**
             * @description Where a page of the provider may begin a sign-in (third-party initiated login)
             * @example https://usher.acme.example/auth/initiate/6746f0a1c2d3e4f5a6b7c8dd
             */
            initiateLoginUri: string;
            /**
             * @description The redirect address to register at the provider
             * @example https://usher.acme.example/auth/callback/6746f0a1c2d3e4f5a6b7c8dd
             */
            redirectUri: string;
            /**
             * @description Where the provider tells who has signed out (OpenID Connect Back-Channel Logout)
             * @example https://usher.acme.example/auth/backchannel-logout/6746f0a1c2d3e4f5a6b7c8dd
             */
            backchannelLogoutUrl: string;
            /**
             * @description Where the provider asks that all sessions of somebody end (Universal Logout)
             * @example https://usher.acme.example/auth/global-token-revocation/6746f0a1c2d3e4f5a6b7c8dd
             */
            universalLogoutUrl: string;
            /** @description Whether there is a stream of signals about its people */
            receivesSignals: boolean;
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last changed
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt: string;
        };
        /** @description An identity provider to add */
        NewSsoConnection: {
            /**
             * @description What people call it
             * @example Acme Okta
             */
            name: string;
            /**
             * @description What the provider calls itself, to the last slash
             * @example https://acme.okta.example
             */
            issuer: string;
            /**
             * @description As what the provider knows Usher
             * @example 0oa1b2c3d4
             */
            clientId: string;
            /**
             * @description Write-only: no answer shows it. Needed for `client_secret`
             * @example the secret that the provider shows
             */
            clientSecret?: string;
            /**
             * @description By what Usher shows the provider who it is: `client_secret`, or `private_key_jwt`, a JWT signed by a key of the connection whose public half is at `jwksUri`
             * @default client_secret
             * @example client_secret
             * @enum {string}
             */
            clientAuthentication: "client_secret" | "private_key_jwt";
            /**
             * @description What is asked of the provider, separated by spaces
             * @default openid profile email
             * @example openid profile email
             */
            scopes: string;
            /**
             * @description Addresses count as verified although the provider does not say that they are
             * @default false
             */
            trustEmail: boolean;
            /**
             * @description Take `preferred_username` as the user name of somebody without a verified address
             * @default false
             */
            trustUserName: boolean;
            /** @description The provider's subjects are the `externalId`s that the directory of this organization sends */
            linkByExternalId?: boolean;
            /**
             * @description Groups of the claim give roles at each sign-in; false: the claim gives none
             * @default false
             */
            groupSync: boolean;
            /**
             * @description Who is in no group that gives something, by its name or a mapping, is refused
             * @default false
             */
            requireMappedGroup: boolean;
            /**
             * @description Who is in none of these groups is refused; empty: nobody is
             * @default []
             * @example [
             *       "acme-staff"
             *     ]
             */
            requiredGroups: string[];
            /**
             * @description Asked as `acr_values`; a sign-in of which `acr` is none of these is refused. Empty: any will do
             * @default []
             * @example [
             *       "phr"
             *     ]
             */
            acrValues: string[];
            /**
             * @description Asked as `max_age`; a sign-in at the provider longer ago, or of which `auth_time` is not told, is refused. null: any will do
             * @default null
             * @example null
             */
            maxAgeSeconds: number | null;
            /**
             * @description Whether people may sign in by it; false: its sessions and keys are refused too
             * @default true
             */
            enabled: boolean;
            /**
             * @description By which claims the provider says who somebody is
             * @default {}
             */
            claims: {
                /**
                 * @description The claim that tells people apart; null: `sub`, or what ISSUER_SUB_CLAIM_OVERRIDES names
                 * @default null
                 * @example null
                 */
                subject: string | null;
                /**
                 * @description The claim with the address
                 * @default email
                 * @example email
                 */
                email: string;
                /**
                 * @description The claim with the display name
                 * @default name
                 * @example name
                 */
                name: string;
                /**
                 * @description The claim with the names of groups
                 * @default groups
                 * @example groups
                 */
                groups: string;
            };
        };
        /** @description What was asked of the provider, up to the first fault */
        SsoConnectionTest: {
            /** @description Whether all steps went well */
            ok: boolean;
            /** @description In this order; after the first that fails there are no others */
            steps: {
                /**
                 * @description What was looked at
                 * @enum {string}
                 */
                step: "address" | "discovery" | "issuer" | "endpoints" | "algorithms" | "keys";
                /** @description Whether it is right */
                ok: boolean;
                /**
                 * @description For people: what was found
                 * @example https://acme.okta.example may be asked.
                 */
                detail: string;
            }[];
        };
        /** @description A transmitter that tells whose sessions shall end */
        SignalStream: {
            /**
             * @description Where the transmitter describes itself
             * @example https://acme.okta.example/.well-known/ssf-configuration
             */
            configurationUrl: string;
            /**
             * @description What the transmitter calls itself
             * @example https://acme.okta.example
             */
            issuer: string;
            /**
             * @description The transmitter's name for the stream
             * @example esc1k235GIIztAuGK0g5
             */
            streamId: string;
            /**
             * @description By which of these names it calls Usher
             * @example [
             *       "https://usher.acme.example"
             *     ]
             */
            audience: string[];
            /**
             * @description What it tells, as it says; empty: it does not say
             * @example [
             *       "https://schemas.openid.net/secevent/caep/event-type/session-revoked"
             *     ]
             */
            events: string[];
            /**
             * @description Where it sends them
             * @example https://usher.acme.example/auth/signals/6746f0a1c2d3e4f5a6b7c8dd
             */
            pushUrl: string;
            /**
             * @description How the stream is, as the transmitter said last; null: it has not said
             * @example enabled
             * @enum {string|null}
             */
            status: "enabled" | "paused" | "disabled" | null;
            /**
             * @description Why, in its words; null: it does not say
             * @example null
             */
            statusReason: string | null;
            /**
             * Format: date-time
             * @description When a verification event came last; null: none has come yet
             * @example 2026-01-15T09:30:00.000Z
             */
            verifiedAt: string | null;
            /**
             * Format: date-time
             * @description When a signal came last; null: none has come yet
             * @example 2026-01-15T09:30:00.000Z
             */
            lastSignalAt: string | null;
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
        };
        /** @description A transmitter of signals to listen to */
        NewSignalStream: {
            /**
             * Format: uri
             * @description Where the transmitter describes itself
             * @example https://acme.okta.example/.well-known/ssf-configuration
             */
            configurationUrl: string;
            /**
             * @description What the transmitter wants in the header `Authorization`; a token alone is sent as `Bearer`. Write-only: no answer shows it
             * @example the token that the transmitter shows
             */
            authorization: string;
        };
        /** @description An email domain that belongs to the organization once it is verified */
        Domain: {
            /**
             * @description Id of the email domain
             * @example 6746f0a1c2d3e4f5a6b7c8de
             */
            id: string;
            /**
             * @description The part of addresses after the @
             * @example acme.example
             */
            name: string;
            /** @description Whether the DNS has shown that it belongs to the organization */
            verified: boolean;
            /**
             * Format: date-time
             * @description When it was verified; null: not yet
             * @example 2026-01-15T09:30:00.000Z
             */
            verifiedAt: string | null;
            /**
             * Format: date-time
             * @description When it stops being verified, unless its TXT record is seen again before; null: the record is there
             * @example null
             */
            lapsesAt: string | null;
            /**
             * @description What a TXT record of the domain has to say
             * @example usher-verification=3q2-7wYx0kM
             */
            txtRecord: string;
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
        };
        /** @description What a sign-in would come to */
        SignInSimulation: {
            /**
             * @description As what they would come in: as somebody who is a member already, by an invitation, by joining on their own, or not at all
             * @enum {string}
             */
            outcome: "existing" | "invitation" | "auto-join" | "refused";
            /**
             * @description Why it is refused, as in `deactivated` or `not_invited`; null: it is not
             * @example null
             */
            reason: string | null;
            /** @description What results in this organization; null when refused, or when there is access elsewhere only */
            access: components["schemas"]["Access"] | null;
        };
        /** @description A link by which somebody without an account sets up parts of the organization */
        SetupLink: {
            /**
             * @description Id of the setup link
             * @example 6746f0a1c2d3e4f5a6b7c8e7
             */
            id: string;
            /**
             * @description For whom it is
             * @example Acme IT
             */
            name: string;
            /**
             * @description What may be set up with it: email domains, the sign-in connection, the directory by SCIM
             * @example [
             *       "domain",
             *       "sign-in",
             *       "directory"
             *     ]
             */
            parts: ("domain" | "sign-in" | "directory")[];
            /**
             * @description Whether its holder may let people sign in by the new connection once a test sign-in has gone well; false: an admin switches it on
             * @example false
             */
            maySwitchOn: boolean;
            /**
             * @description `unused`: not opened yet; `opened`: in use, in one browser; `finished` by its holder; `revoked`; `expired`; `void`: whoever made it may not do any more what it is for
             * @example unused
             * @enum {string}
             */
            status: "unused" | "opened" | "finished" | "revoked" | "expired" | "void";
            /** @description Who made it: it may never do more than they may */
            createdBy: {
                /**
                 * @description `account`, `scim-token`, `scim-client`, `service-key`, `deployment-key`, `setup-link`, `sign-in` or `system`
                 * @example account
                 */
                type: string;
                /**
                 * @description Of the account, token, client, key, set-up link or connection; null: Usher itself
                 * @example 6746f0a1c2d3e4f5a6b7c8e6
                 */
                id: string | null;
                /**
                 * @description As it was called then, where it has a name
                 * @example Grace Hopper
                 */
                name?: string;
                /**
                 * @description Of a set-up link: who made it, and by whose right it acts
                 * @example {
                 *       "type": "account",
                 *       "id": "6746f0a1c2d3e4f5a6b7c8e6",
                 *       "name": "Grace Hopper"
                 *     }
                 */
                madeBy?: {
                    /**
                     * @description `account`, `scim-token`, `scim-client`, `service-key`, `deployment-key`, `setup-link`, `sign-in` or `system`
                     * @example account
                     */
                    type: string;
                    /**
                     * @description Of the account, token, client, key, set-up link or connection; null: Usher itself
                     * @example 6746f0a1c2d3e4f5a6b7c8e6
                     */
                    id: string | null;
                    /**
                     * @description As it was called then, where it has a name
                     * @example Grace Hopper
                     */
                    name?: string;
                };
            };
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it ends
             * @example 2026-01-15T09:30:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When it was opened; null: not yet
             * @example 2026-01-15T09:30:00.000Z
             */
            openedAt: string | null;
            /**
             * Format: date-time
             * @description When its holder said that they are done; null: not yet
             * @example 2026-01-15T09:30:00.000Z
             */
            finishedAt: string | null;
            /**
             * @description Id of the connection that is made with it, if one is
             * @example 6746f0a1c2d3e4f5a6b7c8dd
             */
            connectionId: string;
            /**
             * @description Id of the SCIM token that is made with it, if one is
             * @example 6746f0a1c2d3e4f5a6b7c8da
             */
            scimTokenId: string;
            /**
             * @description What to send to the holder: only in the answer that makes it
             * @example https://usher.acme.example/setup/usher_setup_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG
             */
            link?: string;
        };
        /** @description A set-up link to make */
        NewSetupLink: {
            /**
             * @description For whom it is
             * @example Acme IT
             */
            name: string;
            /**
             * @description What may be set up with it: email domains, the sign-in connection, the directory by SCIM
             * @default [
             *       "domain",
             *       "sign-in",
             *       "directory"
             *     ]
             * @example [
             *       "domain",
             *       "sign-in",
             *       "directory"
             *     ]
             */
            parts: ("domain" | "sign-in" | "directory")[];
            /**
             * @description Whether its holder may let people sign in by the new connection once a test sign-in has gone well; false: an admin switches it on
             * @default false
             * @example false
             */
            maySwitchOn: boolean;
            /**
             * Format: date-time
             * @description When it ends: ISO 8601, within 30 days; absent: in 7 days
             * @example 2030-06-30T00:00:00.000Z
             */
            expiresAt?: string;
        };
        /**
         * @description When the link ends anew; a set-up link always ends
         * @default {}
         */
        SetupLinkRenewal: {
            /**
             * Format: date-time
             * @description When it ends: ISO 8601, within 30 days; absent: in 7 days
             * @example 2030-06-30T00:00:00.000Z
             */
            expiresAt?: string;
        };
        /** @description All that the holder of a set-up link sees */
        Setup: {
            /**
             * @description Id of the setup link
             * @example 6746f0a1c2d3e4f5a6b7c8e7
             */
            id: string;
            /**
             * @description For whom it is
             * @example Acme IT
             */
            name: string;
            /**
             * @description Name of the organization
             * @example Acme
             */
            organization: string;
            /**
             * @description What may be set up with it: email domains, the sign-in connection, the directory by SCIM
             * @example [
             *       "domain",
             *       "sign-in",
             *       "directory"
             *     ]
             */
            parts: ("domain" | "sign-in" | "directory")[];
            /**
             * @description Whether its holder may let people sign in by the new connection once a test sign-in has gone well; false: an admin switches it on
             * @example false
             */
            maySwitchOn: boolean;
            /**
             * Format: date-time
             * @description When it ends
             * @example 2026-01-15T09:30:00.000Z
             */
            expiresAt: string;
            /**
             * @description What writes have to send back as X-CSRF-Token
             * @example n1Bq2w3e4r5t6y7u8i9o0p
             */
            csrfToken: string;
            /**
             * @description The redirect address to register at the provider
             * @example https://usher.acme.example/auth/callback/6746f0a1c2d3e4f5a6b7c8dd
             */
            redirectUri: string;
            /** @description The email domains of this link */
            domains: components["schemas"]["Domain"][];
            /** @description The connection of this link; null: not made yet */
            connection: components["schemas"]["SsoConnection"] | null;
            /** @description The last test sign-in; null: none of the last day */
            test: {
                /**
                 * Format: date-time
                 * @description When it ended
                 * @example 2026-01-15T09:30:00.000Z
                 */
                at: string;
                /** @description Whether it was done with the connection as it is now */
                isCurrent: boolean;
                /**
                 * @description For people: why it failed; null: it went well
                 * @example null
                 */
                problem: string | null;
                /** @description The claims as they came */
                received: {
                    /**
                     * @description Name of the claim
                     * @example email
                     */
                    name: string;
                    /**
                     * @description Its value as JSON, cut at 500 characters
                     * @example "ada@acme.example"
                     */
                    value: string;
                    /**
                     * @description Where it was
                     * @enum {string}
                     */
                    from: "id-token" | "userinfo";
                }[];
                /** @description What Usher reads in them; null where the test failed */
                read: {
                    /**
                     * @description What tells people apart
                     * @example 00u1a2b3c4
                     */
                    subject: string;
                    /**
                     * @description The address; null: there is none
                     * @example ada@acme.example
                     */
                    email: string | null;
                    /** @description Whether the provider says that the address is verified */
                    emailTrusted: boolean;
                    /**
                     * @description The display name; null: there is none
                     * @example Ada Lovelace
                     */
                    name: string | null;
                    /**
                     * @description Groups; null: there is no such claim, or it is not read
                     * @example null
                     */
                    groups: string[] | null;
                } | null;
            } | null;
            /** @description The directory; null: the link does not cover it */
            directory: {
                /**
                 * @description Where the directory pushes to
                 * @example https://usher.acme.example/scim/v2
                 */
                baseUrl: string;
                /** @description The token of this link; null: not made yet */
                token: {
                    /**
                     * @description What it is called
                     * @example Acme IT (set-up link)
                     */
                    description: string;
                    /**
                     * Format: date-time
                     * @description When it was made
                     * @example 2026-01-15T09:30:00.000Z
                     */
                    createdAt: string;
                    /** @description Whether an admin has revoked it */
                    revoked: boolean;
                } | null;
                /** @description The last ones with the token of this link, newest first */
                requests: {
                    /**
                     * Format: date-time
                     * @description When it came
                     * @example 2026-01-15T09:30:00.000Z
                     */
                    at: string;
                    /**
                     * @description The HTTP method
                     * @example GET
                     */
                    method: string;
                    /**
                     * @description From /scim/v2 on, with the query
                     * @example /scim/v2/Users
                     */
                    path: string;
                    /**
                     * @description The HTTP status of the answer
                     * @example 200
                     */
                    status: number;
                    /**
                     * @description Why it was refused; null: it was not
                     * @example null
                     */
                    detail: string | null;
                }[];
            } | null;
        };
        /** @description How people sign in at the identity provider */
        SetupConnection: {
            /**
             * @description What people call it
             * @example Acme Okta
             */
            name: string;
            /**
             * @description What the provider calls itself, to the last slash
             * @example https://acme.okta.example
             */
            issuer: string;
            /**
             * @description As what the provider knows Usher
             * @example 0oa1b2c3d4
             */
            clientId: string;
            /**
             * @description Write-only: no answer shows it. Needed for `client_secret`
             * @example the secret that the provider shows
             */
            clientSecret?: string;
            /**
             * @description What is asked of the provider, separated by spaces
             * @default openid profile email
             * @example openid profile email
             */
            scopes: string;
            /**
             * @description By which claims the provider says who somebody is
             * @default {}
             */
            claims: {
                /**
                 * @description The claim that tells people apart; null: `sub`, or what ISSUER_SUB_CLAIM_OVERRIDES names
                 * @default null
                 * @example null
                 */
                subject: string | null;
                /**
                 * @description The claim with the address
                 * @default email
                 * @example email
                 */
                email: string;
                /**
                 * @description The claim with the display name
                 * @default name
                 * @example name
                 */
                name: string;
                /**
                 * @description The claim with the names of groups
                 * @default groups
                 * @example groups
                 */
                groups: string;
            };
        };
        /** @description The SCIM token of a set-up link */
        SetupToken: {
            /**
             * @description The secret: only in this answer
             * @example usher_scim_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG
             */
            token: string;
        };
        /**
         * @description What an identity provider shows to push people and groups
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8da",
         *       "description": "Okta",
         *       "scopes": [
         *         "read",
         *         "write"
         *       ],
         *       "createdAt": "2026-01-15T09:30:00.000Z",
         *       "expiresAt": null,
         *       "lastUsedAt": null,
         *       "strict": false,
         *       "memberId": null
         *     }
         */
        ScimToken: {
            /**
             * @description Id of the SCIM token
             * @example 6746f0a1c2d3e4f5a6b7c8da
             */
            id: string;
            /**
             * @description What it is for, so that people know it again
             * @example Nightly report
             */
            description: string;
            /** @description What it may be used for: `read` for requests that change nothing, `write` for all others */
            scopes: ("read" | "write")[];
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it ends by itself; null: never
             * @example 2026-01-15T09:30:00.000Z
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description When it was last used, to the minute; null: never
             * @example 2026-01-15T09:30:00.000Z
             */
            lastUsedAt: string | null;
            /**
             * @description The secret: only in the answer that creates or rotates it
             * @example usher_key_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG
             */
            token?: string;
            /** @description The SCIM 2.0 Interoperability Profile: refuses what no schema knows, PATCHes without a path and passwords (400 `invalidSyntax`); false: what is unknown is ignored and named in the log */
            strict: boolean;
            /**
             * @description Id of the member whose /Me is all that it reaches; null: it is for a directory
             * @example null
             */
            memberId: string | null;
        };
        /**
         * @description An OAuth client that gets access tokens for SCIM
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8e8",
         *       "description": "Entra ID",
         *       "scopes": [
         *         "read",
         *         "write"
         *       ],
         *       "strict": false,
         *       "authentication": "client_secret",
         *       "jwksUri": null,
         *       "tokenUrl": "https://usher.acme.example/oauth/token",
         *       "createdAt": "2026-01-15T09:30:00.000Z",
         *       "expiresAt": null,
         *       "lastUsedAt": null
         *     }
         */
        ScimClient: {
            /**
             * @description The `client_id`
             * @example 6746f0a1c2d3e4f5a6b7c8e8
             */
            id: string;
            /**
             * @description What it is for, so that people know it again
             * @example Nightly report
             */
            description: string;
            /** @description What it may be used for: `read` for requests that change nothing, `write` for all others */
            scopes: ("read" | "write")[];
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it ends by itself; null: never
             * @example 2026-01-15T09:30:00.000Z
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description When it was last used, to the minute; null: never
             * @example 2026-01-15T09:30:00.000Z
             */
            lastUsedAt: string | null;
            /** @description The SCIM 2.0 Interoperability Profile: refuses what no schema knows, PATCHes without a path and passwords (400 `invalidSyntax`); false: what is unknown is ignored and named in the log */
            strict: boolean;
            /**
             * @description By what it shows who it is: `client_secret` (by HTTP Basic or in the form), or `private_key_jwt` (RFC 7523), a JWT signed by a key of its own
             * @example client_secret
             * @enum {string}
             */
            authentication: "client_secret" | "private_key_jwt";
            /**
             * @description Where its public keys are; null: they are kept here, or it has none
             * @example null
             */
            jwksUri: string | null;
            /**
             * @description Where it gets access tokens
             * @example https://usher.acme.example/oauth/token
             */
            tokenUrl: string;
            /**
             * @description The `client_secret`: only in the answer that creates or rotates it
             * @example usher_scim_client_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG
             */
            clientSecret?: string;
        };
        /** @description An OAuth client to make */
        NewScimClient: {
            /**
             * @description What it is for, so that people know it again
             * @example Entra ID
             */
            description: string;
            /**
             * @description What it may be used for: `read` for requests that change nothing, `write` for all others
             * @default [
             *       "read",
             *       "write"
             *     ]
             */
            scopes: ("read" | "write")[];
            /**
             * Format: date-time
             * @description When it ends by itself: ISO 8601, in the future; null: never, or as the deployment limits personal keys
             * @default null
             * @example 2030-06-30T00:00:00.000Z
             */
            expiresAt: string | null;
            /**
             * @description The SCIM 2.0 Interoperability Profile: refuses what no schema knows, PATCHes without a path and passwords (400 `invalidSyntax`); false: what is unknown is ignored and named in the log
             * @default false
             */
            strict: boolean;
            /**
             * @description By what it shows who it is: `client_secret` (by HTTP Basic or in the form), or `private_key_jwt` (RFC 7523), a JWT signed by a key of its own
             * @default client_secret
             * @example client_secret
             * @enum {string}
             */
            authentication: "client_secret" | "private_key_jwt";
            /**
             * @description Its public keys, where they are kept here
             * @default null
             * @example {
             *       "keys": [
             *         {
             *           "kty": "OKP",
             *           "crv": "Ed25519",
             *           "kid": "2026-01",
             *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
             *         }
             *       ]
             *     }
             */
            jwks: {
                /**
                 * @description Each in the form of RFC 7517
                 * @example [
                 *       {
                 *         "kty": "OKP",
                 *         "crv": "Ed25519",
                 *         "kid": "2026-01",
                 *         "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
                 *       }
                 *     ]
                 */
                keys: ({
                    /**
                     * @description `RSA`, `EC` or `OKP`
                     * @example OKP
                     */
                    kty: string;
                } & {
                    [key: string]: unknown;
                })[];
            } | null;
            /**
             * Format: uri
             * @description Where its public keys are; null: they are kept here, or it has none
             * @default null
             * @example null
             */
            jwksUri: string | null;
        };
        /**
         * @description A group that a directory has pushed or admins made, with what it gives
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *       "displayName": "Acme Organization User:Research:Workspace Viewer",
         *       "madeBy": "directory",
         *       "externalId": null,
         *       "members": 12,
         *       "mapping": {
         *         "state": "convention",
         *         "reason": null,
         *         "detail": null,
         *         "nearest": []
         *       },
         *       "targets": [
         *         {
         *           "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
         *           "workspaceName": "Research",
         *           "workspaceRole": "Workspace Viewer",
         *           "organizationRole": null
         *         }
         *       ]
         *     }
         */
        MappedGroup: {
            /**
             * @description Of a group of the directory also the id of the SCIM Group
             * @example 6746f0a1c2d3e4f5a6b7c8d4
             */
            id: string;
            /**
             * @description Name of the group; of one of the directory, `displayName` of the SCIM Group
             * @example Acme Organization User:Research:Workspace Viewer
             */
            displayName: string;
            madeBy: components["schemas"]["GroupMaker"];
            /**
             * @description What the directory calls it; null: it did not say
             * @example 00g1a2b3c4
             */
            externalId: string | null;
            /**
             * @description How many direct members it has
             * @example 12
             */
            members: number;
            /** @description Whether it gives anything, and why not */
            mapping: {
                /**
                 * @description `explicit`: an admin said what it gives; `convention`: its name says so; `unmatched`: it gives nothing
                 * @enum {string}
                 */
                state: "explicit" | "convention" | "unmatched";
                /**
                 * @description Why nothing matches; null when something does
                 * @example unknown_workspace
                 */
                reason: string | null;
                /**
                 * @description The same for people, with the nearest names; null when something matches
                 * @example No workspace is called "Reserch".
                 */
                detail: string | null;
                /** @description What the name was probably meant to say, nearest first; empty: nothing is near */
                nearest: {
                    /**
                     * @description What has this name
                     * @enum {string}
                     */
                    kind: "workspace" | "role" | "group";
                    /**
                     * @description A name that there is
                     * @example Research
                     */
                    name: string;
                }[];
            };
            /** @description What it gives its members */
            targets: {
                /**
                 * @description Id of the workspace; `*`: all of them; null: an organization role
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string | null;
                /**
                 * @description Name of the workspace; null: an organization role
                 * @example Research
                 */
                workspaceName: string | null;
                /** @description The role there; null: an organization role */
                workspaceRole: components["schemas"]["WorkspaceRole"] | null;
                /** @description null: a workspace role */
                organizationRole: components["schemas"]["OrganizationRole"] | null;
            }[];
        };
        /**
         * @description `directory`: a directory has pushed the group; `admin`: admins made it, and SCIM does not show it
         * @enum {string}
         */
        GroupMaker: "directory" | "admin";
        /** @description A group with what it gives, and its place among groups */
        MappedGroupWithNesting: {
            /**
             * @description Of a group of the directory also the id of the SCIM Group
             * @example 6746f0a1c2d3e4f5a6b7c8d4
             */
            id: string;
            /**
             * @description Name of the group; of one of the directory, `displayName` of the SCIM Group
             * @example Acme Organization User:Research:Workspace Viewer
             */
            displayName: string;
            madeBy: components["schemas"]["GroupMaker"];
            /**
             * @description What the directory calls it; null: it did not say
             * @example 00g1a2b3c4
             */
            externalId: string | null;
            /**
             * @description How many direct members it has
             * @example 12
             */
            members: number;
            /** @description Whether it gives anything, and why not */
            mapping: {
                /**
                 * @description `explicit`: an admin said what it gives; `convention`: its name says so; `unmatched`: it gives nothing
                 * @enum {string}
                 */
                state: "explicit" | "convention" | "unmatched";
                /**
                 * @description Why nothing matches; null when something does
                 * @example unknown_workspace
                 */
                reason: string | null;
                /**
                 * @description The same for people, with the nearest names; null when something matches
                 * @example No workspace is called "Reserch".
                 */
                detail: string | null;
                /** @description What the name was probably meant to say, nearest first; empty: nothing is near */
                nearest: {
                    /**
                     * @description What has this name
                     * @enum {string}
                     */
                    kind: "workspace" | "role" | "group";
                    /**
                     * @description A name that there is
                     * @example Research
                     */
                    name: string;
                }[];
            };
            /** @description What it gives its members */
            targets: {
                /**
                 * @description Id of the workspace; `*`: all of them; null: an organization role
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string | null;
                /**
                 * @description Name of the workspace; null: an organization role
                 * @example Research
                 */
                workspaceName: string | null;
                /** @description The role there; null: an organization role */
                workspaceRole: components["schemas"]["WorkspaceRole"] | null;
                /** @description null: a workspace role */
                organizationRole: components["schemas"]["OrganizationRole"] | null;
            }[];
            /** @description Groups that are members of it */
            contains: components["schemas"]["GroupReference"][];
            /** @description Groups that it is a member of */
            within: components["schemas"]["GroupReference"][];
        };
        /** @description What the naming convention reads in a group’s name */
        NameReading: {
            /**
             * @description Why nothing matches; null when something does
             * @example unknown_workspace
             */
            reason: string | null;
            /**
             * @description The same for people, with the nearest names; null when something matches
             * @example No workspace is called "Reserch".
             */
            detail: string | null;
            /** @description What the name was probably meant to say, nearest first; empty: nothing is near */
            nearest: {
                /**
                 * @description What has this name
                 * @enum {string}
                 */
                kind: "workspace" | "role" | "group";
                /**
                 * @description A name that there is
                 * @example Research
                 */
                name: string;
            }[];
            /** @description What it gives; null: nothing */
            target: {
                /**
                 * @description Id of the workspace; `*`: all of them; null: an organization role
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string | null;
                /**
                 * @description Name of the workspace; null: an organization role
                 * @example Research
                 */
                workspaceName: string | null;
                /** @description The role there; null: an organization role */
                workspaceRole: components["schemas"]["WorkspaceRole"] | null;
                /** @description null: a workspace role */
                organizationRole: components["schemas"]["OrganizationRole"] | null;
            } | null;
        };
        /** @description One request of an identity provider */
        ScimRequest: {
            /**
             * @description Id of the request
             * @example 6746f0a1c2d3e4f5a6b7c8e5
             */
            id: string;
            /**
             * Format: date-time
             * @description When it came
             * @example 2026-01-15T09:30:00.000Z
             */
            at: string;
            /** @description The token with which it was sent, or the OAuth client to which that was given */
            token: {
                /**
                 * @description Id of the SCIM token
                 * @example 6746f0a1c2d3e4f5a6b7c8da
                 */
                id: string;
                /**
                 * @description What it is for
                 * @example Okta
                 */
                description: string;
                /** @description Whether it is the OAuth client of an access token */
                isClient: boolean;
            };
            /**
             * @description What it asks for: create, read, replace, patch, delete, list, search, bulk, other
             * @example create
             */
            operation: string;
            /**
             * @description The HTTP method
             * @example POST
             */
            method: string;
            /**
             * @description From /scim/v2 on, with the query
             * @example /Users
             */
            path: string;
            /**
             * @description Of what it asks; null: neither
             * @enum {string|null}
             */
            resourceType: "User" | "Group" | null;
            /**
             * @description Id of the member or group that was asked for or made; null: no single one
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            resourceId: string | null;
            /**
             * @description The HTTP status of the answer
             * @example 201
             */
            status: number;
            /**
             * @description The error code of SCIM, as in `uniqueness`; null: none
             * @example null
             */
            scimType: string | null;
            /**
             * @description Why it was refused, in the words that the identity provider got; null: it was not
             * @example null
             */
            detail: string | null;
            /**
             * @description How many milliseconds it took
             * @example 38
             */
            durationMs: number;
            /**
             * @description The attributes that it changed
             * @example [
             *       "userName",
             *       "active"
             *     ]
             */
            changed: string[];
            /**
             * @description What it sent and nobody keeps: unknown schemas and attributes, values that only the server sets
             * @example [
             *       "urn:acme:params:scim:schemas:desk"
             *     ]
             */
            ignored: string[];
            /**
             * @description The body that was sent: without secrets, and cut at 4,000 characters; null: there was none
             * @example {"userName":"ada@acme.example","active":true}
             */
            body: string | null;
            /**
             * @description X-Request-Id of its answer
             * @example 0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d
             */
            requestId: string;
        };
        /** @description How group names, and the roles that the directory names, give roles */
        ScimSettings: {
            /**
             * @description Between the parts of a group name
             * @enum {string}
             */
            separator: ":" | "-" | "_" | " " | "&";
            /**
             * @description Which group decides: the highest role, the group created last, or the mapping of the first priority. `combined`: all of them count, and whatever else gives access too
             * @enum {string}
             */
            precedence: "highest" | "newest" | "priority" | "combined";
            /** @description Whether group names give roles at all; false: mappings alone do */
            conventionEnabled: boolean;
            /**
             * @description Only names that begin so give roles; null: any prefix will do
             * @example Acme
             */
            requiredPrefix: string | null;
            /**
             * @description Whether `roles` of a SCIM User give roles, beside the groups
             * @example false
             */
            rolesEnabled: boolean;
            /**
             * @description Whether these may make Organization Admins; false: naming that role gives nothing
             * @example false
             */
            rolesMakeAdmins: boolean;
            /**
             * @description The job that still reads group names or stores roles; null: none
             * @example null
             */
            jobId: string | null;
        };
        /** @description What a group gives by the word of an admin, whatever its name */
        Mapping: {
            /**
             * @description Id of the mapping
             * @example 6746f0a1c2d3e4f5a6b7c8dc
             */
            id: string;
            /** @description Whose members get it */
            group: {
                /**
                 * @description Id of the group; null: it waits for the group
                 * @example 6746f0a1c2d3e4f5a6b7c8d4
                 */
                id: string | null;
                /**
                 * @description Name of the group; of one of the directory, `displayName` of the SCIM Group
                 * @example Acme Organization User:Research:Workspace Viewer
                 */
                displayName: string;
            };
            /** @description No directory has pushed a group of this name yet */
            waiting: boolean;
            /** @description The workspaces that it gives */
            targets: {
                /**
                 * @description Id of the workspace; `*`: all workspaces, also those that come later
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string;
                /**
                 * @description Name of the workspace
                 * @example Research
                 */
                workspaceName: string;
                /**
                 * @description The role there, by name
                 * @example Workspace Editor
                 */
                workspaceRole: string;
            }[];
            /** @description The organization role that it gives; null: none */
            organizationRole: components["schemas"]["OrganizationRole"] | null;
            /**
             * @description With the precedence `priority`: 1 is first; null comes last
             * @example 1
             */
            priority: number | null;
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
        };
        /** @description What a change would do, without making it */
        Preview: {
            /** @description Those for whom anything changes, page by page */
            items: components["schemas"]["Effect"][];
            /**
             * @description Send it as `cursor` for the next page; null on the last page
             * @example null
             */
            nextCursor: string | null;
            /** @description For all members; null: not the first page */
            counts: {
                /**
                 * @description Members for whom anything changes
                 * @example 12
                 */
                members: number;
                /**
                 * @description Workspace accesses that come
                 * @example 9
                 */
                gained: number;
                /**
                 * @description Workspace accesses that go
                 * @example 0
                 */
                lost: number;
                /**
                 * @description Workspace accesses with other roles
                 * @example 3
                 */
                changed: number;
                /**
                 * @description Workspace accesses whose roles stay and permit something else
                 * @example 0
                 */
                permissions: number;
                /**
                 * @description Members whose organization role changes
                 * @example 0
                 */
                organizationRoles: number;
            } | null;
            /**
             * @description `last_admin`: it would be refused, as no active Organization Admin would be left; null: it would not
             * @example null
             * @enum {string|null}
             */
            refusal: "last_admin" | null;
            /**
             * @description What newcomers get, before and after a change of the SSO settings; null: another change
             * @example null
             */
            newcomers: {
                before: components["schemas"]["SsoSettings"];
                after: components["schemas"]["SsoSettings"];
            } | null;
        };
        /** @description A change of access that was too large for one commit */
        Job: {
            /**
             * @description Id of the job
             * @example 6746f0a1c2d3e4f5a6b7c8e2
             */
            id: string;
            /**
             * @description `resync-access`: stores the access of each member; `remap-groups`: reads all group names again; `remap-unmatched`: reads those that gave nothing again; `release-mapping`: lets members keep what a mapping gave, and deletes it
             * @enum {string}
             */
            kind: "resync-access" | "remap-groups" | "remap-unmatched" | "release-mapping";
            /**
             * @description `done`: everybody has been visited
             * @enum {string}
             */
            status: "running" | "done";
            /**
             * @description What asked for it
             * @example group renamed
             */
            reason: string;
            /**
             * @description Members or groups to visit; null until they are counted
             * @example 12000
             */
            total: number | null;
            /**
             * @description Members or groups that were visited
             * @example 3000
             */
            done: number;
            /**
             * @description What kept it from going on the last time, and it tries again; null: nothing
             * @example null
             */
            lastError: string | null;
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was done; null: not yet
             * @example null
             */
            finishedAt: string | null;
        };
        /**
         * @description Where access comes from and where it goes
         * @example {
         *       "nodes": [
         *         {
         *           "key": "group/6746f0a1c2d3e4f5a6b7c8d4",
         *           "kind": "group",
         *           "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *           "name": "Acme Organization User:Research:Workspace Viewer",
         *           "people": 12,
         *           "folded": 0
         *         },
         *         {
         *           "key": "workspace/6746f0a1c2d3e4f5a6b7c8d2",
         *           "kind": "workspace",
         *           "id": "6746f0a1c2d3e4f5a6b7c8d2",
         *           "name": "Research",
         *           "people": 11,
         *           "folded": 0
         *         }
         *       ],
         *       "links": [
         *         {
         *           "from": "group/6746f0a1c2d3e4f5a6b7c8d4",
         *           "to": "workspace/6746f0a1c2d3e4f5a6b7c8d2",
         *           "role": "Workspace Viewer",
         *           "mapping": "convention",
         *           "mappingId": null,
         *           "people": 11
         *         }
         *       ],
         *       "counting": false
         *     }
         */
        AccessMap: {
            /** @description At most 150; those with the fewest people become one */
            nodes: components["schemas"]["AccessMapNode"][];
            /** @description The widest first */
            links: components["schemas"]["AccessMapLink"][];
            /** @description A large change is being stored: the numbers still move */
            counting: boolean;
        };
        /** @description A group, another source of access, or a workspace */
        AccessMapNode: {
            /**
             * @description By which links name it
             * @example group/6746f0a1c2d3e4f5a6b7c8d4
             */
            key: string;
            /**
             * @description What it is; `other-...`: those with the fewest people, as one
             * @enum {string}
             */
            kind: "group" | "other-groups" | "source" | "workspace" | "other-workspaces";
            /**
             * @description Of the group or workspace; of a source, which (see `Source`)
             * @example 6746f0a1c2d3e4f5a6b7c8d4
             */
            id: string;
            /**
             * @description What it is called
             * @example Acme Organization User:Research:Workspace Viewer
             */
            name: string;
            /**
             * @description Of a group its direct members, of a workspace who has access; where several are one, their sum
             * @example 12
             */
            people: number;
            /**
             * @description How many groups or workspaces it stands for; 0: for itself
             * @example 0
             */
            folded: number;
        };
        /** @description Who has a role in a workspace by the same thing */
        AccessMapLink: {
            /**
             * @description `key` of the group or source
             * @example group/6746f0a1c2d3e4f5a6b7c8d4
             */
            from: string;
            /**
             * @description `key` of the workspace
             * @example workspace/6746f0a1c2d3e4f5a6b7c8d2
             */
            to: string;
            role: components["schemas"]["WorkspaceRole"];
            /**
             * @description By what a group gives it
             * @enum {string|null}
             */
            mapping: "convention" | "explicit" | null;
            /**
             * @description Id of the explicit mapping; null: there is none
             * @example 6746f0a1c2d3e4f5a6b7c8dc
             */
            mappingId: string | null;
            /**
             * @description Active people whose role comes from there; each counts once in a workspace, by what won, and with the precedence `combined` by all that counts
             * @example 11
             */
            people: number;
        };
        /**
         * @description A page of members, with their roles in a page of workspaces
         * @example {
         *       "columns": [
         *         {
         *           "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
         *           "name": "Research"
         *         }
         *       ],
         *       "nextColumns": null,
         *       "items": [
         *         {
         *           "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
         *           "name": "Ada Lovelace",
         *           "email": "ada@acme.example",
         *           "status": "active",
         *           "organizationRole": "Organization User",
         *           "cells": [
         *             {
         *               "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2",
         *               "role": "Workspace Viewer",
         *               "roles": [
         *                 "Workspace Viewer"
         *               ],
         *               "source": "scim-group"
         *             }
         *           ]
         *         }
         *       ],
         *       "nextCursor": null,
         *       "total": 1
         *     }
         */
        AccessMatrix: {
            /** @description Those of this page, in the order of the list */
            items: {
                /**
                 * @description Id of the member
                 * @example 6746f0a1c2d3e4f5a6b7c8d3
                 */
                memberId: string;
                /**
                 * @description Display name
                 * @example Ada Lovelace
                 */
                name: string;
                /**
                 * @description Proven, or set by the directory; of a pending member, the invited one. null: none of these
                 * @example ada@acme.example
                 */
                email: string | null;
                status: components["schemas"]["MemberStatus"];
                /** @description null: not active */
                organizationRole: components["schemas"]["OrganizationRole"] | null;
                /** @description Only workspaces of these columns with access; of pending members, what they are invited to */
                cells: {
                    /**
                     * @description Id of the workspace
                     * @example 6746f0a1c2d3e4f5a6b7c8d2
                     */
                    workspaceId: string;
                    role: components["schemas"]["WorkspaceRole"];
                    /**
                     * @description All roles whose permissions count, by name, the highest first: with the precedence `combined` there may be several; with the others there is the one
                     * @example [
                     *       "Workspace Editor"
                     *     ]
                     */
                    roles: string[];
                    source: components["schemas"]["Source"];
                }[];
            }[];
            /**
             * @description Send it as `cursor` for the next page; null on the last page
             * @example null
             */
            nextCursor: string | null;
            /**
             * @description How many there are on all pages; on the first page of lists that count
             * @example 1
             */
            total?: number;
            /** @description Oldest workspace first */
            columns: {
                /**
                 * @description Id of the workspace
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string;
                /**
                 * @description Name of the workspace
                 * @example Research
                 */
                name: string;
            }[];
            /**
             * @description Sent as `columns`, gives the next columns; null: these are the last
             * @example null
             */
            nextColumns: string | null;
        };
        /**
         * @description What a change of a group would take from its members, held for an admin
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d8",
         *       "status": "pending",
         *       "group": {
         *         "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *         "displayName": "Acme Organization User:Research:Workspace Viewer"
         *       },
         *       "cause": "members_removed",
         *       "affected": 120,
         *       "members": 118,
         *       "counting": false,
         *       "createdAt": "2026-01-15T09:30:00.000Z",
         *       "updatedAt": "2026-01-15T09:30:00.000Z",
         *       "decidedAt": null,
         *       "decidedBy": null,
         *       "jobId": null
         *     }
         */
        HeldChange: {
            /**
             * @description Id of the held change
             * @example 6746f0a1c2d3e4f5a6b7c8d8
             */
            id: string;
            /**
             * @description `pending`: it waits for an admin; `approved`: it had its effect; `rejected`: the members keep what was held; `obsolete`: nothing is held any more, because groups give it again or the members are gone
             * @enum {string}
             */
            status: "pending" | "approved" | "rejected" | "obsolete";
            /** @description As it was called before the change; it may be gone */
            group: {
                /**
                 * @description Id of the group
                 * @example 6746f0a1c2d3e4f5a6b7c8d4
                 */
                id: string;
                /**
                 * @description Name of the group; of one of the directory, `displayName` of the SCIM Group
                 * @example Acme Organization User:Research:Workspace Viewer
                 */
                displayName: string;
            };
            /**
             * @description What the directory did, the last time where it did more
             * @enum {string}
             */
            cause: "members_removed" | "group_renamed" | "group_deleted";
            /**
             * @description Members who would have lost access, summed up. Of a change for more than 1,000: whom it may concern
             * @example 120
             */
            affected: number;
            /**
             * @description How many hold something now; 0 once it is decided
             * @example 118
             */
            members: number;
            /** @description A job still stores it, so that `members` may grow */
            counting: boolean;
            /**
             * Format: date-time
             * @description When the directory made the change
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the directory last changed more of it, or it was decided
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt: string;
            /**
             * Format: date-time
             * @description When it was approved, rejected or became obsolete; null: not yet
             * @example 2026-01-15T09:30:00.000Z
             */
            decidedAt: string | null;
            /** @description Who approved or rejected it; null: nobody */
            decidedBy: components["schemas"]["Actor"] | null;
            /**
             * @description The job that stores the decision for more than 1,000 members; null: there is none
             * @example 6746f0a1c2d3e4f5a6b7c8e2
             */
            jobId: string | null;
        };
        /** @description A member with the roles that approval takes */
        HoldingMember: {
            /**
             * @description Id of the member
             * @example 6746f0a1c2d3e4f5a6b7c8d3
             */
            memberId: string;
            /**
             * @description Proven, or set by the directory; of a pending member, the invited one. null: none of these
             * @example ada@acme.example
             */
            email: string | null;
            /**
             * @description Display name
             * @example Ada Lovelace
             */
            name: string;
            status: components["schemas"]["MemberStatus"];
            /** @description What the member would lose */
            held: {
                /**
                 * @description Id of the workspace; `*`: all of them; null: it is the organization role
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId: string | null;
                /**
                 * @description Name of the workspace; null: it is the organization role
                 * @example Research
                 */
                workspaceName: string | null;
                /**
                 * @description The role that is held, by name
                 * @example Workspace Editor
                 */
                role: string;
            }[];
        };
        /**
         * @description One committed change, with names
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8e1",
         *       "seq": 42,
         *       "type": "membership.changed",
         *       "at": "2026-01-15T09:30:00.000Z",
         *       "actor": {
         *         "type": "scim-token",
         *         "id": "6746f0a1c2d3e4f5a6b7c8da",
         *         "name": "Okta"
         *       },
         *       "source": "scim",
         *       "subject": {
         *         "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
         *         "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2"
         *       },
         *       "before": {
         *         "role": null
         *       },
         *       "after": {
         *         "role": "Workspace Viewer"
         *       },
         *       "requestId": "0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d",
         *       "address": "203.0.113.7",
         *       "names": {
         *         "member": "Ada Lovelace",
         *         "workspace": "Research"
         *       }
         *     }
         */
        AuditEvent: {
            /**
             * @description Id of the event
             * @example 6746f0a1c2d3e4f5a6b7c8e1
             */
            id: string;
            /**
             * @description Its number in the organization, from 1, without gaps
             * @example 42
             */
            seq: number;
            /**
             * @description What happened
             * @enum {string}
             */
            type: "organization.created" | "organization.updated" | "organization.default_changed" | "workspace.created" | "workspace.updated" | "workspace.deleted" | "user.created" | "user.updated" | "user.deactivated" | "user.reactivated" | "user.deleted" | "user.locked" | "user.unlocked" | "user.joined" | "user.linked" | "user.unlinked" | "user.expected" | "user.merged" | "invitation.created" | "invitation.updated" | "invitation.resent" | "invitation.revoked" | "invitation.accepted" | "invitation.declined" | "invitation.expired" | "invitation.mailed" | "invitation.mail_failed" | "role.created" | "role.updated" | "role.deleted" | "application_permissions.updated" | "group.created" | "group.updated" | "group.deleted" | "group.members_changed" | "group.mapping_changed" | "group.handed_over" | "group.grants_admin" | "mapping.created" | "mapping.updated" | "mapping.deleted" | "scim_settings.updated" | "membership.changed" | "organization_role.changed" | "held_change.created" | "held_change.updated" | "held_change.approved" | "held_change.rejected" | "held_change.obsolete" | "directory.wave" | "override.set" | "override.cleared" | "override.expired" | "sso_settings.updated" | "sso_settings.fallback" | "sso_connection.created" | "sso_connection.updated" | "sso_connection.deleted" | "signal_stream.created" | "signal_stream.deleted" | "domain.added" | "domain.verified" | "domain.missing" | "domain.found_again" | "domain.lapsed" | "domain.removed" | "setup_link.created" | "setup_link.renewed" | "setup_link.opened" | "setup_link.sign_in_tested" | "setup_link.finished" | "setup_link.revoked" | "sign_in.succeeded" | "sign_in.refused" | "password.changed" | "password.reset_requested" | "password.reset" | "password.removed" | "password.refused" | "password.mail_failed" | "scim_token.created" | "scim_token.rotated" | "scim_token.revoked" | "scim_client.created" | "scim_client.rotated" | "scim_client.revoked" | "api_key.created" | "api_key.revoked" | "api_key.used_from_new_address" | "session.ended" | "session.stepped_up" | "session.step_up_refused" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.secret_rotated" | "webhook.disabled" | "access.denied";
            /**
             * Format: date-time
             * @description When it happened
             * @example 2026-01-15T09:30:00.000Z
             */
            at: string;
            actor: components["schemas"]["Actor"];
            /**
             * @description By which door it came; `system`: Usher did it by itself
             * @enum {string}
             */
            source: "api" | "scim" | "sign-in" | "system";
            /**
             * @description What it is about: the ids of all that it concerns
             * @example {
             *       "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
             *       "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2"
             *     }
             */
            subject: {
                /**
                 * @description Id of the member
                 * @example 6746f0a1c2d3e4f5a6b7c8d3
                 */
                memberId?: string;
                /**
                 * @description Id of the workspace
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId?: string;
                /**
                 * @description Id of the group
                 * @example 6746f0a1c2d3e4f5a6b7c8d4
                 */
                groupId?: string;
                /**
                 * @description Id of the mapping
                 * @example 6746f0a1c2d3e4f5a6b7c8dc
                 */
                mappingId?: string;
                /**
                 * @description Id of the role
                 * @example 6746f0a1c2d3e4f5a6b7c8db
                 */
                roleId?: string;
                /**
                 * @description Id of the SCIM token, SCIM client or API key
                 * @example 6746f0a1c2d3e4f5a6b7c8da
                 */
                tokenId?: string;
                /**
                 * @description Id of the invitation
                 * @example 6746f0a1c2d3e4f5a6b7c8d9
                 */
                invitationId?: string;
                /**
                 * @description Id of the webhook
                 * @example 6746f0a1c2d3e4f5a6b7c8df
                 */
                webhookId?: string;
                /**
                 * @description Id of the organization
                 * @example 6746f0a1c2d3e4f5a6b7c8d1
                 */
                organizationId?: string;
                /**
                 * @description Id of the connection
                 * @example 6746f0a1c2d3e4f5a6b7c8dd
                 */
                connectionId?: string;
                /**
                 * @description Id of the email domain
                 * @example 6746f0a1c2d3e4f5a6b7c8de
                 */
                domainId?: string;
                /**
                 * @description Id of the held change
                 * @example 6746f0a1c2d3e4f5a6b7c8d8
                 */
                heldChangeId?: string;
                /**
                 * @description Id of the setup link
                 * @example 6746f0a1c2d3e4f5a6b7c8e7
                 */
                setupLinkId?: string;
                /**
                 * @description In the log of the deployment: whose account
                 * @example 6746f0a1c2d3e4f5a6b7c8d7
                 */
                accountId?: string;
            };
            /**
             * @description What changed, as it was; null where there was nothing
             * @example {
             *       "role": null
             *     }
             */
            before: {
                [key: string]: unknown;
            } | null;
            /**
             * @description What changed, as it is now; null where there is nothing
             * @example {
             *       "role": "Workspace Viewer"
             *     }
             */
            after: {
                [key: string]: unknown;
            } | null;
            /**
             * @description X-Request-Id of the answer to the request that did it; null: no request did
             * @example 0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d
             */
            requestId: string | null;
            /**
             * @description The IP address that the request came from; null: no request did it
             * @example 203.0.113.7
             */
            address: string | null;
            /**
             * @description What the subject, and the account that did it, are called now; without what is gone since
             * @example {
             *       "member": "Ada Lovelace",
             *       "workspace": "Research"
             *     }
             */
            names: {
                /**
                 * @description Name of the member
                 * @example Research
                 */
                member?: string;
                /**
                 * @description Name of the workspace
                 * @example Research
                 */
                workspace?: string;
                /**
                 * @description Name of the group
                 * @example Research
                 */
                group?: string;
                /**
                 * @description Name of the role
                 * @example Research
                 */
                role?: string;
                /**
                 * @description Name of the member who did it
                 * @example Research
                 */
                actor?: string;
            };
        };
        /** @description Whether the audit log is as it was sealed */
        AuditVerification: {
            /**
             * @description Id of the organization
             * @example 6746f0a1c2d3e4f5a6b7c8d1
             */
            organizationId: string;
            /**
             * @description Events that hold, after those that retention cut off
             * @example 1204
             */
            verified: number;
            /** @description Where the chain ends */
            head: {
                /**
                 * @description Number of the last event
                 * @example 1204
                 */
                seq: number;
                /**
                 * @description Its chain link: note it elsewhere to tell later whether the log was written anew
                 * @example b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184
                 */
                link: string;
            };
            /**
             * @description Where the chain first does not hold; null: it holds
             * @example null
             */
            broken: {
                /**
                 * @description Number of the event
                 * @example 17
                 */
                seq: number;
                /**
                 * @description For people: what is wrong
                 * @example The event was altered.
                 */
                reason: string;
            } | null;
        };
        /** @description The events after a number */
        EventFeed: {
            /** @description The next events, oldest first */
            items: components["schemas"]["Event"][];
            /**
             * @description The number of the last of them: ask for what comes after it
             * @example 42
             */
            after: number;
            /** @description Whether there are more at once */
            more: boolean;
        };
        /**
         * @description One committed change
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8e1",
         *       "seq": 42,
         *       "type": "membership.changed",
         *       "at": "2026-01-15T09:30:00.000Z",
         *       "actor": {
         *         "type": "scim-token",
         *         "id": "6746f0a1c2d3e4f5a6b7c8da",
         *         "name": "Okta"
         *       },
         *       "source": "scim",
         *       "subject": {
         *         "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
         *         "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2"
         *       },
         *       "before": {
         *         "role": null
         *       },
         *       "after": {
         *         "role": "Workspace Viewer"
         *       },
         *       "requestId": "0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d",
         *       "address": "203.0.113.7"
         *     }
         */
        Event: {
            /**
             * @description Id of the event
             * @example 6746f0a1c2d3e4f5a6b7c8e1
             */
            id: string;
            /**
             * @description Its number in the organization, from 1, without gaps
             * @example 42
             */
            seq: number;
            /**
             * @description What happened
             * @enum {string}
             */
            type: "organization.created" | "organization.updated" | "organization.default_changed" | "workspace.created" | "workspace.updated" | "workspace.deleted" | "user.created" | "user.updated" | "user.deactivated" | "user.reactivated" | "user.deleted" | "user.locked" | "user.unlocked" | "user.joined" | "user.linked" | "user.unlinked" | "user.expected" | "user.merged" | "invitation.created" | "invitation.updated" | "invitation.resent" | "invitation.revoked" | "invitation.accepted" | "invitation.declined" | "invitation.expired" | "invitation.mailed" | "invitation.mail_failed" | "role.created" | "role.updated" | "role.deleted" | "application_permissions.updated" | "group.created" | "group.updated" | "group.deleted" | "group.members_changed" | "group.mapping_changed" | "group.handed_over" | "group.grants_admin" | "mapping.created" | "mapping.updated" | "mapping.deleted" | "scim_settings.updated" | "membership.changed" | "organization_role.changed" | "held_change.created" | "held_change.updated" | "held_change.approved" | "held_change.rejected" | "held_change.obsolete" | "directory.wave" | "override.set" | "override.cleared" | "override.expired" | "sso_settings.updated" | "sso_settings.fallback" | "sso_connection.created" | "sso_connection.updated" | "sso_connection.deleted" | "signal_stream.created" | "signal_stream.deleted" | "domain.added" | "domain.verified" | "domain.missing" | "domain.found_again" | "domain.lapsed" | "domain.removed" | "setup_link.created" | "setup_link.renewed" | "setup_link.opened" | "setup_link.sign_in_tested" | "setup_link.finished" | "setup_link.revoked" | "sign_in.succeeded" | "sign_in.refused" | "password.changed" | "password.reset_requested" | "password.reset" | "password.removed" | "password.refused" | "password.mail_failed" | "scim_token.created" | "scim_token.rotated" | "scim_token.revoked" | "scim_client.created" | "scim_client.rotated" | "scim_client.revoked" | "api_key.created" | "api_key.revoked" | "api_key.used_from_new_address" | "session.ended" | "session.stepped_up" | "session.step_up_refused" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.secret_rotated" | "webhook.disabled" | "access.denied";
            /**
             * Format: date-time
             * @description When it happened
             * @example 2026-01-15T09:30:00.000Z
             */
            at: string;
            actor: components["schemas"]["Actor"];
            /**
             * @description By which door it came; `system`: Usher did it by itself
             * @enum {string}
             */
            source: "api" | "scim" | "sign-in" | "system";
            /**
             * @description What it is about: the ids of all that it concerns
             * @example {
             *       "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
             *       "workspaceId": "6746f0a1c2d3e4f5a6b7c8d2"
             *     }
             */
            subject: {
                /**
                 * @description Id of the member
                 * @example 6746f0a1c2d3e4f5a6b7c8d3
                 */
                memberId?: string;
                /**
                 * @description Id of the workspace
                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                 */
                workspaceId?: string;
                /**
                 * @description Id of the group
                 * @example 6746f0a1c2d3e4f5a6b7c8d4
                 */
                groupId?: string;
                /**
                 * @description Id of the mapping
                 * @example 6746f0a1c2d3e4f5a6b7c8dc
                 */
                mappingId?: string;
                /**
                 * @description Id of the role
                 * @example 6746f0a1c2d3e4f5a6b7c8db
                 */
                roleId?: string;
                /**
                 * @description Id of the SCIM token, SCIM client or API key
                 * @example 6746f0a1c2d3e4f5a6b7c8da
                 */
                tokenId?: string;
                /**
                 * @description Id of the invitation
                 * @example 6746f0a1c2d3e4f5a6b7c8d9
                 */
                invitationId?: string;
                /**
                 * @description Id of the webhook
                 * @example 6746f0a1c2d3e4f5a6b7c8df
                 */
                webhookId?: string;
                /**
                 * @description Id of the organization
                 * @example 6746f0a1c2d3e4f5a6b7c8d1
                 */
                organizationId?: string;
                /**
                 * @description Id of the connection
                 * @example 6746f0a1c2d3e4f5a6b7c8dd
                 */
                connectionId?: string;
                /**
                 * @description Id of the email domain
                 * @example 6746f0a1c2d3e4f5a6b7c8de
                 */
                domainId?: string;
                /**
                 * @description Id of the held change
                 * @example 6746f0a1c2d3e4f5a6b7c8d8
                 */
                heldChangeId?: string;
                /**
                 * @description Id of the setup link
                 * @example 6746f0a1c2d3e4f5a6b7c8e7
                 */
                setupLinkId?: string;
                /**
                 * @description In the log of the deployment: whose account
                 * @example 6746f0a1c2d3e4f5a6b7c8d7
                 */
                accountId?: string;
            };
            /**
             * @description What changed, as it was; null where there was nothing
             * @example {
             *       "role": null
             *     }
             */
            before: {
                [key: string]: unknown;
            } | null;
            /**
             * @description What changed, as it is now; null where there is nothing
             * @example {
             *       "role": "Workspace Viewer"
             *     }
             */
            after: {
                [key: string]: unknown;
            } | null;
            /**
             * @description X-Request-Id of the answer to the request that did it; null: no request did
             * @example 0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d
             */
            requestId: string | null;
            /**
             * @description The IP address that the request came from; null: no request did it
             * @example 203.0.113.7
             */
            address: string | null;
        };
        /** @description The events after a number, as security event tokens */
        TokenFeed: {
            /** @description What happened to users and groups of SCIM, oldest first; it may be empty while there is more */
            items: {
                /**
                 * @description Number of the event
                 * @example 42
                 */
                seq: number;
                /**
                 * @description The security event token, a signed JWT
                 * @example eyJhbGciOiJFUzI1NiIsInR5cCI6InNlY2V2ZW50K2p3dCJ9.eyJ0eG4iOiI2NzQ2In0.c2lnbmF0dXJl
                 */
                set: string;
            }[];
            /**
             * @description Ask for what comes after this number
             * @example 42
             */
            after: number;
            /** @description Whether there are more at once */
            more: boolean;
        };
        /**
         * @description Where events are sent as they happen
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8df",
         *       "url": "https://app.acme.example/usher",
         *       "description": "Acme app",
         *       "format": "usher",
         *       "events": [
         *         "user.*",
         *         "membership.changed"
         *       ],
         *       "enabled": true,
         *       "disabledBecause": null,
         *       "failingSince": null,
         *       "position": 42,
         *       "secretExpires": null,
         *       "verification": null,
         *       "createdAt": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Webhook: {
            /**
             * @description Id of the webhook
             * @example 6746f0a1c2d3e4f5a6b7c8df
             */
            id: string;
            /**
             * @description Where messages are posted to
             * @example https://app.acme.example/usher
             */
            url: string;
            /**
             * @description What it is for, so that people know it again
             * @example Acme app
             */
            description: string;
            /**
             * @description `usher`: every event, as Standard Webhooks describe; `scim-set`: what happens to users and groups of SCIM, as security event tokens (RFC 9967, RFC 8935)
             * @example usher
             * @enum {string}
             */
            format: "usher" | "scim-set";
            /**
             * @description Which events it gets: types, all of a kind (`user.*`), or all (`*`)
             * @example [
             *       "user.*",
             *       "membership.changed"
             *     ]
             */
            events: string[];
            /** @description Whether messages are sent; false: events are queued until it is enabled again */
            enabled: boolean;
            /**
             * @description Why Usher disabled it; null when it did not
             * @example null
             */
            disabledBecause: string | null;
            /**
             * Format: date-time
             * @description The first failure after which nothing was delivered; null: the last one was
             * @example null
             */
            failingSince: string | null;
            /**
             * @description The number up to which events were queued for it
             * @example 42
             */
            position: number;
            /**
             * Format: date-time
             * @description Until when the secret before signs too; null: there is none
             * @example null
             */
            secretExpires: string | null;
            /**
             * @description By what a receiver knows security event tokens; null: a secret signs
             * @example null
             */
            verification: {
                /**
                 * @description `iss` of the tokens
                 * @example https://usher.acme.example/organizations/6746f0a1c2d3e4f5a6b7c8d1
                 */
                issuer: string;
                /**
                 * @description `aud`: the address that they are posted to
                 * @example https://app.acme.example/usher
                 */
                audience: string;
                /**
                 * @description Where the keys are that verify them
                 * @example https://usher.acme.example/scim/jwks/6746f0a1c2d3e4f5a6b7c8d1
                 */
                jwksUri: string;
            } | null;
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description What signs the messages of the format `usher`: only in the answer that creates or rotates it
             * @example whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=
             */
            secret?: string;
        };
        /** @description One message to a webhook */
        Delivery: {
            /**
             * @description Id of the delivery
             * @example 6746f0a1c2d3e4f5a6b7c8e0
             */
            id: string;
            /**
             * @description Id of the webhook
             * @example 6746f0a1c2d3e4f5a6b7c8df
             */
            webhookId: string;
            /**
             * @description The type of the event, or `webhook.test`
             * @example user.created
             */
            type: string;
            /**
             * @description Number of the event in the organization; null for a test
             * @example 42
             */
            seq: number | null;
            /**
             * @description `pending`: it waits or is tried again; `delivered`; `dead`: given up, and can be sent again
             * @enum {string}
             */
            state: "pending" | "delivered" | "dead";
            /**
             * @description How often it was tried
             * @example 1
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it is tried next; null: it is delivered or dead
             * @example null
             */
            nextAttemptAt: string | null;
            /** @description What became of the last attempt; null: there was none yet */
            lastAttempt: {
                /**
                 * Format: date-time
                 * @description When it was
                 * @example 2026-01-15T09:30:00.000Z
                 */
                at: string;
                /**
                 * @description The HTTP status of the answer; null when there was none
                 * @example 204
                 */
                status: number | null;
                /**
                 * @description Why there was no answer; null: there was one
                 * @example null
                 */
                error: string | null;
                /**
                 * @description The beginning of the answer; null: there was none
                 * @example
                 */
                body: string | null;
                /**
                 * @description How many milliseconds it took
                 * @example 87
                 */
                ms: number;
            } | null;
            /**
             * Format: date-time
             * @description When it was made
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt: string;
        };
    };
    responses: {
        /** @description The input is not valid; `errors` says where */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nobody is signed in, or the API key is unknown, expired or revoked */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller may not do this */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing, or it is not visible to the caller */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What is there already does not allow this; `code` says which rule. `secret_shown_once`: a replay cannot show a secret again */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than 1 MB */
        PayloadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not application/json */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This Idempotency-Key was sent with another request before */
        UnprocessableEntity: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests; `Retry-After` says when to go on */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A fault of ours; quote the `requestId` */
        InternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A server that an admin has named does not answer as it should; `detail` says what is wrong */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database does not answer, or too many changes meet; `Retry-After` says when to try again */
        ServiceUnavailable: {
            headers: {
                /** @description Seconds to wait */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMeSessions: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Session"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteMeSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMeSessionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the session */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteMeSessionsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the session */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postMePassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The password of now
                     * @example correct horse battery staple
                     */
                    currentPassword: string;
                    /**
                     * @description The password from now on: 12 to 200 characters, none of those that everybody tries first, and without names, address or organization of the caller
                     * @example seven green ducks on a pond
                     */
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postMeStepUp: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The password of the person
                     * @example correct horse battery staple
                     */
                    password: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description To be sent as X-CSRF-Token from now on
                         * @example Yk3vQ0c1T2m4
                         */
                        csrfToken: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizations: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those with this text in the name, or of people in the email; case does not matter */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Organization"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizations: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Name of the organization
                     * @example Acme
                     */
                    name: string;
                    /**
                     * @description Name of its first workspace
                     * @default Workspace 1
                     */
                    workspaceName?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrg: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrg: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchOrganizationsOrg: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Name of the organization
                     * @example Acme
                     */
                    name?: string;
                    /**
                     * @description For how many days events are kept; null: for ever
                     * @example 365
                     */
                    auditRetentionDays?: number | null;
                    /** @description When changes of groups by the directory are held for an admin; null: never */
                    massChangeGuard?: components["schemas"]["MassChangeGuard"] | null;
                    /** @description Whether people may be invited. Off: nobody is, and invitations of before rest until it is on again */
                    invitationsEnabled?: boolean;
                    /** @description Whether what could hand the organization over (tokens, keys, connections, admins, export) asks people for a sign-in of the last ten minutes */
                    recentSignInRequired?: boolean;
                    /** @description Whether people come in by the organization's own connections only (in the default organization also by the deployment's): passwords and other connections then do not reach it; keys of programs do. Turning it on needs a session, or a personal key, of such a connection; of a service key or the deployment key, that an Organization Admin has signed in by one */
                    ssoOnly?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgSetDefault: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgStatsSummary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgStatsProvisioning: {
        parameters: {
            query?: {
                /** @description Counted from the beginning of its hour or day */
                from?: string;
                /** @description Up to this moment; now unless given */
                to?: string;
                /** @description How long a bucket is, in UTC */
                step?: "hour" | "day";
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProvisioningSeries"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgWorkspaces: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those with this text in the name, or of people in the email; case does not matter */
                q?: string;
                /** @description `true`: count the people of each */
                people?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Workspace"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgWorkspaces: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Name of the workspace, which no other one of the organization has
                     * @example Research
                     */
                    name: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgWorkspacesWs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the workspace */
                ws: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgWorkspacesWs: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the workspace */
                ws: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchOrganizationsOrgWorkspacesWs: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the workspace */
                ws: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Name of the workspace, which no other one of the organization has
                     * @example Research
                     */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMembers: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those with this text in the name, or of people in the email; case does not matter */
                q?: string;
                /** @description Only those with this status */
                status?: "pending" | "active" | "inactive";
                /** @description Only those with this organization role */
                organizationRole?: "Organization Admin" | "Organization Operator" | "Organization User" | "Organization Viewer";
                /** @description Only direct members of the group with this id */
                group?: string;
                /** @description Only who has access to the workspace with this id, or is invited to it */
                workspace?: string;
                /** @description Only who has a role by this: in `workspace`, or in any without one */
                source?: "sso-default" | "invitation" | "manual" | "creator" | "scim-group" | "admin-group" | "scim-role" | "sso-group" | "override" | "organization-admin";
                /** @description `true`: only whom an admin has locked; `false`: nobody who is */
                locked?: "true" | "false";
                /** @description `false`: only members as whom nobody has ever signed in */
                signedIn?: "true" | "false";
                /** @description `false`: only whose provider names an address that nobody has proven (`claimedEmail`) */
                emailVerified?: "true" | "false";
                /** @description By what they are sorted; with `-` the other way round */
                sort?: "name" | "-name" | "createdAt" | "-createdAt";
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Member"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMembersMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgMembersMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchOrganizationsOrgMembersMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The organization role from now on, alone or with a reason and an end; null: groups and invitations decide again */
                    organizationRole?: components["schemas"]["OrganizationRole"] | null | {
                        role: components["schemas"]["OrganizationRole"];
                        /**
                         * @description Why, for who reads it later; null: not said
                         * @default null
                         * @example Runs the move to the new lab
                         */
                        reason?: string | null;
                        /**
                         * Format: date-time
                         * @description Until when it holds: ISO 8601, in the future; null: until it is cleared
                         * @default null
                         * @example 2030-06-30T00:00:00.000Z
                         */
                        expiresAt?: string | null;
                    };
                    /** @description false: deactivate, so that all access ends at once; true: activate again */
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMemberExport: {
        parameters: {
            query?: {
                /** @description Only those with this text in the name, or of people in the email; case does not matter */
                q?: string;
                /** @description Only those with this status */
                status?: "pending" | "active" | "inactive";
                /** @description Only those with this organization role */
                organizationRole?: "Organization Admin" | "Organization Operator" | "Organization User" | "Organization Viewer";
                /** @description Only direct members of the group with this id */
                group?: string;
                /** @description Only who has access to the workspace with this id, or is invited to it */
                workspace?: string;
                /** @description Only who has a role by this: in `workspace`, or in any without one */
                source?: "sso-default" | "invitation" | "manual" | "creator" | "scim-group" | "admin-group" | "scim-role" | "sso-group" | "override" | "organization-admin";
                /** @description `true`: only whom an admin has locked; `false`: nobody who is */
                locked?: "true" | "false";
                /** @description `false`: only members as whom nobody has ever signed in */
                signedIn?: "true" | "false";
                /** @description `false`: only whose provider names an address that nobody has proven (`claimedEmail`) */
                emailVerified?: "true" | "false";
                /** @description By what they are sorted; with `-` the other way round */
                sort?: "name" | "-name" | "createdAt" | "-createdAt";
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id,name,email,claimedEmail,userName,externalId,status,organizationRole,managedBy,signedIn,createdAt,workspaces,groups
                     *     6746f0a1c2d3e4f5a6b7c8d3,Ada Lovelace,ada@acme.example,,ada@acme.example,00u1a2b3c4,active,Organization User,scim,true,2026-01-15T09:30:00.000Z,Research: Workspace Viewer,Acme Organization User:Research:Workspace Viewer
                     */
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgMembersMemberLock: {
        parameters: {
            query?: {
                /** @description `true`: answer what would be, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Why, for who reads it later
                     * @example The laptop was stolen
                     */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockOutcome"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgMembersMemberUnlock: {
        parameters: {
            query?: {
                /** @description `true`: answer what would be, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockOutcome"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMembersMemberPossibleDuplicates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PossibleDuplicates"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgMembersMemberJoin: {
        parameters: {
            query?: {
                /** @description `true`: answer what would be, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Id of the other record
                     * @example 6746f0a1c2d3e4f5a6b7c8e6
                     */
                    memberId: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinOutcome"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMembersMemberAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Access"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgUndecidedMembers: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["UndecidedMember"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMembersMemberIdentities: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Identity"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMembersMemberIdentitiesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
                /** @description Id of the identity */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Identity"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgMembersMemberIdentitiesId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
                /** @description Id of the identity */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMembersMemberApiKeys: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["ApiKey"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgMembersMemberApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMembersMemberApiKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
                /** @description Id of the key */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgMembersMemberApiKeysId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
                /** @description Id of the key */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMembersMemberSessions: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Session"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgMembersMemberSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgMembersMemberSessionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
                /** @description Id of the session */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgMembersMemberSessionsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the member */
                member: string;
                /** @description Id of the session */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgWorkspacesWsMembers: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those with this text in the name, or of people in the email; case does not matter */
                q?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the workspace */
                ws: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["WorkspaceMember"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgWorkspacesWsMembers: {
        parameters: {
            query?: {
                /** @description `true`: answer the same results, without links and ids, and write and send nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the workspace */
                ws: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whom to add, at most 500 */
                    members: {
                        /**
                         * @description The address of the person
                         * @example ada@acme.example
                         */
                        email: string;
                        /**
                         * @description A workspace role by name; a custom one by id as well
                         * @example Workspace Editor
                         */
                        role: string;
                        organizationRole?: components["schemas"]["OrganizationRole"];
                    }[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InviteResults"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgWorkspacesWsMembersMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the workspace */
                ws: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    putOrganizationsOrgWorkspacesWsMembersMemberOverride: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the workspace */
                ws: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The member has the role
                     * @enum {string}
                     */
                    effect: "allow";
                    role: components["schemas"]["WorkspaceRole"];
                    /**
                     * @description Why, for who reads it later; null: not said
                     * @default null
                     * @example Runs the move to the new lab
                     */
                    reason?: string | null;
                    /**
                     * Format: date-time
                     * @description Until when it holds: ISO 8601, in the future; null: until it is cleared
                     * @default null
                     * @example 2030-06-30T00:00:00.000Z
                     */
                    expiresAt?: string | null;
                } | {
                    /**
                     * @description The member has no access, whatever else gives it
                     * @enum {string}
                     */
                    effect: "deny";
                    /** @description There is none */
                    role?: null;
                    /**
                     * @description Why, for who reads it later; null: not said
                     * @default null
                     * @example Runs the move to the new lab
                     */
                    reason?: string | null;
                    /**
                     * Format: date-time
                     * @description Until when it holds: ISO 8601, in the future; null: until it is cleared
                     * @default null
                     * @example 2030-06-30T00:00:00.000Z
                     */
                    expiresAt?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceMember"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgWorkspacesWsMembersMemberOverride: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the workspace */
                ws: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgOverrides: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["ListedOverride"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgInvitations: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those with this text in the name, or of people in the email; case does not matter */
                q?: string;
                /** @description Only those with this status */
                status?: "pending" | "expired" | "accepted" | "declined" | "revoked";
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Invitation"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgInvitations: {
        parameters: {
            query?: {
                /** @description `true`: answer the same results, without links and ids, and write and send nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whom to invite, at most 500 */
                    invitations: {
                        /**
                         * @description The address of the person
                         * @example ada@acme.example
                         */
                        email: string;
                        organizationRole?: components["schemas"]["OrganizationRole"];
                        /**
                         * @description The workspaces to enter, each with a role; empty: none
                         * @default []
                         */
                        workspaces?: {
                            /**
                             * @description Id of the workspace
                             * @example 6746f0a1c2d3e4f5a6b7c8d2
                             */
                            workspaceId: string;
                            /**
                             * @description A workspace role by name; a custom one by id as well
                             * @example Workspace Editor
                             */
                            role: string;
                        }[];
                    }[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InviteResults"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgInvitationsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the invitation */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgInvitationsIdResend: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the invitation */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMeInvitations: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["MyInvitation"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postMeInvitationsTokenAccept: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The secret in the invitation's link, or the id of an invitation to the caller */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedInvitation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postMeInvitationsTokenDecline: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The secret in the invitation's link, or the id of an invitation to the caller */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgGroups: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those with this text in the name, or of people in the email; case does not matter */
                q?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Group"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgGroups: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The workspaces that it gives, each with a role. In one that is named beside `*` the higher role counts */
                    targets?: {
                        /**
                         * @description Id of the workspace; `*`: all workspaces, also those that come later
                         * @example 6746f0a1c2d3e4f5a6b7c8d2
                         */
                        workspaceId: string;
                        /**
                         * @description The role there, by name; a custom one by id as well
                         * @example Workspace Editor
                         */
                        workspaceRole: string;
                    }[];
                    /** @description The organization role that it gives; null: none */
                    organizationRole?: components["schemas"]["OrganizationRole"] | null;
                    /**
                     * @description With the precedence `priority`: 1 is first; of equal ones the higher role decides
                     * @example 1
                     */
                    priority?: number;
                    /**
                     * @description Name, which no other group of the organization has
                     * @example Data
                     */
                    displayName: string;
                    /**
                     * @description Ids of active members
                     * @example [
                     *       "6746f0a1c2d3e4f5a6b7c8d3"
                     *     ]
                     */
                    members?: string[];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgGroupsGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the group */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgGroupsGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the group */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchOrganizationsOrgGroupsGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the group */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The workspaces that it gives, each with a role. In one that is named beside `*` the higher role counts */
                    targets?: {
                        /**
                         * @description Id of the workspace; `*`: all workspaces, also those that come later
                         * @example 6746f0a1c2d3e4f5a6b7c8d2
                         */
                        workspaceId: string;
                        /**
                         * @description The role there, by name; a custom one by id as well
                         * @example Workspace Editor
                         */
                        workspaceRole: string;
                    }[];
                    /** @description The organization role that it gives; null: none */
                    organizationRole?: components["schemas"]["OrganizationRole"] | null;
                    /**
                     * @description With the precedence `priority`: 1 is first; of equal ones the higher role decides
                     * @example 1
                     */
                    priority?: number;
                    /**
                     * @description Name, which no other group of the organization has
                     * @example Data
                     */
                    displayName?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgGroupsGroupHandOver: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the group */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    putOrganizationsOrgGroupsGroupMembersMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the group */
                group: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgGroupsGroupMembersMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the group */
                group: string;
                /** @description Id of the member */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgRoles: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those with this text in the name, or of people in the email; case does not matter */
                q?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Role"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgRoles: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Name of the role
                     * @example Report reader
                     */
                    name: string;
                    /**
                     * @description What it is for, for people
                     * @default
                     * @example Sees reports and exports them
                     */
                    description?: string;
                    /**
                     * @description A role, by name or id, to take permissions and rank after
                     * @example Workspace Viewer
                     */
                    basedOn?: string;
                    /**
                     * @description Else a free one right below `basedOn`, or below Workspace Editor
                     * @example 400
                     */
                    rank?: number;
                    /**
                     * @description What it permits: workspace permissions of GET /permissions and application permissions
                     * @example [
                     *       "workspace:read",
                     *       "reports:export"
                     *     ]
                     */
                    permissions?: string[];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleWithUsage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgRolesRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description The role by name, or a custom one by id */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleWithUsage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgRolesRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description The role by name, or a custom one by id */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchOrganizationsOrgRolesRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description The role by name, or a custom one by id */
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Name of the role
                     * @example Report reader
                     */
                    name?: string;
                    /**
                     * @description What it is for, for people
                     * @example Sees reports and exports them
                     */
                    description?: string;
                    /**
                     * @description Of several roles the one with the higher rank wins; unique, 500 and 100 are built in
                     * @example 400
                     */
                    rank?: number;
                    /**
                     * @description What it permits: workspace permissions of GET /permissions and application permissions
                     * @example [
                     *       "workspace:read",
                     *       "reports:export"
                     *     ]
                     */
                    permissions?: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleWithUsage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getPermissions: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Id of an organization, to list its application permissions too */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Permission"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgApplicationPermissions: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["ApplicationPermission"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    putOrganizationsOrgApplicationPermissions: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description All that there are from now on */
                    permissions: {
                        /**
                         * @description area:action in lower case, which nothing else is called
                         * @example reports:export
                         */
                        name: string;
                        /**
                         * @description What it permits, for people
                         * @default
                         * @example Export reports
                         */
                        description?: string;
                        /**
                         * @description The built-in workspace roles that have it; Workspace Admin always does
                         * @default []
                         * @example [
                         *       "Workspace Editor"
                         *     ]
                         */
                        roles?: ("Workspace Admin" | "Workspace Editor" | "Workspace Viewer")[];
                    }[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description All that there are now */
                        permissions: components["schemas"]["ApplicationPermission"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgCheck: {
        parameters: {
            query: {
                /** @description Id of the account (account.id of GET /me) */
                account?: string;
                /** @description Id of the member, instead of account */
                member?: string;
                /** @description Id of the workspace; needed for permissions in a workspace */
                workspace?: string;
                /** @description Name of the permission, of GET /permissions */
                permission: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verdict"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgSsoSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoSettings"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchOrganizationsOrgSsoSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether somebody whom nobody invited joins by signing in */
                    autoJoin?: boolean;
                    /** @description The workspaces that newcomers enter, by id; empty: none */
                    workspaceIds?: string[];
                    workspaceRole?: components["schemas"]["WorkspaceRole"];
                    organizationRole?: components["schemas"]["OrganizationRole"];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoSettings"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgSsoConnections: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["SsoConnection"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgSsoConnections: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSsoConnection"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgSsoConnectionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnection"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgSsoConnectionsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchOrganizationsOrgSsoConnectionsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What people call it
                     * @example Acme Okta
                     */
                    name?: string;
                    /**
                     * @description What the provider calls itself, to the last slash
                     * @example https://acme.okta.example
                     */
                    issuer?: string;
                    /**
                     * @description As what the provider knows Usher
                     * @example 0oa1b2c3d4
                     */
                    clientId?: string;
                    /**
                     * @description Write-only: no answer shows it. Needed for `client_secret`
                     * @example the secret that the provider shows
                     */
                    clientSecret?: string;
                    /**
                     * @description By what Usher shows the provider who it is: `client_secret`, or `private_key_jwt`, a JWT signed by a key of the connection whose public half is at `jwksUri`
                     * @example client_secret
                     * @enum {string}
                     */
                    clientAuthentication?: "client_secret" | "private_key_jwt";
                    /**
                     * @description What is asked of the provider, separated by spaces
                     * @example openid profile email
                     */
                    scopes?: string;
                    /** @description Addresses count as verified although the provider does not say that they are */
                    trustEmail?: boolean;
                    /** @description Take `preferred_username` as the user name of somebody without a verified address */
                    trustUserName?: boolean;
                    /** @description The provider's subjects are the `externalId`s that the directory of this organization sends */
                    linkByExternalId?: boolean;
                    /** @description Groups of the claim give roles at each sign-in; false: the claim gives none */
                    groupSync?: boolean;
                    /** @description Who is in no group that gives something, by its name or a mapping, is refused */
                    requireMappedGroup?: boolean;
                    /**
                     * @description Who is in none of these groups is refused; empty: nobody is
                     * @example [
                     *       "acme-staff"
                     *     ]
                     */
                    requiredGroups?: string[];
                    /**
                     * @description Asked as `acr_values`; a sign-in of which `acr` is none of these is refused. Empty: any will do
                     * @example [
                     *       "phr"
                     *     ]
                     */
                    acrValues?: string[];
                    /**
                     * @description Asked as `max_age`; a sign-in at the provider longer ago, or of which `auth_time` is not told, is refused. null: any will do
                     * @example null
                     */
                    maxAgeSeconds?: number | null;
                    /** @description Whether people may sign in by it; false: its sessions and keys are refused too */
                    enabled?: boolean;
                    /** @description By which claims the provider says who somebody is */
                    claims?: {
                        /**
                         * @description The claim that tells people apart; null: `sub`, or what ISSUER_SUB_CLAIM_OVERRIDES names
                         * @example null
                         */
                        subject: string | null;
                        /**
                         * @description The claim with the address
                         * @example email
                         */
                        email: string;
                        /**
                         * @description The claim with the display name
                         * @example name
                         */
                        name: string;
                        /**
                         * @description The claim with the names of groups
                         * @example groups
                         */
                        groups: string;
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgSsoConnectionsIdTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnectionTest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgSsoConnectionsIdSignalStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalStream"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgSsoConnectionsIdSignalStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSignalStream"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalStream"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgSsoConnectionsIdSignalStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgSsoConnectionsIdSignalStreamCheck: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalStream"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgDomains: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Domain"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgDomains: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The part of addresses after the @
                     * @example acme.example
                     */
                    name: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgDomainsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the email domain */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgDomainsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the email domain */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgDomainsIdVerify: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the email domain */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgSignInSimulations: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description `default`: the deployment's own connection, which serves the default organization
                     * @default default
                     * @example default
                     */
                    connectionId?: string;
                    /**
                     * @description As in an ID token: sub, email, email_verified, name, groups, ...
                     * @example {
                     *       "sub": "00u1a2b3c4",
                     *       "email": "ada@acme.example",
                     *       "email_verified": true,
                     *       "name": "Ada Lovelace"
                     *     }
                     */
                    claims: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInSimulation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgSetupLinks: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["SetupLink"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgSetupLinks: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSetupLink"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6746f0a1c2d3e4f5a6b7c8e7",
                     *       "name": "Acme IT",
                     *       "parts": [
                     *         "domain",
                     *         "sign-in",
                     *         "directory"
                     *       ],
                     *       "maySwitchOn": false,
                     *       "status": "unused",
                     *       "createdBy": {
                     *         "type": "account",
                     *         "id": "6746f0a1c2d3e4f5a6b7c8e6",
                     *         "name": "Grace Hopper"
                     *       },
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "expiresAt": "2026-01-22T09:30:00.000Z",
                     *       "openedAt": null,
                     *       "finishedAt": null,
                     *       "connectionId": "6746f0a1c2d3e4f5a6b7c8dd",
                     *       "scimTokenId": "6746f0a1c2d3e4f5a6b7c8da",
                     *       "link": "https://usher.acme.example/setup/usher_setup_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
                     *     }
                     */
                    "application/json": components["schemas"]["SetupLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgSetupLinksId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the setup link */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupLink"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgSetupLinksId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the setup link */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgSetupLinksIdRenew: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the setup link */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetupLinkRenewal"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6746f0a1c2d3e4f5a6b7c8e7",
                     *       "name": "Acme IT",
                     *       "parts": [
                     *         "domain",
                     *         "sign-in",
                     *         "directory"
                     *       ],
                     *       "maySwitchOn": false,
                     *       "status": "unused",
                     *       "createdBy": {
                     *         "type": "account",
                     *         "id": "6746f0a1c2d3e4f5a6b7c8e6",
                     *         "name": "Grace Hopper"
                     *       },
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "expiresAt": "2026-01-22T09:30:00.000Z",
                     *       "openedAt": null,
                     *       "finishedAt": null,
                     *       "connectionId": "6746f0a1c2d3e4f5a6b7c8dd",
                     *       "scimTokenId": "6746f0a1c2d3e4f5a6b7c8da",
                     *       "link": "https://usher.acme.example/setup/usher_setup_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
                     *     }
                     */
                    "application/json": components["schemas"]["SetupLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSetupLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the setup link */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postSetupLinkDomains: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the setup link */
                link: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The part of addresses after the @
                     * @example acme.example
                     */
                    name: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postSetupLinkDomainsIdVerify: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the setup link */
                link: string;
                /** @description Id of the email domain */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    putSetupLinkConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the setup link */
                link: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupConnection"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postSetupLinkConnectionTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the setup link */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnectionTest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postSetupLinkConnectionSwitchOn: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the setup link */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postSetupLinkScimToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the setup link */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupToken"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postSetupLinkFinish: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the setup link */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimTokens: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["ScimToken"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgScimTokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What it is for, so that people know it again
                     * @example Okta
                     */
                    description: string;
                    /**
                     * @description What it may be used for: `read` for requests that change nothing, `write` for all others
                     * @default [
                     *       "read",
                     *       "write"
                     *     ]
                     */
                    scopes?: ("read" | "write")[];
                    /**
                     * Format: date-time
                     * @description When it ends by itself: ISO 8601, in the future; null: never, or as the deployment limits personal keys
                     * @default null
                     * @example 2030-06-30T00:00:00.000Z
                     */
                    expiresAt?: string | null;
                    /**
                     * @description The SCIM 2.0 Interoperability Profile: refuses what no schema knows, PATCHes without a path and passwords (400 `invalidSyntax`); false: what is unknown is ignored and named in the log
                     * @default false
                     */
                    strict?: boolean;
                    /**
                     * @description Binds the token to this active member: it reaches /Me only, and ends with the member. null: it is for a directory
                     * @default null
                     * @example null
                     */
                    memberId?: string | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6746f0a1c2d3e4f5a6b7c8da",
                     *       "description": "Okta",
                     *       "scopes": [
                     *         "read",
                     *         "write"
                     *       ],
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "expiresAt": null,
                     *       "lastUsedAt": null,
                     *       "strict": false,
                     *       "memberId": null,
                     *       "token": "usher_scim_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
                     *     }
                     */
                    "application/json": components["schemas"]["ScimToken"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimTokensId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the SCIM token */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimToken"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgScimTokensId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the SCIM token */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgScimTokensIdRotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the SCIM token */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description For how many seconds the old secret works on; 0: it ends at once
                     * @default 86400
                     */
                    overlapSeconds?: number;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6746f0a1c2d3e4f5a6b7c8da",
                     *       "description": "Okta",
                     *       "scopes": [
                     *         "read",
                     *         "write"
                     *       ],
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "expiresAt": null,
                     *       "lastUsedAt": null,
                     *       "strict": false,
                     *       "memberId": null,
                     *       "token": "usher_scim_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
                     *     }
                     */
                    "application/json": components["schemas"]["ScimToken"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimClients: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["ScimClient"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgScimClients: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewScimClient"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6746f0a1c2d3e4f5a6b7c8e8",
                     *       "description": "Entra ID",
                     *       "scopes": [
                     *         "read",
                     *         "write"
                     *       ],
                     *       "strict": false,
                     *       "authentication": "client_secret",
                     *       "jwksUri": null,
                     *       "tokenUrl": "https://usher.acme.example/oauth/token",
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "expiresAt": null,
                     *       "lastUsedAt": null,
                     *       "clientSecret": "usher_scim_client_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
                     *     }
                     */
                    "application/json": components["schemas"]["ScimClient"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimClientsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the SCIM client */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimClient"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgScimClientsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the SCIM client */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgScimClientsIdRotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the SCIM client */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description For how many seconds the old secret works on; 0: it ends at once
                     * @default 86400
                     */
                    overlapSeconds?: number;
                    /**
                     * @description Of a client whose keys are kept here: the new ones
                     * @default null
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "kid": "2026-01",
                     *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
                     *         }
                     *       ]
                     *     }
                     */
                    jwks?: {
                        /**
                         * @description Each in the form of RFC 7517
                         * @example [
                         *       {
                         *         "kty": "OKP",
                         *         "crv": "Ed25519",
                         *         "kid": "2026-01",
                         *         "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
                         *       }
                         *     ]
                         */
                        keys: ({
                            /**
                             * @description `RSA`, `EC` or `OKP`
                             * @example OKP
                             */
                            kty: string;
                        } & {
                            [key: string]: unknown;
                        })[];
                    } | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6746f0a1c2d3e4f5a6b7c8e8",
                     *       "description": "Entra ID",
                     *       "scopes": [
                     *         "read",
                     *         "write"
                     *       ],
                     *       "strict": false,
                     *       "authentication": "client_secret",
                     *       "jwksUri": null,
                     *       "tokenUrl": "https://usher.acme.example/oauth/token",
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "expiresAt": null,
                     *       "lastUsedAt": null,
                     *       "clientSecret": "usher_scim_client_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
                     *     }
                     */
                    "application/json": components["schemas"]["ScimClient"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimGroups: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those with this text in the name, or of people in the email; case does not matter */
                q?: string;
                /** @description Only those that they made */
                madeBy?: "directory" | "admin";
                /** @description Only those of which this is true */
                state?: "explicit" | "convention" | "unmatched";
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["MappedGroup"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimGroupsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the group */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappedGroupWithNesting"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimNameReading: {
        parameters: {
            query: {
                /** @description The name to read */
                displayName: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NameReading"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimRequests: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only requests that ask for this */
                operation?: "create" | "read" | "replace" | "patch" | "delete" | "list" | "search" | "bulk" | "other";
                /** @description Only requests about the resource with this id */
                resource?: string;
                /** @description Only requests with the SCIM token, or of the OAuth client, of this id */
                token?: string;
                /** @description Only the request whose answer had this X-Request-Id */
                requestId?: string;
                /** @description Only requests with this HTTP status */
                status?: number;
                /** @description Only requests with this HTTP status or a higher one; 400: only what was refused */
                minStatus?: number;
                /** @description Only from this time on (ISO 8601) */
                from?: string;
                /** @description Only before this time (ISO 8601) */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["ScimRequest"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimSettings"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchOrganizationsOrgScimSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Between the parts of a group name
                     * @enum {string}
                     */
                    separator?: ":" | "-" | "_" | " " | "&";
                    /**
                     * @description Which group decides: the highest role, the group created last, or the mapping of the first priority. `combined`: all of them count, and whatever else gives access too
                     * @enum {string}
                     */
                    precedence?: "highest" | "newest" | "priority" | "combined";
                    /** @description Whether group names give roles at all; false: mappings alone do */
                    conventionEnabled?: boolean;
                    /**
                     * @description Only names that begin so give roles; null: any prefix will do
                     * @example Acme
                     */
                    requiredPrefix?: string | null;
                    /**
                     * @description Whether `roles` of a SCIM User give roles, beside the groups
                     * @example false
                     */
                    rolesEnabled?: boolean;
                    /**
                     * @description Whether these may make Organization Admins; false: naming that role gives nothing
                     * @example false
                     */
                    rolesMakeAdmins?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimSettings"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimMappings: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those of the group with this id */
                group?: string;
                /** @description Only those that give the workspace with this id */
                workspace?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Mapping"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgScimMappings: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A group by id, or by name; a name that no group has yet waits for the directory to push it */
                    group: {
                        /**
                         * @description Id of the group
                         * @example 6746f0a1c2d3e4f5a6b7c8d4
                         */
                        id: string;
                    } | {
                        /**
                         * @description Name of the group; of one of the directory, `displayName` of the SCIM Group
                         * @example Acme Organization User:Research:Workspace Viewer
                         */
                        displayName: string;
                    };
                    /** @description The workspaces that it gives, each with a role. In one that is named beside `*` the higher role counts */
                    targets?: {
                        /**
                         * @description Id of the workspace; `*`: all workspaces, also those that come later
                         * @example 6746f0a1c2d3e4f5a6b7c8d2
                         */
                        workspaceId: string;
                        /**
                         * @description The role there, by name; a custom one by id as well
                         * @example Workspace Editor
                         */
                        workspaceRole: string;
                    }[];
                    /** @description The organization role that it gives; null: none */
                    organizationRole?: components["schemas"]["OrganizationRole"] | null;
                    /**
                     * @description With the precedence `priority`: 1 is first; of equal ones the higher role decides
                     * @example 1
                     */
                    priority?: number;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mapping"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgScimMappingsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the mapping */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mapping"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgScimMappingsId: {
        parameters: {
            query: {
                /** @description `keep`: members keep what it gave, as grants made by hand; `remove`: they lose what nothing else gives */
                onDelete: "keep" | "remove";
            };
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the mapping */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description The job that lets the members keep it
                         * @example 6746f0a1c2d3e4f5a6b7c8e2
                         */
                        jobId: string;
                    };
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchOrganizationsOrgScimMappingsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the mapping */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The workspaces that it gives, each with a role. In one that is named beside `*` the higher role counts */
                    targets?: {
                        /**
                         * @description Id of the workspace; `*`: all workspaces, also those that come later
                         * @example 6746f0a1c2d3e4f5a6b7c8d2
                         */
                        workspaceId: string;
                        /**
                         * @description The role there, by name; a custom one by id as well
                         * @example Workspace Editor
                         */
                        workspaceRole: string;
                    }[];
                    /** @description The organization role that it gives; null: none */
                    organizationRole?: components["schemas"]["OrganizationRole"] | null;
                    /**
                     * @description With the precedence `priority`: 1 is first; of equal ones the higher role decides
                     * @example 1
                     */
                    priority?: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mapping"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgPreview: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The change that is proposed; `kind` says which */
                    change: {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "scim-settings";
                        /** @description As in the body of PATCH /organizations/{org}/scim/settings */
                        settings: {
                            /**
                             * @description Between the parts of a group name
                             * @enum {string}
                             */
                            separator?: ":" | "-" | "_" | " " | "&";
                            /**
                             * @description Which group decides: the highest role, the group created last, or the mapping of the first priority. `combined`: all of them count, and whatever else gives access too
                             * @enum {string}
                             */
                            precedence?: "highest" | "newest" | "priority" | "combined";
                            /** @description Whether group names give roles at all; false: mappings alone do */
                            conventionEnabled?: boolean;
                            /**
                             * @description Only names that begin so give roles; null: any prefix will do
                             * @example Acme
                             */
                            requiredPrefix?: string | null;
                            /**
                             * @description Whether `roles` of a SCIM User give roles, beside the groups
                             * @example false
                             */
                            rolesEnabled?: boolean;
                            /**
                             * @description Whether these may make Organization Admins; false: naming that role gives nothing
                             * @example false
                             */
                            rolesMakeAdmins?: boolean;
                        };
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "workspace-deleted";
                        /**
                         * @description Id of the workspace
                         * @example 6746f0a1c2d3e4f5a6b7c8d2
                         */
                        workspaceId: string;
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "sso-settings";
                        /** @description As in the body of PATCH /organizations/{org}/sso-settings */
                        settings: {
                            /** @description Whether somebody whom nobody invited joins by signing in */
                            autoJoin?: boolean;
                            /** @description The workspaces that newcomers enter, by id; empty: none */
                            workspaceIds?: string[];
                            workspaceRole?: components["schemas"]["WorkspaceRole"];
                            organizationRole?: components["schemas"]["OrganizationRole"];
                        };
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "mapping-created";
                        /** @description A group by id, or by name; a name that no group has yet waits for the directory to push it */
                        group: {
                            /**
                             * @description Id of the group
                             * @example 6746f0a1c2d3e4f5a6b7c8d4
                             */
                            id: string;
                        } | {
                            /**
                             * @description Name of the group; of one of the directory, `displayName` of the SCIM Group
                             * @example Acme Organization User:Research:Workspace Viewer
                             */
                            displayName: string;
                        };
                        /** @description As in the body of POST /organizations/{org}/scim/mappings */
                        mapping: {
                            /** @description The workspaces that it gives, each with a role. In one that is named beside `*` the higher role counts */
                            targets?: {
                                /**
                                 * @description Id of the workspace; `*`: all workspaces, also those that come later
                                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                                 */
                                workspaceId: string;
                                /**
                                 * @description The role there, by name; a custom one by id as well
                                 * @example Workspace Editor
                                 */
                                workspaceRole: string;
                            }[];
                            /** @description The organization role that it gives; null: none */
                            organizationRole?: components["schemas"]["OrganizationRole"] | null;
                            /**
                             * @description With the precedence `priority`: 1 is first; of equal ones the higher role decides
                             * @example 1
                             */
                            priority?: number;
                        };
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "mapping-changed";
                        /**
                         * @description Id of the mapping
                         * @example 6746f0a1c2d3e4f5a6b7c8dc
                         */
                        mappingId: string;
                        /** @description As in the body of PATCH /organizations/{org}/scim/mappings/{id} */
                        mapping: {
                            /** @description The workspaces that it gives, each with a role. In one that is named beside `*` the higher role counts */
                            targets?: {
                                /**
                                 * @description Id of the workspace; `*`: all workspaces, also those that come later
                                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                                 */
                                workspaceId: string;
                                /**
                                 * @description The role there, by name; a custom one by id as well
                                 * @example Workspace Editor
                                 */
                                workspaceRole: string;
                            }[];
                            /** @description The organization role that it gives; null: none */
                            organizationRole?: components["schemas"]["OrganizationRole"] | null;
                            /**
                             * @description With the precedence `priority`: 1 is first; of equal ones the higher role decides
                             * @example 1
                             */
                            priority?: number;
                        };
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "mapping-deleted";
                        /**
                         * @description Id of the mapping
                         * @example 6746f0a1c2d3e4f5a6b7c8dc
                         */
                        mappingId: string;
                        /**
                         * @description `keep`: members keep what it gave, as grants made by hand; `remove`: they lose what nothing else gives
                         * @enum {string}
                         */
                        onDelete: "keep" | "remove";
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "group-renamed";
                        /**
                         * @description Id of the group
                         * @example 6746f0a1c2d3e4f5a6b7c8d4
                         */
                        groupId: string;
                        /**
                         * @description The name that the directory would give it
                         * @example Acme Organization User:Research:Workspace Viewer
                         */
                        displayName: string;
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "admin-group-created";
                        /** @description As in the body of POST /organizations/{org}/groups */
                        group: {
                            /** @description The workspaces that it gives, each with a role. In one that is named beside `*` the higher role counts */
                            targets?: {
                                /**
                                 * @description Id of the workspace; `*`: all workspaces, also those that come later
                                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                                 */
                                workspaceId: string;
                                /**
                                 * @description The role there, by name; a custom one by id as well
                                 * @example Workspace Editor
                                 */
                                workspaceRole: string;
                            }[];
                            /** @description The organization role that it gives; null: none */
                            organizationRole?: components["schemas"]["OrganizationRole"] | null;
                            /**
                             * @description With the precedence `priority`: 1 is first; of equal ones the higher role decides
                             * @example 1
                             */
                            priority?: number;
                        };
                        /**
                         * @description Ids of active members
                         * @example [
                         *       "6746f0a1c2d3e4f5a6b7c8d3"
                         *     ]
                         */
                        members: string[];
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "admin-group-changed";
                        /**
                         * @description Id of the group
                         * @example 6746f0a1c2d3e4f5a6b7c8d4
                         */
                        groupId: string;
                        /** @description As in the body of PATCH /organizations/{org}/groups/{group} */
                        group: {
                            /** @description The workspaces that it gives, each with a role. In one that is named beside `*` the higher role counts */
                            targets?: {
                                /**
                                 * @description Id of the workspace; `*`: all workspaces, also those that come later
                                 * @example 6746f0a1c2d3e4f5a6b7c8d2
                                 */
                                workspaceId: string;
                                /**
                                 * @description The role there, by name; a custom one by id as well
                                 * @example Workspace Editor
                                 */
                                workspaceRole: string;
                            }[];
                            /** @description The organization role that it gives; null: none */
                            organizationRole?: components["schemas"]["OrganizationRole"] | null;
                            /**
                             * @description With the precedence `priority`: 1 is first; of equal ones the higher role decides
                             * @example 1
                             */
                            priority?: number;
                        };
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "admin-group-members";
                        /**
                         * @description Id of the group
                         * @example 6746f0a1c2d3e4f5a6b7c8d4
                         */
                        groupId: string;
                        /**
                         * @description Who would come in
                         * @example [
                         *       "6746f0a1c2d3e4f5a6b7c8d3"
                         *     ]
                         */
                        add?: string[];
                        /**
                         * @description Who would leave
                         * @example [
                         *       "6746f0a1c2d3e4f5a6b7c8d3"
                         *     ]
                         */
                        remove?: string[];
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "admin-group-deleted";
                        /**
                         * @description Id of the group
                         * @example 6746f0a1c2d3e4f5a6b7c8d4
                         */
                        groupId: string;
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "admin-group-handed-over";
                        /**
                         * @description Id of the group
                         * @example 6746f0a1c2d3e4f5a6b7c8d4
                         */
                        groupId: string;
                    } | {
                        /**
                         * @description What is changed
                         * @enum {string}
                         */
                        kind: "role-changed";
                        /**
                         * @description Id of the custom role
                         * @example 6746f0a1c2d3e4f5a6b7c8db
                         */
                        roleId: string;
                        /**
                         * @description Of several roles the one with the higher rank wins; unique, 500 and 100 are built in
                         * @example 400
                         */
                        rank?: number;
                        /**
                         * @description What it permits: workspace permissions of GET /permissions and application permissions
                         * @example [
                         *       "workspace:read",
                         *       "reports:export"
                         *     ]
                         */
                        permissions?: string[];
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgJobsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgAccessMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessMap"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgAccessMatrix: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those with this text in the name, or of people in the email; case does not matter */
                q?: string;
                /** @description Only those with this status */
                status?: "pending" | "active" | "inactive";
                /** @description Only those with this organization role */
                organizationRole?: "Organization Admin" | "Organization Operator" | "Organization User" | "Organization Viewer";
                /** @description Only direct members of the group with this id */
                group?: string;
                /** @description Only who has access to the workspace with this id, or is invited to it */
                workspace?: string;
                /** @description Only who has a role by this: in `workspace`, or in any without one */
                source?: "sso-default" | "invitation" | "manual" | "creator" | "scim-group" | "admin-group" | "scim-role" | "sso-group" | "override" | "organization-admin";
                /** @description `true`: only whom an admin has locked; `false`: nobody who is */
                locked?: "true" | "false";
                /** @description `false`: only members as whom nobody has ever signed in */
                signedIn?: "true" | "false";
                /** @description `false`: only whose provider names an address that nobody has proven (`claimedEmail`) */
                emailVerified?: "true" | "false";
                /** @description By what they are sorted; with `-` the other way round */
                sort?: "name" | "-name" | "createdAt" | "-createdAt";
                /** @description Workspaces a page */
                columnLimit?: number;
                /** @description nextColumns of the columns before */
                columns?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessMatrix"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgHeldChanges: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those with this status */
                status?: "pending" | "approved" | "rejected" | "obsolete";
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["HeldChange"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgHeldChangesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the held change */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldChange"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgHeldChangesIdMembers: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the held change */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["HoldingMember"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgHeldChangesIdApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the held change */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldChange"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgHeldChangesIdReject: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the held change */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldChange"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMeApiKeys: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["ApiKey"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postMeApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What it is for, so that people know it again
                     * @example Nightly report
                     */
                    description: string;
                    /**
                     * @description What it may be used for: `read` for requests that change nothing, `write` for all others
                     * @default [
                     *       "read",
                     *       "write"
                     *     ]
                     */
                    scopes?: ("read" | "write")[];
                    /**
                     * Format: date-time
                     * @description When it ends by itself: ISO 8601, in the future; null: never, or as the deployment limits personal keys
                     * @default null
                     * @example 2030-06-30T00:00:00.000Z
                     */
                    expiresAt?: string | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6746f0a1c2d3e4f5a6b7c8d6",
                     *       "description": "Nightly report",
                     *       "scopes": [
                     *         "read"
                     *       ],
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "expiresAt": null,
                     *       "lastUsedAt": null,
                     *       "token": "usher_key_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMeApiKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the key */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteMeApiKeysId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the key */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgServiceKeys: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["ApiKey"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgServiceKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What it is for, so that people know it again
                     * @example Nightly report
                     */
                    description: string;
                    /**
                     * @description What it may be used for: `read` for requests that change nothing, `write` for all others
                     * @default [
                     *       "read",
                     *       "write"
                     *     ]
                     */
                    scopes?: ("read" | "write")[];
                    /**
                     * Format: date-time
                     * @description When it ends by itself: ISO 8601, in the future; null: never, or as the deployment limits personal keys
                     * @default null
                     * @example 2030-06-30T00:00:00.000Z
                     */
                    expiresAt?: string | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6746f0a1c2d3e4f5a6b7c8d6",
                     *       "description": "Nightly report",
                     *       "scopes": [
                     *         "read"
                     *       ],
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "expiresAt": null,
                     *       "lastUsedAt": null,
                     *       "token": "usher_key_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgServiceKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the key */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgServiceKeysId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the key */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgAuditEvents: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Types or patterns such as `user.*`, separated by commas; absent: all */
                types?: string;
                /** @description Only what the account, key or token with this id did */
                actor?: string;
                /** @description Only what is about the member with this id */
                member?: string;
                /** @description Only what is about the workspace with this id */
                workspace?: string;
                /** @description Only what is about the group with this id */
                group?: string;
                /** @description Only from this time on (ISO 8601) */
                from?: string;
                /** @description Only before this time (ISO 8601) */
                to?: string;
                /** @description Which come first */
                order?: "newest" | "oldest";
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["AuditEvent"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgAuditEventsExport: {
        parameters: {
            query?: {
                /** @description Types or patterns such as `user.*`, separated by commas; absent: all */
                types?: string;
                /** @description Only what the account, key or token with this id did */
                actor?: string;
                /** @description Only what is about the member with this id */
                member?: string;
                /** @description Only what is about the workspace with this id */
                workspace?: string;
                /** @description Only what is about the group with this id */
                group?: string;
                /** @description Only from this time on (ISO 8601) */
                from?: string;
                /** @description Only before this time (ISO 8601) */
                to?: string;
                /** @description `jsonl`: one JSON object a line; `csv`: with a line of headings; `ocsf`: one event of the Open Cybersecurity Schema Framework a line */
                format?: "jsonl" | "csv" | "ocsf";
                /** @description Only events after this number: `seq`, in OCSF `metadata.sequence`, of the last one that you have */
                after?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"id":"6746f0a1c2d3e4f5a6b7c8e1","seq":42,"type":"membership.changed","at":"2026-01-15T09:30:00.000Z","actor":{"type":"scim-token","id":"6746f0a1c2d3e4f5a6b7c8da","name":"Okta"},"source":"scim","subject":{"memberId":"6746f0a1c2d3e4f5a6b7c8d3","workspaceId":"6746f0a1c2d3e4f5a6b7c8d2"},"before":{"role":null},"after":{"role":"Workspace Viewer"},"requestId":"0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d","address":"203.0.113.7","names":{"member":"Ada Lovelace","workspace":"Research"}} */
                    "application/jsonl": string;
                    /**
                     * @example seq,id,at,type,source,actorType,actorId,actorName,memberId,workspaceId,groupId,subject,before,after,address,requestId,memberName,workspaceName,groupName,roleName
                     *     42,6746f0a1c2d3e4f5a6b7c8e1,2026-01-15T09:30:00.000Z,membership.changed,scim,scim-token,6746f0a1c2d3e4f5a6b7c8da,Okta,6746f0a1c2d3e4f5a6b7c8d3,6746f0a1c2d3e4f5a6b7c8d2,,"{""memberId"":""6746f0a1c2d3e4f5a6b7c8d3"",""workspaceId"":""6746f0a1c2d3e4f5a6b7c8d2""}","{""role"":null}","{""role"":""Workspace Viewer""}",203.0.113.7,0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d,Ada Lovelace,Research,,
                     */
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgAuditEventsVerification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgEvents: {
        parameters: {
            query?: {
                /** @description The number of the last event that you have: `after` of the answer before; 0: from the first on */
                after?: number | null;
                /** @description Items a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventFeed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgEventsScimSets: {
        parameters: {
            query?: {
                /** @description The number of the last event that you have: `after` of the answer before; 0: from the first on */
                after?: number | null;
                /** @description Items a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenFeed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgLive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: audit-event
                     *     id: 42-67a1b2c3d4e5f60718293a4b
                     *     data: {"id":"6746f0a1c2d3e4f5a6b7c8e1","seq":42,"type":"membership.changed","at":"2026-01-15T09:30:00.000Z","actor":{"type":"scim-token","id":"6746f0a1c2d3e4f5a6b7c8da","name":"Okta"},"source":"scim","subject":{"memberId":"6746f0a1c2d3e4f5a6b7c8d3","workspaceId":"6746f0a1c2d3e4f5a6b7c8d2"},"before":{"role":null},"after":{"role":"Workspace Viewer"},"requestId":"0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d","address":"203.0.113.7"}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgWebhooks: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Webhook"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgWebhooks: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Where messages are posted to
                     * @example https://app.acme.example/usher
                     */
                    url: string;
                    /**
                     * @description What it is for, so that people know it again
                     * @default
                     * @example Acme app
                     */
                    description?: string;
                    /**
                     * @description `usher`: every event, as Standard Webhooks describe; `scim-set`: what happens to users and groups of SCIM, as security event tokens (RFC 9967, RFC 8935)
                     * @default usher
                     * @example usher
                     * @enum {string}
                     */
                    format?: "usher" | "scim-set";
                    /**
                     * @description Which events it gets: types, all of a kind (`user.*`), or all (`*`)
                     * @default [
                     *       "*"
                     *     ]
                     * @example [
                     *       "user.*",
                     *       "membership.changed"
                     *     ]
                     */
                    events?: string[];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of what was made */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6746f0a1c2d3e4f5a6b7c8df",
                     *       "url": "https://app.acme.example/usher",
                     *       "description": "Acme app",
                     *       "format": "usher",
                     *       "events": [
                     *         "user.*",
                     *         "membership.changed"
                     *       ],
                     *       "enabled": true,
                     *       "disabledBecause": null,
                     *       "failingSince": null,
                     *       "position": 0,
                     *       "secretExpires": null,
                     *       "verification": null,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgWebhooksId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteOrganizationsOrgWebhooksId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchOrganizationsOrgWebhooksId: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Where messages are posted to
                     * @example https://app.acme.example/usher
                     */
                    url?: string;
                    /**
                     * @description What it is for, so that people know it again
                     * @example Acme app
                     */
                    description?: string;
                    /**
                     * @description Which events it gets: types, all of a kind (`user.*`), or all (`*`)
                     * @example [
                     *       "user.*",
                     *       "membership.changed"
                     *     ]
                     */
                    events?: string[];
                    /** @description Whether messages are sent; false: events are queued until it is enabled again */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgWebhooksIdRotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description For how many seconds the old secret works on; 0: it ends at once
                     * @default 86400
                     */
                    overlapSeconds?: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6746f0a1c2d3e4f5a6b7c8df",
                     *       "url": "https://app.acme.example/usher",
                     *       "description": "Acme app",
                     *       "format": "usher",
                     *       "events": [
                     *         "user.*",
                     *         "membership.changed"
                     *       ],
                     *       "enabled": true,
                     *       "disabledBecause": null,
                     *       "failingSince": null,
                     *       "position": 42,
                     *       "secretExpires": "2026-01-16T09:30:00.000Z",
                     *       "verification": null,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgWebhooksIdTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgWebhooksIdDeliveries: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those in this state */
                state?: "pending" | "delivered" | "dead";
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Delivery"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgDeliveries: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page */
                cursor?: string;
                /** @description Only those to the webhook with this id */
                webhook?: string;
                /** @description Only those in this state */
                state?: "pending" | "delivered" | "dead";
                /** @description Types or patterns such as `user.*`, separated by commas; absent: all */
                types?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those of this page, in the order of the list */
                        items: components["schemas"]["Delivery"][];
                        /**
                         * @description Send it as `cursor` for the next page; null on the last page
                         * @example null
                         */
                        nextCursor: string | null;
                        /**
                         * @description How many there are on all pages; on the first page of lists that count
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrganizationsOrgWebhooksIdDeliveriesDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the webhook */
                id: string;
                /** @description Id of the delivery */
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOrganizationsOrgWebhooksIdDeliveriesDeliveryReplay: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the organization */
                org: string;
                /** @description Id of the webhook */
                id: string;
                /** @description Id of the delivery */
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
