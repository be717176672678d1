/** The sign-in connection: what to click at the provider, what to copy from it, and its tests. */
import { signInStep as text } from '../../lib/messages/setup.ts';
import { guideOf } from '../../lib/messages/setup-guides.ts';
import type { Setup } from '../../lib/types.ts';
import { CopyField } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/page.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { Instructions } from './instructions.tsx';
import type { Provider } from './provider-by-issuer.ts';
import css from './setup.module.css';
import { SignInTest } from './sign-in-test.tsx';

type Props = { readonly setup: Setup; readonly provider: Provider };

export function SignInStep({ setup, provider }: Props) {
  const { label, called = label, signIn } = guideOf(provider);
  return (
    <>
      <Section title={text.title} text={text.text}>
        <h3 className={css.part}>{text.at(called)}</h3>
        <Instructions label={text.at(called)} steps={signIn.steps} note={signIn.note} />
        <CopyField label={text.redirectUri} value={setup.redirectUri} />
        <details className={css.more}>
          <summary>{text.signOut}</summary>
          <div className={css.form}>
            <CopyField label={text.signOutUri} value={`${location.origin}/`} />
            <CopyField
              label={text.backchannel}
              value={setup.redirectUri.replace('/auth/callback/', '/auth/backchannel-logout/')}
            />
          </div>
        </details>
        <h3 className={css.part}>{text.enter}</h3>
        {setup.connection?.enabled ? (
          <p className={css.good}>{text.isOn}</p>
        ) : (
          <ConnectionForm setup={setup} provider={provider} />
        )}
      </Section>
      <SignInTest setup={setup} />
    </>
  );
}
