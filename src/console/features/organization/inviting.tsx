import { api } from '../../lib/client.ts';
import { inviting as text } from '../../lib/messages/organization.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { Section } from '../../ui/page.tsx';
import { tellDone } from '../../ui/toast.tsx';

/** The switch of invitations; it works at once. */
export function Inviting() {
  const { id: org, invitationsEnabled } = useOrganization();
  const { mutate, error } = api.useMutation('patch', '/organizations/{org}', {
    onSuccess: (saved) => tellDone(saved.invitationsEnabled ? text.isOn : text.isOff),
  });
  return (
    <Section title={text.title} text={text.text}>
      <CheckField
        label={text.label}
        hint={messageOf(error) ?? text.hint}
        checked={invitationsEnabled}
        onChange={(next) => mutate({ params: { path: { org } }, body: { invitationsEnabled: next } })}
      />
    </Section>
  );
}
