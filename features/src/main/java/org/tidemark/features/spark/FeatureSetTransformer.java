package org.tidemark.features.spark;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.spark.StoredEvent;

/**
 * A spark.ml stage that turns market events into the rows of a feature set: for each closed bar its
 * instrument, times and prices, and the features as they are known when it closes. The bits are
 * those of {@link FeatureDriver} and of the stream: all drive the same {@link
 * org.tidemark.features.Replay}.
 *
 * <p>Input: the columns of {@code market.bars}, {@code market.trades}, {@code market.quotes} or
 * {@code market.books}, decimals or any other numbers; further columns are left out. Several kinds
 * in one frame need the column {@link #kindCol} ({@code bars}, {@code trades}, {@code quotes},
 * {@code books}) and null in the columns of other kinds. Each instrument is folded from its first
 * row in the order of {@code offset}, which must be unique in it; the order of the rows does not
 * matter. NaN means "not ready" and nothing else.
 *
 * <p>A saved stage holds the hash of its set. Where the set of that name is another one, loading is
 * refused with both sides shown.
 */
public final class FeatureSetTransformer extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final String KEEP = "keep";
  private static final String SKIP = "skip";

  private final String uid;
  private final Param<String> featureSet;
  private final Param<String> sampler;
  private final StringArrayParam outputs;
  private final Param<String> outputCol;
  private final Param<String> handleInvalid;
  private final Param<String> kindCol;
  private final Param<String> featureSetHash;
  private final StringArrayParam featureSetParts;

  public FeatureSetTransformer() {
    this(Identifiable$.MODULE$.randomUID("featureSet"));
  }

  /** A stage of that id; spark.ml needs it to load and copy. */
  public FeatureSetTransformer(String uid) {
    this.uid = uid;
    this.featureSet = new Param<>(this, "featureSet", "name of the feature set, as bars40");
    this.sampler = new Param<>(this, "sampler", "bars: " + Samplers.forms());
    this.outputs =
        new StringArrayParam(this, "outputs", "which columns of the set, in order; default: all");
    this.outputCol =
        new Param<>(this, "outputCol", "one vector of this name in place of the columns");
    this.handleInvalid =
        new Param<>(
            this, "handleInvalid", "rows with a value that is not ready: keep them, or skip them");
    this.kindCol = new Param<>(this, "kindCol", "input column that says of which kind an event is");
    this.featureSetHash = new Param<>(this, "featureSetHash", "the only hash the set may have");
    this.featureSetParts =
        new StringArrayParam(this, "featureSetParts", "what the set with that hash was made of");
    setDefault(sampler, "time-60s");
    setDefault(handleInvalid, KEEP);
    setDefault(kindCol, "kind");
  }

  /** Reads saved stages. */
  public static MLReader<FeatureSetTransformer> read() {
    return new Reader();
  }

  /** The stage that was saved in a folder. */
  public static FeatureSetTransformer load(String path) {
    return read().load(path);
  }

  private static final class Reader extends MLReader<FeatureSetTransformer> {
    @Override
    public FeatureSetTransformer load(String path) {
      FeatureSetTransformer saved =
          new DefaultParamsReader<FeatureSetTransformer>().session(sparkSession()).load(path);
      saved.set();
      return saved;
    }
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> featureSet() {
    return featureSet;
  }

  public Param<String> sampler() {
    return sampler;
  }

  public StringArrayParam outputs() {
    return outputs;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public Param<String> handleInvalid() {
    return handleInvalid;
  }

  public Param<String> kindCol() {
    return kindCol;
  }

  public Param<String> featureSetHash() {
    return featureSetHash;
  }

  public StringArrayParam featureSetParts() {
    return featureSetParts;
  }

  /** Name of a registered set, without the sampler's suffix. Required. */
  public FeatureSetTransformer setFeatureSet(String name) {
    set(featureSet, name);
    return this;
  }

  /** Which bars, as in the nightly settings; default: {@code time-60s}. */
  public FeatureSetTransformer setSampler(String id) {
    set(sampler, id);
    return this;
  }

  /** Which columns of the set, in this order; default: all. */
  public FeatureSetTransformer setOutputs(String... names) {
    set(outputs, names);
    return this;
  }

  /** One vector column for estimators in place of a float column for each output. */
  public FeatureSetTransformer setOutputCol(String name) {
    set(outputCol, name);
    return this;
  }

  /**
   * {@code keep}, the default, gives a row for every bar; {@code skip} leaves out those with a
   * chosen value that is not ready, which few estimators accept.
   */
  public FeatureSetTransformer setHandleInvalid(String how) {
    set(handleInvalid, how);
    return this;
  }

  /** Name of the column that says of which kind an event is; default: {@code kind}. */
  public FeatureSetTransformer setKindCol(String name) {
    set(kindCol, name);
    return this;
  }

  /** The set, checked against the hash if there is one. */
  private FeatureSet set() {
    if (!isDefined(featureSet)) {
      throw new IllegalArgumentException(
          uid + ": no feature set; call setFeatureSet(\"bars40\") or another one");
    }
    FeatureSet set =
        FeatureSets.named(getOrDefault(featureSet), Samplers.parse(getOrDefault(sampler)));
    if (isDefined(featureSetHash) && !getOrDefault(featureSetHash).equals(set.hash())) {
      throw new IllegalArgumentException(
          uid
              + ": feature set "
              + set.name()
              + " is not the one that was saved; saved "
              + getOrDefault(featureSetHash)
              + " "
              + (isDefined(featureSetParts) ? List.of(getOrDefault(featureSetParts)) : List.of())
              + ", here "
              + set.hash()
              + " "
              + FeatureTable.parts(set)
              + "; use the code that saved it, or save it anew and train again");
    }
    return set;
  }

  /** The chosen columns of the set. */
  private List<String> chosen(FeatureSet set) {
    List<String> all = set.outputNames();
    List<String> chosen = isDefined(outputs) ? List.of(getOrDefault(outputs)) : all;
    List<String> unknown = chosen.stream().filter(name -> !all.contains(name)).toList();
    if (!unknown.isEmpty() || chosen.isEmpty() || Set.copyOf(chosen).size() < chosen.size()) {
      throw new IllegalArgumentException(
          uid + ": outputs " + chosen + " must be some of " + all + ", each once");
    }
    return chosen;
  }

  private boolean skips() {
    String how = getOrDefault(handleInvalid);
    if (!how.equals(KEEP) && !how.equals(SKIP)) {
      throw new IllegalArgumentException(
          uid + ": handleInvalid is '" + how + "'; it must be " + KEEP + " or " + SKIP);
    }
    return how.equals(SKIP);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    if (dataset.isStreaming()) {
      throw new IllegalArgumentException(
          uid + ": the input is a stream; a stream's features come from org.tidemark.streaming");
    }
    FeatureSet set = set();
    Dataset<Row> rows = FeatureTable.columns(fold(dataset.toDF(), set), set);
    List<String> chosen = chosen(set);
    if (skips()) {
      Column ready = lit(true);
      for (String name : chosen) {
        ready = ready.and(isnan(col(name)).equalTo(false));
      }
      rows = rows.where(ready);
    }
    List<Column> columns = new ArrayList<>();
    List.of(FeatureTable.BAR.fieldNames()).forEach(name -> columns.add(col(name)));
    if (isDefined(outputCol)) {
      Column values = array(chosen.stream().map(n -> col(n)).toArray(Column[]::new));
      columns.add(
          array_to_vector(values.cast("array<double>"))
              .as(getOrDefault(outputCol), attributes(chosen).toMetadata()));
    } else {
      chosen.forEach(name -> columns.add(col(name)));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private Dataset<WideRow> fold(Dataset<Row> input, FeatureSet set) {
    Dataset<StoredEvent> events =
        EventFrame.of(input.schema(), getOrDefault(kindCol), set).events(input, set);
    return events
        .repartition(col("instrument"))
        .sortWithinPartitions("instrument", "offset")
        .mapPartitions(
            (MapPartitionsFunction<StoredEvent, WideRow>)
                it ->
                    new FoldIterator(
                        it, set, name -> Start.fresh(name, Set.of()), FeatureSetTransformer::none),
            Encoders.bean(WideRow.class));
  }

  /** Registered sets keep the order of arrival, in which nothing is late. */
  private static void none(Ended ended) {
    if (!ended.late().isEmpty()) {
      throw new IllegalStateException(
          ended.late().size()
              + " events of "
              + ended.instrument()
              + " are too late for their bars, and a transformer has no place for them;"
              + " use the features job");
    }
  }

  private AttributeGroup attributes(List<String> names) {
    return new AttributeGroup(
        getOrDefault(outputCol),
        names.stream()
            .map(name -> NumericAttribute.defaultAttr().withName(name))
            .toArray(Attribute[]::new));
  }

  /**
   * The columns that {@link #transform} gives.
   *
   * @throws IllegalArgumentException if the set cannot be made of these columns, or a param is
   *     wrong
   */
  @Override
  public StructType transformSchema(StructType schema) {
    FeatureSet set = set();
    EventFrame.of(schema, getOrDefault(kindCol), set);
    skips();
    List<String> chosen = chosen(set);
    StructType result = FeatureTable.BAR;
    if (!isDefined(outputCol)) {
      for (String name : chosen) {
        result = result.add(name, DataTypes.FloatType);
      }
      return result;
    }
    String vector = getOrDefault(outputCol);
    if (List.of(FeatureTable.BAR.fieldNames()).contains(vector)) {
      throw new IllegalArgumentException(
          uid + ": outputCol '" + vector + "' is a column of the bar; choose another name");
    }
    return result.add(vector, SQLDataTypes.VectorType(), true, attributes(chosen).toMetadata());
  }

  @Override
  public FeatureSetTransformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Saves the stage with the hash of its set, which then stays the only one it accepts. */
  @Override
  public MLWriter write() {
    FeatureSet set = set();
    FeatureSetTransformer pinned = copy(ParamMap.empty());
    pinned.set(pinned.featureSetHash, set.hash());
    pinned.set(pinned.featureSetParts, FeatureTable.parts(set).toArray(String[]::new));
    return new DefaultParamsWriter(pinned);
  }
}
