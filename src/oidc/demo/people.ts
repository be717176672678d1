import type { Json } from '../../json.ts';

/** Somebody whom the demo provider vouches for. */
export type DemoPerson = {
  readonly sub: string;
  readonly email: string;
  readonly name: string;
  /** One line: what signing in as this person shows. */
  readonly shows?: string;
  /** The heading under which the person is listed; people without one come first. */
  readonly group?: string;
  /** Claims that replace or, with null, remove those made of the above. */
  readonly claims?: Readonly<Record<string, Json>>;
};

/** The people of evaluation mode. The first is the admin. */
export const demoPeople: readonly [DemoPerson, ...DemoPerson[]] = [
  {
    sub: 'demo-ada',
    email: 'ada@demo.example',
    name: 'Ada Lovelace',
    shows: 'The administrator: sees everybody, overrides roles, makes SCIM tokens.',
  },
  {
    sub: 'demo-grace',
    email: 'grace@demo.example',
    name: 'Grace Hopper',
    shows: 'A newcomer: lands in the first workspace as Workspace Editor.',
  },
  {
    sub: 'demo-alan',
    email: 'alan@demo.example',
    name: 'Alan Turing',
    shows: 'Another newcomer, to try an override or a second workspace on.',
  },
  {
    sub: 'demo-katherine',
    email: 'katherine@demo.example',
    name: 'Katherine Johnson',
    shows: 'Create her over SCIM first: the sign-in is linked to that member.',
  },
  {
    sub: 'demo-radia',
    email: 'radia@demo.example',
    name: 'Radia Perlman',
    shows: 'Deactivate her over SCIM: she is signed out and refused.',
  },
];
