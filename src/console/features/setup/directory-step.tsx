/** The directory: address and token to enter at the provider, and what arrives from it as it does. */
import { api } from '../../lib/client.ts';
import { signInStep, directoryStep as text } from '../../lib/messages/setup.ts';
import { guideOf } from '../../lib/messages/setup-guides.ts';
import type { Setup } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import { Instructions } from './instructions.tsx';
import type { Provider } from './provider-by-issuer.ts';
import css from './setup.module.css';

type Props = { readonly setup: Setup; readonly provider: Provider };
type Directory = NonNullable<Setup['directory']>;

export function DirectoryStep({ setup: { id, directory }, provider }: Props) {
  if (directory === null) return null;
  const { label, called = label, directory: guide } = guideOf(provider);
  const { baseUrl, token } = directory;
  return (
    <>
      <Section title={text.title} text={text.text}>
        <h3 className={css.part}>{signInStep.at(called)}</h3>
        <Instructions label={signInStep.at(called)} steps={guide.steps} note={guide.note} />
        <CopyField
          label={guide.suffix === undefined ? text.baseUrl : text.tenantUrl}
          value={baseUrl + (guide.suffix ?? '')}
        />
        {guide.copy ? (
          <div className={css.part}>
            <CopyField {...guide.copy} />
          </div>
        ) : null}
        <div className={css.part}>
          <Token link={id} token={token} />
        </div>
      </Section>
      <Section title={text.live}>
        <Arrivals directory={directory} />
      </Section>
    </>
  );
}

function Token({ link, token }: { readonly link: string; readonly token: Directory['token'] }) {
  const { mutate, isPending, data } = api.useMutation('post', '/setup/{link}/scim-token', { onError: tellFailed });
  if (data)
    return (
      <>
        <CopyField label={text.token} value={data.token} />
        <p className={css.warn}>{text.shown}</p>
      </>
    );
  if (token) return <p className={token.revoked ? css.danger : css.soft}>{token.revoked ? text.revoked : text.made}</p>;
  return (
    <div className={css.switch}>
      <Button look="primary" busy={isPending} onClick={() => mutate({ params: { path: { link } } })}>
        {text.make}
      </Button>
      <p className={css.soft}>{text.makeText}</p>
    </div>
  );
}

function Arrivals({ directory: { token, requests } }: { readonly directory: Directory }) {
  const [last] = requests;
  const arrived = last !== undefined && last.status >= 400 ? text.allRefused : text.arrived;
  return (
    <>
      <p role="status" className={last === undefined ? css.soft : last.status >= 400 ? css.warn : css.good}>
        {last === undefined ? (token === null ? text.first : text.waiting) : arrived}
      </p>
      {requests.length === 0 ? null : (
        <table className={css.claims}>
          <caption>{text.requests}</caption>
          <thead>
            <tr>
              <th scope="col">{text.when}</th>
              <th scope="col">{text.request}</th>
              <th scope="col">{text.answer}</th>
            </tr>
          </thead>
          <tbody>
            {requests.map(({ at, method, path, status, detail }) => (
              <tr key={`${at} ${method} ${path}`}>
                <td>
                  <Time at={at} />
                </td>
                <td>
                  <code>
                    {method} {path}
                  </code>
                </td>
                <td className={status >= 400 ? css.danger : undefined}>
                  {status} {detail}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
