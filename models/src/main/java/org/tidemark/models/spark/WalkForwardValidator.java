package org.tidemark.models.spark;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.models.split.Nested;
import org.tidemark.models.split.RowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/**
 * A spark.ml estimator like {@code CrossValidator}, for rows that stand in time: it tries every
 * param map of any estimator on every fold of any {@link Splitter}, measures the test rows with any
 * evaluator, and fits the best on all rows. Training rows whose label reaches into a test, or is
 * reached by one, or stands in the embargo, are not learned from.
 *
 * <p>Input: besides what the estimator needs, the event time and the end of the label span of each
 * row, both bigint nanoseconds since 1970 UTC. Rows without a span end (null) have no label and are
 * left out. Folds are cut at the same instants for all instruments.
 *
 * <p>With a plain splitter the best candidate is chosen by the tests, so its figures are those of
 * the choice too: the best of many looks better than it is. With {@code nested:} each outer fold
 * chooses by folds inside its own training rows, and {@link WalkForwardModel#tested} is what such a
 * choice reaches on rows that it has not seen.
 */
public final class WalkForwardValidator extends Estimator<WalkForwardModel> {
  private static final long serialVersionUID = 1L;
  private static final String KEEP = "keep";
  private static final String DROP = "drop";

  private final String uid;
  private final Param<Estimator<?>> estimator;
  private final Param<Evaluator> evaluator;
  private final Param<ParamMap[]> estimatorParamMaps;
  private final Param<String> splitter;
  private final Param<String> timeCol;
  private final Param<String> spanEndCol;
  private final Param<String> foldModels;
  private final IntParam parallelism;

  public WalkForwardValidator() {
    this(Identifiable$.MODULE$.randomUID("walkForward"));
  }

  /** An estimator of that id; spark.ml needs it to copy. */
  public WalkForwardValidator(String uid) {
    this.uid = uid;
    this.estimator = new Param<>(this, "estimator", "what is fitted on each fold");
    this.evaluator = new Param<>(this, "evaluator", "what measures the test rows");
    this.estimatorParamMaps = new Param<>(this, "estimatorParamMaps", "the candidates");
    this.splitter = new Param<>(this, "splitter", "folds, such as " + Splitter.EXAMPLES.get(0));
    this.timeCol = new Param<>(this, "timeCol", "event time, bigint nanoseconds");
    this.spanEndCol = new Param<>(this, "spanEndCol", "end of the label span, bigint nanoseconds");
    this.foldModels = new Param<>(this, "foldModels", "keep or drop the models of the folds");
    this.parallelism = new IntParam(this, "parallelism", "fits at the same time, 1 or more");
    setDefault(timeCol, "event_time_nanos");
    setDefault(spanEndCol, "span_end_nanos");
    setDefault(foldModels, DROP);
    setDefault(parallelism, 1);
    setDefault(estimatorParamMaps, new ParamMap[] {ParamMap.empty()});
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<Estimator<?>> estimator() {
    return estimator;
  }

  public Param<Evaluator> evaluator() {
    return evaluator;
  }

  public Param<ParamMap[]> estimatorParamMaps() {
    return estimatorParamMaps;
  }

  public Param<String> splitter() {
    return splitter;
  }

  public Param<String> timeCol() {
    return timeCol;
  }

  public Param<String> spanEndCol() {
    return spanEndCol;
  }

  public Param<String> foldModels() {
    return foldModels;
  }

  public IntParam parallelism() {
    return parallelism;
  }

  /** What is fitted on each fold: any estimator, also a whole pipeline. Required. */
  public WalkForwardValidator setEstimator(Estimator<?> value) {
    set(estimator, value);
    return this;
  }

  /** What measures the test rows of a fold. Required. */
  public WalkForwardValidator setEvaluator(Evaluator value) {
    set(evaluator, value);
    return this;
  }

  /** The candidates; default: the estimator as it is. */
  public WalkForwardValidator setEstimatorParamMaps(ParamMap... values) {
    set(estimatorParamMaps, values.clone());
    return this;
  }

  /** How to cut the rows, as {@link Splitter#parse} reads it. Required. */
  public WalkForwardValidator setSplitter(String text) {
    set(splitter, Splitter.parse(text).id());
    return this;
  }

  /** Column of the event time; default: {@code event_time_nanos}. */
  public WalkForwardValidator setTimeCol(String name) {
    set(timeCol, name);
    return this;
  }

  /** Column of the label span's end; default: {@code span_end_nanos}. */
  public WalkForwardValidator setSpanEndCol(String name) {
    set(spanEndCol, name);
    return this;
  }

  /** {@code keep} for {@link WalkForwardModel#outOfFold}; default: {@code drop}. */
  public WalkForwardValidator setFoldModels(String how) {
    set(foldModels, how);
    return this;
  }

  /** How many fits run at the same time; default: 1. */
  public WalkForwardValidator setParallelism(int fits) {
    set(parallelism, fits);
    return this;
  }

  private <T> T required(Param<T> param, String call) {
    if (!isDefined(param)) {
      throw new IllegalArgumentException(uid + ": no " + param.name() + "; call " + call);
    }
    return getOrDefault(param);
  }

  /**
   * Fits and measures every candidate on every fold, then the best on all rows.
   *
   * @throws IllegalArgumentException if a param is missing, the rows cannot be split so, or a fold
   *     has no rows
   * @throws IllegalStateException if no candidate has a metric on every fold
   */
  @Override
  public WalkForwardModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Splitter cut = Splitter.parse(getOrDefault(splitter));
    String time = getOrDefault(timeCol);
    String spanEnd = getOrDefault(spanEndCol);
    Dataset<Row> rows =
        dataset.toDF().where(col(spanEnd).isNotNull()).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      RowTimes times =
          FrameTimes.of(
              rows.select(col(time).as("event_time_nanos"), col(spanEnd).as("span_end_nanos")));
      Candidates candidates =
          new Candidates(
              rows,
              getOrDefault(estimator),
              getOrDefault(evaluator),
              getOrDefault(estimatorParamMaps),
              (int) getOrDefault(parallelism));
      WalkForwardModel model =
          cut instanceof Nested nested
              ? nested(candidates, nested, rows, times)
              : plain(candidates, cut.split(times), rows);
      model.setParent(this);
      return model;
    } finally {
      rows.unpersist();
    }
  }

  private boolean keepsModels() {
    return getOrDefault(foldModels).equals(KEEP);
  }

  private WalkForwardModel plain(Candidates candidates, List<Split> splits, Dataset<Row> rows) {
    List<FoldRows> folds = FoldRows.of(splits, getOrDefault(timeCol), getOrDefault(spanEndCol));
    FoldRows.requireRows(rows, folds);
    List<Candidates.Fitted> fits = candidates.onEvery(folds);
    List<FoldScore> scores = fits.stream().map(Candidates.Fitted::score).toList();
    double[] means = candidates.means(scores);
    int best = candidates.best(means, scores);
    List<Candidates.Fitted> chosen =
        fits.stream().filter(f -> f.score().candidate() == best).toList();
    return model(candidates, folds, scores, means, best, chosen);
  }

  private WalkForwardModel nested(
      Candidates candidates, Nested nested, Dataset<Row> rows, RowTimes times) {
    String time = getOrDefault(timeCol);
    String spanEnd = getOrDefault(spanEndCol);
    List<Nested.Nest> nests = nested.nests(times);
    List<FoldRows> outer =
        FoldRows.of(nests.stream().map(Nested.Nest::outer).toList(), time, spanEnd);
    FoldRows.requireRows(rows, outer);
    List<FoldScore> scores = new ArrayList<>();
    List<Candidates.Fitted> chosen = new ArrayList<>();
    for (int i = 0; i < nests.size(); i++) {
      List<FoldRows> inside = FoldRows.inside(nests.get(i), time, spanEnd);
      FoldRows.requireRows(rows, inside);
      List<FoldScore> inner = scores(candidates, inside);
      scores.addAll(inner);
      chosen.add(candidates.fit(outer.get(i), candidates.best(candidates.means(inner), inner)));
    }
    List<FoldRows> all = FoldRows.of(nested.inner().split(times), time, spanEnd);
    FoldRows.requireRows(rows, all);
    List<FoldScore> last = scores(candidates, all);
    double[] means = candidates.means(last);
    return model(candidates, outer, scores, means, candidates.best(means, last), chosen);
  }

  private static List<FoldScore> scores(Candidates candidates, List<FoldRows> folds) {
    return candidates.onEvery(folds).stream().map(Candidates.Fitted::score).toList();
  }

  private WalkForwardModel model(
      Candidates candidates,
      List<FoldRows> folds,
      List<FoldScore> scores,
      double[] means,
      int best,
      List<Candidates.Fitted> chosen) {
    List<Model<?>> kept = new ArrayList<>();
    for (Candidates.Fitted fit : chosen) {
      if (fit.score().reason().isPresent()) {
        throw new IllegalStateException(
            "the chosen candidate %d failed on fold %d: %s"
                .formatted(fit.score().candidate(), fit.score().fold(), fit.score().failure()));
      }
      kept.add(fit.model().orElseThrow());
    }
    return new WalkForwardModel(
        uid,
        candidates.fitOnAll(best),
        best,
        scores,
        means,
        chosen.stream().map(Candidates.Fitted::score).toList(),
        keepsModels() ? kept : List.of(),
        folds);
  }

  /**
   * The columns that the best model gives.
   *
   * @throws IllegalArgumentException if a param or a column is missing or wrong
   */
  @Override
  public StructType transformSchema(StructType schema) {
    required(evaluator, "setEvaluator(new BinaryClassificationEvaluator())");
    required(splitter, "setSplitter(\"" + Splitter.EXAMPLES.get(0) + "\")");
    String how = getOrDefault(foldModels);
    if (!how.equals(KEEP) && !how.equals(DROP)) {
      throw new IllegalArgumentException(
          uid + ": foldModels is '" + how + "'; it must be " + KEEP + " or " + DROP);
    }
    int fits = (int) getOrDefault(parallelism);
    if (fits < 1 || getOrDefault(estimatorParamMaps).length == 0) {
      throw new IllegalArgumentException(
          uid + ": parallelism " + fits + " and the number of candidates must be 1 or more");
    }
    for (String name : List.of(getOrDefault(timeCol), getOrDefault(spanEndCol))) {
      boolean there =
          Arrays.stream(schema.fields())
              .filter(f -> f.name().equals(name))
              .map(StructField::dataType)
              .anyMatch(DataTypes.LongType::equals);
      if (!there) {
        throw new IllegalArgumentException(
            uid
                + ": no bigint column '"
                + name
                + "' among "
                + List.of(schema.fieldNames())
                + "; call setTimeCol and setSpanEndCol");
      }
    }
    return required(estimator, "setEstimator(new LogisticRegression())").transformSchema(schema);
  }

  @Override
  public WalkForwardValidator copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
