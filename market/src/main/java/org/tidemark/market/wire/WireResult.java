package org.tidemark.market.wire;

/** What became of one line of the wire format. */
public sealed interface WireResult permits Parsed, Malformed {}
