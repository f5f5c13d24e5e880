package org.tidemark.lakehouse.ingest;

import org.tidemark.market.MarketEvent;

/** Makes the event of the row that the cursor stands on. */
@FunctionalInterface
interface RowParser<R extends Records> {
  MarketEvent parse(R row) throws RejectedRow;
}
