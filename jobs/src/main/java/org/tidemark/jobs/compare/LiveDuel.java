package org.tidemark.jobs.compare;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.serve.Registered;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.compare.ArmCell;
import org.tidemark.models.compare.ArmDuel;
import org.tidemark.models.compare.ArmLook;

/**
 * Two served versions on their live scores, as far as labels are known: one look of a test that may
 * be looked at as often as one likes. Every look computes all again from the stored scores, so that
 * the same scores and labels give the same look.
 */
public final class LiveDuel {
  private final TableStore store;
  private final Question question;

  /** A test of two versions in a lake. */
  public LiveDuel(TableStore store, Question question) {
    this.store = store;
    this.question = question;
  }

  /**
   * A look as {@code models.ab_tests} keeps it.
   *
   * @param test name of the test
   * @param number of the look, from 1; that of an earlier one where nothing is new
   * @param row of the table
   */
  public record Look(String test, int number, Row row) {}

  /**
   * Looks, and writes nothing.
   *
   * @throws IllegalArgumentException if a version is unknown, the two predict different things, or
   *     the test was begun in another way
   * @throws IllegalStateException if the versions scored no bars at the same time, or labels are
   *     not known yet
   */
  public Look look() {
    Registered registered = Registered.of(store, question.model());
    ServedVersion a = ServedVersion.of(store, registered, question.a());
    ServedVersion b = ServedVersion.of(store, registered, question.b());
    a.requireSameLabels(b);
    ArmScores scores = ArmScores.of(store, question, a, b);
    String test =
        question
            .test()
            .orElse(
                "%s: %s vs %s, %s"
                    .formatted(question.model(), question.a(), question.b(), scores.design().id()));
    List<Row> earlier =
        store
            .read(Tables.AB_TESTS)
            .where(col("test").equalTo(test))
            .orderBy("look")
            .collectAsList();
    for (Row before : earlier) {
      requireSameFile(test, "arm A", before.getAs("sha256_a"), a);
      requireSameFile(test, "arm B", before.getAs("sha256_b"), b);
    }
    long from = begin(test, earlier, scores);
    long waiting = scores.waiting(from);
    List<ArmCell> cells =
        scores.cells(from, question.toNanos().orElse(Long.MAX_VALUE), a.horizon());
    if (cells.isEmpty()) {
      throw nothingYet(scores, from, waiting, a);
    }
    ArmLook look =
        new ArmDuel(question.alpha(), question.planned(), a.horizon().toNanos()).look(cells);
    int number = number(earlier, look);
    return new Look(
        test,
        number,
        row(test, number, from, waiting, scores.design(), look, a.scorer(), b.scorer()));
  }

  /** Puts a look in the place of itself; the table is left alone where it stands there already. */
  public void keep(Look look) {
    store.settleFew(
        Tables.AB_TESTS,
        List.of(look.row()),
        "test = '%s' AND look = %d".formatted(look.test(), look.number()));
  }

  /** Where the test begins: it must not move, or be replanned, between looks. */
  private long begin(String test, List<Row> earlier, ArmScores scores) {
    if (earlier.isEmpty()) {
      return question.fromNanos().orElseGet(scores::begin);
    }
    Row first = earlier.get(0);
    long from = first.<Long>getAs("from_nanos");
    requireSame(test, "arm A", first.getAs("arm_a"), question.a());
    requireSame(test, "arm B", first.getAs("arm_b"), question.b());
    requireSame(test, "--planned", first.getAs("planned"), question.planned());
    requireSame(test, "--alpha", first.getAs("alpha"), question.alpha());
    requireSame(test, "the design", first.getAs("design"), scores.design().id());
    requireSame(test, "--from (nanoseconds)", from, question.fromNanos().orElse(from));
    return from;
  }

  /** A look of an earlier program does not name its files. */
  private static void requireSameFile(
      String test, String arm, String begun, ServedVersion version) {
    if (begun != null) {
      requireSame(test, "the file of " + arm, begun, version.scorer().sha256());
    }
  }

  private static void requireSame(String test, String what, Object begun, Object asked) {
    if (!begun.equals(asked)) {
      throw new IllegalArgumentException(
          "test '"
              + test
              + "' was begun with "
              + what
              + " = "
              + begun
              + ", not "
              + asked
              + "; a test that is replanned after a look proves nothing: keep it, or begin another"
              + " with --test NAME");
    }
  }

  private IllegalStateException nothingYet(
      ArmScores scores, long from, long waiting, ServedVersion version) {
    if (!scores.meet(from, version.horizon())) {
      return new IllegalStateException(
          "no common rows: the versions scored no bar in the same stretch of "
              + version.horizon()
              + "; "
              + scores.extents(question)
              + "; compare versions that scored side by side");
    }
    return new IllegalStateException(
        "labels are not there yet: "
            + waiting
            + " scored bars wait for a label of "
            + version.labelSet()
            + ", and no stretch of "
            + version.horizon()
            + " is complete; run 'tidemark features' and 'tidemark labels' for a later date, then"
            + " look again");
  }

  /** The look that saw the same, or the next one. */
  private static int number(List<Row> earlier, ArmLook look) {
    for (Row row : earlier) {
      if (row.<Long>getAs("to_nanos") == look.toNanos()
          && row.<Long>getAs("n_a") == look.rowsA()
          && row.<Long>getAs("n_b") == look.rowsB()) {
        return row.<Integer>getAs("look");
      }
    }
    return earlier.isEmpty() ? 1 : earlier.get(earlier.size() - 1).<Integer>getAs("look") + 1;
  }

  private Row row(
      String test,
      int number,
      long from,
      long waiting,
      ArmScores.Design design,
      ArmLook look,
      Scorer a,
      Scorer b) {
    return RowFactory.create(
        test,
        number,
        "compare-" + test,
        a.version(),
        b.version(),
        "brier",
        look.difference(),
        look.low(),
        look.high(),
        look.pValue(),
        look.rowsA(),
        look.rowsB(),
        look.decision().id(),
        question.model(),
        design.id(),
        look.observations(),
        question.planned(),
        question.alpha(),
        from,
        look.toNanos(),
        look.lossA(),
        look.lossB(),
        PairRows.defined(look.cohensD()),
        PairRows.defined(look.cliffsDelta()),
        waiting,
        a.sha256(),
        b.sha256());
  }
}
