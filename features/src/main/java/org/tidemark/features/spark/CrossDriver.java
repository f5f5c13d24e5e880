package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.col;

import java.sql.Date;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.CollectionAccumulator;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.cross.CrossReplay;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.Universe;
import org.tidemark.features.cross.UniverseState;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Brings the wide table of a cross-instrument set up to a date: stage one of each member in its own
 * task, then stage two of the universe in one, both going on from the universe's saved state. A
 * late file of any member makes it go back to the last state before the file and restate from
 * there.
 */
public final class CrossDriver {
  /**
   * What one run did.
   *
   * @param events events folded in stage one
   * @param rows rows written
   * @param late events that came too late for their bar; {@link FeatureDriver} keeps the same ones
   * @param waiting bars without a row yet: a slower member holds them back
   * @param reachedNanos the time up to which rows are made
   * @param slowest the member whose log ends there
   */
  public record Summary(
      String universe,
      long events,
      long rows,
      long late,
      long waiting,
      long reachedNanos,
      String slowest) {}

  private static final int MOST_TASKS = 200;

  private final TableStore store;
  private final CrossSet set;
  private final Table wide;

  public CrossDriver(TableStore store, CrossSet set) {
    this.store = store;
    this.set = set;
    this.wide = CrossTable.of(set);
  }

  /** Folds every event known at the start of {@code asOf} (UTC) that the table has not seen. */
  public Summary run(LocalDate asOf) {
    store.settle(
        Tables.FEATURE_SETS,
        store.rows(Tables.FEATURE_SETS, CrossTable.describe(set)),
        "feature_set = '%s' AND feature_set_hash = '%s'".formatted(set.name(), set.hash()));
    store.ensure(wide);
    MemberFiles files = MemberFiles.known(store, asOf);
    Map<String, Set<EventKind>> kinds = kinds(files, asOf);
    CrossStart start = CrossStart.find(store, set, files, kinds, asOf);
    MemberEvents unseen = new MemberEvents(store, set.sampler(), asOf);
    EnumSet<EventKind> all = EnumSet.noneOf(EventKind.class);
    kinds.values().forEach(all::addAll);
    Inputs inputs = unseen.inputs(all);
    Dataset<StoredEvent> events = unseen.of(inputs, seen(start.members(), kinds.keySet()));
    StageTwoIterator.Ended end = events.isEmpty() ? unchanged(start) : fold(events, start, asOf);
    save(inputs, start, end, asOf);
    return new Summary(
        set.universe().name(),
        end.counts().events(),
        end.counts().rows(),
        end.counts().late(),
        end.waiting(),
        end.reachedNanos(),
        end.slowest());
  }

  /** The events that each member is made of; one without any would keep all waiting for good. */
  private Map<String, Set<EventKind>> kinds(MemberFiles files, LocalDate asOf) {
    Map<String, Set<EventKind>> kinds = new TreeMap<>();
    for (Universe.Member member : set.universe().members()) {
      String name = member.instrument().value();
      Set<EventKind> read = files.read(name, set.sampler());
      if (!read.isEmpty()) {
        kinds.put(name, read);
      } else if (member.afterNanos() < nanos(asOf)) {
        throw new IllegalStateException(
            "of "
                + member
                + ", a member of universe "
                + set.universe().name()
                + ", there are no events by "
                + asOf
                + ": its rows and all others would wait; ingest it, or declare its first day, as in"
                + " "
                + name
                + "[2018-01-01..]");
      }
    }
    if (kinds.isEmpty()) {
      throw new IllegalStateException(
          "no member of universe " + set.universe().id() + " belongs to it by " + asOf);
    }
    return kinds;
  }

  private static long nanos(LocalDate asOf) {
    return asOf.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
  }

  /** Last offset that stage one of each of these members has seen, or -1. */
  private Map<String, Long> seen(Map<String, byte[]> states, Set<String> names) {
    Map<String, Long> seen = new TreeMap<>();
    for (String name : names) {
      seen.put(
          name,
          states.containsKey(name) ? set.stageOne().restore(states.get(name)).lastOffset() : -1);
    }
    return seen;
  }

  private StageTwoIterator.Ended unchanged(CrossStart start) {
    CrossReplay replay = start.resumes() ? set.restore(start.market()) : set.start();
    return StageTwoIterator.Ended.of(
        new UniverseState(start.members(), replay.snapshot()),
        replay,
        new StageTwoIterator.Counts(0, 0, 0, start.lastRowNanos()));
  }

  private StageTwoIterator.Ended fold(
      Dataset<StoredEvent> events, CrossStart start, LocalDate asOf) {
    CollectionAccumulator<StageTwoIterator.Ended> ended = new CollectionAccumulator<>();
    store.spark().sparkContext().register(ended, "universe state");
    FeatureSet stageOne = set.stageOne();
    CrossSet stageTwo = set;
    Map<String, byte[]> states = start.members();
    Dataset<WideRow> rows =
        events
            .repartition(Math.min(set.universe().members().size(), MOST_TASKS), col("instrument"))
            .sortWithinPartitions("instrument", "offset")
            .mapPartitions(
                (MapPartitionsFunction<StoredEvent, Row>)
                    it -> new StageOneIterator(it, stageOne, states),
                Encoders.row(Stage.SCHEMA))
            .repartition(1)
            .sortWithinPartitions(Stage.ORDER[0], Stage.ORDER[1], Stage.ORDER[2])
            .mapPartitions(
                (MapPartitionsFunction<Row, WideRow>)
                    it -> new StageTwoIterator(it, stageTwo, start, ended),
                Encoders.bean(WideRow.class));
    store.replace(
        wide,
        FeatureTable.columns(rows, set.outputNames()),
        "event_time_nanos > %d AND event_time_nanos <= %d"
            .formatted(start.lastRowNanos(), nanos(asOf)));
    // A task that ran twice reports the same end twice.
    return ended.value().get(0);
  }

  private void save(Inputs inputs, CrossStart start, StageTwoIterator.Ended end, LocalDate asOf) {
    Map<String, byte[]> members = UniverseState.of(end.state()).members();
    long lastOffset =
        seen(members, members.keySet()).values().stream().mapToLong(o -> o).max().orElse(-1);
    Row row =
        RowFactory.create(
            set.name(),
            set.universe().name(),
            Date.valueOf(asOf),
            set.hash(),
            inputs.toString(),
            lastOffset,
            start.events() + end.counts().events(),
            start.rows() + end.counts().rows(),
            end.counts().lastRowNanos(),
            end.state());
    store.settle(
        Tables.FEATURE_STATE,
        store.rows(Tables.FEATURE_STATE, List.of(row)),
        // The rows are this definition's now: states of another one under the same name are stale.
        "feature_set = '%s' AND (until_date = DATE'%s' OR feature_set_hash <> '%s')"
            .formatted(set.name(), asOf, set.hash()));
  }
}
