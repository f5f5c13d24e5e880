package org.tidemark.streaming.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.spark.DataFileFormat;
import org.tidemark.lakehouse.spark.TableStore;

/** The micro-batches of a query on their way into tables. */
public final class MicroBatches {
  private static final String QUERY_ID = "sql.streaming.queryId";

  private final TableStore store;
  private List<DataFileFormat> known = List.of();
  private Broadcast<ArrayList<DataFileFormat>> sent;

  public MicroBatches(TableStore store) {
    this.store = store;
  }

  /**
   * The batch that the running query is at; to be called by its own thread.
   *
   * @param rows what the query gave
   */
  public MicroBatch at(Dataset<Row> rows, long id) {
    String query = rows.sparkSession().sparkContext().getLocalProperty(QUERY_ID);
    return new MicroBatch(this, store, application(query), id, rows);
  }

  /**
   * The last batch that a table has taken from a query under the table's own name.
   *
   * @param query its id, as in its checkpoint
   */
  public static OptionalLong lastTaken(TableStore store, String query, Table table) {
    return store.lastNumber(table, application(query) + table.name());
  }

  private static String application(String query) {
    return query + "/";
  }

  /** The formats on all executors: sent once, until a table changes. */
  Broadcast<ArrayList<DataFileFormat>> sent(List<DataFileFormat> formats) {
    if (sent == null || !known.equals(formats)) {
      if (sent != null) {
        sent.destroy();
      }
      known = List.copyOf(formats);
      sent =
          JavaSparkContext.fromSparkContext(store.spark().sparkContext())
              .broadcast(new ArrayList<>(formats));
    }
    return sent;
  }
}
