/**
 * Where organizations have verified domains, a sign-in begins with the address: its domain finds the connection. Pages
 * without scripts. Nothing here tells whether somebody exists (`ways-by-address.ts`).
 */
import {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  Router,
  urlencoded,
} from 'express';
import { z } from 'zod';
import { areThereWaysByAddress, knownWay, type Way, waysOfAddress } from '../domain/entry/sign-in/ways-by-address.ts';
import { deploymentConnectionId } from '../domain/model/connection.ts';
import { html, type Markup } from '../html.ts';
import { countSignInStart } from '../http/attempts.ts';
import { cookiesOf } from '../http/cookies.ts';
import { isFromOwnPage } from '../http/csrf.ts';
import { type Page, sendPage } from '../http/page.ts';
import { safeReturnTo } from '../http/return-to.ts';
import { hostCookie } from '../http/session.ts';
import { alert, field } from './fields.ts';
import { addressPath, signInPath } from './sign-in-path.ts';

const address = z.object({
  email: z
    .string()
    .trim()
    .max(320)
    .regex(/^[^@\s]+@[^@\s]+$/),
});

export type EmailFirstOptions = {
  readonly publicUrl: string;
  /** The deployment has a provider of its own, for all other addresses. */
  readonly hasProvider: boolean;
  /** People may sign in with passwords; their form stands at `/auth/login`. */
  readonly hasPasswords: boolean;
};

/** `GET /auth/login` where nothing says by which connection, and `/auth/login/address`. Mount it before what begins a sign-in. */
export function emailFirst({ publicUrl, ...others }: EmailFirstOptions): Router {
  const router = Router();
  const show = async (request: Request, response: Response, status: number, form: Form) => {
    const remembered = cookiesOf(request)[rememberedCookie(publicUrl).name];
    const known = remembered === undefined ? null : await knownWay(remembered);
    sendPage(response, status, addressPage({ ...form, ...others, known }));
  };
  const ask: RequestHandler = (request, response) =>
    show(request, response, 200, { error: null, email: '', returnTo: safeReturnTo(request.query.returnTo) });

  router.get('/auth/login', async (request, response, next) => {
    // Who is to choose another account has come by a connection before; `connection` says which.
    if (request.query.connection !== undefined || !(await areThereWaysByAddress())) return next();
    await ask(request, response, next);
  });
  router.get(addressPath, ask);

  router.post(
    addressPath,
    (request, response, next) => {
      if (isFromOwnPage(request, publicUrl)) return next();
      return show(request, response, 403, {
        error: `Sign in on the page ${publicUrl}/auth/login.`,
        email: '',
        returnTo: '/',
      });
    },
    urlencoded({ extended: false, limit: '8kb', parameterLimit: 10 }),
    async (request, response) => {
      const returnTo = safeReturnTo(request.body?.returnTo);
      const given = address.safeParse(request.body);
      if (!given.success)
        return show(request, response, 400, { error: 'Enter your email address.', email: '', returnTo });
      await countSignInStart(request);
      const { email } = given.data;
      const ways = await waysOfAddress(email);
      if (ways.length > 1) return sendPage(response, 200, choicePage(ways, { email, returnTo }));
      const [way] = ways;
      if (way === undefined && !others.hasProvider)
        return show(request, response, 404, { error: unknownDomain, email, returnTo });
      goOn(response, pathOf(way?._id ?? deploymentConnectionId, { email, returnTo }));
    },
  );
  const answerFaults: ErrorRequestHandler = (error: unknown, request, response, next) => {
    // What the parser of the form refused: too long, too many fields, another encoding.
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (!(status >= 400 && status < 500)) return next(error);
    return show(request, response, status, {
      error: 'This was not sent by the form. Enter your email address.',
      email: '',
      returnTo: '/',
    });
  };
  router.use(addressPath, answerFaults);
  return router;
}

/** The browser remembers by which connection somebody came in last. It opens nothing: who has it is offered that way first. */
export function rememberWay(response: Response, publicUrl: string, connectionId: string): void {
  const { name, options } = rememberedCookie(publicUrl);
  if (connectionId === deploymentConnectionId) response.clearCookie(name, options);
  else response.cookie(name, connectionId, { ...options, maxAge: 180 * 86_400_000 });
}

const rememberedCookie = (publicUrl: string) => hostCookie(publicUrl, 'usher-way');

const unknownDomain =
  'No organization here signs in with addresses of this domain. Ask your administrator where you sign in.';

type Going = { readonly email: string; readonly returnTo: string };

function pathOf(connectionId: string, { email, returnTo }: Going): string {
  return signInPath({ connectionId, returnTo, loginHint: email });
}

/** Browsers let no form of ours end at another origin, by a redirect neither; this is a new visit. */
function goOn(response: Response, path: string): void {
  response.set('Refresh', `0; url=${path}`);
  sendPage(response, 200, {
    heading: 'On to your identity provider',
    text: ['If nothing happens, go on by yourself.'],
    actions: [{ label: 'Go on', href: path }],
  });
}

/** None of them is what most people want, so all look the same. */
function choicePage(ways: readonly Way[], going: Going): Page {
  const again = `${addressPath}?${new URLSearchParams({ returnTo: going.returnTo })}`;
  return {
    heading: 'Where do you sign in?',
    text: [`The organization of ${going.email} has several identity providers.`],
    form: html`<ul class="choices">
${ways.map(({ _id, name }) => html`<li><a class="button" href="${pathOf(_id, going)}">${name}</a></li>`)}
</ul>
<p><a href="${again}">Use another address</a></p>`,
  };
}

type Form = { readonly error: string | null; readonly email: string; readonly returnTo: string };

function addressPage({
  error,
  email,
  returnTo,
  known,
  hasProvider,
  hasPasswords,
}: Form & Omit<EmailFirstOptions, 'publicUrl'> & { readonly known: Way | null }): Page {
  const again = known && signInPath({ connectionId: known._id, returnTo });
  const provider = signInPath({ connectionId: deploymentConnectionId, returnTo });
  return {
    heading: 'Sign in',
    form: html`${error === null ? null : alert(error)}
${again === null ? null : html`<p><a class="button primary" href="${again}">Continue with ${known?.name ?? null}</a></p>`}
${form(email, returnTo, again === null)}
${hasProvider ? html`<p><a href="${provider}">Sign in without an address</a></p>` : null}
${hasPasswords ? html`<p><a href="${signInPath({ returnTo })}">Sign in with a password</a></p>` : null}`,
  };
}

/** @param isFirst nothing else on the page is what most people want */
function form(email: string, returnTo: string, isFirst: boolean): Markup {
  return html`<form class="fields" method="post" action="${addressPath}">
<input type="hidden" name="returnTo" value="${returnTo}">
${field(
  {
    id: 'email',
    label: isFirst ? 'Email address' : 'Another email address',
    hint: 'It leads to the identity provider of your organization.',
  },
  html`name="email" type="email" autocomplete="username" required maxlength="320" value="${email}"${isFirst ? html` autofocus` : null}`,
)}
<button class="${isFirst ? 'button primary' : 'button'}" type="submit">Continue</button>
</form>`;
}
