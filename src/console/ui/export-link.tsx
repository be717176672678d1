import type { ReactNode } from 'react';
import { saveFile } from '../lib/client.ts';
import { buttonClass } from './button.tsx';
import { tellFailed } from './toast.tsx';

/** Saves a file of the API. The server may ask the reader first who they are, so a script looks before the browser does. */
export function ExportLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a
      className={buttonClass()}
      href={href}
      download
      onClick={(event) => {
        event.preventDefault();
        void saveFile(href).catch(tellFailed);
      }}
    >
      {children}
    </a>
  );
}
