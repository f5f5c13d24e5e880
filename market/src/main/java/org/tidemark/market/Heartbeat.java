package org.tidemark.market;

/** A sign of life from the venue: time passed and nothing else happened; it may close a bar. */
public record Heartbeat(InstrumentId instrument, long offset, long eventTimeNanos)
    implements MarketEvent {}
