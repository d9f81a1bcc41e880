/** A seat as the plan draws it: the whole name that the server knows, and the number printed on it. */
export interface PlanSeat {
  id: string;
  name: string;
}

export interface PlanRow {
  label: string;
  seats: readonly PlanSeat[];
}

/** Up to this many seats are drawn at once; a larger section is shown in blocks of rows. */
const SEATS_DRAWN = 1_200;

/** The rows in blocks that are small enough to be drawn and to be looked through. */
export function blocksOf(rows: readonly PlanRow[], most = SEATS_DRAWN): PlanRow[][] {
  const blocks: PlanRow[][] = [];
  let size = 0;
  for (const row of rows) {
    const last = blocks.at(-1);
    if (last && size + row.seats.length <= most) {
      last.push(row);
      size += row.seats.length;
    } else {
      blocks.push([row]);
      size = row.seats.length;
    }
  }
  return blocks;
}
