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
         * @description Who may: signed in.
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
    "/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the organizations that the caller may enter
         * @description Who may: signed in; the deployment key sees all.
         */
        get: operations["getOrganizations"];
        put?: never;
        /**
         * Create an organization with its first workspace; its creator becomes Organization Admin
         * @description Who may: signed in, unless the deployment disables it; the deployment key always.
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
         * @description Who may: members.
         */
        get: operations["getOrganizationsOrg"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename an organization
         * @description Who may: Organization Admin.
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
    "/organizations/{org}/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the workspaces of an organization
         * @description Who may: members.
         */
        get: operations["getOrganizationsOrgWorkspaces"];
        put?: never;
        /**
         * Create a workspace
         * @description Who may: Organization Admin.
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
         * @description Who may: members of the organization.
         */
        get: operations["getOrganizationsOrgWorkspacesWs"];
        put?: never;
        post?: never;
        /**
         * Delete a workspace with all access to it; the last one stays
         * @description Who may: Organization Admin.
         */
        delete: operations["deleteOrganizationsOrgWorkspacesWs"];
        options?: never;
        head?: never;
        /**
         * Rename a workspace; access stays as it is
         * @description Who may: Organization Admin.
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
         * @description Who may: Organization Admin, Organization Operator.
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
         * @description Who may: Organization Admin, Organization Operator.
         */
        get: operations["getOrganizationsOrgMembersMember"];
        put?: never;
        post?: never;
        /**
         * Remove a member with all its access; signing in does not bring it back
         * @description Who may: Organization Admin; Organization Operator, but not on Admins.
         */
        delete: operations["deleteOrganizationsOrgMembersMember"];
        options?: never;
        head?: never;
        /**
         * Set the organization role (null: groups and invitations decide again), activate or deactivate
         * @description Who may: Organization Admin; Organization Operator, but not on Admins and no role above their own.
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
    "/organizations/{org}/workspaces/{ws}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the active and pending members of a workspace
         * @description Who may: members of the workspace.
         */
        get: operations["getOrganizationsOrgWorkspacesWsMembers"];
        put?: never;
        /**
         * Add people: who is active in the organization at once, others by an invitation to it
         * @description Who may: Workspace Admin (people new to the organization only with WORKSPACE_SCOPE_ORG_INVITES_ENABLED), Organization Admin.
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
         * @description Who may: Workspace Admin, Organization Admin.
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
         * @description Who may: Workspace Admin, Organization Admin.
         */
        put: operations["putOrganizationsOrgWorkspacesWsMembersMemberOverride"];
        post?: never;
        /**
         * Clear the decision, so that groups, invitations and sign-ins decide again
         * @description Who may: Workspace Admin, Organization Admin.
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
         * @description Who may: Organization Admin.
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
         * @description Who may: Organization Admin, Organization Operator.
         */
        get: operations["getOrganizationsOrgInvitations"];
        put?: never;
        /**
         * Invite people to the organization, and into workspaces; who is active already is added to those at once
         * @description Who may: Organization Admin; Organization Operator as Organization User or Viewer.
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
         * @description Who may: Organization Admin; Organization Operator, of an Organization User or Viewer.
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
         * Renew an invitation, also an expired one, with a new link; the old one is dead
         * @description Who may: Organization Admin; Organization Operator, of an Organization User or Viewer.
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
         * @description Who may: signed in.
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
         * Accept an invitation, by the secret in its link or, of the caller's own list, by its id
         * @description Who may: signed in with the invited address.
         */
        post: operations["postMeInvitationsTokenAccept"];
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
         * @description Who may: Organization Admin.
         */
        get: operations["getOrganizationsOrgSsoSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what later newcomers get; nobody who has joined is touched
         * @description Who may: Organization Admin.
         */
        patch: operations["patchOrganizationsOrgSsoSettings"];
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
         * @description Who may: Organization Admin.
         */
        get: operations["getOrganizationsOrgScimTokens"];
        put?: never;
        /**
         * Create a SCIM token; its secret is in this answer only
         * @description Who may: Organization Admin.
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
         * @description Who may: Organization Admin.
         */
        get: operations["getOrganizationsOrgScimTokensId"];
        put?: never;
        post?: never;
        /**
         * Revoke a SCIM token; it ends at once
         * @description Who may: Organization Admin.
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
         * @description Who may: Organization Admin.
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
         * @description Who may: Organization Admin.
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
    "/organizations/{org}/scim/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what identity providers sent and what became of it, newest first
         * @description Who may: Organization Admin.
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
    "/organizations/{org}/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how far a large change of access is; its effect holds from the start
         * @description Who may: Organization Admin.
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
    "/me/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the caller's personal keys that are not revoked, newest first
         * @description Who may: signed in.
         */
        get: operations["getMeApiKeys"];
        put?: never;
        /**
         * Create a personal key, which acts as its owner; its secret is in this answer only
         * @description Who may: signed in.
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
         * @description Who may: signed in.
         */
        get: operations["getMeApiKeysId"];
        put?: never;
        post?: never;
        /**
         * Revoke a personal key; it ends at once
         * @description Who may: signed in.
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
         * @description Who may: Organization Admin.
         */
        get: operations["getOrganizationsOrgServiceKeys"];
        put?: never;
        /**
         * Create a service key, which acts as Organization Admin of this organization; its secret is in this answer only
         * @description Who may: Organization Admin.
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
         * @description Who may: Organization Admin.
         */
        get: operations["getOrganizationsOrgServiceKeysId"];
        put?: never;
        post?: never;
        /**
         * Revoke a service key; it ends at once
         * @description Who may: Organization Admin.
         */
        delete: operations["deleteOrganizationsOrgServiceKeysId"];
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
         *           "memberId": "6746f0a1c2d3e4f5a6b7c8d3"
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
         *       "memberId": "6746f0a1c2d3e4f5a6b7c8d3"
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
        };
        /** @enum {string} */
        OrganizationRole: "Organization Admin" | "Organization Operator" | "Organization User" | "Organization Viewer";
        /** @enum {string} */
        MemberStatus: "pending" | "active" | "inactive";
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
        };
        /** @description Workspace Admin, Workspace Editor, Workspace Viewer, or a custom role */
        WorkspaceRole: string;
        /**
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d3",
         *       "email": "ada@acme.example",
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
            email: string | null;
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
            /** @description What the admin wrote beside an override */
            reason?: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt?: string | null;
        };
        ExplainedGrant: {
            id: string;
            source: components["schemas"]["Source"];
            /** @description null for a deny */
            role: components["schemas"]["WorkspaceRole"] | null;
            group?: components["schemas"]["GroupReference"];
            /** @description What the admin wrote beside an override */
            reason?: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt?: string | null;
            /** @description null: this one won */
            lostBecause: string | null;
        };
        /**
         * @example {
         *       "memberId": "6746f0a1c2d3e4f5a6b7c8d3",
         *       "email": "ada@acme.example",
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
            reason: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt: string | null;
            /** @description Without effect: the member is Organization Admin */
            dormant: boolean;
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
        /** @description In the order of the request */
        InviteResults: {
            results: components["schemas"]["InviteResult"][];
        };
        InviteResult: {
            /** @description As sent */
            email: string;
            /** @enum {string} */
            outcome: "added" | "invited" | "already_member" | "error";
            /** @description Of an error: the rule, a stable snake_case word */
            code?: string;
            /** @description Of an error: what is wrong and what to do */
            detail?: string;
            invitationId?: string;
            /** @description Only here, and only where no mail is sent */
            link?: string;
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
         *       "lastUsedAt": null
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
        };
        /**
         * @example {
         *       "id": "6746f0a1c2d3e4f5a6b7c8d4",
         *       "displayName": "Acme Organization User:Research:Workspace Viewer",
         *       "externalId": null,
         *       "members": 12,
         *       "mapping": {
         *         "state": "convention",
         *         "reason": null
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
            };
            targets: {
                workspaceId: string | null;
                workspaceName: string | null;
                workspaceRole: components["schemas"]["WorkspaceRole"] | null;
                organizationRole: components["schemas"]["OrganizationRole"] | null;
            }[];
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
            /** @description The body that was sent: without secrets, and cut at 4,000 characters */
            body: string | null;
            requestId: string;
        };
        /** @description A change of access that was too large for one commit */
        Job: {
            id: string;
            /** @enum {string} */
            kind: "resync-access" | "remap-groups";
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
    getOrganizationsOrgWorkspaces: {
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
                    organizationRole?: components["schemas"]["OrganizationRole"] | null;
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
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
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
                from?: string;
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
}
