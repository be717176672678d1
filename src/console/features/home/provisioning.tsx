/** SCIM requests over the last day or month, by outcome: a chart, or a table of the same. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { api } from '../../lib/client.ts';
import { counted } from '../../lib/format.ts';
import { chart as text } from '../../lib/messages/home.ts';
import { chartTimes, shownAs } from '../../lib/searches.ts';
import { useOrganization } from '../../lib/session.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/page.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Bucket, nameOf, outcomes, type Time, totalOf } from './buckets.ts';
import css from './provisioning.module.css';

const Chart = lazy(() => import('./chart.tsx').then(({ Chart }) => ({ default: Chart })));

const route = getRouteApi('/console/$organizationId/');

export function Provisioning() {
  const { id: org } = useOrganization();
  const { time = 'day', as = 'picture' } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: object) => void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const query = { step: time === 'day' ? ('hour' as const) : ('day' as const) };
  const { data, error, refetch } = api.useQuery(
    'get',
    '/organizations/{org}/stats/provisioning',
    { params: { path: { org }, query } },
    { refetchInterval: 60_000 },
  );
  return (
    <Section
      title={text.title}
      actions={
        <div className={css.actions}>
          <Segments
            label={text.time}
            value={time}
            choices={chartTimes.map((value) => ({ value, label: text.times[value] }))}
            onChange={(next) => change({ time: next })}
          />
          <Segments
            label={text.as}
            value={as}
            choices={shownAs.map((value) => ({ value, label: text.forms[value] }))}
            onChange={(next) => change({ as: next })}
          />
        </div>
      }
    >
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {data || error ? null : <SkeletonLines count={6} />}
      {data ? <Series buckets={data.buckets} time={time} as={as} /> : null}
    </Section>
  );
}

type SeriesProps = {
  readonly buckets: readonly Bucket[];
  readonly time: Time;
  readonly as: 'picture' | 'table';
};

function Series({ buckets, time, as }: SeriesProps) {
  const params = { organizationId: useOrganization().id };
  const total = totalOf(buckets);
  if (total.succeeded + total.refused + total.failed === 0)
    return (
      <p className={css.nothing}>
        {text.nothing}
        <Link to="/console/$organizationId/settings/scim" params={params}>
          {text.connect}
        </Link>
      </p>
    );
  return (
    <>
      <ul className={css.legend}>
        {outcomes.map((outcome) => (
          <li key={outcome}>
            <span className={css[outcome]} aria-hidden />
            <strong>{counted(total[outcome])}</strong> {text.outcomes[outcome]}
          </li>
        ))}
      </ul>
      {as === 'picture' ? (
        <Suspense fallback={<SkeletonLines count={6} />}>
          <Chart buckets={buckets} time={time} label={text.picture(time, text.said(total))} />
        </Suspense>
      ) : (
        <BucketTable buckets={buckets} time={time} />
      )}
    </>
  );
}

/** The newest first. */
function BucketTable({ buckets, time }: Omit<SeriesProps, 'as'>) {
  return (
    <table className={css.table} aria-label={text.list}>
      <thead>
        <tr>
          <th scope="col">{text.columns.at[time]}</th>
          {outcomes.map((outcome) => (
            <th key={outcome} scope="col">
              {text.columns[outcome]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {buckets.toReversed().map((bucket) => (
          <tr key={bucket.at}>
            <th scope="row">{nameOf(bucket, time)}</th>
            {outcomes.map((outcome) => (
              <td key={outcome}>{counted(bucket[outcome])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
