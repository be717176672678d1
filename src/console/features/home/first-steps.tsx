/** What sets an organization up, ticked by what really happened, whoever did it. */
import { Link } from '@tanstack/react-router';
import { Circle, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '../../lib/format.ts';
import { firstSteps as text } from '../../lib/messages/home.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Summary } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/page.tsx';
import css from './home.module.css';
import { StepText } from './step-text.tsx';

type Name = keyof Summary['firstSteps'];
type Step = { readonly name: Name; readonly done: boolean };

const order: readonly Name[] = [
  'scimTokenMade',
  'pushed',
  'groupMatched',
  'signInConfigured',
  'signedIn',
  'secondAdmin',
];

/** Those that the reader may know of. */
export function stepsOf({ firstSteps }: Summary): Step[] {
  return order.flatMap((name) => {
    const done = firstSteps[name];
    return done === null ? [] : [{ name, done }];
  });
}

type Props = { readonly steps: readonly Step[]; readonly onHide: () => void };

export function FirstSteps({ steps, onHide }: Props) {
  const next = steps.find(({ done }) => !done)?.name;
  return (
    <Section
      title={text.title}
      text={text.text(steps.filter(({ done }) => done).length, steps.length)}
      actions={
        <Button look="quiet" small onClick={onHide}>
          {text.hide}
        </Button>
      }
    >
      <ol className={css.steps} aria-label={text.list}>
        {steps.map(({ name, done }) => (
          <li key={name}>
            <StepLink name={name} className={classes(css.step, done && css.done, name === next && css.next)}>
              {done ? <CircleCheck aria-label={text.done} /> : <Circle aria-hidden />}
              <StepText words={text.steps[name]} />
              {name === next ? <Badge tone="accent">{text.next}</Badge> : null}
            </StepLink>
          </li>
        ))}
      </ol>
    </Section>
  );
}

type LinkProps = { readonly name: Name; readonly className: string; readonly children: ReactNode };

/** To where it is done, or was. */
function StepLink({ name, ...rest }: LinkProps) {
  const params = { organizationId: useOrganization().id };
  switch (name) {
    case 'scimTokenMade':
      return <Link to="/console/$organizationId/settings/scim" params={params} search={{ make: true }} {...rest} />;
    case 'pushed':
      return <Link to="/console/$organizationId/settings/scim" params={params} {...rest} />;
    case 'groupMatched':
      return <Link to="/console/$organizationId/groups" params={params} search={{ tab: 'unmatched' }} {...rest} />;
    case 'signInConfigured':
      return <Link to="/console/$organizationId/settings/sso" params={params} {...rest} />;
    case 'signedIn':
      return <Link to="/console/$organizationId/people" params={params} search={{ invite: true }} {...rest} />;
    case 'secondAdmin':
      return <Link to="/console/$organizationId/people" params={params} search={{ status: 'active' }} {...rest} />;
  }
}
