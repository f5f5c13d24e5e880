package org.tidemark.features.bar;

/**
 * Bars that close when a volume has traded (Lopez de Prado 2018, "Advances in Financial Machine
 * Learning", 2.3.1.3).
 *
 * @param size least sum of sizes of a bar's trades, in base units, 1e-12 to 1e30
 */
public record VolumeBars(double size) implements FilledBars {
  public VolumeBars {
    Amount.check("volume of a bar", size);
  }

  @Override
  public String id() {
    return "volume-" + Amount.text(size);
  }

  @Override
  public boolean isFull(OpenBar bar) {
    return bar.volume() >= size;
  }
}
