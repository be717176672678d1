/** All that the search finds as a file, whatever of it is on the screen. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { saveCsv } from '../../lib/csv.ts';
import { counted } from '../../lib/format.ts';
import { matrix as text, accessMap as words } from '../../lib/messages/access-map.ts';
import { statuses } from '../../lib/messages/general.ts';
import { sourceNames } from '../../lib/messages/reasons.ts';
import { roleNamesOf } from '../../lib/reasons.ts';
import { Button } from '../../ui/button.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import type { Entry } from './entries.ts';
import { readMatrix } from './read-matrix.ts';
import { type MatrixSearch, matrixPath, matrixQuery } from './use-matrix.ts';

export function ExportMatrix({ org, search }: { readonly org: string; readonly search: MatrixSearch }) {
  const queries = useQueryClient();
  const [read, setRead] = useState<string | null>(null);
  const save = async () => {
    setRead(words.collecting(counted(0), '…'));
    const entries = await readMatrix(
      (place) => {
        const query = { ...matrixQuery(search, 500), ...place };
        const asked = api.queryOptions('get', matrixPath, { params: { path: { org }, query } }, { gcTime: 0 });
        return queries.fetchQuery(asked);
      },
      (done, total) => setRead(words.collecting(counted(done), counted(total))),
    );
    saveCsv(text.file, csvOf(entries));
  };
  return (
    <Button
      busy={read !== null}
      onClick={() =>
        void save()
          .catch(tellFailed)
          .finally(() => setRead(null))
      }
    >
      {read ?? words.csv}
    </Button>
  );
}

function csvOf(entries: readonly Entry[]) {
  const { person, email, status, organizationRole, workspace, role, origin } = text.columns;
  return [
    [person, email, status, organizationRole, workspace, role, origin],
    ...entries.map((entry) => [
      entry.person.name,
      entry.person.email,
      statuses[entry.person.status],
      entry.person.organizationRole,
      entry.workspace?.name ?? null,
      roleNamesOf(entry.cell?.roles ?? []),
      entry.cell ? (sourceNames[entry.cell.source] ?? entry.cell.source) : null,
    ]),
  ];
}
