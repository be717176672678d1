/** Where access comes from and where it goes, in one picture. */
import { z } from 'zod';
import { mapAccess, mostNodes } from '../../domain/administration/statistics/map-access.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { exampleGroup, exampleIds, idOf, organizationParams, workspaceRoleSchema } from '../http/shared-schemas.ts';

const key = z.string().meta({ examples: [`group/${exampleIds.group}`] });

const nodeSchema = z
  .object({
    key: key.meta({ description: 'By which links name it' }),
    kind: z.enum(['group', 'other-groups', 'source', 'workspace', 'other-workspaces']).meta({
      description: 'What it is; `other-...`: those with the fewest people, as one',
    }),
    id: z.string().meta({
      description: 'Of the group or workspace; of a source, which (see `Source`)',
      examples: [exampleIds.group],
    }),
    name: z.string().meta({ description: 'What it is called', examples: [exampleGroup.displayName] }),
    people: z.int().meta({
      description: 'Of a group its direct members, of a workspace who has access; where several are one, their sum',
      examples: [12],
    }),
    folded: z.int().meta({ description: 'How many groups or workspaces it stands for; 0: for itself', examples: [0] }),
  })
  .meta({ id: 'AccessMapNode', description: 'A group, another source of access, or a workspace' });

const linkSchema = z
  .object({
    from: key.meta({ description: '`key` of the group or source' }),
    to: z.string().meta({ description: '`key` of the workspace', examples: [`workspace/${exampleIds.workspace}`] }),
    role: workspaceRoleSchema,
    mapping: z.enum(['convention', 'explicit']).nullable().meta({ description: 'By what a group gives it' }),
    mappingId: idOf('mapping').nullable().meta({ description: 'Id of the explicit mapping; null: there is none' }),
    people: z.int().meta({
      description:
        'Active people whose role comes from there; each counts once in a workspace, by what won, and with the precedence `combined` by all that counts',
      examples: [11],
    }),
  })
  .meta({ id: 'AccessMapLink', description: 'Who has a role in a workspace by the same thing' });

const mapSchema = z
  .object({
    nodes: z.array(nodeSchema).meta({ description: `At most ${mostNodes}; those with the fewest people become one` }),
    links: z.array(linkSchema).meta({ description: 'The widest first' }),
    counting: z.boolean().meta({ description: 'A large change is being stored: the numbers still move' }),
  })
  .meta({
    id: 'AccessMap',
    description: 'Where access comes from and where it goes',
    examples: [
      {
        nodes: [
          {
            key: `group/${exampleIds.group}`,
            kind: 'group',
            id: exampleIds.group,
            name: 'Acme Organization User:Research:Workspace Viewer',
            people: 12,
            folded: 0,
          },
          {
            key: `workspace/${exampleIds.workspace}`,
            kind: 'workspace',
            id: exampleIds.workspace,
            name: 'Research',
            people: 11,
            folded: 0,
          },
        ],
        links: [
          {
            from: `group/${exampleIds.group}`,
            to: `workspace/${exampleIds.workspace}`,
            role: 'Workspace Viewer',
            mapping: 'convention',
            mappingId: null,
            people: 11,
          },
        ],
        counting: false,
      },
    ],
  });

export const accessMapRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/access-map',
    summary: 'From groups and other sources of access, by mappings, to workspaces: how many people have their role so',
    needs: 'access:read',
    tag: 'Access',
    params: organizationParams,
    responses: { 200: mapSchema },
    handle: async ({ params: { org } }) => {
      const { nodes, links, counting } = await mapAccess(org);
      return { status: 200, body: { nodes: [...nodes], links: [...links], counting } };
    },
  }),
];
