package org.tidemark.models.score;

/**
 * {@code exp(x_k) / sum exp(x_j)} with the bits of ONNX Runtime's float32 {@code Softmax} on
 * processors that multiply and add in one rounding, eight numbers at a time.
 *
 * <p>Source: ONNX Runtime, {@code onnxruntime/core/mlas/lib/compute.cpp}: the greatest margin taken
 * off, exp by a polynomial of degree 6 after splitting off powers of 2, whose constants these are,
 * sums in eight lanes that are added by pairs, and one reciprocal.
 */
final class RuntimeSoftmax {
  private static final int LANES = 8;
  private static final float LEAST = -88.3762626647949f;

  /** Added to a small number, it leaves the nearest whole one in the last bits. */
  private static final float WHOLE = 12_582_912f;

  private static final int ONE = 0x3f800000;
  private static final int EXPONENT = 23;

  private RuntimeSoftmax() {}

  /** Makes probabilities of the {@code classes} margins that begin at {@code from}. */
  static void of(float[] margins, int from, int classes) {
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

  private static float lane(float[] values, int from, int classes, int lane) {
    float sum = 0;
    for (int k = lane; k < classes; k += LANES) {
      sum += values[from + k];
    }
    return sum;
  }

  private static float exp(float margin) {
    float x = Math.max(margin, LEAST);
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
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << EXPONENT) + ONE);
  }
}
