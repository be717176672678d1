import { describe, expect, it } from 'vitest';
import { suggestionsFor } from '../../src/console/features/groups/suggest.ts';

const workspaces = ['Research', 'Research Lab'].map((name) => ({ id: name, name }));
const roles = ['Workspace Viewer', 'Workspace Editor'].map((name) => ({ id: name, name }));

type Nearest = { kind: 'workspace' | 'role' | 'group'; name: string };

const suggested = (displayName: string, nearest: Nearest[]) =>
  suggestionsFor(
    { displayName, mapping: { state: 'unmatched', reason: 'unknown_role', detail: null, nearest } },
    workspaces,
    roles,
  ).map(({ workspace, role, organizationRole }) => [workspace.name, role, organizationRole]);

describe('the mapping that was meant', () => {
  it('has the nearest role, and the workspace that the name has in full', () => {
    expect(suggested('Organization User:Research Lab:Viewr', [{ kind: 'role', name: 'Workspace Viewer' }])).toEqual([
      ['Research Lab', 'Workspace Viewer', 'Organization User'],
    ]);
  });

  it('is one for each workspace that is near', () => {
    const near = workspaces.map(({ name }) => ({ kind: 'workspace' as const, name }));
    expect(suggested('organizationviewer:Reserch:Workspace Editor', near)).toEqual([
      ['Research', 'Workspace Editor', 'Organization Viewer'],
      ['Research Lab', 'Workspace Editor', 'Organization Viewer'],
    ]);
  });

  it('is read out of a whole name where the form is wrong', () => {
    const name = 'Organization User:Research:Workspace Editor';
    expect(suggested('Organization User-Research-Workspace Editor', [{ kind: 'group', name }])).toEqual([
      ['Research', 'Workspace Editor', 'Organization User'],
    ]);
  });

  it('is none where a workspace or a role would be a guess', () => {
    expect(suggested('Design', [])).toEqual([]);
    expect(suggested('Research people', [])).toEqual([]);
  });
});
