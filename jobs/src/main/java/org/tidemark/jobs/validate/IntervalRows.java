package org.tidemark.jobs.validate;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.train.OutOfFoldIntervals;
import org.tidemark.jobs.train.OutOfFoldScores;
import org.tidemark.jobs.train.RunEnsemble;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.ensemble.MemberScores;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.uncertain.ClassSet;
import org.tidemark.models.uncertain.Interval;
import org.tidemark.models.uncertain.IntervalMethod;
import org.tidemark.models.uncertain.Region;
import org.tidemark.models.uncertain.RegionMetrics;
import org.tidemark.models.uncertain.RegionsInTime;

/**
 * Where the labels of a run's out-of-fold rows were said to lie, each by what was known before its
 * fold, and how often they lay there.
 */
final class IntervalRows {
  private static final int ALL_FOLDS = -1;

  /** Metrics of one model on one fold, or on all of them in a window. */
  record Covered(String learner, int fold, String window, List<MetricValue> metrics) {}

  private IntervalRows() {}

  /** Writes them in the place of those that the run wrote before; how often they held. */
  static List<Covered> write(TableStore store, NightlyArgs args, Target target) {
    Optional<IntervalMethod> method = OutOfFoldIntervals.method(args.config());
    List<Row> rows = new ArrayList<>();
    List<Covered> covered = new ArrayList<>();
    if (method.isPresent()) {
      long version = store.version(Tables.OOF_PREDICTIONS);
      for (String model : RunEnsemble.models(args.config())) {
        Optional<MemberScores> read =
            OutOfFoldIntervals.scores(store, args, method.get(), model, target, version);
        if (read.isEmpty()) {
          continue;
        }
        OutOfFoldScores scores = OutOfFoldScores.of(store, args, model, target, version);
        List<Optional<Region>> regions = RegionsInTime.of(read.get(), method.get()).regions();
        for (int i = 0; i < regions.size(); i++) {
          rows.add(row(args, model, method.get(), scores, i, regions.get(i)));
        }
        covered.addAll(covered(model, method.get(), scores.predictions(), regions));
      }
    }
    // Also where none are asked for: an earlier try of the run may have left some.
    if (method.isPresent() || store.exists(Tables.INTERVALS)) {
      store.replace(Tables.INTERVALS, store.rows(Tables.INTERVALS, rows), args.mine());
    }
    return covered;
  }

  private static List<Covered> covered(
      String model, IntervalMethod method, Predictions p, List<Optional<Region>> regions) {
    List<Covered> found = new ArrayList<>();
    int[] all = IntStream.range(0, p.rows()).toArray();
    found.add(of(model, ALL_FOLDS, Parts.TEST, method, p, regions, all));
    IntStream.of(p.fold())
        .distinct()
        .sorted()
        .forEach(
            fold -> {
              int[] rows = IntStream.of(all).filter(i -> p.fold()[i] == fold).toArray();
              found.add(of(model, fold, Parts.TEST, method, p, regions, rows));
            });
    Map<YearMonth, IntStream.Builder> months = new TreeMap<>();
    for (int i : all) {
      months.computeIfAbsent(month(p, i), k -> IntStream.builder()).add(i);
    }
    months.forEach(
        (month, rows) ->
            found.add(
                of(
                    model,
                    ALL_FOLDS,
                    Parts.MONTH + month,
                    method,
                    p,
                    regions,
                    rows.build().toArray())));
    return found;
  }

  private static Covered of(
      String model,
      int fold,
      String window,
      IntervalMethod method,
      Predictions p,
      List<Optional<Region>> regions,
      int[] rows) {
    return new Covered(model, fold, window, RegionMetrics.of(p, regions, method.level(), rows));
  }

  private static YearMonth month(Predictions p, int row) {
    Instant decided = Instant.ofEpochSecond(Math.floorDiv(p.eventTimeNanos()[row], 1_000_000_000L));
    return YearMonth.from(decided.atZone(ZoneOffset.UTC));
  }

  private static Row row(
      NightlyArgs args,
      String model,
      IntervalMethod method,
      OutOfFoldScores scores,
      int i,
      Optional<Region> region) {
    Row stored = scores.rows().get(i);
    Optional<Interval> interval =
        region.filter(Interval.class::isInstance).map(Interval.class::cast);
    return RowFactory.create(
        args.runId(),
        model,
        stored.getAs("instrument"),
        stored.getAs("event_time"),
        stored.getAs("event_time_nanos"),
        stored.getAs("fold"),
        method.id(),
        method.level(),
        interval.map(Interval::low).orElse(null),
        interval.map(Interval::high).orElse(null),
        region
            .filter(ClassSet.class::isInstance)
            .map(ClassSet.class::cast)
            .map(ClassSet::text)
            .orElse(null),
        region.map(r -> r.covers(scores.predictions().labels()[i])).orElse(null));
  }
}
