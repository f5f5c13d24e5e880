package org.tidemark.models.score;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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
 */
public final class OnnxScorer implements AutoCloseable, RowScorer {
  private final OnnxArtifact artifact;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ConcurrentLinkedDeque<Buffers> idle = new ConcurrentLinkedDeque<>();
  private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  private OnnxScorer(OnnxArtifact artifact) throws OrtException {
    this.artifact = artifact;
    this.environment = OrtEnvironment.getEnvironment();
    environment.setTelemetry(false);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      this.session = environment.createSession(artifact.bytes(), options);
    }
  }

  /** Opens a file that the guard let through. */
  public static OnnxScorer open(CheckedModel model) {
    try {
      return new OnnxScorer(model.artifact());
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
    if (n == 0) {
      return;
    }
    life.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("scorer of model " + artifact.sha256() + " is closed");
      }
      Buffers buffers = idle.poll();
      if (buffers == null) {
        buffers = new Buffers();
      }
      // A failed call may leave its buffers half open, so only a good one gives them back.
      buffers.run(rows, n, out);
      idle.push(buffers);
    } catch (OrtException e) {
      throw new ScoreException(
          "model " + artifact.sha256() + " could not score " + n + " rows: " + e.getMessage(), e);
    } finally {
      life.readLock().unlock();
    }
  }

  @Override
  public float[] score(float[] features, int rows) {
    float[] out = new float[rows * artifact.target().width()];
    score(features, rows, out);
    return out;
  }

  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        idle.forEach(Buffers::release);
        session.close();
      }
    } catch (OrtException e) {
      throw new ScoreException("model " + artifact.sha256() + " did not close", e);
    } finally {
      life.writeLock().unlock();
    }
  }

  /** Direct memory of one call at a time, with tensors over it that last while n stays the same. */
  private final class Buffers {
    private FloatBuffer input = direct(0);
    private FloatBuffer output = direct(0);
    private int rows;
    private OnnxTensor in;
    private OnnxTensor out;

    void run(float[] features, int n, float[] scores) throws OrtException {
      int outputs = artifact.target().width();
      prepare(n, outputs);
      input.clear().put(features, 0, n * artifact.width());
      session.run(Map.of(Signature.INPUT, in), Map.of(Signature.OUTPUT, out)).close();
      output.clear().get(scores, 0, n * outputs);
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
