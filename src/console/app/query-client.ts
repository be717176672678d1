/** What is kept of the server's answers, and what happens when one of them is a failure. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { sendCsrfToken } from '../lib/client.ts';
import { isSignedOut, RequestFailed } from '../lib/problem.ts';
import { tellSessionEnded } from '../lib/session-ended.ts';
import type { Me, Setup } from '../lib/types.ts';

const endsSession = (error: unknown) => {
  if (isSignedOut(error)) tellSessionEnded();
};

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: endsSession,
    // Whoever signs in again in another tab has another token. A set-up link has one of its own, on a page of its own.
    onSuccess: (data, { queryKey }) => {
      if (queryKey[1] === '/me' || queryKey[1] === '/setup/{link}') sendCsrfToken((data as Me | Setup).csrfToken);
    },
  }),
  mutationCache: new MutationCache({
    onError: endsSession,
    // A change shows in more places than the one that made it. What nobody looks at is asked for again when somebody does.
    onSuccess: () => void queryClient.invalidateQueries(),
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server has decided it decides again; only what did not reach it is worth another try.
      retry: (failures, error) =>
        failures < 2 && error instanceof RequestFailed && (error.status === 0 || error.status === 503),
    },
    mutations: { retry: false },
  },
});
