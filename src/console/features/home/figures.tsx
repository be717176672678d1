/** The organization in figures, each a link to what it counts. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { classes, counted } from '../../lib/format.ts';
import { house as text } from '../../lib/messages/home.ts';
import { useOrganization } from '../../lib/session.ts';
import { inWords } from '../../lib/time.ts';
import type { Summary } from '../../lib/types.ts';
import { Section } from '../../ui/page.tsx';
import css from './figures.module.css';

type Props = { readonly summary: Summary; readonly actions: ReactNode };

/** What the reader may not know is left out. */
export function Figures({ summary, actions }: Props) {
  const { groups, heldChanges, provisioning, endingSoon } = summary;
  return (
    <Section title={text.title} actions={actions}>
      <ul className={css.figures} aria-label={text.list}>
        <People people={summary.people} />
        {groups ? <Unmatched groups={groups} /> : null}
        {heldChanges === null ? null : <Held count={heldChanges} />}
        {provisioning ? <Requests provisioning={provisioning} /> : null}
        <Ending ending={endingSoon} />
      </ul>
    </Section>
  );
}

const home = '/console/$organizationId';

function useParams() {
  return { organizationId: useOrganization().id };
}

function People({ people }: Pick<Summary, 'people'>) {
  const params = useParams();
  const { locked } = people;
  return (
    <>
      {(['active', 'pending', 'inactive'] as const).map((status) => (
        <li key={status}>
          <Link to={`${home}/people`} params={params} search={{ status }} className={css.figure}>
            <Figure name={text[status]} value={counted(people[status])} />
          </Link>
        </li>
      ))}
      {locked === 0 ? null : (
        <li>
          <Link to={`${home}/people`} params={params} search={{ locked: true }} className={css.figure}>
            <Figure name={text.locked} value={counted(locked)} note={text.lockedNote} warns />
          </Link>
        </li>
      )}
    </>
  );
}

function Unmatched({ groups: { total, unmatched } }: { readonly groups: NonNullable<Summary['groups']> }) {
  return (
    <li>
      <Link to={`${home}/groups`} params={useParams()} search={{ tab: 'unmatched' }} className={css.figure}>
        <Figure name={text.unmatched} value={counted(unmatched)} note={text.ofGroups(total)} warns={unmatched > 0} />
      </Link>
    </li>
  );
}

function Held({ count }: { readonly count: number }) {
  return (
    <li>
      <Link to={`${home}/settings/scim`} params={useParams()} search={{ tab: 'guard' }} className={css.figure}>
        <Figure name={text.held} value={counted(count)} note={count > 0 ? text.heldNote : null} warns={count > 0} />
      </Link>
    </li>
  );
}

function Requests({ provisioning }: { readonly provisioning: NonNullable<Summary['provisioning']> }) {
  const params = useParams();
  const { lastPush, lastDay } = provisioning;
  const failing = lastDay.refused + lastDay.failed;
  const bad = (lastPush?.status ?? 0) >= 400;
  return (
    <>
      <li>
        <Link to={`${home}/activity`} params={params} className={css.figure}>
          <Figure
            name={text.lastPush}
            value={lastPush ? inWords(lastPush.at) : text.noPush}
            note={bad ? (Number(lastPush?.status) >= 500 ? text.pushFailed : text.pushRefused) : null}
            warns={bad}
          />
        </Link>
      </li>
      <li>
        <Link to={`${home}/activity`} params={params} search={{ outcome: 'refused' }} className={css.figure}>
          <Figure
            name={text.failing}
            value={counted(failing)}
            note={text.lastDay(failing + lastDay.succeeded)}
            warns={failing > 0}
          />
        </Link>
      </li>
    </>
  );
}

function Ending({ ending: { scimTokens, serviceKeys, overrides } }: { readonly ending: Summary['endingSoon'] }) {
  const params = useParams();
  const soon = overrides?.next;
  return (
    <>
      {scimTokens ? (
        <li>
          <Link to={`${home}/settings/scim`} params={params} className={css.figure}>
            <EndingFigure name={text.tokens} {...scimTokens} />
          </Link>
        </li>
      ) : null}
      {serviceKeys && serviceKeys.count > 0 ? (
        <li>
          <Link to={`${home}/settings/api-keys`} params={params} className={css.figure}>
            <EndingFigure name={text.keys} {...serviceKeys} />
          </Link>
        </li>
      ) : null}
      {overrides ? (
        <li>
          {soon ? (
            <Link
              to={`${home}/people/$memberId`}
              params={{ ...params, memberId: soon.memberId }}
              className={css.figure}
            >
              <EndingFigure name={text.overrides} {...overrides} />
            </Link>
          ) : (
            <div className={css.figure}>
              <EndingFigure name={text.overrides} {...overrides} />
            </div>
          )}
        </li>
      ) : null}
    </>
  );
}

type EndingProps = {
  readonly name: string;
  readonly count: number;
  readonly next: { readonly expiresAt: string; readonly description?: string } | null;
};

function EndingFigure({ name, count, next }: EndingProps) {
  const note = next ? text.nextEnds(inWords(next.expiresAt), next.description) : text.noneEnds;
  return <Figure name={name} value={counted(count)} note={note} warns={count > 0} />;
}

type FigureProps = {
  readonly name: string;
  readonly value: string;
  readonly note?: string | null;
  /** Somebody should look at it. */
  readonly warns?: boolean;
};

function Figure({ name, value, note, warns = false }: FigureProps) {
  return (
    <>
      <span className={css.name}>{name}</span>
      <span className={classes(css.value, warns && css.warns)}>{value}</span>
      <span className={css.note}>{note}</span>
    </>
  );
}
