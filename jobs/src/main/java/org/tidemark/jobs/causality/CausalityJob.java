package org.tidemark.jobs.causality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.causality.Answer;
import org.tidemark.features.causality.CrossSubject;
import org.tidemark.features.causality.Detector;
import org.tidemark.features.causality.EventAlteration;
import org.tidemark.features.causality.Fact;
import org.tidemark.features.causality.FeatureSubject;
import org.tidemark.features.causality.FitCheck;
import org.tidemark.features.causality.Fitting;
import org.tidemark.features.causality.Fold;
import org.tidemark.features.causality.FoldCheck;
import org.tidemark.features.causality.LabelSubject;
import org.tidemark.features.causality.Outcome;
import org.tidemark.features.causality.Sample;
import org.tidemark.features.causality.Verdict;
import org.tidemark.features.cross.Universe;
import org.tidemark.features.label.Labeler;
import org.tidemark.features.set.CrossSets;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.MarketEvent;
import org.tidemark.models.learn.TrainingColumns;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/**
 * Looks for the future in whatever the arguments name, on the data of a lake, and writes what it
 * found to {@code features.causality}.
 */
public final class CausalityJob implements Job<CausalityArgs, CausalityJob.Summary> {
  /**
   * What was found.
   *
   * @param facts input rows and events read
   * @param fromNanos first instant of the input
   * @param toNanos last instant of the input
   */
  public record Summary(
      String checkId, long facts, long fromNanos, long toNanos, List<Verdict> verdicts) {
    public Summary {
      verdicts = List.copyOf(verdicts);
    }

    /** Verdicts that are leaks. */
    public long leaks() {
      return verdicts.stream().filter(Verdict::leaks).count();
    }
  }

  private long facts;
  private long from = Long.MAX_VALUE;
  private long to = Long.MIN_VALUE;

  @Override
  public String name() {
    return "causality";
  }

  @Override
  public Summary run(TableStore store, CausalityArgs args) {
    List<Verdict> verdicts = new ArrayList<>();
    if (args.features().isPresent() || args.label().isPresent()) {
      market(store, args, verdicts);
    }
    args.sql()
        .ifPresent(
            sql ->
                table(store, args, "sql", Set.of(), (session, in) -> session.sql(sql), verdicts));
    args.transformer()
        .ifPresent(
            t -> {
              PipelineStage stage = UserTransformer.load(store.spark(), t);
              table(
                  store,
                  args,
                  t,
                  Set.of("*"),
                  (session, in) -> UserTransformer.apply(stage, in.get(args.inputs().get(0))),
                  verdicts);
            });
    Summary summary = new Summary(args.checkId(), facts, from, to, verdicts);
    write(store, args, summary);
    return summary;
  }

  private Detector detector(CausalityArgs args, String what) {
    return new Detector(
        args.cuts(),
        args.seed(),
        (done, of) -> args.progress().step(done, of, "reruns of " + what));
  }

  private <E> void seen(List<Fact<E>> log) {
    facts += log.size();
    from = Math.min(from, log.get(0).timeNanos());
    to = Math.max(to, log.get(log.size() - 1).knownAtNanos());
  }

  /** Feature set, label, folds and fits, all on the same events. */
  private void market(TableStore store, CausalityArgs args, List<Verdict> verdicts) {
    Optional<FeatureSet> set =
        args.features()
            .filter(name -> !isUniverse(name))
            .map(name -> FeatureSets.named(name, Samplers.parse(args.sampler())));
    List<Fact<MarketEvent>> log =
        LakeEvents.read(store, args, set.map(FeatureSet::inputs).orElse(Set.of()));
    seen(log);
    args.features()
        .filter(CausalityJob::isUniverse)
        .map(text -> CrossSets.of(Universe.parse(text), Samplers.parse(args.sampler())))
        .map(CrossSubject::new)
        .ifPresent(
            s -> verdicts.addAll(detector(args, s.name()).check(s, log, new EventAlteration())));
    Optional<FeatureSubject> features = set.map(FeatureSubject::new);
    features.ifPresent(
        f -> verdicts.addAll(detector(args, f.name()).check(f, log, new EventAlteration())));
    args.label()
        .map(Labeler::parse)
        .ifPresent(labeler -> labels(store, args, labeler, features, log, verdicts));
  }

  private static boolean isUniverse(String features) {
    return features.contains("@");
  }

  private void labels(
      TableStore store,
      CausalityArgs args,
      Labeler labeler,
      Optional<FeatureSubject> features,
      List<Fact<MarketEvent>> log,
      List<Verdict> verdicts) {
    LabelSubject subject = LabelSubject.of(labeler);
    verdicts.addAll(detector(args, subject.name()).checkSpans(subject, log, new EventAlteration()));
    LabelledSample sample = LabelledSample.of(subject.answer(log, to));
    if (args.split().isEmpty()) {
      return;
    }
    Splitter splitter = Splitter.parse(args.split().get());
    List<Split> splits = sample.split(splitter);
    FoldCheck.Order order =
        splitter.trainsOnThePastOnly() ? FoldCheck.Order.FORWARD : FoldCheck.Order.EITHER_SIDE;
    for (Split split : splits) {
      verdicts.addAll(
          new FoldCheck(order, split.embargoNanos())
              .check(splitter.id(), sample.rows(), List.of(sample.fold(split))));
    }
    features.ifPresent(
        f ->
            fits(
                store, args, labeler, f.set(), f.answer(log, to), sample, splits.get(0), verdicts));
  }

  /** The first fold: most rows lie outside its window. */
  private void fits(
      TableStore store,
      CausalityArgs args,
      Labeler labeler,
      FeatureSet set,
      List<Answer> features,
      LabelledSample labels,
      Split split,
      List<Verdict> verdicts) {
    LabelledSample rows = labels.having(features);
    Sample sample = rows.sample(features, set.width(), labeler.classes());
    Fold fold = rows.fold(split);
    List<Fitting> fittings = new ArrayList<>(List.of(new BinFitting()));
    NightlyConfig config = NightlyConfig.of(Map.of("xgboost.trees", "20"));
    for (String learner : args.learners()) {
      fittings.add(
          new WindowFitting(
              store.spark(),
              LearnerChoice.named(learner, config),
              split,
              rows.rows(),
              new TrainingColumns(set.outputNames(), set.hash(), "label", Optional.empty()),
              TrainingFrame.target(labeler),
              args.seed()));
    }
    fittings.add(
        new WeightFitting(
            store.spark(),
            WeightFitting.everyFactor(labeler.classes()),
            split,
            TrainingFrame.target(labeler)));
    for (Fitting fitting : fittings) {
      verdicts.add(new FitCheck(args.seed()).check(fitting, sample, fold));
      args.progress().step(verdicts.size(), verdicts.size(), "refits of " + fitting.name());
    }
  }

  /** A user's query or transformer, on the rows of its input tables. */
  private void table(
      TableStore store,
      CausalityArgs args,
      String name,
      Set<String> passing,
      SparkSubject.Computation computation,
      List<Verdict> verdicts) {
    List<Fact<InputRow>> log = new ArrayList<>();
    List<InputTable> tables = new ArrayList<>();
    for (String input : args.inputs()) {
      List<Fact<InputRow>> rows = InputTable.read(store, input, args);
      tables.add(rows.get(0).item().table());
      log.addAll(rows);
    }
    log.sort(Comparator.comparingLong(Fact::knownAtNanos)); // stable
    seen(log);
    Set<String> ignored =
        passing.isEmpty() ? Set.of() : Set.of(tables.get(0).columns().fieldNames());
    SparkSubject subject = new SparkSubject(name, store.spark(), tables, ignored, computation, log);
    verdicts.addAll(detector(args, name).check(subject, log, new RowAlteration()));
  }

  private static void write(TableStore store, CausalityArgs args, Summary summary) {
    List<Row> rows = new ArrayList<>();
    for (Verdict v : summary.verdicts()) {
      Optional<Outcome.Leak> leak =
          v.outcome() instanceof Outcome.Leak l ? Optional.of(l) : Optional.empty();
      String why =
          leak.map(l -> l.probe().meaning())
              .orElse(v.outcome() instanceof Outcome.Untested u ? u.why() : null);
      rows.add(
          RowFactory.create(
              summary.checkId(),
              v.subject(),
              v.output(),
              v.outcome().word(),
              leak.map(l -> l.probe().name()).orElse(null),
              leak.map(Outcome.Leak::instrument).orElse(null),
              leak.map(Outcome.Leak::timeNanos).orElse(null),
              leak.map(Outcome.Leak::cutNanos).orElse(null),
              leak.map(l -> boxed(l.with())).orElse(null),
              leak.map(l -> boxed(l.without())).orElse(null),
              why,
              v.compared(),
              args.cuts(),
              args.seed(),
              summary.fromNanos(),
              summary.toNanos(),
              args.json()));
    }
    store.settle(
        Tables.CAUSALITY,
        store.rows(Tables.CAUSALITY, rows),
        "check_id = '%s'".formatted(summary.checkId()));
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
