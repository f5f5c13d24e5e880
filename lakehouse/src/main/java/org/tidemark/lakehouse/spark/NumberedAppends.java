package org.tidemark.lakehouse.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaIllegalStateException;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.delta.hooks.AutoCompact$;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Appends that a table takes once each: a commit notes its application and number as Delta's own
 * writer does with {@code txnAppId} and {@code txnVersion}, and a number that is not above the
 * noted one appends nothing.
 *
 * <p>Delta's writer asks the state of the whole table for the noted number at each append: two jobs
 * of Spark, which were most of the time of a small micro-batch. Here the first look reads the
 * commits since the table's checkpoint, and asks the state only where they do not tell; from then
 * on the numbers of a version are those of the version before and what the commits since have
 * noted, whoever made them.
 */
final class NumberedAppends {
  private static final Logger LOG = LoggerFactory.getLogger(NumberedAppends.class);

  private static final String FORGETS = "delta.setTransactionRetentionDuration";

  private final Map<String, Numbers> known = new ConcurrentHashMap<>();

  /**
   * Appends the rows in one commit, unless the application has got as far as the number.
   *
   * @param rows whose columns the table has
   * @throws io.delta.exceptions.DeltaConcurrentModificationException if another commit came first
   *     that changed the schema, or was of the same application; nothing is appended then
   * @throws IllegalStateException if the table lacks a column or has it with another type
   */
  void append(String location, Dataset<Row> rows, String application, long number) {
    append(
        rows.sparkSession(),
        location,
        rows.schema(),
        transaction -> CollectionConverters.asJava(transaction.writeFiles(rows)),
        application,
        number);
  }

  /**
   * Appends the rows of files that are written already, unless the application has got as far as
   * the number. Where the table demands what those who wrote them did not know of, Delta's own
   * writer writes their rows anew.
   *
   * @throws io.delta.exceptions.DeltaConcurrentModificationException as above
   * @throws IllegalStateException as above
   */
  void append(SparkSession spark, DataFiles files, String application, long number) {
    String location = files.format().location();
    append(
        spark,
        location,
        files.format().schema(),
        transaction ->
            files.format().fits(transaction.metadata())
                ? added(spark, files, transaction)
                : anew(spark, files, transaction),
        application,
        number);
  }

  private static List<FileAction> added(
      SparkSession spark, DataFiles files, OptimisticTransaction transaction) {
    transaction.registerPostCommitHook(AutoCompact$.MODULE$); // for who has switched it on
    transaction.registerSQLMetrics(spark, counts(spark.sparkContext(), files.files()));
    List<FileAction> actions = new ArrayList<>();
    for (DataFile file : files.offer()) {
      actions.add(
          new AddFile(
              file.name(),
              Map$.MODULE$.<String, String>empty(),
              file.bytes(),
              file.modified(),
              true,
              file.statistics(),
              null, // as Delta's own writer: no tags
              null, // and no deleted rows
              Option.empty(),
              Option.empty(),
              Option.empty()));
    }
    return actions;
  }

  /** What {@code DESCRIBE HISTORY} shows of an append by Delta's own writer. */
  private static scala.collection.immutable.Map<String, SQLMetric> counts(
      SparkContext context, List<DataFile> files) {
    Map<String, Long> counts =
        Map.of(
            "numFiles", (long) files.size(),
            "numOutputRows", files.stream().mapToLong(DataFile::rows).sum(),
            "numOutputBytes", files.stream().mapToLong(DataFile::bytes).sum());
    Map<String, SQLMetric> metrics = new HashMap<>();
    counts.forEach(
        (name, count) -> {
          SQLMetric metric = SQLMetrics.createMetric(context, name);
          metric.set((long) count);
          metrics.put(name, metric);
        });
    return Map$.MODULE$.from(CollectionConverters.asScala(metrics));
  }

  private static List<FileAction> anew(
      SparkSession spark, DataFiles files, OptimisticTransaction transaction) {
    Dataset<Row> rows =
        ParquetFiles.read(
            spark,
            files.files().stream().map(file -> files.format().path(file.name())).toList(),
            TableSchemas.open(files.format().table()));
    return CollectionConverters.asJava(transaction.writeFiles(rows));
  }

  private void append(
      SparkSession spark,
      String location,
      StructType given,
      Function<OptimisticTransaction, List<FileAction>> written,
      String application,
      long number) {
    spark.withActive(
        () ->
            DeltaLog.forTable(spark, location)
                .withNewTransaction(
                    Option.empty(),
                    Option.empty(),
                    transaction -> {
                      append(location, transaction, given, written, application, number);
                      return null;
                    }));
  }

  /** The last number of the application. */
  OptionalLong last(SparkSession spark, String location, String application) {
    Snapshot today =
        DeltaLog.forTable(spark, location).update(false, Option.empty(), Option.empty());
    return at(location, today, application).last(application);
  }

  private void append(
      String location,
      OptimisticTransaction transaction,
      StructType given,
      Function<OptimisticTransaction, List<FileAction>> written,
      String application,
      long number) {
    Numbers before = at(location, transaction.snapshot(), application);
    // A commit of the same application that comes first must make this one fail.
    transaction.readTxn().addOne(application);
    OptionalLong last = before.last(application);
    if (last.isPresent() && last.getAsLong() >= number) {
      return;
    }
    demandMemory(location, transaction.metadata());
    demandColumns(location, transaction.metadata().schema(), given);
    List<Action> actions = new ArrayList<>(written.apply(transaction));
    actions.add(
        new SetTransaction(application, number, Option.apply(transaction.clock().getTimeMillis())));
    long version =
        transaction.commit(
            CollectionConverters.asScala(actions).toSeq(), operation(SaveMode.Append, transaction));
    if (version == before.version() + 1) {
      known.put(location, before.after(version, Map.of(application, number)));
    }
  }

  /** A number that the table has forgotten would be taken a second time. */
  private static void demandMemory(String location, Metadata metadata) {
    if (metadata.configuration().contains(FORGETS)) {
      throw new IllegalStateException(
          location
              + " has "
              + FORGETS
              + " = "
              + metadata.configuration().apply(FORGETS)
              + ": it would forget which batches it has taken, and take one twice; ALTER TABLE"
              + " delta.`"
              + location
              + "` UNSET TBLPROPERTIES ('"
              + FORGETS
              + "')");
    }
  }

  /** How the history of a table names a commit of rows. */
  static DeltaOperations.Write operation(SaveMode mode, OptimisticTransaction transaction) {
    return new DeltaOperations.Write(
        mode,
        Option.apply(transaction.metadata().partitionColumns()),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty());
  }

  /** The numbers at a snapshot, those of one application among them. */
  private Numbers at(String location, Snapshot snapshot, String application) {
    Numbers last = known.get(location);
    Numbers now = last == null ? Numbers.read(location, snapshot) : last.upTo(location, snapshot);
    if (!now.tellsOf(application)) {
      now = Numbers.stored(snapshot);
    }
    known.put(location, now);
    return now;
  }

  /** What the commits from a version up to the snapshot have noted; empty if any is gone. */
  private static Optional<Map<String, Long>> noted(Snapshot snapshot, long from) {
    Map<String, Long> noted = new HashMap<>();
    AtomicLong commits = new AtomicLong();
    try {
      snapshot
          .deltaLog()
          .getChanges(from, snapshot.version(), Option.empty(), true)
          .foreach(
              commit -> {
                commits.incrementAndGet();
                commit
                    ._2()
                    .foreach(
                        action ->
                            action instanceof SetTransaction set
                                ? noted.put(set.appId(), set.version())
                                : null);
                return null;
              });
    } catch (DeltaIllegalStateException cleaned) {
      return Optional.empty();
    }
    return commits.get() == snapshot.version() - from + 1 ? Optional.of(noted) : Optional.empty();
  }

  /**
   * @throws IllegalStateException if a table lacks a column that is given or has it with another
   *     type
   */
  static void demandColumns(String location, StructType stored, StructType given) {
    for (StructField field : given.fields()) {
      String type = field.dataType().sql();
      Option<Object> index = stored.getFieldIndex(field.name());
      String found =
          index.isEmpty() ? "not there" : stored.fields()[(int) index.get()].dataType().sql();
      if (!found.equals(type)) {
        throw new IllegalStateException(
            "column "
                + field.name()
                + " of "
                + location
                + " is "
                + found
                + " but this program writes "
                + type
                + "; somebody has changed the table, which must be changed back");
      }
    }
  }

  /**
   * The last number of each application at a version of one table.
   *
   * @param whole whether applications that are not among them have none
   */
  private record Numbers(String table, long version, Map<String, Long> numbers, boolean whole) {
    /** As many as there are between two checkpoints of a table of micro-batches. */
    private static final int MOST_COMMITS = 200;

    /** From the commits since the checkpoint; of those before nothing is known. */
    static Numbers read(String location, Snapshot snapshot) {
      long checkpoint = snapshot.logSegment().checkpointProvider().version(); // -1 without
      Numbers none = new Numbers(snapshot.metadata().id(), checkpoint, Map.of(), checkpoint < 0);
      return none.upTo(location, snapshot);
    }

    /** As the state of the whole table has them. */
    static Numbers stored(Snapshot snapshot) {
      Map<String, Long> numbers = new HashMap<>();
      CollectionConverters.asJava(snapshot.transactions())
          .forEach(
              (application, number) -> numbers.put(application, ((Number) number).longValue()));
      return new Numbers(snapshot.metadata().id(), snapshot.version(), Map.copyOf(numbers), true);
    }

    /** The same with what commits up to a snapshot have noted; else as its state has them. */
    Numbers upTo(String location, Snapshot snapshot) {
      long commits = snapshot.version() - version;
      if (commits == 0 && table.equals(snapshot.metadata().id())) {
        return this;
      }
      if (commits > 0 && commits <= MOST_COMMITS && table.equals(snapshot.metadata().id())) {
        Optional<Map<String, Long>> noted = noted(snapshot, version + 1);
        if (noted.isPresent()) {
          return after(snapshot.version(), noted.get());
        }
        LOG.info("{}: commits are gone from the log; its state is asked", location);
      }
      return stored(snapshot);
    }

    Numbers after(long later, Map<String, Long> noted) {
      Map<String, Long> all = new HashMap<>(numbers);
      all.putAll(noted);
      return new Numbers(table, later, Map.copyOf(all), whole);
    }

    boolean tellsOf(String application) {
      return whole || numbers.containsKey(application);
    }

    OptionalLong last(String application) {
      Long last = numbers.get(application);
      return last == null ? OptionalLong.empty() : OptionalLong.of(last);
    }
  }
}
