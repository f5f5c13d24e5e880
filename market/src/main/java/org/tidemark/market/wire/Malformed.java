package org.tidemark.market.wire;

/**
 * A line that was not taken.
 *
 * @param detail names field, value and limit; at most a few hundred characters
 */
public record Malformed(Reason reason, String detail) implements WireResult {}
