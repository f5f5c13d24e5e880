package org.tidemark.models.tune;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The functions of benchmarks/tune/functions.py; the least value of each is 0, of models 0.1. */
final class StandardFunctions {
  /** A function of an assignment and the space that it is searched in. */
  record Standard(String name, Space space, ToDoubleFunction<Assignment> value) {}

  private static final double[][] HARTMANN_A = {
    {10, 3, 17, 3.5, 1.7, 8},
    {0.05, 10, 17, 0.1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, 0.05, 10, 0.1, 14}
  };
  private static final double[][] HARTMANN_P = {
    {1312, 1696, 5569, 124, 8283, 5886},
    {2329, 4135, 8307, 3736, 1004, 9991},
    {2348, 1451, 3522, 2883, 3047, 6650},
    {4047, 8828, 8732, 5743, 1091, 381}
  };
  private static final double[] HARTMANN_ALPHA = {1, 1.2, 3, 3.2};

  private StandardFunctions() {}

  static Map<String, Standard> all() {
    Map<String, Standard> all = new LinkedHashMap<>();
    add(all, "sphere", cube(5, -5, 10), StandardFunctions::sphere);
    add(all, "rosenbrock", cube(4, -5, 10), StandardFunctions::rosenbrock);
    add(all, "ackley", cube(5, -15, 30), StandardFunctions::ackley);
    add(all, "rastrigin", cube(3, -4, 6), StandardFunctions::rastrigin);
    add(all, "branin", "x0=float(-5,10),x1=float(0,15)", StandardFunctions::branin);
    add(all, "hartmann", cube(6, 0, 1), StandardFunctions::hartmann);
    add(
        all,
        "models",
        "learner=choice(trees|linear|net),trees.depth=int(1,12)@learner=trees,"
            + "trees.rate=log(0.001,1)@learner=trees,trees.rows=float(0.3,1)@learner=trees,"
            + "linear.penalty=log(0.000001,1000)@learner=linear,"
            + "net.width=logint(4,512)@learner=net,net.rate=log(0.00001,0.1)@learner=net,"
            + "net.unit=choice(relu|tanh|gelu)@learner=net",
        StandardFunctions::models);
    add(all, "levy", cube(4, -10, 10), StandardFunctions::levy);
    add(all, "styblinski", cube(4, -5, 5), StandardFunctions::styblinski);
    add(all, "griewank", cube(3, -50, 70), StandardFunctions::griewank);
    return all;
  }

  private static void add(
      Map<String, Standard> all, String name, String space, ToDoubleFunction<Assignment> value) {
    all.put(name, new Standard(name, Space.parse(space), value));
  }

  private static String cube(int size, int low, int high) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append(i > 0 ? "," : "").append("x").append(i);
      text.append("=float(").append(low).append(",").append(high).append(")");
    }
    return text.toString();
  }

  private static double[] x(Assignment assignment) {
    return assignment.values().keySet().stream().mapToDouble(assignment::number).toArray();
  }

  private static double square(double x) {
    return x * x;
  }

  private static double sphere(Assignment assignment) {
    double sum = 0;
    for (double v : x(assignment)) {
      sum += v * v;
    }
    return sum;
  }

  private static double rosenbrock(Assignment assignment) {
    double[] x = x(assignment);
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      sum += 100 * square(x[i + 1] - x[i] * x[i]) + square(1 - x[i]);
    }
    return sum;
  }

  private static double ackley(Assignment assignment) {
    double[] x = x(assignment);
    double waves = 0;
    for (double v : x) {
      waves += Math.cos(2 * Math.PI * v) / x.length;
    }
    double root = Math.sqrt(sphere(assignment) / x.length);
    return -20 * Math.exp(-0.2 * root) - Math.exp(waves) + 20 + Math.E;
  }

  private static double rastrigin(Assignment assignment) {
    double sum = 30;
    for (double v : x(assignment)) {
      sum += v * v - 10 * Math.cos(2 * Math.PI * v);
    }
    return sum;
  }

  private static double branin(Assignment assignment) {
    double[] x = x(assignment);
    double valley = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
    double waves = 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]);
    return valley * valley + waves + 10 - 0.397887357729738;
  }

  private static double hartmann(Assignment assignment) {
    double[] x = x(assignment);
    double total = 3.322368011391339;
    for (int k = 0; k < HARTMANN_ALPHA.length; k++) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += HARTMANN_A[k][i] * square(x[i] - 1e-4 * HARTMANN_P[k][i]);
      }
      total -= HARTMANN_ALPHA[k] * Math.exp(-sum);
    }
    return total;
  }

  private static double models(Assignment a) {
    return switch (a.word("learner")) {
      case "trees" ->
          0.2
              + 0.01 * square(a.number("trees.depth") - 5)
              + 0.3 * square(Math.log10(a.number("trees.rate")) + 1.3)
              + 0.4 * square(a.number("trees.rows") - 0.8);
      case "linear" -> 0.35 + 0.02 * square(Math.log10(a.number("linear.penalty")) - 0.5);
      default ->
          Map.of("relu", 0.2, "tanh", 0.4, "gelu", 0.1).get(a.word("net.unit"))
              + 0.05 * square(Math.log(a.number("net.width") / 64) / Math.log(2))
              + 0.5 * square(Math.log10(a.number("net.rate")) + 3);
    };
  }

  private static double levy(Assignment assignment) {
    double[] w = x(assignment);
    for (int i = 0; i < w.length; i++) {
      w[i] = 1 + (w[i] - 1) / 4;
    }
    double sum = square(Math.sin(Math.PI * w[0]));
    for (int i = 0; i + 1 < w.length; i++) {
      sum += square(w[i] - 1) * (1 + 10 * square(Math.sin(Math.PI * w[i] + 1)));
    }
    double last = w[w.length - 1];
    return sum + square(last - 1) * (1 + square(Math.sin(2 * Math.PI * last)));
  }

  private static double styblinski(Assignment assignment) {
    double sum = 0;
    for (double v : x(assignment)) {
      sum += (v * v * v * v - 16 * v * v + 5 * v) / 2;
    }
    return sum + 4 * 39.16616570377142;
  }

  private static double griewank(Assignment assignment) {
    double[] x = x(assignment);
    double product = 1;
    for (int i = 0; i < x.length; i++) {
      product *= Math.cos(x[i] / Math.sqrt(i + 1));
    }
    return 1 + sphere(assignment) / 4000 - product;
  }
}
