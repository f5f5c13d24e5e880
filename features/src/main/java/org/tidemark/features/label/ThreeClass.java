package org.tidemark.features.label;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tidemark.market.Bar;

/**
 * Buy, hold or sell by the return of a fixed horizon: class 2 when it is above the band, 0 when it
 * is below minus the band, 1 when it lies within or on an edge. The return, the span and the rows
 * without a label are those of {@link FixedHorizon}.
 *
 * <p>Example: closes 100 and, 15 minutes later, 100.2: a return of 0.002. With a band of 10 basis
 * points (0.001) it is a buy, with one of 30 (0.003) a hold.
 *
 * @param horizon whole seconds
 * @param band how far a price must move to be worth a trade
 */
public record ThreeClass(Duration horizon, Band band) implements Labeler {
  /** A width around no change, as a share of the price. */
  public sealed interface Band extends Serializable permits BasisPoints, Multiple {}

  /**
   * The same width for every bar, for example the cost of a round trip.
   *
   * @param points hundredths of a percent, 0.001 to 1000
   */
  public record BasisPoints(double points) implements Band {
    public BasisPoints {
      Names.checkMultiple("band in basis points", points);
    }
  }

  /**
   * A multiple of the volatility of the horizon as known at t; no label while it is not known, nor
   * when it is 0.
   *
   * @param multiple 0.001 to 1000
   */
  public record Multiple(double multiple, EwmVolatility volatility) implements Band {
    public Multiple {
      Names.checkMultiple("band", multiple);
    }
  }

  public ThreeClass {
    Names.checkHorizon(horizon);
  }

  @Override
  public String id() {
    String width =
        band instanceof Multiple m
            ? Names.of(m.multiple()) + m.volatility().suffix()
            : Names.plain(((BasisPoints) band).points()) + "bp";
    return "three-" + Names.of(horizon) + "-" + width;
  }

  @Override
  public int classes() {
    return 3;
  }

  @Override
  public int warmUpBars() {
    return band instanceof Multiple m ? m.volatility().window() : 0;
  }

  @Override
  public List<Label> label(List<Bar> bars) {
    BarSeries series = new BarSeries(bars);
    double[] width = width(series);
    List<Label> labels = new ArrayList<>(series.size);
    int at = 0;
    for (Label label : new FixedHorizon(horizon, FixedHorizon.Kind.VALUE).label(bars)) {
      while (series.offset[at] < label.offset()) {
        at++;
      }
      if (width[at] > 0) {
        double move = label.forwardReturn();
        int index = move > width[at] ? 2 : move < -width[at] ? 0 : 1;
        labels.add(
            new Label(label.offset(), label.eventTimeNanos(), label.spanEndNanos(), index, move));
      }
    }
    return labels;
  }

  private double[] width(BarSeries series) {
    double[] width = new double[series.size];
    if (band instanceof Multiple m) {
      double[] scale = m.volatility().ofHorizon(series, horizon);
      Arrays.setAll(width, i -> m.multiple() * scale[i]);
    } else {
      Arrays.fill(width, ((BasisPoints) band).points() / 10_000);
    }
    return width;
  }
}
