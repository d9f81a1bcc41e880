import type { SalesBucket } from '@/api/schema';
import { formatMoney } from '@/ui/money';
import { formatCount } from '@/ui/numbers';
import { Cell, RowHeading, Table } from '@/ui/table';

interface SalesTableProps {
  buckets: readonly SalesBucket[];
  label: (iso: string) => string;
  currency: string | undefined;
}

export function SalesTable({ buckets, label, currency }: SalesTableProps) {
  const columns = [
    { title: 'Beginning' }, { title: 'Bookings', numeric: true }, { title: 'Seats', numeric: true },
    ...(currency === undefined ? [] : [{ title: 'Revenue', numeric: true }]),
  ];
  return (
    <Table caption="Sales over time" columns={columns}>
      {buckets.map(({ bucket_start, bookings, seats, revenue_minor }) => (
        <tr key={bucket_start}>
          <RowHeading>{label(bucket_start)}</RowHeading>
          <Cell numeric>{formatCount(bookings)}</Cell>
          <Cell numeric>{formatCount(seats)}</Cell>
          {currency !== undefined && <Cell numeric>{formatMoney(revenue_minor, currency)}</Cell>}
        </tr>
      ))}
    </Table>
  );
}
