import type { ReactNode } from 'react';
import { api } from '../lib/client.ts';
import { useOrganization } from '../lib/session.ts';
import type { ScimSettings } from '../lib/types.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { actionFor, Effects, usePreview, whyNotYet } from './effects.tsx';
import { tellDone, tellFailed } from './toast.tsx';

type Props = {
  /** null: as it is saved. */
  readonly order: Partial<ScimSettings> | null;
  /** `savedByJob`: where roles follow by and by. */
  readonly text: Readonly<Record<'title' | 'save' | 'saved' | 'savedByJob', string>> & {
    readonly text?: string;
    readonly same?: string;
  };
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Changes how the directory gives roles; who would gain or lose by it is shown first. */
export function ScimSettingsDialog({ order, text, onClose, children }: Props) {
  const { id: org } = useOrganization();
  const previewed = usePreview(order && { kind: 'scim-settings', settings: order });
  const whyNot = order === null ? text.same : whyNotYet(previewed);
  const { mutate, isPending } = api.useMutation('patch', '/organizations/{org}/scim/settings', {
    onSuccess: ({ jobId }) => {
      tellDone(jobId === null ? text.saved : text.savedByJob);
      onClose();
    },
    onError: tellFailed,
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.title}
      text={text.text}
      onSubmit={() => order && whyNot === null && mutate({ params: { path: { org } }, body: order })}
      actions={
        <Button type="submit" look="primary" busy={isPending} whyNot={whyNot}>
          {actionFor(text.save, previewed)}
        </Button>
      }
    >
      {children}
      <Effects {...previewed} />
    </Dialog>
  );
}
