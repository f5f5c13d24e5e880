package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** The verb {@code models import}: a net of one layer, as PyTorch would export it. */
class ImportVerbIT {
  private static final FeatureSet SET = FeatureSets.named("bars40", Samplers.parse("time-60s"));
  private static final int WIDTH = SET.outputNames().size();
  private static final float[] WEIGHTS = new float[WIDTH];
  private static final String VERSION = "2024-01-13-imported-net";

  @TempDir static Path folder;
  private static TableStore store;
  private static String lake;

  @BeforeAll
  static void files() throws IOException {
    lake = folder.resolve("lake").toString();
    store = new TableStore(TestSpark.session(), Lake.at(lake));
    SplittableRandom random = new SplittableRandom(3);
    for (int j = 0; j < WIDTH; j++) {
      WEIGHTS[j] = (float) random.nextDouble(-1, 1);
    }
    Files.write(folder.resolve("net.onnx"), net(WIDTH));
    Files.write(folder.resolve("narrow.onnx"), net(WIDTH - 1));
    rows("rows.csv", 0, SET.outputNames());
    rows("off.csv", 0.2f, SET.outputNames());
    rows("short.csv", 0, SET.outputNames().subList(0, 3));
  }

  private static byte[] net(int width) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("main_graph")
            .addInput(info("input", width))
            .addOutput(info("output", 1))
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("0.weight")
                    .setDataType(TensorProto.DataType.FLOAT.getNumber())
                    .addDims(1)
                    .addDims(width)
                    .addAllFloatData(floats(width)))
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("Gemm")
                    .addInput("input")
                    .addInput("0.weight")
                    .addOutput("margin")
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("transB")
                            .setType(AttributeProto.AttributeType.INT)
                            .setI(1)))
            .addNode(
                NodeProto.newBuilder().setOpType("Sigmoid").addInput("margin").addOutput("output"));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("pytorch")
        .setProducerVersion("2.7")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static List<Float> floats(int count) {
    List<Float> all = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      all.add(WEIGHTS[j]);
    }
    return all;
  }

  private static ValueInfoProto info(String name, int columns) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(
                            TensorShapeProto.newBuilder()
                                .addDim(
                                    TensorShapeProto.Dimension.newBuilder().setDimParam("batch"))
                                .addDim(
                                    TensorShapeProto.Dimension.newBuilder().setDimValue(columns)))))
        .build();
  }

  /** The scores of the net, in double; every fifth one {@code off}. */
  private static void rows(String file, float off, List<String> names) throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    StringBuilder text = new StringBuilder(String.join(",", names) + ",score\n");
    for (int row = 0; row < 50; row++) {
      double margin = 0;
      for (int j = 0; j < names.size(); j++) {
        float value = (float) random.nextDouble(-1, 1);
        margin += value * WEIGHTS[j];
        text.append(value).append(',');
      }
      double score = 1 / (1 + Math.exp(-margin));
      text.append(row % 5 == 0 ? Math.abs(score - off) : score).append('\n');
    }
    Files.writeString(folder.resolve(file), text);
  }

  private static Cli run(String name, String file, String expected, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("models", "import", folder.resolve(file).toString(), "--lake", lake));
    words.addAll(List.of("--name", name, "--features", "bars40", "--label", "fixed-15m"));
    words.addAll(List.of("--trained-until", "2024-01-13"));
    words.addAll(List.of("--expected", folder.resolve(expected).toString()));
    words.addAll(Arrays.asList(more));
    return Cli.run(words.toArray(String[]::new));
  }

  @Test
  void aGoodFileBecomesAVersionThatNobodyServes() {
    Cli look = run("net", "net.onnx", "rows.csv", "--dry-run");
    assertThat(look.code()).as(look.err()).isZero();
    assertThat(look.out()).contains("50 rows, 0 label flips", "nothing is written");
    assertThat(store.read(Tables.MODEL_REGISTRY).count()).isZero();

    Cli done = run("net", "net.onnx", "rows.csv");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("registered; it serves nobody");
    Row row = store.read(Tables.MODEL_REGISTRY).collectAsList().get(0);
    assertThat(row.<String>getAs("model_version")).isEqualTo(VERSION);
    assertThat(row.<String>getAs("alias")).isNull();
    assertThat(row.<String>getAs("feature_set_hash")).isEqualTo(SET.hash());
    assertThat(store.lake().localPath("artifacts/" + row.getAs("onnx_sha256") + ".onnx")).exists();
    Cli show = Cli.run("models", "show", "--lake", lake, VERSION);
    assertThat(show.out())
        .contains("certificate        imported: holds, 50 rows, 0 mismatches")
        .contains("certificate        canary: holds, 50 rows, 0 mismatches");

    assertThat(run("net", "net.onnx", "rows.csv").out()).contains("was registered before");
    Cli again = Cli.run("models", "reproduce", "--lake", lake, VERSION);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("was made elsewhere and imported");
  }

  @Test
  void otherScoresAndFilesThatDoNotFitWriteNothing() {
    Cli off = run("off", "net.onnx", "off.csv");
    assertThat(off.code()).as(off.err()).isEqualTo(5);
    assertThat(off.out()).contains("10 mismatches", "nothing is written");
    Cli narrow = run("narrow", "narrow.onnx", "rows.csv");
    assertThat(narrow.code()).isEqualTo(1);
    assertThat(narrow.err()).contains("FLOAT [?, " + WIDTH + "] is needed");
    Cli shortRows = run("short", "net.onnx", "short.csv");
    assertThat(shortRows.code()).isEqualTo(1);
    assertThat(shortRows.err()).contains("has no columns [");
    Cli noise = run("noise", "rows.csv", "rows.csv");
    assertThat(noise.err()).contains("model file refused (FORMAT)");
    assertThat(run("No Name", "net.onnx", "rows.csv").code()).isEqualTo(2);
    assertThat(run("absent", "absent.onnx", "rows.csv").code()).isEqualTo(2);
    assertThat(
            store.read(Tables.MODEL_REGISTRY).where("model_version <> '" + VERSION + "'").count())
        .isZero();
  }
}
