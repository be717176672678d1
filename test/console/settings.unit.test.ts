import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../src/console/features/scim/guard-meaning.ts';
import { guideFor } from '../../src/console/features/scim/guide-for.ts';
import { choiceOf, patternsOf } from '../../src/console/features/webhooks/event-choice.ts';

describe('the guide for the identity provider in place', () => {
  it.each([
    ['okta', []],
    ['okta', ['Old AZURE', 'Okta production']],
    ['entra', ['Microsoft']],
    ['other', ['JumpCloud']],
    ['okta', ['Identity provider']],
  ])('is that of %s where tokens are named %j', (guide, names) => expect(guideFor(names)).toBe(guide));
});

describe('the mass-change guard', () => {
  it.each([
    [null, 'Off. Whatever the directory takes is taken at once, from however many people.'],
    [
      { maxMembers: 1, maxPercent: null, windowMinutes: 1 },
      'On. Held when access goes from more than 1 person within 1 minute.',
    ],
    [
      { maxMembers: 50, maxPercent: 10, windowMinutes: 60 },
      'On. Held when access goes from more than 50 people or more than 10 % of the active people (12 people now) within 60 minutes.',
    ],
    [{ maxMembers: null, maxPercent: 0, windowMinutes: 60 }, 'On. Every loss of access by the directory is held.'],
  ])('is said in words: %j', (setting, words) => expect(meaningOf(setting, 129)).toBe(words));
});

describe('the events of a webhook', () => {
  it.each([
    [['*']],
    [['user.*', 'membership.changed']],
    [['application_permissions.*']],
    [['held_change.*', 'webhook.*']],
  ])('stay %j when they are shown to be changed and saved', (patterns) =>
    expect(patternsOf(choiceOf(patterns))).toEqual(patterns),
  );
  it('may be typed with spaces, commas or lines between them', () =>
    expect(patternsOf({ all: false, kinds: [], others: ' user.created,role.*\nx  ' })).toEqual([
      'user.created',
      'role.*',
      'x',
    ]));
});
