import { Link, Outlet } from '@tanstack/react-router';
import { shell } from '../lib/messages/shell.ts';
import { useMay, useOrganization } from '../lib/session.ts';
import { settingsPages } from './navigation.ts';
import css from './shell.module.css';

/** The settings of an organization, with a list of them beside the open one. */
export function SettingsFrame() {
  const { id } = useOrganization();
  const may = useMay();
  return (
    <div className={css.settings}>
      <nav className={css.side} aria-label={shell.settingsNavigation}>
        <h2>{shell.pages.settings}</h2>
        <ul>
          {settingsPages.map(({ to, label, permission }) =>
            may(permission) ? (
              <li key={to}>
                <Link to={to} params={{ organizationId: id }} activeOptions={{ includeSearch: false }}>
                  {label}
                </Link>
              </li>
            ) : null,
          )}
        </ul>
      </nav>
      <Outlet />
    </div>
  );
}
