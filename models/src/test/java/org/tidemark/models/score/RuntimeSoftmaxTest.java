package org.tidemark.models.score;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The softmax beside that of ONNX Runtime on the processor of the test. */
class RuntimeSoftmaxTest {
  private static final int ROWS = 20_000;

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 7, 8, 9, 16, 17, 40, 1_000})
  void anyNumberOfClassesHasTheBitsOfTheRuntime(int classes) throws OrtException {
    RuntimeSoftmax kind = RuntimeSoftmax.ofThisProcessor().orElseThrow();
    int rows = Math.max(100, ROWS / classes);
    SplittableRandom random = new SplittableRandom(classes);
    float[] margins = new float[rows * classes];
    for (int at = 0; at < margins.length; at++) {
      double size = Math.pow(10, random.nextInt(6) - 2);
      margins[at] = random.nextInt(9) == 0 ? 0 : (float) (random.nextGaussian() * size);
    }
    float[] wanted = margins.clone();
    try (OneOperator softmax = new OneOperator("Softmax", rows, classes)) {
      softmax.run(wanted);
    }
    for (int row = 0; row < rows; row++) {
      kind.of(margins, row * classes, classes);
    }
    assertThat(margins).isEqualTo(wanted);
  }
}
