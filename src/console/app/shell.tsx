/** What stands around every page: the bar with organization, pages, search and account; and what keys do everywhere. */
import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { Building2, Menu as MenuIcon, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { shell, organizations as text } from '../lib/messages/shell.ts';
import { useMay, useMe, useOrganizationOrNull } from '../lib/session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Key } from '../ui/key.tsx';
import { Menu, MenuLink } from '../ui/menu.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { ConfirmIdentity } from './confirm-identity.tsx';
import { ElsewherePage } from './elsewhere.tsx';
import { useGlobalKeys } from './global-keys.ts';
import { mainPages, settingsPages } from './navigation.ts';
import { OrganizationSelector } from './organization-selector.tsx';
import { SessionEnded } from './session-ended.tsx';
import css from './shell.module.css';
import { useShellOrganization } from './shell-organization.ts';
import { Shortcuts } from './shortcuts.tsx';

const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })));

export function Shell() {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  useGlobalKeys(setOpen);
  const main = useMainFocus();
  return (
    <>
      <a className={css.skip} href="#content">
        {shell.skip}
      </a>
      <header className={css.bar}>
        <Link to="/console" className={css.brand} aria-label={shell.product}>
          <Brand />
        </Link>
        <span className={css.slash} aria-hidden>
          /
        </span>
        <OrganizationSelector />
        <Navigation />
        <div className={css.end}>
          <button type="button" className={css.search} aria-label={shell.search} onClick={() => setOpen('palette')}>
            <Search aria-hidden />
            <span>{shell.search}</span>
            <Key>{shell.searchKey}</Key>
          </button>
          <AccountMenu onShortcuts={() => setOpen('shortcuts')} />
        </div>
      </header>
      <main id="content" ref={main} className={css.main} tabIndex={-1}>
        <Outlet />
      </main>
      {open === 'palette' ? (
        <Suspense>
          <Palette onClose={() => setOpen(null)} />
        </Suspense>
      ) : null}
      <Shortcuts open={open === 'shortcuts'} onClose={() => setOpen(null)} />
      <SessionEnded />
      <ConfirmIdentity />
    </>
  );
}

/** The pages in the bar; where there is no room for them, in a menu. */
function Navigation() {
  const organization = useShellOrganization();
  const may = useMay();
  if (organization === null) return null;
  const allowed = (permission: string | null) => permission === null || may(permission, organization);
  const params = { organizationId: organization.id };
  const settings = settingsPages.find(({ permission }) => allowed(permission));
  const pages = mainPages.filter(({ permission }) => allowed(permission));
  return (
    <>
      <nav className={css.nav} aria-label={shell.navigation}>
        {pages.map(({ to, label, exact }) => (
          <Link key={to} to={to} params={params} activeOptions={{ exact, includeSearch: false }}>
            {label}
          </Link>
        ))}
        {settings ? (
          <Link to={settings.to} params={params} activeOptions={{ includeSearch: false }}>
            {shell.pages.settings}
          </Link>
        ) : null}
      </nav>
      <div className={css.menu}>
        <Menu
          align="start"
          trigger={
            <Button look="quiet" icon aria-label={shell.menu}>
              <MenuIcon aria-hidden />
            </Button>
          }
        >
          {pages.map(({ to, label, icon: Icon }) => (
            <MenuLink key={to} icon={<Icon aria-hidden />} to={<Link to={to} params={params} />}>
              {label}
            </MenuLink>
          ))}
          {settingsPages
            .filter(({ permission }) => allowed(permission))
            .map(({ to, label, icon: Icon }) => (
              <MenuLink key={to} icon={<Icon aria-hidden />} to={<Link to={to} params={params} />}>
                {`${shell.pages.settings}: ${label}`}
              </MenuLink>
            ))}
        </Menu>
      </div>
    </>
  );
}

/** A new page that nobody has put the focus in begins with its content. */
function useMainFocus() {
  const main = useRef<HTMLElement>(null);
  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current !== undefined && before.current !== pathname && document.activeElement === document.body)
      main.current?.focus({ preventScroll: true });
    before.current = pathname;
  }, [pathname]);
  return main;
}

/** The pages of one organization. */
export function OrganizationFrame() {
  const organization = useOrganizationOrNull();
  const { organizationId } = useParams({ strict: false });
  const elsewhere = useMe().signInElsewhere.find(({ id }) => id === organizationId);
  if (elsewhere) return <ElsewherePage organization={elsewhere} />;
  if (organization === null)
    return <EmptyState icon={<Building2 aria-hidden />} heading={text.unknown} text={text.unknownText} />;
  return <Outlet key={organization.id} />;
}
