/** The test sign-in: there and back again, what came, and whether people may sign in by it. */
import { api } from '../../lib/client.ts';
import { testSignIn as text } from '../../lib/messages/setup.ts';
import type { Setup } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import css from './setup.module.css';
import { isPassed } from './state.ts';

export function SignInTest({ setup }: { readonly setup: Setup }) {
  const { id, connection, test, maySwitchOn, organization } = setup;
  const { mutate, isPending } = api.useMutation('post', '/setup/{link}/connection/switch-on', { onError: tellFailed });
  const switchOn = () => mutate({ params: { path: { link: id } } });
  return (
    <Section title={text.title} text={text.text}>
      {connection === null ? (
        <Button whyNot={text.first}>{text.begin}</Button>
      ) : (
        // Not a page of the console: the server goes on to the provider.
        <a className={buttonClass({ look: isPassed(test) ? 'plain' : 'primary' })} href={`/auth/setup/${id}`}>
          {test === null ? text.begin : text.again}
        </a>
      )}
      {test ? <Result test={test} domains={setup.domains} covers={setup.parts.includes('domain')} /> : null}
      <div className={css.switch}>
        {connection?.enabled ? <p className={css.good}>{text.switchedOn}</p> : null}
        {connection && !connection.enabled && maySwitchOn ? (
          <>
            <Button look="primary" busy={isPending} whyNot={!isPassed(test) && text.switchOnAfter} onClick={switchOn}>
              {text.switchOn}
            </Button>
            <p className={css.soft}>{text.switchOnText}</p>
          </>
        ) : null}
        {connection?.enabled || maySwitchOn ? null : <p className={css.soft}>{text.byAdmins(organization)}</p>}
      </div>
    </Section>
  );
}

type ResultProps = {
  readonly test: NonNullable<Setup['test']>;
  readonly domains: Setup['domains'];
  /** Whether the link is for domains: else nobody can say here which are proven. */
  readonly covers: boolean;
};

function Result({ test: { at, isCurrent, problem, read, received }, domains, covers }: ResultProps) {
  const domain = read?.email?.split('@').at(-1)?.toLowerCase() ?? null;
  const isOutside = covers && domain !== null && !domains.some((one) => one.verified && one.name === domain);
  return (
    <div className={css.result}>
      <p role="status" aria-label={text.result} className={problem === null ? css.good : css.danger}>
        {problem === null ? text.passed : `${text.failed} ${problem}`}{' '}
        <span className={css.soft}>
          · <Time at={at} />
        </span>
      </p>
      {isCurrent ? null : <p className={css.warn}>{text.old}</p>}
      {read ? (
        <>
          <h3 className={css.part}>{text.read}</h3>
          <Facts
            facts={[
              [text.subject, <code key="subject">{read.subject}</code>],
              [text.email, <Email key="email" email={read.email} trusted={read.emailTrusted} />],
              [text.name, read.name ?? text.noName],
              [text.groups, read.groups === null ? text.noGroups : read.groups.join(', ')],
            ]}
          />
          {read.email !== null && !read.emailTrusted ? <p className={css.warn}>{text.unverifiedHint}</p> : null}
          {isOutside ? <p className={css.warn}>{text.domainHint(domain)}</p> : null}
          <Claims claims={received} />
        </>
      ) : null}
    </div>
  );
}

function Email({ email, trusted }: { readonly email: string | null; readonly trusted: boolean }) {
  if (email === null) return text.noEmail;
  return (
    <>
      {email} <Badge tone={trusted ? 'good' : 'warn'}>{trusted ? text.verified : text.unverified}</Badge>
    </>
  );
}

function Claims({ claims }: { readonly claims: NonNullable<Setup['test']>['received'] }) {
  return (
    <table className={css.claims}>
      <caption>{text.claims}</caption>
      <thead>
        <tr>
          <th scope="col">{text.claim}</th>
          <th scope="col">{text.value}</th>
          <th scope="col">{text.from}</th>
        </tr>
      </thead>
      <tbody>
        {claims.map(({ name, value, from }) => (
          <tr key={`${from}/${name}`}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>
              <code>{value}</code>
            </td>
            <td>{text.places[from]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
