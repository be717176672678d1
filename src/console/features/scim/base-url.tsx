import { scim as text } from '../../lib/messages/scim.ts';
import { CopyField } from '../../ui/copy-button.tsx';

/** Where identity providers push to. */
export const baseUrl = () => `${location.origin}/scim/v2`;

export function BaseUrl() {
  return <CopyField label={text.baseUrl} value={baseUrl()} />;
}
