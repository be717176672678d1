/** What was done, or was not, told in passing and kept until it could be read. */
import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { failures, words } from '../lib/messages/general.ts';
import { messageOf, RequestFailed } from '../lib/problem.ts';
import css from './toast.module.css';

const manager = Toast.createToastManager();

export function tellDone(title: string, description?: string): void {
  manager.add({ title, description, type: 'good' });
}

/** A failure stays until it is closed. */
export function tellFailed(error: unknown): void {
  const id = error instanceof RequestFailed && error.requestId ? ` (${failures.requestId} ${error.requestId})` : '';
  manager.add({
    title: failures.headingOfAction,
    description: `${messageOf(error)}${id}`,
    type: 'bad',
    timeout: 0,
    priority: 'high',
  });
}

/** Once, around everything. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} timeout={6_000}>
      <Toast.Portal>
        <Toast.Viewport className={css.viewport}>
          <Shown />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Shown() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={css.toast}>
      {toast.type === 'bad' ? (
        <CircleAlert className={css.bad} aria-hidden />
      ) : (
        <CircleCheck className={css.good} aria-hidden />
      )}
      <Toast.Content className={css.content}>
        <Toast.Title className={css.title} />
        <Toast.Description className={css.text} />
      </Toast.Content>
      <Toast.Close className={css.close} aria-label={words.close}>
        <X aria-hidden />
      </Toast.Close>
    </Toast.Root>
  ));
}
