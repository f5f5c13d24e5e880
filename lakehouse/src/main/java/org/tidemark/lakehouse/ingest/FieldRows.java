package org.tidemark.lakehouse.ingest;

import java.util.Iterator;

/** Rows that another reader has already cut into fields. */
final class FieldRows implements NamedRecords {
  private final Iterator<FieldRow> rows;
  private FieldRow current;

  FieldRows(Iterator<FieldRow> rows) {
    this.rows = rows;
  }

  @Override
  public boolean advance() {
    boolean more = rows.hasNext();
    if (more) {
      current = rows.next();
    }
    return more;
  }

  @Override
  public FieldRow row() {
    return current;
  }

  @Override
  public long line() {
    return current == null ? 0 : current.line();
  }

  @Override
  public String raw() {
    return current.raw();
  }

  @Override
  public long headers() {
    return 0;
  }

  @Override
  public long blanks() {
    return 0;
  }

  @Override
  public void close() {}
}
