package org.tidemark.jobs.serve;

import static java.util.stream.Collectors.toSet;
import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableAt;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * The registered versions of one model and their aliases, as they stood when they were read.
 *
 * @param model name of the model
 * @param rows one per version, in the shape of {@code models.model_registry}
 */
public record Registered(String model, List<Row> rows) {
  /** Alias of the version that serves. */
  public static final String CHAMPION = "champion";

  /** Alias of the version that served before it. */
  public static final String PREVIOUS = "previous";

  private static final int MOST_TRIES = 20;
  private static final int VERSION = Tables.MODEL_REGISTRY.columnNames().indexOf("model_version");
  private static final int ALIAS = Tables.MODEL_REGISTRY.columnNames().indexOf("alias");
  private static final int REASON = Tables.MODEL_REGISTRY.columnNames().indexOf("reason");

  public Registered {
    rows = List.copyOf(rows);
  }

  /** Reads those of a model. */
  public static Registered of(TableStore store, String model) {
    return of(TableAt.latest(store, Tables.MODEL_REGISTRY), model);
  }

  private static Registered of(TableAt registry, String model) {
    return new Registered(
        model,
        registry
            .read()
            .where(col("model").equalTo(model))
            .select(
                Tables.MODEL_REGISTRY.columnNames().stream()
                    .map(functions::col)
                    .toArray(Column[]::new))
            .collectAsList());
  }

  /**
   * Writes rows of versions, changed or new, in one commit.
   *
   * @throws IllegalStateException if somebody has changed what they were decided by since it was
   *     read: the same versions or, where one of them has or gets an alias, others that have one.
   *     None is written then
   */
  public void write(TableStore store, List<Row> changed) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      TableAt registry = TableAt.latest(store, Tables.MODEL_REGISTRY);
      if (!deciding(of(registry, model).rows(), changed).equals(deciding(rows, changed))) {
        throw new IllegalStateException(
            "somebody has changed the versions of model '"
                + model
                + "' while this was being decided; they are left as they are, look at 'tidemark"
                + " models list' and run it again");
      }
      if (registry.upsert(store.rows(Tables.MODEL_REGISTRY, changed), "model", "model_version")) {
        return;
      }
      // Somebody was first, with another model most likely: each is decided by itself.
    }
    throw new IllegalStateException(
        Tables.MODEL_REGISTRY.qualifiedName()
            + " is written by others all the time; nothing is changed, run it again");
  }

  /** The rows by which others are decided. */
  private Set<Row> deciding(List<Row> of, List<Row> changed) {
    Set<String> versions = changed.stream().map(row -> row.getString(VERSION)).collect(toSet());
    boolean serves =
        Stream.concat(changed.stream(), rows.stream().filter(r -> versions.contains(version(r))))
            .anyMatch(row -> !row.isNullAt(ALIAS));
    return of.stream()
        .filter(row -> versions.contains(version(row)) || serves && !row.isNullAt(ALIAS))
        .collect(toSet());
  }

  /**
   * A version by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Row version(String version) {
    return rows.stream()
        .filter(row -> version(row).equals(version))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no version '"
                        + version
                        + "' of model '"
                        + model
                        + "'; 'tidemark models list' lists them, --model names another model"));
  }

  /** The version with an alias; the first by name, should several have it. */
  public Optional<Row> with(String alias) {
    return rows.stream()
        .filter(row -> alias.equals(row.getAs("alias")))
        .min((a, b) -> version(a).compareTo(version(b)));
  }

  /**
   * The champion that a version takes the place of: should several be champion, one that is not the
   * version itself; else the version, which serves already.
   */
  Optional<String> replacedBy(String version) {
    List<String> champions =
        rows.stream()
            .filter(row -> CHAMPION.equals(row.getAs("alias")))
            .map(Registered::version)
            .sorted()
            .toList();
    return champions.stream()
        .filter(champion -> !champion.equals(version))
        .findFirst()
        .or(() -> champions.stream().findFirst());
  }

  /** Name of a row's version. */
  public static String version(Row row) {
    return row.getAs("model_version");
  }

  /** A row with another alias, or none, and the reason for it. */
  public static Row withAlias(Row row, Optional<String> alias, String reason) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    values[ALIAS] = alias.orElse(null);
    values[REASON] = reason;
    return RowFactory.create(values);
  }

  /**
   * The rows to write so that one version serves and the one that served stands by; every other
   * version that had one of the two aliases has none.
   *
   * @param reason why it serves now
   */
  List<Row> promoted(Row version, String reason) {
    List<Row> changed = new ArrayList<>();
    changed.add(withAlias(version, Optional.of(CHAMPION), reason));
    Optional<String> served = replacedBy(version(version));
    for (Row row : others(version)) {
      changed.add(
          served.isPresent() && version(row).equals(served.get())
              ? withAlias(row, Optional.of(PREVIOUS), "replaced by " + version(version))
              : withAlias(row, Optional.empty(), "superseded"));
    }
    return changed;
  }

  /** The rows to write so that one version serves and nothing stands by. */
  List<Row> rolledBack(Row version, String reason) {
    List<Row> changed = new ArrayList<>();
    changed.add(withAlias(version, Optional.of(CHAMPION), reason));
    others(version).forEach(row -> changed.add(withAlias(row, Optional.empty(), reason)));
    return changed;
  }

  private List<Row> others(Row version) {
    return rows.stream()
        .filter(row -> !version(row).equals(version(version)))
        .filter(row -> CHAMPION.equals(row.getAs("alias")) || PREVIOUS.equals(row.getAs("alias")))
        .toList();
  }
}
