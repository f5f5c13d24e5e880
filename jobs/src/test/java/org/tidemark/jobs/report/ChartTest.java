package org.tidemark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The small arithmetic behind the pictures: ticks, thinning, intervals, drawdown and figures as
 * text.
 */
class ChartTest {
  private static final Instant T = Instant.parse("2020-02-28T22:30:00Z");

  @Test
  void ticksStandOnNiceNumbers() {
    Scale scale = Scale.rounded(0.4981, 0.5523, 0, 100, 5);
    assertThat(scale.ticks().stream().map(scale::label))
        .containsExactly("0.49", "0.50", "0.51", "0.52", "0.53", "0.54", "0.55", "0.56");
    assertThat(scale.at(scale.low())).isEqualTo(0);
    assertThat(scale.at(scale.high())).isEqualTo(100);
    assertThat(Scale.niceStep(0.013)).isEqualTo(0.01);
    assertThat(Scale.niceStep(3)).isEqualTo(2);
    assertThat(Scale.niceStep(40)).isEqualTo(50);
    assertThat(Scale.niceStep(8)).isEqualTo(10);
  }

  @Test
  void axisOfOneValueStillHasWidth() {
    Scale scale = Scale.rounded(0, 0, 0, 100, 4);
    assertThat(scale.high()).isGreaterThan(scale.low());
    assertThat(scale.at(0)).isEqualTo(50, within(1e-9));
  }

  @Test
  void seededAxesHoldTheirValuesAndHaveFewTicks() {
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      double low = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
      double high = low + Math.abs(random.nextGaussian()) * Math.pow(10, random.nextInt(12) - 6);
      Scale scale = Scale.rounded(low, high, 0, 100, 5);
      assertThat(scale.low()).isLessThanOrEqualTo(low + scale.step() * 1e-6);
      assertThat(scale.high()).isGreaterThanOrEqualTo(high - scale.step() * 1e-6);
      assertThat(scale.ticks()).hasSizeBetween(2, 12);
    }
  }

  @Test
  void timeTicksStandOnWholeUtcTimes() {
    assertThat(labels(T, Duration.ofHours(4), 6))
        .containsExactly("23:00", "Feb 29", "01:00", "02:00");
    assertThat(labels(T, Duration.ofDays(3), 4)).containsExactly("Feb 29", "Mar 1", "Mar 2");
    assertThat(labels(T, Duration.ofDays(100), 4))
        .containsExactly("Mar 2020", "Apr 2020", "May 2020", "Jun 2020");
    assertThat(labels(T, Duration.ofDays(3000), 10))
        .containsExactly("2021", "2022", "2023", "2024", "2025", "2026", "2027", "2028");
  }

  @Test
  void thinningKeepsEveryExtremeOfADrawnColumn() {
    List<TimeValue> points = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      points.add(new TimeValue(T.plusSeconds(i), random.nextGaussian()));
    }
    List<TimeValue> kept = Thinning.keepExtremes(points, 100);
    assertThat(kept).hasSizeLessThanOrEqualTo(400);
    assertThat(kept.stream().map(TimeValue::time)).isSorted();
    assertThat(kept.get(0)).isEqualTo(points.get(0));
    assertThat(kept.get(kept.size() - 1)).isEqualTo(points.get(points.size() - 1));
    for (int b = 0; b < 100; b++) {
      List<TimeValue> bucket = points.subList(50 * b, 50 * (b + 1));
      double high = bucket.stream().mapToDouble(TimeValue::value).max().orElseThrow();
      double low = bucket.stream().mapToDouble(TimeValue::value).min().orElseThrow();
      assertThat(kept.stream().map(TimeValue::value)).contains(high, low);
    }
    assertThat(Thinning.keepExtremes(points.subList(0, 400), 100))
        .isEqualTo(points.subList(0, 400));
  }

  @Test
  void wilsonIntervalIsTheTextbookOne() {
    // statsmodels.stats.proportion.proportion_confint(45, 100, method="wilson")
    Estimate e = SvgReliability.wilson(0.45, 100);
    assertThat(e.low()).isEqualTo(WILSON_LOW, within(1e-12));
    assertThat(e.high()).isEqualTo(WILSON_HIGH, within(1e-12));
    assertThat(SvgReliability.wilson(0, 10).low()).isZero();
  }

  @Test
  void drawdownIsTheFallFromThePeakSoFar() {
    List<TimeValue> falls =
        EquitySection.drawdown(
            List.of(
                new TimeValue(T, 1),
                new TimeValue(T, 2),
                new TimeValue(T, 1.5),
                new TimeValue(T, 4),
                new TimeValue(T, 1)));
    assertThat(falls.stream().map(TimeValue::value)).containsExactly(0.0, 0.0, -0.25, 0.0, -0.75);
  }

  @Test
  void figuresReadTheSameEverywhere() {
    assertThat(Numbers.fixed(-0.0004, 3)).isEqualTo("0.000");
    assertThat(Numbers.fixed(-1234.5, 1)).isEqualTo("−1,234.5");
    assertThat(Numbers.fixed(0.125, 2)).isEqualTo("0.13");
    assertThat(Numbers.fixed(Double.NaN, 2)).isEqualTo("n/a");
    assertThat(Numbers.fixed(Double.POSITIVE_INFINITY, 2)).isEqualTo("∞");
    assertThat(Numbers.compact(5.96e-8)).isEqualTo("5.96e−08");
    assertThat(Numbers.plain(2.5)).isEqualTo("2.5");
    assertThat(Numbers.plain(10)).isEqualTo("10");
    assertThat(Numbers.share(999_999, 1_000_000)).isEqualTo("> 99.99 %");
    assertThat(Numbers.share(1, 1_000_000)).isEqualTo("< 0.01 %");
    assertThat(Numbers.share(1, 1)).isEqualTo("100.00 %");
    assertThat(Numbers.share(0, 0)).isEqualTo("n/a");
    assertThat(Numbers.duration(Duration.ofSeconds(3))).isEqualTo("3.0 s");
    assertThat(Numbers.duration(Duration.ofSeconds(75))).isEqualTo("1 min 15 s");
    assertThat(Numbers.duration(Duration.ofHours(49))).isEqualTo("2 d 1 h");
  }

  private static final double WILSON_LOW = 0.35614537979511973;
  private static final double WILSON_HIGH = 0.5475539700255787;

  private static List<String> labels(Instant start, Duration length, int atMost) {
    return new TimeScale(start, start.plus(length), 0, 100)
        .ticks(atMost).stream().map(TimeScale.Tick::label).toList();
  }
}
