package org.tidemark.models.score;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.StampedLock;
import org.tidemark.models.form.TreeEnsemble;
import org.tidemark.models.onnx.CheckedModel;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.RowScorer;
import org.tidemark.models.onnx.Signature;

/**
 * Scores rows with one ONNX Runtime session; any number of threads may share it.
 *
 * <p>A call runs on the caller's thread alone (intra-op and inter-op 1): the engine that calls it
 * has already divided the work. Rows go in and scores come out through direct buffers that are used
 * again. Closing waits for calls that are under way.
 *
 * <p>A file that is a sum of trees is walked in flat arrays instead, which is two to three times as
 * fast (docs/benchmarks.md), if the walk gives the runtime's bits: when the file is opened, both
 * score {@link Probes}, and one bit of difference leaves the file to the runtime. In steady state a
 * walk allocates nothing; the runtime's interface takes some objects per call, none per row.
 */
public final class OnnxScorer implements AutoCloseable, RowScorer {
  private final OnnxArtifact artifact;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Optional<TreeWalker> walker;
  private final Slots<int[]> rooms;
  private final Slots<Buffers> idle = new Slots<>(Buffers::new, Buffers::release);
  private final StampedLock life = new StampedLock();
  private volatile boolean closed;
  private boolean freed;

  private OnnxScorer(CheckedModel model) throws OrtException {
    this.artifact = model.artifact();
    this.environment = OrtEnvironment.getEnvironment();
    environment.setTelemetry(false);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      this.session = environment.createSession(artifact.bytes(), options);
    }
    this.walker = walker(model);
    this.rooms = new Slots<>(() -> walker.orElseThrow().room(), room -> {});
  }

  /** The session is nobody's yet, so a first run that fails must close it. */
  private Optional<TreeWalker> walker(CheckedModel model) {
    try {
      return model.trees().flatMap(this::agreeing);
    } catch (RuntimeException e) {
      idle.clear();
      try {
        session.close();
      } catch (OrtException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  /** A walker that gives the runtime's bits on this machine. */
  private Optional<TreeWalker> agreeing(TreeEnsemble form) {
    Optional<TreeWalker> made = TreeWalker.of(form);
    if (made.isEmpty()) {
      return made;
    }
    float[] probes = Probes.of(form);
    float[] wanted = new float[Probes.ROWS * form.outputs()];
    run(probes, 0, Probes.ROWS, wanted);
    float[] walked = new float[wanted.length];
    made.get().score(probes, Probes.ROWS, walked, made.get().room());
    return Probes.same(wanted, walked) ? made : Optional.empty();
  }

  /** Opens a file that the guard let through. */
  public static OnnxScorer open(CheckedModel model) {
    try {
      return new OnnxScorer(model);
    } catch (OrtException e) {
      throw new ScoreException(
          "ONNX Runtime refuses model " + model.artifact().sha256() + ": " + e.getMessage(), e);
    }
  }

  /** Passes the bytes through {@link LoadGuard#standard()} and opens them. */
  public static OnnxScorer open(byte[] bytes, LoadGuard.Expected expected) {
    return open(LoadGuard.standard().check(bytes, expected));
  }

  /** The file that is scored with. */
  public OnnxArtifact artifact() {
    return artifact;
  }

  /**
   * Scores {@code n} rows.
   *
   * @param rows row-major, at least {@code n} x {@link OnnxArtifact#width()} values, NaN for
   *     missing
   * @param out receives n x target width probabilities or estimates from position 0
   */
  public void score(float[] rows, int n, float[] out) {
    need(rows, n, out);
    if (n == 0) {
      return;
    }
    if (walker.isEmpty()) {
      run(rows, 0, n, out);
      return;
    }
    if (closed) {
      throw isClosed();
    }
    int[] room = rooms.take();
    walker.get().score(rows, n, out, room);
    rooms.give(room);
  }

  private void need(float[] rows, int n, float[] out) {
    int outputs = artifact.target().width();
    if (n < 0 || (long) n * artifact.width() > rows.length || (long) n * outputs > out.length) {
      throw new IllegalArgumentException(
          n
              + " rows need "
              + (long) n * artifact.width()
              + " values and room for "
              + (long) n * outputs
              + " scores, but "
              + rows.length
              + " and "
              + out.length
              + " came");
    }
  }

  /**
   * Scores rows as if each came alone: sums inside the runtime may depend on how many rows come
   * together, those of a walk do not.
   */
  public void scoreEach(float[] rows, int n, float[] out) {
    if (walker.isPresent()) {
      score(rows, n, out);
      return;
    }
    need(rows, n, out);
    for (int row = 0; row < n; row++) {
      run(rows, row, 1, out);
    }
  }

  /** Scores rows {@code first} and on with the runtime, whatever the file is. */
  void run(float[] rows, int first, int n, float[] out) {
    long stamp = life.readLock();
    try {
      if (closed) {
        throw isClosed();
      }
      Buffers buffers = idle.take();
      // A failed call may leave its buffers half open, so only a good one gives them back.
      buffers.run(rows, first, n, out);
      idle.give(buffers);
    } catch (OrtException e) {
      throw new ScoreException(
          "model " + artifact.sha256() + " could not score " + n + " rows: " + e.getMessage(), e);
    } finally {
      life.unlockRead(stamp);
    }
  }

  /**
   * For certificates: scores as {@link #score(float[], int)}, and with the runtime beside.
   *
   * @throws ScoreException by the scorer that is returned, if they differ in a bit
   */
  public RowScorer crossChecked() {
    return (rows, n) -> {
      float[] scores = score(rows, n);
      if (walks()) {
        float[] wanted = new float[scores.length];
        run(rows, 0, n, wanted);
        if (!Probes.same(wanted, scores)) {
          throw new ScoreException(
              "model "
                  + artifact.sha256()
                  + ": a walk of its trees differs from ONNX Runtime; report the file as a bug");
        }
      }
      return scores;
    };
  }

  /** Whether scores come from a walk in flat arrays, whose bits do not depend on the batch. */
  boolean walks() {
    return walker.isPresent();
  }

  private IllegalStateException isClosed() {
    return new IllegalStateException("scorer of model " + artifact.sha256() + " is closed");
  }

  @Override
  public float[] score(float[] features, int rows) {
    float[] out = new float[rows * artifact.target().width()];
    score(features, rows, out);
    return out;
  }

  @Override
  public void close() {
    closed = true; // so that calls that come now do not keep the lock from this one
    long stamp = life.writeLock();
    try {
      if (!freed) {
        freed = true;
        idle.clear();
        session.close();
      }
    } catch (OrtException e) {
      throw new ScoreException("model " + artifact.sha256() + " did not close", e);
    } finally {
      life.unlockWrite(stamp);
    }
  }

  /** Direct memory of one call at a time, with tensors over it that last while n stays the same. */
  private final class Buffers {
    private FloatBuffer input = direct(0);
    private FloatBuffer output = direct(0);
    private int rows;
    private OnnxTensor in;
    private OnnxTensor out;
    private Map<String, OnnxTensor> ins = Map.of();
    private Map<String, OnnxTensor> outs = Map.of();

    void run(float[] features, int first, int n, float[] scores) throws OrtException {
      int outputs = artifact.target().width();
      prepare(n, outputs);
      input.clear().put(features, first * artifact.width(), n * artifact.width());
      session.run(ins, outs).close();
      output.clear().get(scores, first * outputs, n * outputs);
    }

    private void prepare(int n, int outputs) throws OrtException {
      if (rows == n) {
        return;
      }
      release();
      if (input.capacity() < n * artifact.width()) {
        input = direct(n * artifact.width());
        output = direct(n * outputs);
      }
      input.clear().limit(n * artifact.width());
      output.clear().limit(n * outputs);
      in = OnnxTensor.createTensor(environment, input, new long[] {n, artifact.width()});
      out = OnnxTensor.createTensor(environment, output, new long[] {n, outputs});
      ins = Map.of(Signature.INPUT, in);
      outs = Map.of(Signature.OUTPUT, out);
      rows = n;
    }

    void release() {
      if (rows > 0) {
        in.close();
        out.close();
        rows = 0;
      }
    }
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(4, floats))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
