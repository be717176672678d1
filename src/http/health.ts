import { Router } from 'express';

const longestCheck = 1_000;

/**
 * `GET /livez`: 200 while the process can answer at all, whatever the database does. `GET /readyz`: 200 only when
 * `ready()` resolves to true within a second (bootstrap done, database answers), else 503, so that load balancers send
 * requests elsewhere.
 * @param details what is wrong although requests are served, by what it is about
 */
export function healthRouter({
  ready,
  details = () => ({}),
}: {
  readonly ready: () => Promise<boolean> | boolean;
  readonly details?: () => Readonly<Record<string, string>>;
}): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.get('/livez', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/readyz', async (_request, response) => {
    const wrong = details();
    const more = Object.keys(wrong).length > 0 ? { details: wrong } : {};
    if (await withinASecond(ready)) response.json({ status: 'ready', ...more });
    else
      response
        .status(503)
        .set('Retry-After', '1')
        .json({ status: 'not ready', ...more });
  });
  return router;
}

async function withinASecond(ready: () => Promise<boolean> | boolean): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, longestCheck, false);
  });
  try {
    return await Promise.race([ready(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
