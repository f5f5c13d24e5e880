package org.tidemark.features.bar;

/**
 * Bars that close when a value has traded, whatever the currency (Lopez de Prado 2018, "Advances in
 * Financial Machine Learning", 2.3.1.4).
 *
 * @param value least sum of price times size of a bar's trades, in quote currency, 1e-12 to 1e30
 */
public record DollarBars(double value) implements FilledBars {
  public DollarBars {
    Amount.check("value of a bar", value);
  }

  @Override
  public String id() {
    return "dollar-" + Amount.text(value);
  }

  @Override
  public boolean isFull(OpenBar bar) {
    return bar.value() >= value;
  }
}
