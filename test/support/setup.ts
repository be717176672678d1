/**
 * Around each test file. The files of a worker share its modules, so that they are loaded once; what a file may leave
 * behind in them is put right here.
 */
import { afterAll } from 'vitest';
import { invitationSettings, useInvitationSettings } from '../../src/domain/entry/offer/settings.ts';
import { shiftClock } from '../../src/domain/kernel/clock.ts';
import { keyMaxDays, useKeyMaxDays } from '../../src/domain/model/api-token.ts';
import { useEncryptionKey } from '../../src/domain/model/secret-box.ts';
import { endPrograms } from './usher.ts';

const usual = { invitations: invitationSettings(), keyDays: keyMaxDays() };

afterAll(endPrograms, 60_000);
afterAll(() => {
  shiftClock(0);
  useEncryptionKey(null);
  useInvitationSettings(usual.invitations);
  useKeyMaxDays(usual.keyDays);
});
