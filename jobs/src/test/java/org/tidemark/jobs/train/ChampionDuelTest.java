package org.tidemark.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import scala.jdk.javaapi.CollectionConverters;

/** The figures that decide between challenger and champion, for each kind of target. */
class ChampionDuelTest {
  private static final StructType SCHEMA =
      StructType.fromDDL("label float, score float, class_scores array<float>");

  private static Row row(float label, float score, Float... classes) {
    return new GenericRowWithSchema(
        new Object[] {label, score, CollectionConverters.asScala(List.of(classes)).toSeq()},
        SCHEMA);
  }

  @Test
  void storedScoresOfThreeClassesAreJudgedByTheLabelsOwnClass() {
    List<Row> rows = List.of(row(0, 0.2f, 0.5f, 0.25f, 0.25f), row(2, 0.25f, 0.5f, 0.25f, 0.25f));
    float[] scores = new UnseenRows(new Target.MultiClass(3), rows).scores();
    assertThat(scores).containsExactly(0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f);
    // The mean of -ln 1/2 and -ln 1/4.
    assertThat(
            ChampionDuel.loss(
                new Target.MultiClass(3), new float[] {0, 2}, scores, OptionalDouble.empty()))
        .isEqualTo(1.5 * StrictMath.log(2), within(1e-12));
  }

  @Test
  void twoClassesAndEstimatesHaveOneScore() {
    List<Row> rows = List.of(row(1, 0.25f), row(0, 0.5f));
    float[] scores = new UnseenRows(new Target.Binary(), rows).scores();
    assertThat(scores).containsExactly(0.25f, 0.5f);
    assertThat(
            ChampionDuel.loss(
                new Target.Binary(), new float[] {1, 0}, scores, OptionalDouble.empty()))
        .isEqualTo(1.5 * StrictMath.log(2), within(1e-12));
    assertThat(
            ChampionDuel.loss(
                new Target.Regression(), new float[] {1, 0}, scores, OptionalDouble.empty()))
        .isEqualTo(StrictMath.sqrt((0.75 * 0.75 + 0.5 * 0.5) / 2), within(1e-12));
    // Of the 0.9 quantile: 0.75 too low costs nine times as much as as much too high.
    assertThat(
            ChampionDuel.loss(
                new Target.Regression(), new float[] {1, 0}, scores, OptionalDouble.of(0.9)))
        .isEqualTo((0.9 * 0.75 + 0.1 * 0.5) / 2, within(1e-12));
  }
}
