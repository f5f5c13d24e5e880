package org.tidemark.lakehouse.ingest;

/** LEAN's mark of prints and quotes that its data vendor distrusts: 1, else 0. */
final class Suspicion {
  private Suspicion() {}

  static void check(Columns row, int column) throws RejectedRow {
    switch (row.letter(column)) {
      case '0' -> {}
      case '1' -> throw new RejectedRow(Reason.SUSPICIOUS, "the source marks it as suspicious");
      default ->
          throw new RejectedRow(
              Reason.NOT_A_NUMBER,
              "suspicious = " + RejectedRow.quote(row.text(column)) + " must be 0 or 1");
    }
  }
}
