package org.tidemark.models.score;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sigmoid beside that of ONNX Runtime. */
class RuntimeSigmoidTest {
  private static final int BLOCK = 1 << 16;

  @Test
  void oneFloatInAThousandHasTheBitsOfTheRuntime() throws OrtException {
    assertThat(differing(1_021)).isZero();
  }

  @Test
  @Tag("long")
  void everyFloatHasTheBitsOfTheRuntime() throws OrtException {
    assertThat(differing(1)).isZero();
  }

  @Test
  void theExactSigmoidHasOtherBits() {
    long differing =
        IntStream.range(-500, 500)
            .filter(i -> (float) (1 / (1 + Math.exp(-i / 100d))) != RuntimeSigmoid.of(i / 100f))
            .count();
    assertThat(differing).isGreaterThan(50);
  }

  /** Of every {@code stride}-th float32 number that is one. */
  private static long differing(int stride) throws OrtException {
    float[] numbers = new float[BLOCK];
    long differing = 0;
    try (OneOperator sigmoid = new OneOperator("Sigmoid", BLOCK, 1)) {
      for (long bits = 0; bits < 1L << 32; ) {
        for (int i = 0; i < BLOCK; i++, bits += stride) {
          float number = Float.intBitsToFloat((int) bits);
          numbers[i] = Float.isNaN(number) ? 0 : number;
        }
        float[] found = numbers.clone();
        sigmoid.run(found);
        for (int i = 0; i < BLOCK; i++) {
          if (Float.floatToRawIntBits(found[i])
              != Float.floatToRawIntBits(RuntimeSigmoid.of(numbers[i]))) {
            differing++;
          }
        }
      }
    }
    return differing;
  }
}
