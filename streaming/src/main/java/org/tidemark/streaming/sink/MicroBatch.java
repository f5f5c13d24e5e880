package org.tidemark.streaming.sink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.spark.DataFileFormat;
import org.tidemark.lakehouse.spark.DataFiles;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * One micro-batch on its way into tables. One job computes its rows and writes the files of all
 * tables; then each table gets its own in a commit. Each table remembers the last batch that it
 * took from the query and takes none twice, so a batch may be repeated after a crash at any point.
 */
public final class MicroBatch {
  /** Of rows of a task that go to the driver, which makes one file of those of all tasks. */
  private static final long MOST_BYTES = 4 << 20;

  /** Of those of all tasks: some 200,000 ticks, for which one file more is not much. */
  private static final long MOST_BYTES_OF_ALL = 64 << 20;

  private final MicroBatches all;
  private final TableStore store;
  private final String application;
  private final long id;
  private final Dataset<Row> rows;

  MicroBatch(MicroBatches all, TableStore store, String application, long id, Dataset<Row> rows) {
    this.all = all;
    this.store = store;
    this.application = application;
    this.id = id;
    this.rows = rows;
  }

  /** Number of the batch. */
  public long id() {
    return id;
  }

  /**
   * Computes the rows and writes them into files, in one job. Nothing is committed yet.
   *
   * @param tables that the router may write
   * @throws IllegalArgumentException if the rows are not those that the router takes
   */
  public <T extends Serializable> Routed<T> route(List<Table> tables, RowRouter<T> router) {
    if (!rows.schema().asNullable().equals(router.takes().asNullable())) {
      // A value that is read as another type than it has is memory of somebody else.
      throw new IllegalArgumentException(
          "a router of " + router.takes().sql() + " met rows of " + rows.schema().sql());
    }
    List<DataFileFormat> formats = tables.stream().map(store::fileFormat).toList();
    Broadcast<ArrayList<DataFileFormat>> sent = all.sent(formats);
    JavaRDD<InternalRow> made = rows.queryExecution().toRdd().toJavaRDD();
    int tasksOfAll = Math.max(1, made.getNumPartitions());
    int most = (int) Math.min(MOST_BYTES, MOST_BYTES_OF_ALL / tasksOfAll);
    List<TaskRows<T>> tasks =
        made.mapPartitions(of -> List.of(TaskRows.of(of, sent.value(), most, router)).iterator())
            .collect();
    return new Routed<>(formats, tasks);
  }

  /**
   * Rows for one table.
   *
   * @param name of the writer, by which the table knows a batch again
   * @param files are asked for when they are to be appended
   */
  public record Part(String name, Supplier<DataFiles> files) {}

  private void append(Part part) {
    store.appendOnce(part.files().get(), application + part.name(), id);
  }

  /** Appends one row under the table's own name, unless the table has taken this batch. */
  public void append(Table table, InternalRow row) {
    append(new Part(table.name(), () -> store.fileFormat(table).write(List.of(row))));
  }

  /**
   * Appends to several tables side by side, each in a commit of its own: a commit is more waiting
   * than work. A table for which there are no rows, or that has taken this batch, gets no commit.
   * Returns when every append has ended, also when one has failed.
   *
   * @throws InterruptedException if the query is stopped meanwhile; what has been committed stays
   * @throws Exception what the first append that failed has thrown, with those of others
   *     suppressed; tables of the others have the batch
   */
  public void append(List<Part> parts) throws Exception {
    // New threads take over what Spark knows of this one: session, query and group of jobs.
    ExecutorService threads = Executors.newCachedThreadPool();
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
