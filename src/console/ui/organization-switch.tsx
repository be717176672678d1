import { api } from '../lib/client.ts';
import { messageOf } from '../lib/problem.ts';
import { useOrganization } from '../lib/session.ts';
import { CheckField } from './check-field.tsx';
import { Section } from './page.tsx';
import { tellDone } from './toast.tsx';

type Text = Readonly<Record<'title' | 'text' | 'label' | 'hint' | 'isOn' | 'isOff', string>>;

/** A section for one switch of the organization, which works at once. */
export function OrganizationSwitch({
  of: name,
  text,
}: {
  of: 'invitationsEnabled' | 'recentSignInRequired' | 'ssoOnly';
  text: Text;
}) {
  const { id: org, [name]: isOn } = useOrganization();
  const { mutate, error } = api.useMutation('patch', '/organizations/{org}', {
    onSuccess: (saved) => tellDone(saved[name] ? text.isOn : text.isOff),
  });
  return (
    <Section title={text.title} text={text.text}>
      <CheckField
        label={text.label}
        hint={messageOf(error) ?? text.hint}
        checked={isOn}
        onChange={(next) => mutate({ params: { path: { org } }, body: { [name]: next } })}
      />
    </Section>
  );
}
