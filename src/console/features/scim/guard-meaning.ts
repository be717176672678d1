import { counted, countOf } from '../../lib/format.ts';
import { guard as text } from '../../lib/messages/guard.ts';
import type { MassChangeGuard } from '../../lib/types.ts';

/**
 * What a setting of the guard comes to, in a sentence. Pure.
 * @param active how many people are active now; null: not known
 */
export function meaningOf(setting: MassChangeGuard | null, active: number | null): string {
  if (setting === null) return `${text.off}. ${text.offText}`;
  const { maxMembers, maxPercent, windowMinutes } = setting;
  if (maxMembers === 0 || maxPercent === 0) return text.everybody;
  return text.on({
    members: maxMembers === null ? null : countOf(maxMembers, text.people),
    share: maxPercent === null ? null : shareOf(maxPercent, active),
    time: countOf(windowMinutes, text.minutes),
  });
}

function shareOf(percent: number, active: number | null): string {
  const people = active === null ? null : countOf(Math.floor((active * percent) / 100), text.people);
  return text.share(counted(percent), people);
}
