/** First steps until they are taken or hidden; then figures, and what the identity provider sent. All of it is live. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { useRefreshed } from '../../lib/live.ts';
import { firstSteps as text } from '../../lib/messages/home.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Figures } from './figures.tsx';
import { FirstSteps, stepsOf } from './first-steps.tsx';
import { hideFirstSteps, hidesFirstSteps } from './hidden-steps.ts';
import { Provisioning } from './provisioning.tsx';

const counted = ['/organizations/{org}/stats/summary', '/organizations/{org}/stats/provisioning'];

export function House() {
  const { id: org } = useOrganization();
  const may = useMay();
  const seesRequests = may('provisioning:manage');
  useRefreshed(org, counted, may('audit:read'));
  const [hidden, setHidden] = useState(() => hidesFirstSteps(org));
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/stats/summary', {
    params: { path: { org } },
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonLines count={6} />;
  const steps = stepsOf(data);
  const open = steps.some(({ done }) => !done);
  const hide = (next: boolean) => {
    hideFirstSteps(org, next);
    setHidden(next);
  };
  if (open && !hidden) return <FirstSteps steps={steps} onHide={() => hide(true)} />;
  const again = open ? (
    <Button look="quiet" small onClick={() => hide(false)}>
      {text.show}
    </Button>
  ) : null;
  return (
    <>
      <Figures summary={data} actions={again} />
      {seesRequests ? <Provisioning /> : null}
    </>
  );
}
