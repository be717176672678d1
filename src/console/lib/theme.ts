/** Light, dark, or as the system has it. Kept in this browser, and told the server, which draws pages without scripts. */
import { useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'usher-theme';

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(key);
  return themes.find((theme) => theme === kept) ?? 'system';
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(key, theme);
  applyTheme(theme);
}

/** The style sheet does the rest. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  const seconds = theme === 'system' ? 0 : 31_536_000;
  // biome-ignore lint/suspicious/noDocumentCookie: not all browsers that we build for have anything else
  document.cookie = `${key}=${theme}; Path=/; Max-Age=${seconds}; SameSite=Lax`;
}

/** Whether it is dark now, for what the style sheet does not reach. */
export function useIsDark(): boolean {
  return useSyncExternalStore(watchTheme, () => {
    const { theme } = document.documentElement.dataset;
    return theme === 'dark' || (theme !== 'light' && systemIsDark().matches);
  });
}

const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)');

function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const system = systemIsDark();
  system.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', changed);
  };
}
