package org.tidemark.jobs.ingest;

import io.delta.exceptions.DeltaConcurrentModificationException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Brings rows into a table although another ingest may be doing the same. Every ingest's commit to
 * a table has the next number of one count, which the table's log keeps: of two that looked at the
 * table before either had written, one gets the number, and the other looks again.
 */
final class Landing {
  private static final String COUNT = "tidemark.ingest";
  private static final int MOST_TRIES = 100;

  private Landing() {}

  /**
   * Appends what is missing until nothing is.
   *
   * @param missing the rows that the table lacks, as it is when asked; empty when it lacks none
   */
  static void land(TableStore store, Table table, Supplier<Optional<Dataset<Row>>> missing) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      // The number first: whatever is found out afterwards is of this state of the table or later.
      long number = store.appended(table, COUNT) + 1;
      Optional<Dataset<Row>> rows = missing.get();
      if (rows.isEmpty()) {
        return;
      }
      try {
        store.appendOnce(table, rows.get(), COUNT, number);
      } catch (DeltaConcurrentModificationException e) {
        // Another ingest was first.
      }
    }
    throw new IllegalStateException(
        table.qualifiedName()
            + " was written by other ingests at each of "
            + MOST_TRIES
            + " tries; run the ingest again when fewer are at work");
  }
}
