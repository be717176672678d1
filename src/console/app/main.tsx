/** The console begins here. */
import '@fontsource-variable/inter/index.css';
import '../ui/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod/mini';
import { applyTheme, chosenTheme } from '../lib/theme.ts';
import { Toasts } from '../ui/toast.tsx';
import { queryClient } from './query-client.ts';
import { router } from './router.ts';

// zod would try whether it may compile code, which the policy forbids and the browser would report.
config({ jitless: true });
applyTheme(chosenTheme());

/** The browser's memory of a page may show somebody who has signed out since. */
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

const container = document.getElementById('console');
if (container === null) throw new Error('index.html has no element "console".');
createRoot(container).render(
  <StrictMode>
    {/* The policy forbids the style elements that some components would bring. */}
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <Tooltip.Provider>
          <RouterProvider router={router} />
          <Toasts />
        </Tooltip.Provider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
