package org.tidemark.lakehouse.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.delta.DeltaIllegalStateException;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.Protocol;
import org.apache.spark.sql.delta.actions.RemoveFile;
import org.apache.spark.sql.functions;
import org.tidemark.lakehouse.Table;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Rows of a small table, for who looks at it again and again: after the first look only the files
 * that commits since have added are read. To read a version of a Delta table puts the state of the
 * table together first, which takes several jobs of Spark and is most of the time here.
 *
 * <p>Of one thread. Where the commits do not tell (a schema that has changed, a log that was
 * cleaned, another table or an older copy in the place of the first) the table is read whole, and
 * so it is after a look that failed.
 */
public final class FollowedRows {
  private static final int MOST_COMMITS = 50;

  /** Names as Delta's writers give them, which need no decoding. */
  private static final Pattern PLAIN = Pattern.compile("[-A-Za-z0-9_.]+\\.parquet");

  private final TableStore store;
  private final Table table;
  private final Column which;
  private final String[] columns;
  private Optional<Seen> seen = Optional.empty();

  /**
   * @param which rows
   * @param columns of them, in this order
   */
  public FollowedRows(TableStore store, Table table, Column which, String... columns) {
    this.store = store;
    this.table = table;
    this.which = which;
    this.columns = columns.clone();
  }

  /**
   * A version of a table, and the rows of each of its files that has any.
   *
   * @param table its id
   * @param commit id of the commit that made the version
   */
  private record Seen(
      String table, long version, Optional<String> commit, Map<String, List<Row>> files) {}

  /**
   * The rows at a version, in no order.
   *
   * @param version one that {@link TableStore#version} has just given
   */
  public List<Row> at(long version) {
    Optional<Seen> before = seen;
    seen = Optional.empty();
    Snapshot now =
        DeltaLog.forTable(store.spark(), store.lake().location(table)).unsafeVolatileSnapshot();
    Map<String, List<Row>> files;
    if (now.version() == version) {
      Seen found = before.flatMap(last -> later(last, now)).orElseGet(() -> whole(now));
      seen = Optional.of(found);
      files = found.files();
    } else { // somebody has committed since
      files = byFile(store.read(table, version));
    }
    return files.values().stream().flatMap(List::stream).toList();
  }

  private Seen whole(Snapshot now) {
    return new Seen(
        now.metadata().id(),
        now.version(),
        commits(now, now.version()).flatMap(commits -> id(commits.get(0))),
        byFile(store.read(table, now.version())));
  }

  /** What was seen with what commits have changed since; empty where they do not tell. */
  private Optional<Seen> later(Seen before, Snapshot now) {
    long number = now.version() - before.version();
    if (number < 0 || number > MOST_COMMITS || !before.table().equals(now.metadata().id())) {
      return Optional.empty();
    }
    return commits(now, before.version())
        .filter(commits -> before.commit().isPresent())
        .filter(commits -> before.commit().equals(id(commits.get(0))))
        .map(commits -> commits.subList(1, commits.size()))
        .filter(since -> since.stream().flatMap(List::stream).allMatch(FollowedRows::tells))
        .map(since -> with(before, now, since));
  }

  /** Commits from a version on, in order; empty where one is missing. */
  private static Optional<List<List<Action>>> commits(Snapshot now, long from) {
    try {
      List<List<Action>> commits =
          CollectionConverters.asJava(
                  now.deltaLog().getChanges(from, now.version(), Option.empty(), true).toList())
              .stream()
              .map(commit -> CollectionConverters.asJava(commit._2()))
              .toList();
      return Optional.of(commits).filter(all -> all.size() == now.version() - from + 1);
    } catch (DeltaIllegalStateException cleaned) {
      return Optional.empty();
    }
  }

  private static Optional<String> id(List<Action> commit) {
    return commit.stream()
        .filter(CommitInfo.class::isInstance)
        .flatMap(info -> OptionConverters.toJava(((CommitInfo) info).txnId()).stream())
        .findFirst();
  }

  private static boolean tells(Action action) {
    if (action instanceof AddFile file) {
      return PLAIN.matcher(file.path()).matches();
    }
    if (action instanceof RemoveFile gone) {
      return PLAIN.matcher(gone.path()).matches();
    }
    return !(action instanceof Metadata) && !(action instanceof Protocol);
  }

  private Seen with(Seen before, Snapshot now, List<List<Action>> commits) {
    Map<String, List<Row>> files = new HashMap<>(before.files());
    Map<String, AddFile> added = new LinkedHashMap<>();
    Optional<String> last = before.commit();
    for (List<Action> commit : commits) {
      last = id(commit);
      // A commit may name a file twice, as gone and as there, in either order: then it is there.
      for (Action action : commit) {
        if (action instanceof RemoveFile gone) {
          files.remove(gone.path());
          added.remove(gone.path());
        }
      }
      for (Action action : commit) {
        if (action instanceof AddFile file) {
          files.remove(file.path());
          added.put(file.path(), file);
        }
      }
    }
    if (!added.isEmpty()) {
      files.putAll(
          byFile(
              now.deltaLog()
                  .createDataFrame(
                      now,
                      CollectionConverters.asScala(added.values()).toSeq(),
                      false,
                      Option.empty())));
    }
    return new Seen(before.table(), now.version(), last, files);
  }

  private Map<String, List<Row>> byFile(Dataset<Row> rows) {
    List<Column> all = new ArrayList<>(Stream.of(columns).map(functions::col).toList());
    all.add(rows.metadataColumn("_metadata").getField("file_name"));
    Map<String, List<Row>> files = new HashMap<>();
    for (Row row : rows.where(which).select(all.toArray(Column[]::new)).collectAsList()) {
      files
          .computeIfAbsent(row.getString(columns.length), name -> new ArrayList<>())
          .add(withoutLast(row));
    }
    return files;
  }

  private static Row withoutLast(Row row) {
    Object[] values = new Object[row.size() - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return RowFactory.create(values);
  }
}
