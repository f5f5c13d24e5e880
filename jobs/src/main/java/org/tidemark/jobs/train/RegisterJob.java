package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.sql.Date;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.compare.PairRows;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.jobs.serve.Degradation;
import org.tidemark.jobs.serve.Registered;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.compare.PairTest;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.registry.CanaryVerdict;
import org.tidemark.models.registry.Candidate;
import org.tidemark.models.registry.CertificateVerdict;
import org.tidemark.models.registry.PromotionDecision;
import org.tidemark.models.registry.PromotionGate;
import org.tidemark.models.registry.PromotionTest;

/**
 * Registers the run's models and decides who serves. The best learner that is not the baseline is
 * the challenger; it becomes champion if its certificate holds, its canary passed, it beats the
 * baseline out of sample, and it beats the serving champion on rows that the champion has not seen;
 * where {@code promote.test} asks for it, by more than chance. A model that no scorer can feed has
 * no alias: it scores in batch. All aliases change in one commit. A champion that is kept is held
 * to its live accuracy, and may be rolled back.
 */
public final class RegisterJob implements Job<NightlyArgs, RegisterJob.Summary> {
  /**
   * The decision and its reasons.
   *
   * @param live what became of the live scores of the champion that was kept, and what was done;
   *     empty where there is nothing to say
   */
  public record Summary(String challenger, String decision, List<String> reasons, String live) {}

  private static final String BASELINE = "baseline";

  /** The tests of pairs that the settings ask a challenger to pass; refuses other text. */
  public static List<PromotionTest> tests(NightlyConfig config) {
    return PromotionTest.parse(config.text("promote.test"));
  }

  @Override
  public String name() {
    return "register";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    List<PromotionTest> asked = tests(args.config());
    List<String> learners = RunEnsemble.models(args.config());
    String baseline = learners.get(learners.size() - 1);
    String challenger = challenger(store, args, baseline);
    Registered registered = Registered.of(store, args.config().text("model"));
    Optional<Row> champion = serving(registered, args);
    PromotionDecision decision =
        PromotionGate.STANDARD.decide(
            new Candidate(ModelVersions.of(args, challenger), metrics(store, args, challenger)),
            new Candidate(ModelVersions.of(args, baseline), metrics(store, args, baseline)),
            certificate(store, args, challenger),
            canary(store, args, challenger),
            Optional.empty());
    if (!asked.isEmpty()) {
      decision =
          PromotionTest.judge(
              asked, decision, challenger, baseline, tested(store, args, challenger));
    }
    Optional<String> notLive = ModelColumns.notLive(ModelColumns.of(store, args).name());
    if (decision instanceof PromotionDecision.Promote && notLive.isPresent()) {
      decision =
          new PromotionDecision.Keep(
              List.of(
                  ModelVersions.of(args, challenger) + " may not serve: " + notLive.get() + "."));
    } else if (decision instanceof PromotionDecision.Promote && champion.isPresent()) {
      decision = ChampionDuel.decide(store, args, champion.get(), challenger);
    }
    boolean promoted = decision instanceof PromotionDecision.Promote;
    List<String> reasons =
        decision instanceof PromotionDecision.Promote p
            ? p.reasons()
            : ((PromotionDecision.Keep) decision).reasons();
    registered.write(
        store, rows(store, args, registered, learners, challenger, champion, decision));
    return new Summary(
        ModelVersions.of(args, challenger),
        promoted ? "promoted" : "kept",
        reasons,
        promoted ? "" : Degradation.act(store, args).orElse(""));
  }

  /** What validation tested of a learner, against the others of its run. */
  private static List<PairTest> tested(TableStore store, NightlyArgs args, String learner) {
    return store
        .read(Tables.MODEL_COMPARISONS)
        .where(args.mine())
        .where(col("against").equalTo(PairRows.Against.LEARNER.id()))
        .where(col("learner").equalTo(learner).or(col("rival").equalTo(learner)))
        .collectAsList()
        .stream()
        .map(PairRows::read)
        .toList();
  }

  private static String challenger(TableStore store, NightlyArgs args, String baseline) {
    return store
        .read(Tables.MODEL_COMPARISONS)
        .where(args.mine())
        .where(col("rival").isNull())
        .where(col("learner").notEqual(baseline))
        .orderBy("rank")
        .select("learner")
        .head()
        .getString(0);
  }

  /** The champion that this run found: a rerun finds the one before its own. */
  private static Optional<Row> serving(Registered registered, NightlyArgs args) {
    return first(ofOtherRuns(registered, args, Set.of(Registered.CHAMPION)))
        .or(() -> first(ofOtherRuns(registered, args, Set.of(Registered.PREVIOUS))));
  }

  /** By name, should several have one alias. */
  private static Optional<Row> first(Stream<Row> of) {
    return of.min(Comparator.comparing(Registered::version));
  }

  private static Stream<Row> ofOtherRuns(
      Registered registered, NightlyArgs args, Set<String> aliases) {
    return registered.rows().stream()
        .filter(r -> !args.runId().equals(r.getAs("run_id")))
        .filter(r -> r.getAs("alias") != null && aliases.contains(r.<String>getAs("alias")));
  }

  private static List<MetricValue> metrics(TableStore store, NightlyArgs args, String learner) {
    return store
        .read(Tables.MODEL_METRICS)
        .where(args.mine())
        .where(
            col("learner")
                .equalTo(learner)
                .and(col("fold").equalTo(-1))
                .and(col("window").equalTo("test"))
                .and(col("instrument").equalTo("ALL"))
                .and(col("regime").equalTo("ALL")))
        .select("metric", "value", "ci_low", "ci_high", "n")
        .collectAsList()
        .stream()
        .map(
            r ->
                new MetricValue(
                    r.getString(0), number(r, 1), number(r, 2), number(r, 3), r.getLong(4)))
        .toList();
  }

  private static double number(Row row, int at) {
    return row.isNullAt(at) ? Double.NaN : row.getDouble(at);
  }

  private static CertificateVerdict certificate(
      TableStore store, NightlyArgs args, String learner) {
    List<Row> rows = certificates(store, args, learner, "onnx-parity");
    return rows.isEmpty()
        ? new CertificateVerdict(0, 0)
        : new CertificateVerdict(rows.get(0).getLong(0), rows.get(0).getLong(1));
  }

  private static CanaryVerdict canary(TableStore store, NightlyArgs args, String learner) {
    List<Row> rows = certificates(store, args, learner, CanaryTrial.KIND);
    if (rows.isEmpty()) {
      return CanaryVerdict.failed("it was never tried; run the task 'export' again");
    }
    return rows.get(0).getBoolean(2)
        ? CanaryVerdict.PASSED
        : CanaryVerdict.failed(rows.get(0).getString(3));
  }

  private static List<Row> certificates(
      TableStore store, NightlyArgs args, String learner, String kind) {
    return store
        .read(Tables.CERTIFICATES)
        .where(args.mine())
        .where(col("model_version").equalTo(ModelVersions.of(args, learner)))
        .where(col("kind").equalTo(kind))
        .select("rows_checked", "mismatches", "holds", "detail")
        .collectAsList();
  }

  /** What the registry is to have of this run's versions and of those whose alias changes. */
  private static List<Row> rows(
      TableStore store,
      NightlyArgs args,
      Registered registered,
      List<String> learners,
      String challenger,
      Optional<Row> champion,
      PromotionDecision decision) {
    boolean promoted = decision instanceof PromotionDecision.Promote;
    List<Row> rows = new ArrayList<>();
    for (String learner : learners) {
      boolean isChallenger = learner.equals(challenger);
      String alias = isChallenger ? (promoted ? "champion" : "challenger") : null;
      rows.add(
          row(
              store,
              args,
              learner,
              alias,
              isChallenger ? reason(decision) : others(args, learner)));
    }
    champion.ifPresent(
        old ->
            rows.add(
                Registered.withAlias(
                    old,
                    Optional.of(promoted ? Registered.PREVIOUS : Registered.CHAMPION),
                    promoted
                        ? "replaced by " + ModelVersions.of(args, challenger)
                        : "kept against " + ModelVersions.of(args, challenger))));
    Set<String> superseded =
        promoted
            ? Set.of("challenger", Registered.CHAMPION, Registered.PREVIOUS)
            : Set.of("challenger", Registered.CHAMPION);
    ofOtherRuns(registered, args, superseded)
        .filter(
            r ->
                champion.isEmpty()
                    || !Registered.version(r).equals(Registered.version(champion.get())))
        .forEach(r -> rows.add(Registered.withAlias(r, Optional.empty(), "superseded")));
    List<String> mine = learners.stream().map(name -> ModelVersions.of(args, name)).toList();
    // What an earlier try of this run with other learners registered must not go on serving.
    registered.rows().stream()
        .filter(r -> args.runId().equals(r.getAs("run_id")))
        .filter(r -> r.getAs("alias") != null && !mine.contains(Registered.version(r)))
        .forEach(r -> rows.add(Registered.withAlias(r, Optional.empty(), "superseded")));
    return rows;
  }

  private static String others(NightlyArgs args, String learner) {
    List<String> learners = RunEnsemble.models(args.config());
    return learner.equals(learners.get(learners.size() - 1))
        ? BASELINE
        : "another model of the night ranks before it";
  }

  private static String reason(PromotionDecision decision) {
    return decision instanceof PromotionDecision.Promote p
        ? String.join(" ", p.reasons())
        : String.join(" ", ((PromotionDecision.Keep) decision).reasons());
  }

  private static Row row(
      TableStore store, NightlyArgs args, String learner, String alias, String reason) {
    String version = ModelVersions.of(args, learner);
    Row manifest =
        store
            .read(Tables.MODEL_MANIFESTS)
            .where(args.mine())
            .where(col("model_version").equalTo(version))
            .select("feature_set", "feature_set_hash", "onnx_sha256")
            .head();
    Labeler labeler = Labeler.parse(args.config().text("label"));
    boolean baseline = reason.equals(BASELINE);
    // Aliases and tier BACKUP are what live scorers look for.
    boolean live = ModelColumns.notLive(manifest.getString(0)).isEmpty();
    ModelCard card =
        ModelCard.of(args.config(), labeler.id(), manifest.getString(0), learner, baseline);
    return RowFactory.create(
        args.config().text("model"),
        version,
        live ? alias : null,
        !live ? "ARCHIVE" : baseline ? "BACKUP" : "PRODUCTION",
        card.category(),
        card.family(),
        learner,
        TrainingFrame.target(labeler).getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT),
        labeler.id(),
        manifest.getString(0),
        manifest.getString(1),
        manifest.getString(2),
        (long) new ModelFiles(store).read(ModelFiles.artifact(manifest.getString(2))).length,
        card.purpose(),
        card.regimes(),
        card.output(),
        Date.valueOf(args.asOf()),
        args.runId(),
        reason);
  }
}
