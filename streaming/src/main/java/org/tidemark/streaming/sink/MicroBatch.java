package org.tidemark.streaming.sink;

import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * One micro-batch on its way into tables. Each table remembers the last batch that it took from the
 * query and takes none twice, so a batch may be repeated after a crash at any point. To be closed:
 * what it keeps in the cache is let go then.
 */
public final class MicroBatch implements AutoCloseable {
  private static final String QUERY_ID = "sql.streaming.queryId";

  private final TableStore store;
  private final String application;
  private final long id;
  private final Dataset<Row> rows;
  private final List<RDD<InternalRow>> kept = new ArrayList<>();

  private MicroBatch(TableStore store, String application, long id, Dataset<Row> rows) {
    this.store = store;
    this.application = application;
    this.id = id;
    this.rows = keep(rows);
  }

  /**
   * The batch that the running query is at; to be called by its own thread.
   *
   * @param rows what the query gave
   */
  public static MicroBatch of(TableStore store, Dataset<Row> rows, long id) {
    String query = rows.sparkSession().sparkContext().getLocalProperty(QUERY_ID);
    return new MicroBatch(store, application(query), id, rows);
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

  /**
   * What the query gave, computed once: several writes read it, and for each of them the stateful
   * operator would run anew.
   */
  public Dataset<Row> rows() {
    return rows;
  }

  /**
   * Rows made of those that several writes read: computed once, until the batch is closed. They are
   * kept as the rows that they are: to make columns of them, as {@link Dataset#persist()} does, and
   * rows again for each write, costs more than the writes gain.
   */
  public Dataset<Row> keep(Dataset<Row> made) {
    RDD<InternalRow> once =
        made.queryExecution()
            .toRdd()
            .toJavaRDD()
            .map(InternalRow::copy)
            .rdd()
            .persist(StorageLevel.MEMORY_AND_DISK());
    kept.add(once);
    return ((org.apache.spark.sql.classic.SparkSession) made.sparkSession())
        .internalCreateDataFrame(once, made.schema(), false);
  }

  @Override
  public void close() {
    kept.forEach(rows -> rows.unpersist(false));
  }

  /** Number of the batch. */
  public long id() {
    return id;
  }

  /**
   * The number as a column. Not a literal: Spark writes the value of a literal into the code that
   * it makes for a query, so each batch would be compiled and grow fast anew.
   */
  public Column idColumn() {
    long number = id;
    return udf((UDF0<Long>) () -> number, DataTypes.LongType).apply();
  }

  /**
   * Rows for one table.
   *
   * @param name of the writer, by which the table knows a batch again
   */
  public record Part(Table table, String name, Dataset<Row> rows) {
    /** Rows of a writer that has the table's name. */
    public static Part of(Table table, Dataset<Row> rows) {
      return new Part(table, table.name(), rows);
    }
  }

  /** Appends the rows in one commit, unless the table has taken this batch. */
  public void append(Part part) {
    store.appendOnce(part.table(), part.rows(), application + part.name(), id);
  }

  /**
   * Appends to several tables side by side, each in a commit of its own: a commit is more waiting
   * and planning than work. Returns when every append has ended, also when one has failed.
   *
   * @throws InterruptedException if the query is stopped meanwhile; what has been committed stays
   * @throws Exception what the first append that failed has thrown, with those of others
   *     suppressed; tables of the others have the batch
   */
  public void append(List<Part> parts) throws Exception {
    if (parts.isEmpty()) {
      return;
    }
    // New threads take over what Spark knows of this one: session, query and group of jobs.
    ExecutorService threads = Executors.newFixedThreadPool(parts.size());
    try {
      List<Exception> failed = new ArrayList<>();
      for (Future<Void> append : threads.invokeAll(parts.stream().map(this::appending).toList())) {
        try {
          append.get();
        } catch (ExecutionException e) {
          failed.add(e.getCause() instanceof Exception cause ? cause : e);
        }
      }
      if (!failed.isEmpty()) {
        failed.stream().skip(1).forEach(failed.get(0)::addSuppressed);
        throw failed.get(0);
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
      throw e;
    } finally {
      threads.shutdown();
    }
  }

  private Callable<Void> appending(Part part) {
    return () -> {
      append(part);
      return null;
    };
  }
}
