package org.tidemark.models.score;

import ai.onnxruntime.OrtException;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * {@code exp(x_k) / sum exp(x_j)} with the bits of ONNX Runtime's float32 {@code Softmax} on
 * processors that multiply and add in one rounding. Those that take sixteen numbers at a time add
 * them in another order than those that take eight, and give numbers below the normal ones.
 *
 * <p>Source: ONNX Runtime, {@code onnxruntime/core/mlas/lib}, {@code compute.cpp} and {@code
 * TransKernelFma3}, {@code TransKernelAvx512F}: the greatest margin taken off, exp by a polynomial
 * of degree 6 after splitting off powers of 2, whose constants these are, sums in lanes that are
 * added by halves and pairs, and one reciprocal.
 */
enum RuntimeSoftmax {
  EIGHT_LANES(8, -88.3762626647949f) {
    @Override
    float scaled(float p, float shifted, float power) {
      return p * Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << EXPONENT) + ONE);
    }
  },
  SIXTEEN_LANES(16, -103.9720840454f) {
    /** Rounded once, also where the result is below the normal numbers. */
    @Override
    float scaled(float p, float shifted, float power) {
      return (float) (p * Double.longBitsToDouble(DOUBLE_BIAS + (long) power << DOUBLE_EXPONENT));
    }
  };

  /** Added to a small number, it leaves the nearest whole one in the last bits. */
  private static final float WHOLE = 12_582_912f;

  private static final int ONE = 0x3f800000;
  private static final int EXPONENT = 23;
  private static final long DOUBLE_BIAS = 1023;
  private static final int DOUBLE_EXPONENT = 52;

  private final int lanes;
  private final float least;

  RuntimeSoftmax(int lanes, float least) {
    this.lanes = lanes;
    this.least = least;
  }

  /** That of the runtime on this processor; empty where it is none of these. */
  static Optional<RuntimeSoftmax> ofThisProcessor() {
    return OfThisProcessor.FOUND;
  }

  /** Found once, on margins so far apart that the kinds differ. */
  private static final class OfThisProcessor {
    private static final int ROWS = 256;
    private static final int CLASSES = 17;
    private static final Optional<RuntimeSoftmax> FOUND = find();

    private static Optional<RuntimeSoftmax> find() {
      SplittableRandom random = new SplittableRandom(CLASSES);
      float[] margins = new float[ROWS * CLASSES];
      for (int at = 0; at < margins.length; at++) {
        margins[at] = (float) (random.nextGaussian() * (at % 2 == 0 ? 1 : 50));
      }
      float[] wanted = margins.clone();
      try (OneOperator softmax = new OneOperator("Softmax", ROWS, CLASSES)) {
        softmax.run(wanted);
      } catch (OrtException e) {
        throw new ScoreException("ONNX Runtime refuses a softmax: " + e.getMessage(), e);
      }
      for (RuntimeSoftmax kind : values()) {
        float[] made = margins.clone();
        for (int row = 0; row < ROWS; row++) {
          kind.of(made, row * CLASSES, CLASSES);
        }
        if (Probes.same(wanted, made)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /** Makes probabilities of the {@code classes} margins that begin at {@code from}. */
  void of(float[] margins, int from, int classes) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int k = from; k < from + classes; k++) {
      greatest = Math.max(greatest, margins[k]);
    }
    for (int k = from; k < from + classes; k++) {
      margins[k] = exp(margins[k] - greatest);
    }
    float low =
        (lane(margins, from, classes, 0) + lane(margins, from, classes, 1))
            + (lane(margins, from, classes, 2) + lane(margins, from, classes, 3));
    float high =
        (lane(margins, from, classes, 4) + lane(margins, from, classes, 5))
            + (lane(margins, from, classes, 6) + lane(margins, from, classes, 7));
    float scale = 1 / (low + high);
    for (int k = from; k < from + classes; k++) {
      margins[k] *= scale;
    }
  }

  /** The sum of one lane of eight; of sixteen, the upper half is added to the lower one. */
  private float lane(float[] values, int from, int classes, int lane) {
    float sum = 0;
    for (int half = lane; half < lanes; half += 8) {
      float one = 0;
      for (int k = half; k < classes; k += lanes) {
        one += values[from + k];
      }
      sum += one;
    }
    return sum;
  }

  private float exp(float margin) {
    float x = Math.max(margin, least);
    float shifted = Math.fma(x, 1.44269504088896341f, WHOLE);
    float power = shifted - WHOLE;
    float rest = Math.fma(power, -6.93145752e-1f, x);
    rest = Math.fma(power, -1.42860677e-6f, rest);
    float p = Math.fma(0x1.694000p-10f, rest, 0x1.125edcp-7f);
    p = Math.fma(p, rest, 0x1.555b5ap-5f);
    p = Math.fma(p, rest, 0x1.555450p-3f);
    p = Math.fma(p, rest, 0x1.fffff6p-2f);
    p = Math.fma(p, rest, 1);
    p = Math.fma(p, rest, 1);
    return scaled(p, shifted, power);
  }

  /**
   * {@code p} times a power of 2.
   *
   * @param shifted the power in its last bits
   */
  abstract float scaled(float p, float shifted, float power);
}
