package org.tidemark.bench.gpu;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.incubator.foreign.CLinker;
import jdk.incubator.foreign.FunctionDescriptor;
import jdk.incubator.foreign.MemoryAccess;
import jdk.incubator.foreign.MemoryAddress;
import jdk.incubator.foreign.MemorySegment;
import jdk.incubator.foreign.ResourceScope;
import jdk.incubator.foreign.SymbolLookup;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostJNI;

/**
 * One booster through XGBoost's own native calls. Unlike the Java class it can save its
 * configuration, which says where the trees were really grown: a wish for {@code cuda} falls back
 * to the CPU with no more than a warning.
 */
final class Trees implements AutoCloseable {
  private static final Pattern DEVICE = Pattern.compile("\"device\"\\s*:\\s*\"([^\"]+)\"");
  private static final int MARGIN = 1;
  private static final int CONTRIBUTIONS = 4;

  private final long handle;

  private Trees(long handle) {
    this.handle = handle;
  }

  /** 100 trees of depth 6 at rate 0.1 unless said otherwise: the repository's standard learner. */
  static Map<String, String> parameters(String device, int threads) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("objective", "binary:logistic");
    map.put("tree_method", "hist");
    map.put("device", device);
    map.put("nthread", Integer.toString(threads));
    map.put("max_depth", "6");
    map.put("eta", "0.1");
    map.put("max_bin", "256");
    map.put("seed", "7");
    return map;
  }

  /**
   * Grows trees until {@code rounds} are done or {@code limitSeconds} have passed, whichever is
   * first; at least one.
   *
   * @throws IllegalStateException when they were grown elsewhere than on {@code device}
   */
  static Trees grow(DMatrix rows, String device, int threads, int rounds, double limitSeconds) {
    long[] made = new long[1];
    check(XGBoostJNI.XGBoosterCreate(new long[] {rows.getHandle()}, made));
    Trees trees = new Trees(made[0]);
    parameters(device, threads)
        .forEach((k, v) -> check(XGBoostJNI.XGBoosterSetParam(trees.handle, k, v)));
    long start = System.nanoTime();
    for (int i = 0; i < rounds && (i == 0 || System.nanoTime() - start < limitSeconds * 1e9); i++) {
      check(XGBoostJNI.XGBoosterUpdateOneIter(trees.handle, i, rows.getHandle()));
    }
    String real = trees.device();
    if (!real.startsWith(device)) {
      throw new IllegalStateException(
          "asked for device " + device + " but the booster's configuration says " + real);
    }
    return trees;
  }

  /** Where this booster works, by its saved configuration: {@code cpu} or {@code cuda:0}. */
  String device() {
    Matcher found = DEVICE.matcher(configuration());
    if (!found.find()) {
      throw new IllegalStateException("no device in the configuration " + configuration());
    }
    return found.group(1);
  }

  void set(String name, String value) {
    check(XGBoostJNI.XGBoosterSetParam(handle, name, value));
  }

  int rounds() {
    int[] out = new int[1];
    check(XGBoostJNI.XGBoosterGetNumBoostedRound(handle, out));
    return out[0];
  }

  /** The model in its binary form: the same bytes mean the same trees. */
  byte[] model() {
    byte[][] out = new byte[1][];
    check(XGBoostJNI.XGBoosterSaveModelToBuffer(handle, "ubj", out));
    return out[0];
  }

  /** Log-odds of every row by the first {@code rounds} trees. */
  float[] margins(DMatrix rows, int rounds) {
    return predict(rows, MARGIN, rounds);
  }

  /** Row by row the share of each feature in the log-odds and last the bias: 66 values a row. */
  float[] contributions(DMatrix rows) {
    return predict(rows, CONTRIBUTIONS, 0);
  }

  private float[] predict(DMatrix rows, int option, int rounds) {
    float[][] out = new float[1][];
    check(XGBoostJNI.XGBoosterPredict(handle, rows.getHandle(), option, rounds, out));
    return out[0];
  }

  private String configuration() {
    MethodHandle save =
        CLinker.getInstance()
            .downcallHandle(
                SymbolLookup.loaderLookup().lookup("XGBoosterSaveJsonConfig").orElseThrow(),
                MethodType.methodType(
                    int.class, MemoryAddress.class, MemoryAddress.class, MemoryAddress.class),
                FunctionDescriptor.of(
                    CLinker.C_INT, CLinker.C_POINTER, CLinker.C_POINTER, CLinker.C_POINTER));
    try (ResourceScope scope = ResourceScope.newConfinedScope()) {
      MemorySegment length = MemorySegment.allocateNative(8, scope);
      MemorySegment text = MemorySegment.allocateNative(8, scope);
      check((int) save.invokeExact(MemoryAddress.ofLong(handle), length.address(), text.address()));
      return CLinker.toJavaString(MemoryAddress.ofLong(MemoryAccess.getLong(text)));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the configuration could not be read", e);
    }
  }

  private static void check(int code) {
    if (code != 0) {
      throw new IllegalStateException("XGBoost says: " + XGBoostJNI.XGBGetLastError());
    }
  }

  @Override
  public void close() {
    check(XGBoostJNI.XGBoosterFree(handle));
  }
}
