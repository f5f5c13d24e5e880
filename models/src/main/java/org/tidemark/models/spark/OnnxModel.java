package org.tidemark.models.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.RefusedModelException;
import scala.Option;

/**
 * An ONNX file as a stage of a spark.ml pipeline: adds the scores of every row. The bits are those
 * of {@link org.tidemark.models.score.OnnxScorer} on the row alone, however rows lie in partitions.
 *
 * <p>The file passes {@link LoadGuard} with its hash and its feature set when the stage is made,
 * when it is loaded, and once more in each JVM that scores. Null and NaN are missing values.
 */
public final class OnnxModel extends Transformer implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType FILE = new StructType().add("onnx", DataTypes.BinaryType, false);
  private static final String FOLDER = "/data";

  private final String uid;
  private final OnnxFile file;
  private final Param<String> featuresCol;
  private final Param<String> outputCol;
  private final Param<String> sha256;
  private final Param<String> featureSetHash;

  private OnnxModel(String uid, OnnxFile file) {
    this.uid = uid;
    this.file = file;
    this.featuresCol =
        new Param<>(this, "featuresCol", "one vector or array in place of the model's columns");
    this.outputCol = new Param<>(this, "outputCol", "column that receives the scores");
    this.sha256 = new Param<>(this, "sha256", "the only hash that the file may have");
    this.featureSetHash = new Param<>(this, "featureSetHash", "of the rows that are scored");
    setDefault(outputCol, file.outputs() == 1 ? "score" : "probabilities");
    set(sha256, file.sha256());
    set(featureSetHash, file.featureSetHash());
  }

  /**
   * A stage of a file.
   *
   * @param expected what the registry says about the file
   * @throws RefusedModelException naming the problem and what to do
   */
  public static OnnxModel of(byte[] file, LoadGuard.Expected expected) {
    return of(Identifiable$.MODULE$.randomUID("onnx"), file, expected);
  }

  /** A stage of a file in any file system that Spark reads. */
  public static OnnxModel of(SparkSession spark, String path, LoadGuard.Expected expected) {
    List<Row> found = spark.read().format("binaryFile").load(path).select("content").takeAsList(2);
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "path " + path + " has " + found.size() + " files or more; name one ONNX file");
    }
    return of(found.get(0).<byte[]>getAs(0), expected);
  }

  private static OnnxModel of(String uid, byte[] bytes, LoadGuard.Expected expected) {
    OnnxArtifact artifact = LoadGuard.standard().check(bytes, expected).artifact();
    return new OnnxModel(
        uid,
        new OnnxFile(
            artifact.bytes(),
            artifact.sha256(),
            artifact.featureSetHash(),
            artifact.featureNames(),
            artifact.target().width()));
  }

  /** Reads saved stages. */
  public static MLReader<OnnxModel> read() {
    return new Reader();
  }

  /** The stage that was saved in a folder. */
  public static OnnxModel load(String path) {
    return read().load(path);
  }

  private static final class Reader extends MLReader<OnnxModel> {
    @Override
    public OnnxModel load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader.loadMetadata(path, sparkSession(), OnnxModel.class.getName());
      byte[] bytes = sparkSession().read().parquet(path + FOLDER).first().getAs(0);
      LoadGuard.Expected expected =
          new LoadGuard.Expected(text(metadata, "sha256"), text(metadata, "featureSetHash"));
      OnnxModel loaded = of(metadata.uid(), bytes, expected);
      metadata.getAndSetParams(loaded, Option.empty());
      return loaded;
    }

    private static String text(DefaultParamsReader.Metadata metadata, String name) {
      return (String) metadata.getParamValue(name).values();
    }
  }

  @Override
  public MLWriter write() {
    return new Writer();
  }

  private final class Writer extends MLWriter {
    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter.saveMetadata(OnnxModel.this, path, sparkSession());
      sparkSession()
          .createDataFrame(List.of(RowFactory.create((Object) file.bytes())), FILE)
          .coalesce(1)
          .write()
          .parquet(path + FOLDER);
    }
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> featuresCol() {
    return featuresCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public Param<String> sha256() {
    return sha256;
  }

  public Param<String> featureSetHash() {
    return featureSetHash;
  }

  /** The columns that the model was fitted on, in order. */
  public List<String> featureNames() {
    return file.featureNames();
  }

  /**
   * One column with the features in the model's order, a vector or an array of floats or doubles,
   * each rounded to float; without it, a float column of each feature's name.
   */
  public OnnxModel setFeaturesCol(String name) {
    set(featuresCol, name);
    return this;
  }

  /**
   * Name of the new column: a float, or for several classes an array of floats; default {@code
   * score} or {@code probabilities}.
   */
  public OnnxModel setOutputCol(String name) {
    set(outputCol, name);
    return this;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType result = transformSchema(dataset.schema());
    SparkSession spark = dataset.sparkSession();
    Dataset<Row> rows = dataset.toDF();
    StructType given = dataset.schema();
    FeatureColumns columns =
        isDefined(featuresCol)
            ? new FeatureColumns.Together(given.fieldIndex(getOrDefault(featuresCol)))
            : new FeatureColumns.Each(file.featureNames().stream().map(given::fieldIndex).toList());
    return rows.mapPartitions(
        new ScoreBlocks(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(file), columns),
        Encoders.row(result));
  }

  /**
   * The given columns and that of the scores.
   *
   * @throws IllegalArgumentException if a column is missing or of another type, or the new one is
   *     there already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    List<String> there = Arrays.asList(schema.fieldNames());
    if (isDefined(featuresCol)) {
      String name = getOrDefault(featuresCol);
      if (!there.contains(name) || !holdsFeatures(schema.apply(name).dataType())) {
        throw new IllegalArgumentException(
            uid + ": featuresCol '" + name + "' must be a vector or an array of float or double");
      }
    } else {
      List<String> missing =
          file.featureNames().stream()
              .filter(
                  name ->
                      !there.contains(name)
                          || !schema.apply(name).dataType().equals(DataTypes.FloatType))
              .toList();
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException(
            uid
                + ": the model of feature set "
                + file.featureSetHash()
                + " needs float columns that the rows lack: "
                + missing
                + "; give the rows of that feature set, or call setFeaturesCol");
      }
    }
    String output = getOrDefault(outputCol);
    if (there.contains(output)) {
      throw new IllegalArgumentException(
          uid + ": column '" + output + "' is there already; call setOutputCol with another name");
    }
    DataType type =
        file.outputs() == 1
            ? DataTypes.FloatType
            : DataTypes.createArrayType(DataTypes.FloatType, false);
    return schema.add(output, type, false);
  }

  private static boolean holdsFeatures(DataType type) {
    return type.equals(SQLDataTypes.VectorType())
        || type instanceof ArrayType array
            && (array.elementType().equals(DataTypes.FloatType)
                || array.elementType().equals(DataTypes.DoubleType));
  }

  @Override
  public OnnxModel copy(ParamMap extra) {
    return (OnnxModel) copyValues(new OnnxModel(uid, file), extra);
  }
}
