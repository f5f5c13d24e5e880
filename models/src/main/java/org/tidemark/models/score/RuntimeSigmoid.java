package org.tidemark.models.score;

/**
 * {@code 1 / (1 + exp(-x))} with the bits of ONNX Runtime's float32 {@code Sigmoid} on processors
 * that multiply and add in one rounding.
 *
 * <p>Source: ONNX Runtime, {@code onnxruntime/core/mlas/lib/logistic.cpp}: a rational approximation
 * on [-18, 18], whose coefficients these are. Equal for every float32 number.
 */
final class RuntimeSigmoid {
  private static final float END = 18;

  private RuntimeSigmoid() {}

  static float of(float margin) {
    float x = Math.min(END, Math.max(-END, margin));
    float square = x * x;
    float p = Math.fma(square, 4.37031012579801e-11f, 1.15627324459942e-07f);
    p = Math.fma(p, square, 6.08574864600143e-05f);
    p = Math.fma(p, square, 8.51377133304701e-03f);
    p = Math.fma(p, square, 2.48287947061529e-01f);
    p *= x;
    float q = Math.fma(square, 6.10247389755681e-13f, 5.76102136993427e-09f);
    q = Math.fma(q, square, 6.29106785017040e-06f);
    q = Math.fma(q, square, 1.70198817374094e-03f);
    q = Math.fma(q, square, 1.16817656904453e-01f);
    q = Math.fma(q, square, 9.93151921023180e-01f);
    // No upper end: for 20 floats between 17.4 and 18 the runtime says 1 and an ulp.
    return Math.max(0, p / q + 0.5f);
  }
}
