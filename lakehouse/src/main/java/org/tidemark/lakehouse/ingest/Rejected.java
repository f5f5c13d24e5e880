package org.tidemark.lakehouse.ingest;

/**
 * A row that did not become an event.
 *
 * @param reason the kind of problem; its name is stored and never changes
 * @param detail names the column, the value and the limit
 * @param line from 1
 * @param raw the row's text, cut to {@value #MAX_RAW} characters
 */
public record Rejected(Reason reason, String detail, long line, String raw) implements Ingested {
  /** Longest raw text kept, in characters. */
  public static final int MAX_RAW = 4_000;

  public Rejected {
    raw = raw.length() > MAX_RAW ? raw.substring(0, MAX_RAW) : raw;
  }
}
