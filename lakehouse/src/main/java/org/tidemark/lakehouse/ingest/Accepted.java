package org.tidemark.lakehouse.ingest;

import org.tidemark.market.MarketEvent;

/**
 * A row that became an event.
 *
 * @param event carries its archive offset, see {@link ArchiveOffset}
 * @param line from 1
 */
public record Accepted(MarketEvent event, long line) implements Ingested {}
