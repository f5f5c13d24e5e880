package org.tidemark;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.time.Clock;
import java.util.Set;
import java.util.function.Predicate;

/** Calls and method references, by owner, name and parameters of what is called. */
final class Accesses extends DescribedPredicate<JavaAccess<?>> {
  private static final String CONSTRUCTOR = "<init>";

  /** The methods of {@link Math} that its contract lets differ from the exact result. */
  private static final Set<String> LOOSE =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot");

  private static final Set<String> CONTEXTS =
      Set.of("org.apache.spark.SparkContext", "org.apache.spark.api.java.JavaSparkContext");

  private final Predicate<AccessTarget> matches;

  private Accesses(String description, Predicate<AccessTarget> matches) {
    super(description);
    this.matches = matches;
  }

  @Override
  public boolean test(JavaAccess<?> access) {
    return matches.test(access.getTarget());
  }

  /** What starts Spark. */
  static Accesses sessions() {
    return new Accesses(
        "a Spark session or context is built",
        t ->
            (owner(t).endsWith(".SparkSession") && t.getName().equals("builder"))
                || (CONTEXTS.contains(owner(t)) && t.getName().equals(CONSTRUCTOR)));
  }

  /** What reads environment variables. */
  static Accesses environment() {
    return new Accesses(
        "the environment is read",
        t ->
            (is(t, System.class) && t.getName().equals("getenv"))
                || (is(t, ProcessBuilder.class) && t.getName().equals("environment")));
  }

  /** What reads the clock of the machine. */
  static Accesses clock() {
    return new Accesses("the clock of the machine is read", Accesses::readsTheClock);
  }

  /** What gives random numbers that no seed repeats. */
  static Accesses unseeded() {
    return new Accesses("randomness has no seed", Accesses::hasNoSeed);
  }

  /** Mathematics whose last bit depends on the machine. */
  static Accesses looseMathematics() {
    return new Accesses(
        "the target is a method of Math that is not exact",
        t -> is(t, Math.class) && LOOSE.contains(t.getName()));
  }

  private static boolean readsTheClock(AccessTarget target) {
    String name = target.getName();
    return switch (owner(target)) {
      case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
      case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
      case "java.time.InstantSource" -> name.equals("system");
      case "java.util.Date" -> name.equals(CONSTRUCTOR) && parameters(target) == 0;
      case "java.util.Calendar" -> name.equals("getInstance");
      default -> owner(target).startsWith("java.time.") && name.equals("now") && !given(target);
    };
  }

  private static boolean hasNoSeed(AccessTarget target) {
    String name = target.getName();
    return switch (owner(target)) {
      case "java.util.Random", "java.util.SplittableRandom" ->
          name.equals(CONSTRUCTOR) && parameters(target) == 0;
      case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.util.Collections" -> name.equals("shuffle") && parameters(target) == 1;
      case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
      case "java.security.SecureRandom" -> true;
      case "java.util.random.RandomGenerator" -> name.equals("of") || name.equals("getDefault");
      default -> false;
    };
  }

  /** Whether the clock is an argument. */
  private static boolean given(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget code
        && code.getRawParameterTypes().stream().anyMatch(p -> p.isEquivalentTo(Clock.class));
  }

  private static int parameters(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget code
        ? code.getRawParameterTypes().size()
        : 0;
  }

  private static boolean is(AccessTarget target, Class<?> owner) {
    return target.getOwner().isEquivalentTo(owner);
  }

  private static String owner(AccessTarget target) {
    return target.getOwner().getName();
  }
}
