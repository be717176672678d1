/** For whoever has opened a set-up link: one step after the other, and nothing else of the organization. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleCheck, LinkIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../lib/client.ts';
import { setup as text } from '../../lib/messages/setup.ts';
import { isSignedOut } from '../../lib/problem.ts';
import type { Setup } from '../../lib/types.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { DirectoryStep } from './directory-step.tsx';
import { DomainStep } from './domain-step.tsx';
import { FinishStep } from './finish-step.tsx';
import { keepProvider, providerOf } from './provider.ts';
import type { Provider } from './provider-by-issuer.ts';
import { ProviderStep } from './provider-step.tsx';
import css from './setup.module.css';
import { SignInStep } from './sign-in-step.tsx';
import { type Step, Steps } from './steps.tsx';

const route = getRouteApi('/console/setup/$linkId');

/** What waits for the first request asks often, and what waits for a person not at all. */
const waitingMs = 2_000;

export function SetupPage() {
  const { linkId } = route.useParams();
  const { step } = route.useSearch();
  const [finishedFor, setFinishedFor] = useState<string | null>(null);
  const { data, error, refetch } = api.useQuery(
    'get',
    '/setup/{link}',
    { params: { path: { link: linkId } } },
    {
      refetchInterval: step === 'directory' && finishedFor === null ? waitingMs : false,
      enabled: finishedFor === null,
    },
  );
  if (finishedFor !== null)
    return (
      <Frame>
        <EmptyState
          icon={<CircleCheck aria-hidden />}
          heading={text.finishedTitle}
          text={text.finishedText(finishedFor)}
        />
      </Frame>
    );
  if (isSignedOut(error))
    return (
      <Frame>
        <EmptyState icon={<LinkIcon aria-hidden />} heading={text.over} text={text.overText} />
      </Frame>
    );
  return (
    <Frame name={data?.name}>
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <SkeletonLines count={8} /> : null}
      {data ? <Tour setup={data} onFinished={() => setFinishedFor(data.organization)} /> : null}
    </Frame>
  );
}

function Frame({ name, children }: { readonly name?: string | undefined; readonly children: React.ReactNode }) {
  return (
    <>
      <header className={css.bar}>
        <img src="/assets/favicon.svg" alt="" width="22" height="22" />
        <span>{name === undefined ? 'Usher' : text.bar(name)}</span>
      </header>
      <main>{children}</main>
    </>
  );
}

type TourProps = { readonly setup: Setup; readonly onFinished: () => void };

function Tour({ setup, onFinished }: TourProps) {
  const steps: readonly Step[] = ['provider', ...setup.parts, 'finish'];
  const [chosen, setChosen] = useState<Provider | null>(() => providerOf(setup));
  const { step: asked } = route.useSearch();
  const step = asked !== undefined && steps.includes(asked) ? asked : 'provider';
  const next = steps[steps.indexOf(step) + 1];
  const provider = chosen ?? 'other';
  const choose = (one: Provider) => {
    keepProvider(setup.id, one);
    setChosen(one);
  };
  return (
    <Page
      title={text.title(setup.organization)}
      text={
        <>
          {text.text} {text.ends} <Time at={setup.expiresAt} />.
        </>
      }
      narrow
    >
      <Steps setup={setup} steps={steps} current={step} isChosen={chosen !== null} />
      <Focused key={step} moves={asked !== undefined}>
        {step === 'provider' ? <ProviderStep provider={chosen} onChoose={choose} /> : null}
        {step === 'domain' ? <DomainStep setup={setup} /> : null}
        {step === 'sign-in' ? <SignInStep setup={setup} provider={provider} /> : null}
        {step === 'directory' ? <DirectoryStep setup={setup} provider={provider} /> : null}
        {step === 'finish' ? <FinishStep setup={setup} onFinished={onFinished} /> : null}
      </Focused>
      {next === undefined ? null : (
        <p className={css.next}>
          <Link
            to="/console/setup/$linkId"
            params={{ linkId: setup.id }}
            search={{ step: next }}
            className={buttonClass()}
          >
            {text.next}: {text.step[next]}
          </Link>
        </p>
      )}
    </Page>
  );
}

/** Whoever goes to another step hears and reads on at its beginning. */
function Focused({ moves, children }: { readonly moves: boolean; readonly children: React.ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (moves) place.current?.focus({ preventScroll: true });
  }, [moves]);
  return (
    <div ref={place} tabIndex={-1} className={css.step}>
      {children}
    </div>
  );
}
