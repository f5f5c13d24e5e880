package org.tidemark.jobs.feature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.Universe;
import org.tidemark.features.set.CrossSets;
import org.tidemark.features.spark.CrossTable;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.Sha256;

/**
 * The columns that the models of a run read: those of its feature set and, if setting {@code cross}
 * names a universe, those of the universe's cross-instrument set behind them.
 *
 * <p>A row has both or is left out: a bar whose cross-instrument row is not made yet (a slower
 * member holds it back) or never will be (its instrument is no member then) is no row to train on.
 * Both rows claim the end of the bar as their time and use nothing that ended later, so joining
 * them on instrument and time looks no further ahead than either.
 */
public record ModelColumns(FeatureSet own, Optional<CrossSet> cross) {
  /** Stands between the names of both sets; no name of a feature set has it. */
  private static final String AND = "+";

  private static final String[] KEY = {"instrument", "event_time_nanos"};

  public ModelColumns {
    Set<String> names = new HashSet<>(own.outputNames());
    for (String name : cross.map(CrossSet::outputNames).orElse(List.of())) {
      if (!names.add(name)) {
        throw new IllegalArgumentException(
            "feature set "
                + own.name()
                + " and cross-instrument set "
                + cross.orElseThrow().name()
                + " both have a column "
                + name
                + "; train on one of them");
      }
    }
  }

  /** The columns of a run, with what the lake says about its feature set. */
  public static ModelColumns of(TableStore store, NightlyArgs args) {
    return of(FeaturesJob.set(store, args), args.config());
  }

  /**
   * The columns that settings ask for beside a feature set.
   *
   * @throws IllegalArgumentException if setting cross names no universe of setting universes
   */
  public static ModelColumns of(FeatureSet own, NightlyConfig config) {
    String name = config.text("cross");
    if (name.isEmpty()) {
      return new ModelColumns(own, Optional.empty());
    }
    List<Universe> universes = Universe.parseAll(config.text("universes"));
    Universe universe =
        universes.stream()
            .filter(u -> u.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "setting cross = '"
                            + name
                            + "' names none of the universes "
                            + universes.stream().map(Universe::name).toList()
                            + "; declare it in setting universes, as "
                            + name
                            + "@1:BTCUSD,ETHUSD"));
    return new ModelColumns(
        own, Optional.of(CrossSets.of(universe, Samplers.parse(config.text("sampler")))));
  }

  /**
   * Why a model of columns of that name cannot be served live, if so: a scorer computes the
   * features of each instrument by itself.
   *
   * @param name as {@link #name()} gave it
   */
  public static Optional<String> notLive(String name) {
    return name.contains(AND)
        ? Optional.of(
            "it reads columns of other instruments ("
                + name
                + "), which no live scorer computes; score its rows in batch, or train without"
                + " setting cross")
        : Optional.empty();
  }

  /** Both names, joined by '+'. */
  public String name() {
    return cross.map(set -> own.name() + AND + set.name()).orElse(own.name());
  }

  /**
   * SHA-256, in hex, of everything that decides what the columns mean: of the feature set and of
   * the cross-instrument set, whose hash covers the universe with its version and members.
   */
  public String hash() {
    return cross
        .map(
            set ->
                Sha256.of(
                    (own.hash() + '|' + set.name() + '|' + set.hash())
                        .getBytes(StandardCharsets.UTF_8)))
        .orElseGet(own::hash);
  }

  /** All columns, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>(own.outputNames());
    cross.ifPresent(set -> names.addAll(set.outputNames()));
    return List.copyOf(names);
  }

  /** The tables that hold them. */
  public List<Table> tables() {
    List<Table> tables = new ArrayList<>(List.of(FeatureTable.of(own)));
    cross.ifPresent(set -> tables.add(CrossTable.of(set)));
    return List.copyOf(tables);
  }

  /** The rows of the wide table, each with its cross-instrument columns if there are any to add. */
  public Dataset<Row> rows(Function<Table, Dataset<Row>> read) {
    Dataset<Row> rows = read.apply(FeatureTable.of(own));
    return cross.map(set -> rows.join(beside(set, read), KEY)).orElse(rows);
  }

  /** The rows of the wide table that have no cross-instrument row; none if none is asked for. */
  public Dataset<Row> unmatched(Function<Table, Dataset<Row>> read) {
    Dataset<Row> rows = read.apply(FeatureTable.of(own));
    return cross
        .map(set -> rows.join(beside(set, read), KEY, "left_anti"))
        .orElseGet(() -> rows.where("false"));
  }

  private static Dataset<Row> beside(CrossSet set, Function<Table, Dataset<Row>> read) {
    List<Column> columns = new ArrayList<>();
    for (String key : KEY) {
      columns.add(functions.col(key));
    }
    set.outputNames().forEach(name -> columns.add(functions.col(name)));
    return read.apply(CrossTable.of(set)).select(columns.toArray(Column[]::new));
  }
}
