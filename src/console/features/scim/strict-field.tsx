import { strict as text } from '../../lib/messages/scim.ts';
import { CheckField } from '../../ui/check-field.tsx';

type Props = { readonly strict: boolean; readonly onChange: (strict: boolean) => void };

export function StrictField({ strict, onChange }: Props) {
  return <CheckField label={text.label} hint={text.hint} checked={strict} onChange={onChange} />;
}
