/** Who is signed in, and what is theirs in every organization. */
import { Link } from '@tanstack/react-router';
import { BookOpen, Braces, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useState } from 'react';
import { signOut } from '../lib/client.ts';
import { account as text } from '../lib/messages/shell.ts';
import { useMe } from '../lib/session.ts';
import { chooseTheme, chosenTheme, themes } from '../lib/theme.ts';
import { Menu, MenuChoice, MenuItem, MenuLine, MenuLink } from '../ui/menu.tsx';
import { tellFailed } from '../ui/toast.tsx';
import css from './shell.module.css';

const icons = { system: Monitor, light: Sun, dark: Moon };

export function AccountMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const { account } = useMe();
  const [theme, setTheme] = useState(chosenTheme);
  const leave = () => void signOut().then((address) => location.assign(address), tellFailed);
  const name = account.name || account.email || '';
  return (
    <Menu
      trigger={
        <button type="button" className={css.avatar} aria-label={text.menu(name)}>
          {initialsOf(name)}
        </button>
      }
    >
      <p className={css.who}>
        <strong>{name}</strong>
        {account.email && account.email !== name ? <span>{account.email}</span> : null}
      </p>
      <MenuLine />
      <MenuLink icon={<UserRound aria-hidden />} to={<Link to="/console/account" />}>
        {text.profile}
      </MenuLink>
      <MenuLink icon={<BookOpen aria-hidden />} to={<a href="/guide" />}>
        {text.guide}
      </MenuLink>
      <MenuLink icon={<Braces aria-hidden />} to={<a href="/docs" />}>
        {text.docs}
      </MenuLink>
      <MenuItem icon={<Keyboard aria-hidden />} onChoose={onShortcuts}>
        {text.shortcuts}
      </MenuItem>
      <MenuLine />
      <MenuChoice
        label={text.theme}
        value={theme}
        choices={themes.map((value) => {
          const Icon = icons[value];
          return { value, label: text.themes[value], icon: <Icon aria-hidden /> };
        })}
        onChange={(next) => {
          chooseTheme(next);
          setTheme(next);
        }}
      />
      <MenuLine />
      <MenuItem icon={<LogOut aria-hidden />} onChoose={leave}>
        {text.signOut}
      </MenuItem>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}
