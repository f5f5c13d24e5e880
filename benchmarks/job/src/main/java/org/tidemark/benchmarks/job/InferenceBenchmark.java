package org.tidemark.benchmarks.job;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostModel;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.score.OnnxScorer;

/**
 * Scores of 300 trees of depth 6 on 65 columns, on one thread: {@link OnnxScorer} beside a plain
 * session of ONNX Runtime on tensors that are made before, and labels beside XGBoost's own.
 */
public final class InferenceBenchmark {
  private static final int COLUMNS = SimulatedRows.COLUMNS;
  private static final int TREES = 300;
  private static final int TRAINED = 10_000;
  private static final int BLOCK = 10_000;
  private static final int[] BATCHES = {1, 8, 64, 1_000, 10_000};

  /** Rows of one measurement, whatever the batch. */
  private static final int ROWS = 100_000;

  private final XgboostModel model;
  private final OnnxArtifact file;
  private final float[] rows = SimulatedRows.of(BLOCK, 2).features();

  private InferenceBenchmark() {
    this.model =
        new XgboostLearner(XgboostParameters.standard().withTrees(TREES, 6, 0.1))
            .fit(SimulatedRows.of(TRAINED, 1), 1);
    this.file = OnnxExport.of(model, Map.of());
  }

  /** Arguments: ROUNDS, or {@code flips} ROWS SEED. */
  public static void main(String[] args) throws OrtException {
    boolean flips = args.length == 3 && args[0].equals("flips");
    if (!flips && args.length != 1) {
      System.err.println("usage: InferenceBenchmark ROUNDS, or flips ROWS SEED");
      System.exit(64);
    }
    InferenceBenchmark benchmark = new InferenceBenchmark();
    System.out.printf(
        "%d trees with %d nodes%n",
        TREES, benchmark.model.form().trees().stream().mapToInt(t -> t.nodes().size()).sum());
    if (flips) {
      benchmark.flips(Long.parseLong(args[1]), Long.parseLong(args[2]));
    } else {
      benchmark.speed(Integer.parseInt(args[0]));
    }
  }

  private OnnxScorer open() {
    return OnnxScorer.open(
        file.bytes(), new LoadGuard.Expected(file.sha256(), model.featureSetHash()));
  }

  private void speed(int rounds) throws OrtException {
    try (OnnxScorer scorer = open();
        RawSession raw = new RawSession(file.bytes())) {
      Measured measured = new Measured();
      for (int round = 0; round <= rounds; round++) {
        if (round == 1) {
          measured.forgetWarmUp();
        }
        for (int batch : BATCHES) {
          float[] given = Arrays.copyOf(rows, batch * COLUMNS);
          float[] out = new float[batch];
          raw.prepare(given, batch);
          measured.run(
              "scorer " + batch,
              () -> {
                for (int at = 0; at < ROWS; at += batch) {
                  scorer.score(given, batch, out);
                }
              });
          measured.run(
              "session " + batch,
              () -> {
                for (int at = 0; at < ROWS; at += batch) {
                  raw.run();
                }
              });
          compare(out, raw.scores(batch));
        }
      }
      System.out.println("| batch | scorer rows/s by CPU | session rows/s by CPU | ratio |");
      for (int batch : BATCHES) {
        double ours = ROWS / measured.cpu("scorer " + batch);
        double theirs = ROWS / measured.cpu("session " + batch);
        System.out.printf("| %,d | %,.0f | %,.0f | %.1f |%n", batch, ours, theirs, ours / theirs);
      }
      latency(scorer, raw);
    }
  }

  /** One row at a time: every call of its own, other rows each time, sides taking turns. */
  private void latency(OnnxScorer scorer, RawSession raw) throws OrtException {
    float[][] single = new float[BLOCK][];
    for (int row = 0; row < BLOCK; row++) {
      single[row] = Arrays.copyOfRange(rows, row * COLUMNS, (row + 1) * COLUMNS);
    }
    long[] ours = new long[10 * BLOCK];
    long[] theirs = new long[10 * BLOCK];
    float[] out = new float[1];
    raw.prepare(single[0], 1);
    for (int call = 0; call < ours.length; call++) {
      float[] row = single[call % BLOCK];
      long begin = System.nanoTime();
      scorer.score(row, 1, out);
      ours[call] = System.nanoTime() - begin;
      raw.put(row);
      begin = System.nanoTime();
      raw.run();
      theirs[call] = System.nanoTime() - begin;
    }
    Arrays.sort(ours);
    Arrays.sort(theirs);
    System.out.println("| batch 1 | p50 us | p90 us | p99 us |");
    for (long[] side : new long[][] {ours, theirs}) {
      System.out.printf(
          "| %s | %.2f | %.2f | %.2f |%n",
          side == ours ? "scorer" : "session",
          side[side.length / 2] / 1e3,
          side[side.length * 9 / 10] / 1e3,
          side[side.length * 99 / 100] / 1e3);
    }
    System.out.printf(
        "2.38 ms a symbol over our p50: %,.0f times%n", 2.38e6 / ours[ours.length / 2]);
  }

  private static void compare(float[] one, float[] other) {
    if (!Arrays.equals(one, other)) {
      throw new IllegalStateException("the scorer and the session differ in bits");
    }
  }

  /** Labels by XGBoost's own scores, by the scorer and by the plain session, on new rows. */
  private void flips(long count, long seed) throws OrtException {
    SplittableRandom seeds = new SplittableRandom(seed);
    float[][] edges = model.form().edges();
    long flips = 0;
    long bits = 0;
    double apart = 0;
    try (OnnxScorer scorer = open();
        RawSession raw = new RawSession(file.bytes())) {
      for (long done = 0; done < count; done += BLOCK) {
        float[] block = SimulatedRows.of(BLOCK, seeds.nextLong()).features();
        SimulatedRows.toEdges(block, edges, seeds.split());
        float[] wanted = model.score(block, BLOCK);
        float[] found = scorer.score(block, BLOCK);
        raw.prepare(block, BLOCK);
        raw.run();
        float[] plain = raw.scores(BLOCK);
        for (int row = 0; row < BLOCK; row++) {
          flips += wanted[row] >= 0.5f == found[row] >= 0.5f ? 0 : 1;
          bits +=
              Float.floatToRawIntBits(found[row]) == Float.floatToRawIntBits(plain[row]) ? 0 : 1;
          apart = Math.max(apart, Math.abs(wanted[row] - found[row]));
        }
      }
    }
    System.out.printf(
        "%,d rows of seed %d: %d labels flipped, largest difference to XGBoost %.1e,"
            + " %d scores with other bits than the session%n",
        count, seed, flips, apart, bits);
    if (flips > 0 || bits > 0) {
      System.exit(1);
    }
  }

  /** The runtime as its documentation shows it, with tensors over direct buffers made before. */
  private static final class RawSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private FloatBuffer in;
    private FloatBuffer out;
    private Map<String, OnnxTensor> input = Map.of();
    private Map<String, OnnxTensor> output = Map.of();

    RawSession(byte[] file) throws OrtException {
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        this.session = environment.createSession(file, options);
      }
    }

    void prepare(float[] rows, int count) throws OrtException {
      release();
      in = direct(count * COLUMNS).put(rows, 0, count * COLUMNS);
      out = direct(count);
      input =
          Map.of(
              "features",
              OnnxTensor.createTensor(environment, in.clear(), new long[] {count, COLUMNS}));
      output =
          Map.of("score", OnnxTensor.createTensor(environment, out.clear(), new long[] {count, 1}));
    }

    void put(float[] row) {
      in.clear().put(row);
    }

    void run() {
      try {
        session.run(input, output).close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    float[] scores(int count) {
      float[] scores = new float[count];
      out.clear().get(scores);
      return scores;
    }

    private void release() {
      input.values().forEach(OnnxTensor::close);
      output.values().forEach(OnnxTensor::close);
    }

    private static FloatBuffer direct(int floats) {
      return ByteBuffer.allocateDirect(4 * floats).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    @Override
    public void close() throws OrtException {
      release();
      session.close();
    }
  }
}
