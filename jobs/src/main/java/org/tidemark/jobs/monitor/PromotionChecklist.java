package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.serve.Registered;
import org.tidemark.jobs.serve.Serving;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * What is checked of a version before it is promoted by hand (X15), each by what it does here and
 * now, not by what somebody wrote down.
 */
public record PromotionChecklist(List<Gate> gates) {
  /** What one row may take, median, milliseconds. */
  public static final double MOST_MILLIS = 10;

  /** What a gate says. */
  public enum Verdict {
    HOLDS,
    /** People are told; the promotion goes on. */
    WARNS,
    /** The promotion is refused. */
    REFUSES
  }

  /**
   * One gate.
   *
   * @param detail one sentence
   */
  public record Gate(String name, Verdict verdict, String detail) {}

  public PromotionChecklist {
    gates = List.copyOf(gates);
  }

  /** Checks a version of a model. */
  public static PromotionChecklist of(TableStore store, String model, String version) {
    Registered registered = Registered.of(store, model);
    Row row = registered.version(version);
    List<Gate> gates = new ArrayList<>();
    Optional<String> problem = Serving.problem(store, row);
    gates.add(
        new Gate(
            "certificates hold and the file opens",
            problem.isEmpty() ? Verdict.HOLDS : Verdict.REFUSES,
            problem.orElse("checked by content hash " + row.<String>getAs("onnx_sha256"))));
    gates.add(staged(store, row));
    if (problem.isEmpty()) {
      gates.add(fast(store, row));
    }
    gates.add(fallback(store, registered, version));
    return new PromotionChecklist(gates);
  }

  /** A process of its own loaded it and scored rows, or it came with vectors that it repeated. */
  private static Gate staged(TableStore store, Row version) {
    List<Row> trials =
        store
            .read(Tables.CERTIFICATES)
            .where(
                col("model")
                    .equalTo(version.getAs("model"))
                    .and(col("model_version").equalTo(Registered.version(version)))
                    .and(col("subject_sha256").equalTo(version.getAs("onnx_sha256")))
                    .and(col("kind").isin("canary", "imported")))
            .select("kind", "holds", "detail")
            .collectAsList();
    return trials.isEmpty()
        ? new Gate("tried before", Verdict.WARNS, "it has no canary and is not imported")
        : new Gate(
            "tried before",
            trials.get(0).getBoolean(1) ? Verdict.HOLDS : Verdict.REFUSES,
            trials.get(0).getString(0) + ": " + trials.get(0).getString(2));
  }

  private static Gate fast(TableStore store, Row version) {
    ModelProbe.Times times = ModelProbe.time(store, version).orElseThrow();
    return new Gate(
        "a row under 10 ms",
        times.p50() < MOST_MILLIS ? Verdict.HOLDS : Verdict.REFUSES,
        String.format(
            Locale.ROOT,
            "median %.3f ms, p99 %.3f ms over %d rows",
            times.p50(),
            times.p99(),
            times.rows()));
  }

  /** The version that serves stands by after the promotion, then the newest of tier BACKUP. */
  private static Gate fallback(TableStore store, Registered registered, String version) {
    List<String> ready =
        registered.rows().stream()
            .filter(row -> !Registered.version(row).equals(version))
            .filter(
                row ->
                    Registered.CHAMPION.equals(row.getAs("alias"))
                        || "BACKUP".equals(row.getAs("tier")))
            .filter(row -> Serving.problem(store, row).isEmpty())
            .map(Registered::version)
            .sorted()
            .toList();
    return new Gate(
        "a fallback is ready",
        ready.isEmpty() ? Verdict.WARNS : Verdict.HOLDS,
        ready.isEmpty() ? "no other version could take its place" : String.join(", ", ready));
  }

  /** The gates that refuse. */
  public List<Gate> refused() {
    return gates.stream().filter(gate -> gate.verdict() == Verdict.REFUSES).toList();
  }
}
