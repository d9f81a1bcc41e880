import { useProjections } from '@/api/operations';
import { problemOf } from '@/api/problem';
import type { Projection } from '@/api/schema';
import { Badge } from '@/ui/badge';
import { formatCount } from '@/ui/numbers';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { Cell, RowHeading, Table } from '@/ui/table';

const states: Record<Projection['state'], ['good' | 'bad' | 'plain', string]> = {
  running: ['good', 'Running'],
  rebuilding: ['plain', 'Rebuilding'],
  halted: ['bad', 'Halted'],
};

export function ProjectionsPage() {
  const projections = useProjections();
  return (
    <>
      <PageTitle title="Read models" />
      <p className="mb-6 text-muted">What every page reads is built from the log. A read model that lags shows an older state; one that is halted needs somebody.</p>
      {projections.isPending && <LoadingLines what="the read models" />}
      {projections.isError && (
        <ErrorState title="The read models cannot be shown" message={problemOf(projections.error).message} onRetry={() => void projections.refetch()} />
      )}
      {projections.data?.items.length === 0 && <EmptyState title="There are no read models" />}
      {projections.data && projections.data.items.length > 0 && (
        <Table
          caption="Read models"
          columns={[{ title: 'Name' }, { title: 'State' }, { title: 'Position', numeric: true }, { title: 'Head of the log', numeric: true }, { title: 'Lag', numeric: true }]}
        >
          {projections.data.items.map((projection) => <ProjectionRow key={projection.name} projection={projection} />)}
        </Table>
      )}
    </>
  );
}

function ProjectionRow({ projection }: { projection: Projection }) {
  const [look, word] = states[projection.state];
  return (
    <tr>
      <RowHeading>{projection.name}</RowHeading>
      <Cell>
        <Badge look={look}>{word}</Badge>
        {projection.error && <p className="mt-1 max-w-md text-xs break-words">{projection.error}</p>}
      </Cell>
      <Cell numeric>{formatCount(projection.position)}</Cell>
      <Cell numeric>{formatCount(projection.head)}</Cell>
      <Cell numeric>{formatCount(projection.lag)}</Cell>
    </tr>
  );
}
