import { api } from '../../lib/client.ts';
import { ssoOnly as text } from '../../lib/messages/sso.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { Section } from '../../ui/page.tsx';
import { tellDone } from '../../ui/toast.tsx';

/** Whether passwords and other connections lead here too; it works at once. */
export function SsoOnly() {
  const { id: org, isDefault, ssoOnly } = useOrganization();
  const { mutate, error } = api.useMutation('patch', '/organizations/{org}', {
    onSuccess: (saved) => tellDone(saved.ssoOnly ? text.isOn : text.isOff),
  });
  return (
    <Section title={text.title} text={text.text}>
      <CheckField
        label={text.label}
        hint={messageOf(error) ?? (isDefault ? text.hintDefault : text.hint)}
        checked={ssoOnly}
        onChange={(next) => mutate({ params: { path: { org } }, body: { ssoOnly: next } })}
      />
    </Section>
  );
}
