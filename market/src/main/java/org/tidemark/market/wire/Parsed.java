package org.tidemark.market.wire;

import org.tidemark.market.MarketEvent;

/** A line that was taken. */
public record Parsed(MarketEvent event) implements WireResult {}
