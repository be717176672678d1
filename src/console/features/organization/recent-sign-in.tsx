import { api } from '../../lib/client.ts';
import { recentSignIn as text } from '../../lib/messages/organization.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { Section } from '../../ui/page.tsx';
import { tellDone } from '../../ui/toast.tsx';

/** Whether people confirm who they are before what could hand the organization over; it works at once. */
export function RecentSignIn() {
  const { id: org, recentSignInRequired } = useOrganization();
  const { mutate, error } = api.useMutation('patch', '/organizations/{org}', {
    onSuccess: (saved) => tellDone(saved.recentSignInRequired ? text.isOn : text.isOff),
  });
  return (
    <Section title={text.title} text={text.text}>
      <CheckField
        label={text.label}
        hint={messageOf(error) ?? text.hint}
        checked={recentSignInRequired}
        onChange={(next) => mutate({ params: { path: { org } }, body: { recentSignInRequired: next } })}
      />
    </Section>
  );
}
