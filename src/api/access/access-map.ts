/** Where access comes from and where it goes, in one picture. */
import { z } from 'zod';
import { mapAccess, mostNodes } from '../../domain/administration/statistics/map-access.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { exampleIds, organizationParams, workspaceRoleSchema } from '../http/shared-schemas.ts';

const nodeSchema = z
  .object({
    key: z.string().meta({ description: 'By which links name it' }),
    kind: z.enum(['group', 'other-groups', 'source', 'workspace', 'other-workspaces']),
    id: z.string().meta({ description: 'Of the group or workspace; of a source, which (see `Source`)' }),
    name: z.string(),
    people: z.int().meta({
      description: 'Of a group its direct members, of a workspace who has access; where several are one, their sum',
    }),
    folded: z.int().meta({ description: 'How many groups or workspaces it stands for; 0: for itself' }),
  })
  .meta({ id: 'AccessMapNode' });

const linkSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    role: workspaceRoleSchema,
    mapping: z.enum(['convention', 'explicit']).nullable().meta({ description: 'By what a group gives it' }),
    mappingId: z.string().nullable().meta({ description: 'Of an explicit mapping' }),
    people: z.int().meta({
      description: 'Active people whose role comes from there; each counts once in a workspace, by what won',
    }),
  })
  .meta({ id: 'AccessMapLink' });

const mapSchema = z
  .object({
    nodes: z.array(nodeSchema).meta({ description: `At most ${mostNodes}; those with the fewest people become one` }),
    links: z.array(linkSchema).meta({ description: 'The widest first' }),
    counting: z.boolean().meta({ description: 'A large change is being stored: the numbers still move' }),
  })
  .meta({
    id: 'AccessMap',
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
