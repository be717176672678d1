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
         * @description Who may: Organization Admin. Needs `organization:manage`: Rename, set up and delete the organization.
         */
        delete: operations["deleteOrganizationsOrg"];
        options?: never;
        head?: never;
        /**
         * Rename an organization, limit for how long its audit log is kept, set its mass-change guard
         * @description Who may: Organization Admin. Needs `organization:manage`: Rename, set up and delete the organization.
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
         * @description Who may: Organization Admin of both, the present default organization and this one.
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
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
         */
        patch: operations["patchOrganizationsOrgMembersMember"];
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
         * Explain the access of a member: each role with the grant that won, and why the others lost
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
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
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
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
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
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
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
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
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
         * @description Who may: Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.
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
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
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
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
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
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
         */
        delete: operations["deleteOrganizationsOrgSsoConnectionsId"];
        options?: never;
        head?: never;
        /**
         * Change an identity provider; it counts from the next sign-in on
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
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
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
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
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
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
         * @description Who may: Organization Admin. Needs `sso:manage`: Set up sign-in: connections, domains, what newcomers get.
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
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log.
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
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log.
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
         * @description Who may: Organization Admin. Needs `provisioning:manage`: Set up SCIM: tokens, settings, the log.
         */
        post: operations["postOrganizationsOrgScimTokensIdRotate"];
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
         * Read how group names give roles, and which group wins
         * @description Who may: Organization Admin. Needs `access:read`: See why members have the access they have.
         */
        get: operations["getOrganizationsOrgScimSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change how group names give roles; every group is read again, in a large organization by a job
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
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
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
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
         * @description Who may: Organization Admin. Needs `access:manage`: Change roles, mappings and application permissions, decide held changes.
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
         * @description Who may: whoever is signed in, by session or personal key.
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
         * @description Who may: whoever is signed in, by session or personal key.
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
         * @description Who may: Organization Admin. Needs `keys:manage`: Make and revoke service keys.
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
         * @description Who may: Organization Admin. Needs `keys:manage`: Make and revoke service keys.
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
         * Export what happened, oldest first, as JSON lines or CSV
         * @description Who may: Organization Admin. Needs `audit:read`: Read the audit log and the event feed.
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
         * Create a webhook for what happens from now on; its signing secret is in this answer only
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
            type: string;
            title: string;
            status: number;
            /** @description For people: what is wrong and what to do */
            detail: string;
            /** @description For programs: the rule, a stable snake_case word */
            code: string;
            errors?: {
                /** @enum {string} */
                in: "body" | "query";
                /** @description JSON pointer of the value at fault, as in #/members/0/email */
                pointer: string;
                detail: string;
            }[];
            requestId: string;
        };
        /**
         * @example {
         *       "account": {
         *         "id": "6746f0a1c2d3e4f5a6b7c8d7",
         *         "email": "ada@acme.example",
         *         "emailVerified": true,
         *         "name": "Ada Lovelace"
         *       },
         *       "csrfToken": null,
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
         *           }
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
            account: {
                id: string;
                email: string | null;
                /** @description false: the address is only claimed */
                emailVerified: boolean;
                name: string;
            };
            /** @description null for API keys, which need none */
            csrfToken: string | null;
            organizations: components["schemas"]["Organization"][];
            defaultOrganizationId: string;
            flags: {
                workspaceScopeOrgInvitesEnabled: boolean;
                userOrgCreationDisabled: boolean;
                personalOrgsDisabled: boolean;
            };
        };
        /**
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
         *       }
         *     }
         */
        Organization: {
            id: string;
            /** @enum {string} */
            kind: "shared" | "personal";
            name: string;
            isDefault: boolean;
            /** @description The caller's; null for one that is no member */
            role: components["schemas"]["OrganizationRole"] | null;
            /** @description The caller's; null for one that is no member */
            status: components["schemas"]["MemberStatus"] | null;
            /** @description The caller's; null for one that is no member */
            memberId: string | null;
            /** @description For how long events are kept; null: for ever */
            auditRetentionDays: number | null;
            /** @description When changes of groups by the directory are held for an admin; null: never */
            massChangeGuard: components["schemas"]["MassChangeGuard"] | null;
        };
        /** @enum {string} */
        OrganizationRole: "Organization Admin" | "Organization Operator" | "Organization User" | "Organization Viewer";
        /** @enum {string} */
        MemberStatus: "pending" | "active" | "inactive";
        MassChangeGuard: {
            /**
             * @description More members who lose access are too many; 0: each one is. null: no limit by number
             * @default null
             */
            maxMembers: number | null;
            /**
             * @description More percent of the active members are too many. null: no limit by share
             * @default null
             */
            maxPercent: number | null;
            /**
             * @description Over how many minutes changes add up
             * @default 60
             */
            windowMinutes: number;
        };
        Session: {
            /** @description Not what the cookie holds */
            id: string;
            /** @description The one in which this request was made */
            current: boolean;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description To the minute
             */
            lastSeenAt: string;
            /**
             * Format: date-time
             * @description When it ends if nobody uses it before
             */
            expiresAt: string;
            connectionId: string;
            /** @description What the browser calls itself, shortened */
            userAgent: string | null;
            /** @description The IP address that the person signed in from */
            address: string | null;
        };
        /**
         * @example {
         *       "people": {
         *         "active": 1204,
         *         "pending": 17,
         *         "inactive": 63
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
            people: {
                active: number;
                pending: number;
                inactive: number;
            };
            groups: {
                total: number;
                convention: number;
                explicit: number;
                unmatched: number;
            } | null;
            /** @description Changes of access that wait for an admin */
            heldChanges: number | null;
            provisioning: {
                /** @description The last SCIM request that wanted to change something, and how it was answered; null: none is in the log */
                lastPush: {
                    /**
                     * Format: date-time
                     * @description ISO 8601, UTC
                     */
                    at: string;
                    status: number;
                } | null;
                /** @description SCIM requests of the last 24 hours */
                lastDay: {
                    succeeded: number;
                    /** @description Answered with 4xx: what was sent could not be done */
                    refused: number;
                    /** @description Answered with 5xx: a fault here */
                    failed: number;
                };
            } | null;
            /** @description What ends by itself within 30 days */
            endingSoon: {
                scimTokens: components["schemas"]["EndingKeys"] | null;
                serviceKeys: components["schemas"]["EndingKeys"] | null;
                overrides: components["schemas"]["EndingOverrides"] | null;
            };
            /** @description What has really happened, whoever did it and in which order */
            firstSteps: {
                scimTokenMade: boolean | null;
                /** @description A directory has pushed people or groups */
                pushed: boolean | null;
                /** @description A group gives something, by its name or by a mapping */
                groupMatched: boolean | null;
                /** @description People can sign in by a provider or, where the operator allows it, by password */
                signInConfigured: boolean | null;
                signedIn: boolean | null;
                secondAdmin: boolean | null;
            };
        };
        EndingKeys: {
            count: number;
            /** @description The one that ends first */
            next: components["schemas"]["EndingKey"] | null;
        };
        EndingKey: {
            id: string;
            description: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt: string;
        };
        EndingOverrides: {
            count: number;
            /** @description The one that ends first */
            next: {
                id: string;
                memberId: string;
                /** @description null: the organization role */
                workspaceId: string | null;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                expiresAt: string;
            } | null;
        };
        /**
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
            /** @enum {string} */
            step: "hour" | "day";
            /** @description Oldest first, without gaps; of the last one only what has happened so far */
            buckets: {
                /**
                 * Format: date-time
                 * @description When the hour or day begins, UTC
                 */
                at: string;
                succeeded: number;
                /** @description Answered with 4xx: what was sent could not be done */
                refused: number;
                /** @description Answered with 5xx: a fault here */
                failed: number;
            }[];
        };
        /**
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d2",
         *       "name": "Research",
         *       "role": "Workspace Admin",
         *       "createdAt": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Workspace: {
            id: string;
            name: string;
            /** @description The caller's effective role; null: no access */
            role: components["schemas"]["WorkspaceRole"] | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /** @description With `people=true`: how many active members have access; null: the caller may not see who */
            people?: number | null;
        };
        /** @description Workspace Admin, Workspace Editor, Workspace Viewer, or a custom role */
        WorkspaceRole: string;
        /**
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
         *           "source": "scim-group"
         *         }
         *       ],
         *       "groups": [
         *         {
         *           "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *           "displayName": "Acme Organization User:Research:Workspace Viewer"
         *         }
         *       ]
         *     }
         */
        Member: {
            /** @description Also the id of the SCIM User */
            id: string;
            /** @description Proven, or set by the directory; of a pending member, the invited one */
            email: string | null;
            /** @description An address that the identity provider names and nobody has proven: shown, never matched */
            claimedEmail: string | null;
            name: string;
            userName: string;
            externalId: string | null;
            status: components["schemas"]["MemberStatus"];
            organizationRole: components["schemas"]["OrganizationRole"] | null;
            /**
             * @description `scim`: the directory decides name and email
             * @enum {string|null}
             */
            managedBy: "scim" | null;
            workspaces: {
                workspaceId: string;
                name: string;
                role: components["schemas"]["WorkspaceRole"];
                source: components["schemas"]["Source"];
            }[];
            groups: components["schemas"]["GroupReference"][];
        };
        /**
         * @description Where a role comes from: one of the kinds of grant, `organization-admin` (is Workspace Admin everywhere) or `default` (Organization User without any grant)
         * @enum {string}
         */
        Source: "sso-default" | "invitation" | "manual" | "creator" | "scim-group" | "sso-group" | "override" | "organization-admin" | "default";
        GroupReference: {
            id: string;
            displayName: string;
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
         *       ]
         *     }
         */
        Access: {
            member: {
                id: string;
            };
            organization: {
                role: components["schemas"]["OrganizationRole"] | null;
                winner: components["schemas"]["Winner"] | null;
                grants: components["schemas"]["ExplainedGrant"][];
            };
            workspaces: {
                workspaceId: string;
                name: string;
                role: components["schemas"]["WorkspaceRole"] | null;
                winner: components["schemas"]["Winner"] | null;
                grants: components["schemas"]["ExplainedGrant"][];
            }[];
        };
        Winner: {
            id?: string;
            source: components["schemas"]["Source"];
            /** @description null for a deny */
            role: components["schemas"]["WorkspaceRole"] | null;
            group?: components["schemas"]["GroupReference"];
            /** @description What the admin wrote beside an override, for who may set one there; or which group of a sign-in it was */
            reason?: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt?: string | null;
            /** @description The group gives it no longer: a held change keeps it until an admin decides */
            held?: {
                changeId: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                since: string;
                detail: string;
            };
        };
        ExplainedGrant: {
            id: string;
            source: components["schemas"]["Source"];
            /** @description null for a deny */
            role: components["schemas"]["WorkspaceRole"] | null;
            group?: components["schemas"]["GroupReference"];
            /** @description What the admin wrote beside an override, for who may set one there; or which group of a sign-in it was */
            reason?: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt?: string | null;
            /** @description The group gives it no longer: a held change keeps it until an admin decides */
            held?: {
                changeId: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                since: string;
                detail: string;
            };
            /** @description null: this one won */
            lostBecause: string | null;
        };
        UndecidedMember: {
            memberId: string;
            userName: string;
            /**
             * @description `unreachable`: linked to an account that no sign-in brings to this organization; `unproven`: has an address and no account that proves it
             * @enum {string}
             */
            why: "unreachable" | "unproven";
        };
        /** @description By which a person signs in */
        Identity: {
            id: string;
            connectionId: string;
            issuer: string;
            subject: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
        };
        /**
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
            id: string;
            description: string;
            scopes: ("read" | "write")[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            lastUsedAt: string | null;
            /** @description Only in the answer that creates or rotates it */
            token?: string;
        };
        /**
         * @example {
         *       "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
         *       "email": "ada@acme.example",
         *       "claimedEmail": null,
         *       "name": "Ada Lovelace",
         *       "status": "active",
         *       "role": "Workspace Admin",
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
            memberId: string;
            email: string | null;
            /** @description An address that the identity provider names and nobody has proven: shown, never matched */
            claimedEmail: string | null;
            name: string;
            status: components["schemas"]["MemberStatus"];
            role: components["schemas"]["WorkspaceRole"] | null;
            source: components["schemas"]["Source"] | null;
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
            /** @enum {string} */
            effect: "allow" | "deny";
            /** @description null with `deny` */
            role: components["schemas"]["WorkspaceRole"] | null;
            /** @description null: none was given, or the caller may set no overrides here */
            reason: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt: string | null;
            /** @description Without effect: the member is Organization Admin */
            dormant: boolean;
        };
        /** @description In the order of the request */
        InviteResults: {
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
            /** @description As sent */
            email: string;
            /** @enum {string} */
            outcome: "added" | "invited" | "already_member" | "error";
            /** @description In force afterwards; of a pending person, from the acceptance on. null: none */
            role: string | null;
            /** @description Where that role comes from */
            source: components["schemas"]["Source"] | null;
            /** @description The role that was asked for, where it is another one */
            asked?: string;
            /** @description Of an error: the rule, a stable snake_case word */
            code?: string;
            /** @description Of an error, and where another role was asked for: why, and what to do */
            detail?: string;
            /** @description Of an invitation to the organization, where the person is known: the organization role */
            organization?: {
                /** @description In force afterwards; of a pending person, from the acceptance on. null: none */
                role: string | null;
                /** @description Where that role comes from */
                source: components["schemas"]["Source"] | null;
                /** @description The role that was asked for, where it is another one */
                asked?: string;
            };
            /** @description The same in each workspace that was asked for */
            workspaces?: {
                workspaceId: string;
                /** @description In force afterwards; of a pending person, from the acceptance on. null: none */
                role: string | null;
                /** @description Where that role comes from */
                source: components["schemas"]["Source"] | null;
                /** @description The role that was asked for, where it is another one */
                asked?: string;
            }[];
            invitationId?: string;
            /** @description Only here, and only where no mail is sent */
            link?: string;
        };
        ListedOverride: {
            id: string;
            memberId: string;
            email: string | null;
            name: string;
            /** @description null: it decides the organization role */
            workspaceId: string | null;
            workspaceName: string | null;
            /** @enum {string} */
            effect: "allow" | "deny";
            /** @description null with `deny` */
            role: string | null;
            reason: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            createdBy: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt: string | null;
            expired: boolean;
            /** @description Without effect: the member is Organization Admin, or not active */
            dormant: boolean;
        };
        Actor: {
            type: string;
            id: string | null;
            name?: string;
        };
        Invitation: {
            id: string;
            email: string;
            status: components["schemas"]["InvitationStatus"];
            organizationRole: components["schemas"]["OrganizationRole"];
            workspaces: {
                workspaceId: string;
                name: string;
                role: string;
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description null: it does not expire
             */
            expiresAt: string | null;
            memberId: string;
            createdBy: {
                type: string;
                id: string | null;
                name?: string;
            };
            /** @description Only in the answer that makes it, and only where no mail is sent */
            link?: string;
        };
        /** @enum {string} */
        InvitationStatus: "pending" | "expired" | "accepted" | "revoked";
        MyInvitation: {
            id: string;
            email: string;
            status: components["schemas"]["InvitationStatus"];
            organizationRole: components["schemas"]["OrganizationRole"];
            workspaces: {
                workspaceId: string;
                name: string;
                role: string;
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description null: it does not expire
             */
            expiresAt: string | null;
            organization: {
                id: string;
                name: string;
            };
        };
        /** @description What the caller is a member of now */
        AcceptedInvitation: {
            organizationId: string;
            memberId: string;
        };
        /** @description A workspace role */
        Role: {
            /** @description Of a built-in role its name */
            id: string;
            name: string;
            description: string;
            rank: number;
            builtIn: boolean;
            permissions: string[];
        };
        RoleWithUsage: {
            /** @description Of a built-in role its name */
            id: string;
            name: string;
            description: string;
            rank: number;
            builtIn: boolean;
            permissions: string[];
            /** @description Who relies on it, up to ten names of each kind; null for built-in roles */
            usage: {
                grants: {
                    source: string;
                    count: number;
                    members: {
                        id: string;
                        name: string;
                    }[];
                }[];
                mappings: {
                    count: number;
                    groups: {
                        id: string;
                        name: string;
                    }[];
                };
                /** @description Newcomers get it */
                ssoSettings: boolean;
            } | null;
        };
        Permission: {
            name: string;
            description: string;
            /** @enum {string} */
            scope: "organization" | "workspace";
            /** @description false: declared for an application */
            builtIn: boolean;
            /** @description The built-in roles that have it */
            roles: string[];
        };
        ApplicationPermission: {
            name: string;
            /** @default  */
            description: string;
            /**
             * @description The built-in workspace roles that have it; Workspace Admin always does
             * @default []
             */
            roles: ("Workspace Admin" | "Workspace Editor" | "Workspace Viewer")[];
        };
        Verdict: {
            allowed: boolean;
            /** @description The role that was asked for the permission */
            role: string | null;
            /** @description For people: the grant behind the role, or what stands against it */
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
            autoJoin: boolean;
            workspaceIds: string[];
            workspaceRole: components["schemas"]["WorkspaceRole"];
            organizationRole: components["schemas"]["OrganizationRole"];
        };
        /** @description An identity provider of the organization's own; its secret is never shown */
        SsoConnection: {
            id: string;
            name: string;
            issuer: string;
            clientId: string;
            scopes: string;
            claims: {
                /** @description null: `sub`, or what ISSUER_SUB_CLAIM_OVERRIDES names */
                subject: string | null;
                email: string;
                name: string;
                groups: string;
            };
            trustEmail: boolean;
            trustUserName: boolean;
            linkByExternalId: boolean;
            groupSync: boolean;
            requiredGroups: string[];
            enabled: boolean;
            /** @description Where people of this organization begin to sign in */
            loginUrl: string;
            /** @description Register this at the provider */
            redirectUri: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        NewSsoConnection: {
            name: string;
            issuer: string;
            clientId: string;
            /** @description Write-only */
            clientSecret: string;
            /** @default openid profile email */
            scopes: string;
            /** @default false */
            trustEmail: boolean;
            /**
             * @description Take `preferred_username` as the user name of somebody without a verified address
             * @default false
             */
            trustUserName: boolean;
            /** @description The provider's subjects are the `externalId`s that the directory of this organization sends */
            linkByExternalId?: boolean;
            /**
             * @description Groups of the claim give roles at each sign-in
             * @default false
             */
            groupSync: boolean;
            /**
             * @description Who is in none of them is refused; empty: no gate
             * @default []
             */
            requiredGroups: string[];
            /** @default true */
            enabled: boolean;
            /** @default {} */
            claims: {
                /**
                 * @description null: `sub`, or what ISSUER_SUB_CLAIM_OVERRIDES names
                 * @default null
                 */
                subject: string | null;
                /** @default email */
                email: string;
                /** @default name */
                name: string;
                /** @default groups */
                groups: string;
            };
        };
        /** @description What was asked of the provider, up to the first fault */
        SsoConnectionTest: {
            ok: boolean;
            steps: {
                /** @enum {string} */
                step: "address" | "discovery" | "issuer" | "endpoints" | "algorithms" | "keys";
                ok: boolean;
                detail: string;
            }[];
        };
        /** @description An email domain that belongs to the organization once it is verified */
        Domain: {
            id: string;
            name: string;
            verified: boolean;
            /** Format: date-time */
            verifiedAt: string | null;
            /** @description What a TXT record of the domain has to say */
            txtRecord: string;
            /** Format: date-time */
            createdAt: string;
        };
        SignInSimulation: {
            /** @enum {string} */
            outcome: "existing" | "invitation" | "auto-join" | "refused";
            /** @description Why it is refused, else null */
            reason: string | null;
            /** @description What results in this organization; null when refused, or when there is access elsewhere only */
            access: components["schemas"]["Access"] | null;
        };
        /**
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d6",
         *       "description": "Okta",
         *       "scopes": [
         *         "read",
         *         "write"
         *       ],
         *       "createdAt": "2026-01-15T09:30:00.000Z",
         *       "expiresAt": null,
         *       "lastUsedAt": null,
         *       "memberId": null
         *     }
         */
        ScimToken: {
            id: string;
            description: string;
            scopes: ("read" | "write")[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            lastUsedAt: string | null;
            /** @description Only in the answer that creates or rotates it */
            token?: string;
            /** @description Whose /Me is all that the token reaches; null: the directory */
            memberId: string | null;
        };
        /**
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *       "displayName": "Acme Organization User:Research:Workspace Viewer",
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
            id: string;
            displayName: string;
            externalId: string | null;
            /** @description Direct members */
            members: number;
            mapping: {
                /** @enum {string} */
                state: "explicit" | "convention" | "unmatched";
                /** @description Why nothing matches; null when something does */
                reason: string | null;
                /** @description The same for people, with the nearest names */
                detail: string | null;
                nearest: {
                    /** @enum {string} */
                    kind: "workspace" | "role" | "group";
                    name: string;
                }[];
            };
            targets: {
                workspaceId: string | null;
                workspaceName: string | null;
                workspaceRole: components["schemas"]["WorkspaceRole"] | null;
                organizationRole: components["schemas"]["OrganizationRole"] | null;
            }[];
        };
        /** @description A group with what it gives, and its place among groups */
        MappedGroupWithNesting: {
            id: string;
            displayName: string;
            externalId: string | null;
            /** @description Direct members */
            members: number;
            mapping: {
                /** @enum {string} */
                state: "explicit" | "convention" | "unmatched";
                /** @description Why nothing matches; null when something does */
                reason: string | null;
                /** @description The same for people, with the nearest names */
                detail: string | null;
                nearest: {
                    /** @enum {string} */
                    kind: "workspace" | "role" | "group";
                    name: string;
                }[];
            };
            targets: {
                workspaceId: string | null;
                workspaceName: string | null;
                workspaceRole: components["schemas"]["WorkspaceRole"] | null;
                organizationRole: components["schemas"]["OrganizationRole"] | null;
            }[];
            /** @description Groups that are members of it */
            contains: components["schemas"]["GroupReference"][];
            /** @description Groups that it is a member of */
            within: components["schemas"]["GroupReference"][];
        };
        /** @description What the naming convention reads in a group’s name */
        NameReading: {
            /** @description Why nothing matches; null when something does */
            reason: string | null;
            /** @description The same for people, with the nearest names */
            detail: string | null;
            nearest: {
                /** @enum {string} */
                kind: "workspace" | "role" | "group";
                name: string;
            }[];
            /** @description What it gives; null: nothing */
            target: {
                workspaceId: string | null;
                workspaceName: string | null;
                workspaceRole: components["schemas"]["WorkspaceRole"] | null;
                organizationRole: components["schemas"]["OrganizationRole"] | null;
            } | null;
        };
        /** @description One request of an identity provider */
        ScimRequest: {
            id: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            at: string;
            token: {
                id: string;
                description: string;
            };
            operation: string;
            method: string;
            /** @description From /scim/v2 on, with the query */
            path: string;
            /** @enum {string|null} */
            resourceType: "User" | "Group" | null;
            resourceId: string | null;
            status: number;
            scimType: string | null;
            /** @description Why it was refused, in the words that the identity provider got */
            detail: string | null;
            durationMs: number;
            /** @description The attributes that it changed */
            changed: string[];
            /** @description What it sent and nobody keeps: unknown schemas and attributes, values that only the server sets */
            ignored: string[];
            /** @description The body that was sent: without secrets, and cut at 4,000 characters */
            body: string | null;
            requestId: string;
        };
        ScimSettings: {
            /**
             * @description Between the parts of a group name
             * @enum {string}
             */
            separator: ":" | "-" | "_" | " " | "&";
            /**
             * @description Which group decides: the highest role, the group created last, or the mapping of the first priority
             * @enum {string}
             */
            precedence: "highest" | "newest" | "priority";
            /** @description Whether group names give roles at all */
            conventionEnabled: boolean;
            /** @description Only names that begin so give roles; null: any prefix will do */
            requiredPrefix: string | null;
            /** @description The job that still reads group names or stores roles; null: none */
            jobId: string | null;
        };
        /** @description What a group gives by the word of an admin, whatever its name */
        Mapping: {
            id: string;
            group: {
                id: string | null;
                displayName: string;
            };
            /** @description No directory has pushed a group of this name yet */
            waiting: boolean;
            targets: {
                workspaceId: string;
                workspaceName: string;
                workspaceRole: string;
            }[];
            organizationRole: components["schemas"]["OrganizationRole"] | null;
            priority: number | null;
            /** Format: date-time */
            createdAt: string;
        };
        Preview: {
            items: components["schemas"]["Effect"][];
            /** @description null on the last page */
            nextCursor: string | null;
            /** @description On the first page only */
            counts: {
                /** @description Members for whom anything changes */
                members: number;
                /** @description Workspace accesses that come */
                gained: number;
                /** @description Workspace accesses that go */
                lost: number;
                /** @description Workspace accesses with another role */
                changed: number;
                /** @description Workspace accesses whose role stays and permits something else */
                permissions: number;
                organizationRoles: number;
            } | null;
            /**
             * @description The change would be refused: no active Organization Admin would be left
             * @enum {string|null}
             */
            refusal: "last_admin" | null;
            /** @description Of SSO settings, which concern nobody who has joined */
            newcomers: {
                before: components["schemas"]["SsoSettings"];
                after: components["schemas"]["SsoSettings"];
            } | null;
        };
        /** @description What would change for one member */
        Effect: {
            memberId: string;
            email: string | null;
            name: string;
            /** @description null: it stays */
            organizationRole: {
                before: components["schemas"]["OrganizationRole"] | null;
                after: components["schemas"]["OrganizationRole"] | null;
            } | null;
            workspaces: {
                workspaceId: string;
                name: string;
                /** @description null: no access */
                before: string | null;
                after: string | null;
                /** @description What a role that stays would permit besides, and no more */
                permissions: {
                    added: string[];
                    removed: string[];
                } | null;
            }[];
        };
        /** @description A change of access that was too large for one commit */
        Job: {
            id: string;
            /** @enum {string} */
            kind: "resync-access" | "remap-groups" | "remap-unmatched" | "release-mapping";
            /** @enum {string} */
            status: "running" | "done";
            /** @description What asked for it */
            reason: string;
            /** @description Members or groups to visit; null until they are counted */
            total: number | null;
            done: number;
            /** @description What kept it from going on the last time; it tries again */
            lastError: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            finishedAt: string | null;
        };
        /**
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
        AccessMapNode: {
            /** @description By which links name it */
            key: string;
            /** @enum {string} */
            kind: "group" | "other-groups" | "source" | "workspace" | "other-workspaces";
            /** @description Of the group or workspace; of a source, which (see `Source`) */
            id: string;
            name: string;
            /** @description Of a group its direct members, of a workspace who has access; where several are one, their sum */
            people: number;
            /** @description How many groups or workspaces it stands for; 0: for itself */
            folded: number;
        };
        AccessMapLink: {
            from: string;
            to: string;
            role: components["schemas"]["WorkspaceRole"];
            /**
             * @description By what a group gives it
             * @enum {string|null}
             */
            mapping: "convention" | "explicit" | null;
            /** @description Of an explicit mapping */
            mappingId: string | null;
            /** @description Active people whose role comes from there; each counts once in a workspace, by what won */
            people: number;
        };
        /**
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
            items: {
                memberId: string;
                name: string;
                email: string | null;
                status: components["schemas"]["MemberStatus"];
                organizationRole: components["schemas"]["OrganizationRole"] | null;
                /** @description Only workspaces of these columns with access; of pending members, what they are invited to */
                cells: {
                    workspaceId: string;
                    role: components["schemas"]["WorkspaceRole"];
                    source: components["schemas"]["Source"];
                }[];
            }[];
            /** @description null on the last page */
            nextCursor: string | null;
            total?: number;
            /** @description Oldest workspace first */
            columns: {
                workspaceId: string;
                name: string;
            }[];
            /** @description null: these are the last columns */
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
            id: string;
            /**
             * @description `obsolete`: nothing is held any more, because groups give it again or the members are gone
             * @enum {string}
             */
            status: "pending" | "approved" | "rejected" | "obsolete";
            /** @description As it was called before the change; it may be gone */
            group: {
                id: string;
                displayName: string;
            };
            /**
             * @description What the directory did, the last time where it did more
             * @enum {string}
             */
            cause: "members_removed" | "group_renamed" | "group_deleted";
            /** @description Members who would have lost access, summed up. Of a change for more than 1,000: whom it may concern */
            affected: number;
            /** @description How many hold something now; 0 once it is decided */
            members: number;
            /** @description A job still stores it, so that `members` may grow */
            counting: boolean;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            updatedAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            decidedAt: string | null;
            decidedBy: components["schemas"]["Actor"] | null;
            /** @description The job that stores the decision for more than 1,000 members */
            jobId: string | null;
        };
        /** @description A member with the roles that approval takes */
        HoldingMember: {
            memberId: string;
            email: string | null;
            name: string;
            status: components["schemas"]["MemberStatus"];
            held: {
                /** @description null: the organization role */
                workspaceId: string | null;
                workspaceName: string | null;
                role: string;
            }[];
        };
        Event: {
            id: string;
            /** @description Its number in the organization, from 1, without gaps */
            seq: number;
            /** @enum {string} */
            type: "organization.created" | "organization.updated" | "organization.default_changed" | "workspace.created" | "workspace.updated" | "workspace.deleted" | "user.created" | "user.updated" | "user.deactivated" | "user.reactivated" | "user.deleted" | "user.joined" | "user.linked" | "user.unlinked" | "invitation.created" | "invitation.updated" | "invitation.resent" | "invitation.revoked" | "invitation.accepted" | "invitation.expired" | "invitation.mailed" | "invitation.mail_failed" | "role.created" | "role.updated" | "role.deleted" | "application_permissions.updated" | "group.created" | "group.updated" | "group.deleted" | "group.members_changed" | "group.mapping_changed" | "group.grants_admin" | "mapping.created" | "mapping.updated" | "mapping.deleted" | "scim_settings.updated" | "membership.changed" | "organization_role.changed" | "held_change.created" | "held_change.updated" | "held_change.approved" | "held_change.rejected" | "held_change.obsolete" | "directory.wave" | "override.set" | "override.cleared" | "override.expired" | "sso_settings.updated" | "sso_settings.fallback" | "sso_connection.created" | "sso_connection.updated" | "sso_connection.deleted" | "domain.added" | "domain.verified" | "domain.removed" | "sign_in.refused" | "scim_token.created" | "scim_token.rotated" | "scim_token.revoked" | "api_key.created" | "api_key.revoked" | "api_key.used_from_new_address" | "session.ended" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.secret_rotated" | "webhook.disabled" | "access.denied";
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            at: string;
            actor: {
                type: string;
                id: string | null;
                name?: string;
            };
            /**
             * @description By which door it came
             * @enum {string}
             */
            source: "api" | "scim" | "sign-in" | "system";
            subject: {
                memberId?: string;
                workspaceId?: string;
                groupId?: string;
                mappingId?: string;
                roleId?: string;
                tokenId?: string;
                invitationId?: string;
                webhookId?: string;
                organizationId?: string;
                connectionId?: string;
                domainId?: string;
                heldChangeId?: string;
            };
            /** @description What changed, as it was; null where there was nothing */
            before: {
                [key: string]: unknown;
            } | null;
            /** @description What changed, as it is now; null where there is nothing */
            after: {
                [key: string]: unknown;
            } | null;
            /** @description X-Request-Id of the answer to the request that did it */
            requestId: string | null;
            /** @description The IP address that the request came from */
            address: string | null;
        };
        AuditVerification: {
            organizationId: string;
            /** @description Events that hold, after those that retention cut off */
            verified: number;
            head: {
                seq: number;
                link: string;
            };
            /** @description Where the chain first does not hold; null: it holds */
            broken: {
                seq: number;
                reason: string;
            } | null;
        };
        EventFeed: {
            items: components["schemas"]["Event"][];
            /** @description What to ask for next */
            after: number;
            /** @description Whether there are more at once */
            more: boolean;
        };
        Webhook: {
            id: string;
            url: string;
            description: string;
            events: string[];
            enabled: boolean;
            /** @description Why Usher disabled it; null when it did not */
            disabledBecause: string | null;
            /**
             * Format: date-time
             * @description The first failure after which nothing was delivered
             */
            failingSince: string | null;
            /** @description The number up to which events were queued for it */
            position: number;
            /**
             * Format: date-time
             * @description Until when the secret before signs too; null: there is none
             */
            secretExpires: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /** @description Only in the answer that creates or rotates it */
            secret?: string;
        };
        Delivery: {
            id: string;
            type: string;
            /** @description Of the event; null for a test */
            seq: number | null;
            /** @enum {string} */
            state: "pending" | "delivered" | "dead";
            attempts: number;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            nextAttemptAt: string | null;
            lastAttempt: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                at: string;
                /** @description null when there was no answer */
                status: number | null;
                error: string | null;
                /** @description The beginning of the answer */
                body: string | null;
                ms: number;
            } | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
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
        /**
         * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
         * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
         */
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
                /** @description nextCursor of the page before */
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
                        items: components["schemas"]["Session"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
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
    getOrganizations: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Search in name and email */
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
                        items: components["schemas"]["Organization"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default Workspace 1 */
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    auditRetentionDays?: number | null;
                    massChangeGuard?: components["schemas"]["MassChangeGuard"] | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
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
                /** @description ISO 8601 */
                to?: string;
                step?: "hour" | "day";
            };
            header?: never;
            path: {
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
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Search in name and email */
                q?: string;
                /** @description `true`: count the people of each */
                people?: "true" | "false";
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["Workspace"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
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
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                ws: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
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
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Search in name and email */
                q?: string;
                status?: components["schemas"]["MemberStatus"];
                organizationRole?: components["schemas"]["OrganizationRole"];
                /** @description Only direct members of the group with this id */
                group?: string;
                /** @description Only who has access to the workspace with this id, or is invited to it */
                workspace?: string;
                /** @description Only who has a role by this: in `workspace`, or in any without one */
                source?: "sso-default" | "invitation" | "manual" | "creator" | "scim-group" | "sso-group" | "override" | "organization-admin";
                /** @description `false`: only members as whom nobody has ever signed in */
                signedIn?: "true" | "false";
                /** @description `false`: only whose provider names an address that nobody has proven (`claimedEmail`) */
                emailVerified?: "true" | "false";
                sort?: "name" | "-name" | "createdAt" | "-createdAt";
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["Member"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                member: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    organizationRole?: components["schemas"]["OrganizationRole"] | null | {
                        role: components["schemas"]["OrganizationRole"];
                        /** @default null */
                        reason?: string | null;
                        /**
                         * Format: date-time
                         * @description ISO 8601, in the future
                         */
                        expiresAt?: string;
                    };
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
    getOrganizationsOrgMembersMemberAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                org: string;
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["UndecidedMember"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                org: string;
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
                        items: components["schemas"]["Identity"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                org: string;
                member: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                member: string;
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                org: string;
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
                        items: components["schemas"]["ApiKey"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                org: string;
                member: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                member: string;
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                org: string;
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
                        items: components["schemas"]["Session"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                org: string;
                member: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                member: string;
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
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Search in name and email */
                q?: string;
            };
            header?: never;
            path: {
                org: string;
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
                        items: components["schemas"]["WorkspaceMember"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                ws: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    members: {
                        email: string;
                        /** @description The name or, of a custom role, the id as well */
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                ws: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                ws: string;
                member: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    effect: "allow";
                    role: components["schemas"]["WorkspaceRole"];
                    /** @default null */
                    reason?: string | null;
                    /**
                     * Format: date-time
                     * @description ISO 8601, in the future
                     */
                    expiresAt?: string;
                } | {
                    /** @enum {string} */
                    effect: "deny";
                    role?: null;
                    /** @default null */
                    reason?: string | null;
                    /**
                     * Format: date-time
                     * @description ISO 8601, in the future
                     */
                    expiresAt?: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                ws: string;
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["ListedOverride"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Search in name and email */
                q?: string;
                status?: components["schemas"]["InvitationStatus"];
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["Invitation"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    invitations: {
                        email: string;
                        organizationRole?: components["schemas"]["OrganizationRole"];
                        /** @default [] */
                        workspaces?: {
                            workspaceId: string;
                            /** @description The name or, of a custom role, the id as well */
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /** @description nextCursor of the page before */
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
                        items: components["schemas"]["MyInvitation"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
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
    getOrganizationsOrgRoles: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Search in name and email */
                q?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["Role"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default  */
                    description?: string;
                    /** @description A role to take permissions and rank after */
                    basedOn?: string;
                    /** @description Else a free one right below `basedOn`, or below Workspace Editor */
                    rank?: number;
                    /** @description Workspace permissions of GET /permissions and application permissions */
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
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    description?: string;
                    /** @description Higher wins; unique, 500 and 100 are built in */
                    rank?: number;
                    /** @description Workspace permissions of GET /permissions and application permissions */
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
                /** @description nextCursor of the page before */
                cursor?: string;
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
                        items: components["schemas"]["Permission"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["ApplicationPermission"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    permissions: {
                        name: string;
                        /** @default  */
                        description?: string;
                        /**
                         * @description The built-in workspace roles that have it; Workspace Admin always does
                         * @default []
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
                /** @description Needed for permissions in a workspace */
                workspace?: string;
                permission: string;
            };
            header?: never;
            path: {
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    autoJoin?: boolean;
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["SsoConnection"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
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
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    issuer?: string;
                    clientId?: string;
                    /** @description Write-only */
                    clientSecret?: string;
                    scopes?: string;
                    trustEmail?: boolean;
                    /** @description Take `preferred_username` as the user name of somebody without a verified address */
                    trustUserName?: boolean;
                    /** @description The provider's subjects are the `externalId`s that the directory of this organization sends */
                    linkByExternalId?: boolean;
                    /** @description Groups of the claim give roles at each sign-in */
                    groupSync?: boolean;
                    /** @description Who is in none of them is refused; empty: no gate */
                    requiredGroups?: string[];
                    enabled?: boolean;
                    claims?: {
                        /** @description null: `sub`, or what ISSUER_SUB_CLAIM_OVERRIDES names */
                        subject: string | null;
                        email: string;
                        name: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
    getOrganizationsOrgDomains: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["Domain"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
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
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
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
                     */
                    connectionId?: string;
                    /** @description As in an ID token: sub, email, email_verified, name, groups, ... */
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
    getOrganizationsOrgScimTokens: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["ScimToken"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description: string;
                    /**
                     * @default [
                     *       "read",
                     *       "write"
                     *     ]
                     */
                    scopes?: ("read" | "write")[];
                    /**
                     * Format: date-time
                     * @description ISO 8601, in the future
                     */
                    expiresAt?: string;
                    /**
                     * @description Binds the token to this active member: it reaches /Me only, and ends with the member
                     * @default null
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
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default 86400 */
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
    getOrganizationsOrgScimGroups: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Search in name and email */
                q?: string;
                state?: "explicit" | "convention" | "unmatched";
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["MappedGroup"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                org: string;
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
                displayName: string;
            };
            header?: never;
            path: {
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
                /** @description nextCursor of the page before */
                cursor?: string;
                operation?: "create" | "read" | "replace" | "patch" | "delete" | "list" | "search" | "bulk" | "other";
                /** @description Only requests about the resource with this id */
                resource?: string;
                /** @description Only requests with the SCIM token of this id */
                token?: string;
                requestId?: string;
                status?: number;
                /** @description 400: only what was refused */
                minStatus?: number;
                /** @description ISO 8601 */
                from?: string;
                /** @description ISO 8601 */
                to?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["ScimRequest"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
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
                     * @description Which group decides: the highest role, the group created last, or the mapping of the first priority
                     * @enum {string}
                     */
                    precedence?: "highest" | "newest" | "priority";
                    /** @description Whether group names give roles at all */
                    conventionEnabled?: boolean;
                    /** @description Only names that begin so give roles; null: any prefix will do */
                    requiredPrefix?: string | null;
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
                /** @description nextCursor of the page before */
                cursor?: string;
                group?: string;
                workspace?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["Mapping"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A group by id, or by name; a name that no group has yet waits for the directory to push it */
                    group: {
                        id: string;
                    } | {
                        displayName: string;
                    };
                    targets?: {
                        workspaceId: string;
                        /** @description By name; a custom one by id as well */
                        workspaceRole: string;
                    }[];
                    organizationRole?: components["schemas"]["OrganizationRole"] | null;
                    /** @description 1 is first; of equal ones the higher role decides */
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
                org: string;
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
                onDelete: "keep" | "remove";
            };
            header?: {
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    targets?: {
                        workspaceId: string;
                        /** @description By name; a custom one by id as well */
                        workspaceRole: string;
                    }[];
                    organizationRole?: components["schemas"]["OrganizationRole"] | null;
                    /** @description 1 is first; of equal ones the higher role decides */
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: {
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    change: {
                        /** @enum {string} */
                        kind: "scim-settings";
                        settings: {
                            /**
                             * @description Between the parts of a group name
                             * @enum {string}
                             */
                            separator?: ":" | "-" | "_" | " " | "&";
                            /**
                             * @description Which group decides: the highest role, the group created last, or the mapping of the first priority
                             * @enum {string}
                             */
                            precedence?: "highest" | "newest" | "priority";
                            /** @description Whether group names give roles at all */
                            conventionEnabled?: boolean;
                            /** @description Only names that begin so give roles; null: any prefix will do */
                            requiredPrefix?: string | null;
                        };
                    } | {
                        /** @enum {string} */
                        kind: "sso-settings";
                        settings: {
                            autoJoin?: boolean;
                            workspaceIds?: string[];
                            workspaceRole?: components["schemas"]["WorkspaceRole"];
                            organizationRole?: components["schemas"]["OrganizationRole"];
                        };
                    } | {
                        /** @enum {string} */
                        kind: "mapping-created";
                        /** @description A group by id, or by name; a name that no group has yet waits for the directory to push it */
                        group: {
                            id: string;
                        } | {
                            displayName: string;
                        };
                        mapping: {
                            targets?: {
                                workspaceId: string;
                                /** @description By name; a custom one by id as well */
                                workspaceRole: string;
                            }[];
                            organizationRole?: components["schemas"]["OrganizationRole"] | null;
                            /** @description 1 is first; of equal ones the higher role decides */
                            priority?: number;
                        };
                    } | {
                        /** @enum {string} */
                        kind: "mapping-changed";
                        mappingId: string;
                        mapping: {
                            targets?: {
                                workspaceId: string;
                                /** @description By name; a custom one by id as well */
                                workspaceRole: string;
                            }[];
                            organizationRole?: components["schemas"]["OrganizationRole"] | null;
                            /** @description 1 is first; of equal ones the higher role decides */
                            priority?: number;
                        };
                    } | {
                        /** @enum {string} */
                        kind: "mapping-deleted";
                        mappingId: string;
                        /** @enum {string} */
                        onDelete: "keep" | "remove";
                    } | {
                        /** @enum {string} */
                        kind: "group-renamed";
                        groupId: string;
                        displayName: string;
                    } | {
                        /** @enum {string} */
                        kind: "workspace-deleted";
                        workspaceId: string;
                    } | {
                        /** @enum {string} */
                        kind: "role-changed";
                        roleId: string;
                        /** @description Higher wins; unique, 500 and 100 are built in */
                        rank?: number;
                        /** @description Workspace permissions of GET /permissions and application permissions */
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
                org: string;
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
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Search in name and email */
                q?: string;
                status?: components["schemas"]["MemberStatus"];
                organizationRole?: components["schemas"]["OrganizationRole"];
                /** @description Only direct members of the group with this id */
                group?: string;
                /** @description Only who has access to the workspace with this id, or is invited to it */
                workspace?: string;
                /** @description Only who has a role by this: in `workspace`, or in any without one */
                source?: "sso-default" | "invitation" | "manual" | "creator" | "scim-group" | "sso-group" | "override" | "organization-admin";
                /** @description `false`: only members as whom nobody has ever signed in */
                signedIn?: "true" | "false";
                /** @description `false`: only whose provider names an address that nobody has proven (`claimedEmail`) */
                emailVerified?: "true" | "false";
                sort?: "name" | "-name" | "createdAt" | "-createdAt";
                /** @description Workspaces a page */
                columnLimit?: number;
                /** @description nextColumns of the columns before */
                columns?: string;
            };
            header?: never;
            path: {
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
                /** @description nextCursor of the page before */
                cursor?: string;
                status?: "pending" | "approved" | "rejected" | "obsolete";
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["HeldChange"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                org: string;
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                org: string;
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
                        items: components["schemas"]["HoldingMember"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /** @description nextCursor of the page before */
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
                        items: components["schemas"]["ApiKey"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description: string;
                    /**
                     * @default [
                     *       "read",
                     *       "write"
                     *     ]
                     */
                    scopes?: ("read" | "write")[];
                    /**
                     * Format: date-time
                     * @description ISO 8601, in the future
                     */
                    expiresAt?: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["ApiKey"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description: string;
                    /**
                     * @default [
                     *       "read",
                     *       "write"
                     *     ]
                     */
                    scopes?: ("read" | "write")[];
                    /**
                     * Format: date-time
                     * @description ISO 8601, in the future
                     */
                    expiresAt?: string;
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
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Types or patterns such as `user.*`, separated by commas */
                types?: string;
                /** @description Id of the account, key or token that did it */
                actor?: string;
                member?: string;
                workspace?: string;
                group?: string;
                /** @description ISO 8601 */
                from?: string;
                /** @description ISO 8601 */
                to?: string;
                order?: "newest" | "oldest";
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["Event"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /** @description Types or patterns such as `user.*`, separated by commas */
                types?: string;
                /** @description Id of the account, key or token that did it */
                actor?: string;
                member?: string;
                workspace?: string;
                group?: string;
                /** @description ISO 8601 */
                from?: string;
                /** @description ISO 8601 */
                to?: string;
                format?: "jsonl" | "csv";
            };
            header?: never;
            path: {
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
                    "application/jsonl": string;
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
                /** @description `after` of the answer before */
                after?: number | null;
                /** @description Items a page */
                limit?: number;
            };
            header?: never;
            path: {
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
    getOrganizationsOrgLive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
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
                        items: components["schemas"]["Webhook"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    url: string;
                    /** @default  */
                    description?: string;
                    /**
                     * @default [
                     *       "*"
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
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    url?: string;
                    description?: string;
                    events?: string[];
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default 86400 */
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
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
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
                /** @description nextCursor of the page before */
                cursor?: string;
                state?: "pending" | "delivered" | "dead";
            };
            header?: never;
            path: {
                org: string;
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
                        items: components["schemas"]["Delivery"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
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
    postOrganizationsOrgWebhooksIdDeliveriesDeliveryReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.
                 * @example 5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                org: string;
                id: string;
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
